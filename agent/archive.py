"""A session as one file: what its owner takes along, and what another machine can go on with."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

from langchain_core.messages import messages_from_dict, messages_to_dict

from agent.graph import GraphState
from agent.messages import recent
from nodes.errors import SessionError

FORMAT = 1
LARGEST = 32 * 1024 * 1024
"""Bytes of a session's state in an archive; a state is a few hundred kilobytes."""

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every entry (the earliest a zip can hold), so that equal sessions give equal archives."""


def pack(state: GraphState, site: Mapping[str, bytes], pictures: Mapping[str, bytes]) -> bytes:
    """Return a zip with the site, the logos, the brief, the sources, the transcript and the state itself."""
    files: dict[str, bytes] = {
        **{f"site/{name}": content for name, content in site.items()},
        **{f"logo/{name}": content for name, content in pictures.items()},
        "brief.json": _json(state.brief.model_dump(mode="json")),
        "sources.json": _json(_sources(state)),
        "transcript.txt": _transcript(state).encode(),
        "session.json": _json(_portable(state)),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), files[name], zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def unpack(data: bytes) -> GraphState:
    """Return the state in an archive. Only `session.json` is read, up to LARGEST bytes.

    Raises SessionError for anything that is no archive of a session.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("session.json") as entry:
            content = entry.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise SessionError("the session in this archive is too large")
        portable = json.loads(content)
        if portable.get("format") != FORMAT:
            raise SessionError(f"the archive has format {portable.get('format')!r}, this release reads {FORMAT}")
        messages = messages_from_dict(portable["messages"])
        return GraphState.model_validate(portable["state"] | {"messages": messages})
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise SessionError(f"this is no archive of a session ({type(error).__name__})") from error


def _portable(state: GraphState) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "state": state.model_dump(mode="json", exclude={"messages"}),
        "messages": messages_to_dict(state.messages),
    }


def _sources(state: GraphState) -> dict[str, Any]:
    findings = state.research.findings if state.research else ()
    return {"said": state.evidence, "found": [finding.model_dump(mode="json") for finding in findings]}


def _transcript(state: GraphState) -> str:
    turns = recent(state.messages, (), limit=None)
    return "\n\n".join(f"{'> ' if turn.speaker == 'person' else ''}{turn.text}" for turn in turns) + "\n"


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
