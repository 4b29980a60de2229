"""A session as one file: what its owner takes along, and what another machine can go on with."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import messages_from_dict, messages_to_dict

from agent.drawing.logo_pictures import logo_files
from agent.drawing.pixels import jpeg_size
from agent.drawing.safe_svg import safe_svg
from agent.graph import GraphState
from agent.messages import recent
from nodes.errors import SessionError
from nodes.results import LogoVariant
from nodes.uploads import MOST_PHOTOS

FORMAT = 1
LARGEST = 32 * 1024 * 1024
"""Bytes of a session's state in an archive; a state is a few hundred kilobytes."""

LARGEST_ARCHIVE = 128 * 1024 * 1024
"""Bytes of a whole archive; one with a full set of photos has about ten million."""
LARGEST_PHOTO = 4 * 1024 * 1024
"""Bytes of one photo as it is kept; usual are 300 KB."""
HEAVIEST_LOGO = 100_000
"""Characters of the person's own logo."""

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every entry (the earliest a zip can hold), so that equal sessions give equal archives."""


def pack(state: GraphState, site: Mapping[str, bytes], photos: Mapping[str, bytes]) -> bytes:
    """Return a zip with the site, the logos, the photos, the brief, the sources, the transcript and the state itself.

    photos: the bytes of the state's photos by their digest. CPU work: the chosen logo's pictures are drawn.
    """
    files: dict[str, bytes] = {
        **{f"site/{name}": content for name, content in site.items()},
        **{f"logo/{name}": content for name, content in _logos(state).items()},
        **{_photo(digest): content for digest, content in photos.items()},
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


@dataclass(frozen=True)
class Unpacked:
    """What an archive holds of a session."""

    state: GraphState
    photos: Mapping[str, bytes]
    """By their digest."""


def unpack(data: bytes) -> Unpacked:
    """Return the session in an archive. Only `session.json` and the photos it names are read, each within its limit.

    Raises SessionError for anything that is no archive of a session, or whose pictures are not what it says they are.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            state = _state(_entry(archive, "session.json", LARGEST))
            return Unpacked(state, _photos(archive, state))
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise SessionError(f"this is no archive of a session ({type(error).__name__})") from error
    except (NotImplementedError, RuntimeError, EOFError, OSError, zlib.error) as error:
        raise SessionError(f"this archive is damaged or locked ({type(error).__name__})") from error


def _entry(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    with archive.open(name) as entry:
        content = entry.read(most + 1)
    if len(content) > most:
        raise SessionError(f"{name.partition('/')[0]} in this archive is too large")
    return content


def _state(content: bytes) -> GraphState:
    portable = json.loads(content)
    if portable.get("format") != FORMAT:
        raise SessionError(f"the archive has format {portable.get('format')!r}, this release reads {FORMAT}")
    messages = messages_from_dict(portable["messages"])
    state = GraphState.model_validate(portable["state"] | {"messages": messages})
    return state.model_copy(update={"own_logo": _own_logo(state)})


def _own_logo(state: GraphState) -> LogoVariant | None:
    """Return the person's own logo as the door for pictures would have let it in."""
    logo = state.own_logo
    if logo is None:
        return None
    if max(len(logo.svg), len(logo.icon_svg)) > HEAVIEST_LOGO:
        raise SessionError("the logo in this archive is too large")
    safe = {"svg": safe_svg(logo.svg), "icon_svg": safe_svg(logo.icon_svg) if logo.icon_svg else ""}
    return logo.model_copy(update=safe)


def _photos(archive: zipfile.ZipFile, state: GraphState) -> dict[str, bytes]:
    if len(state.photos) > MOST_PHOTOS:
        raise SessionError("this archive has too many photos")
    found = {}
    for photo in state.photos:
        upload = photo.upload
        content = _entry(archive, _photo(upload.digest), LARGEST_PHOTO)
        if hashlib.sha256(content).hexdigest() != upload.digest or jpeg_size(content) != (upload.width, upload.height):
            raise SessionError("a photo in this archive is not the one the session speaks of")
        found[upload.digest] = content
    return found


def _photo(digest: str) -> str:
    return f"photos/{digest}.jpg"


def _logos(state: GraphState) -> dict[str, bytes]:
    """Return every logo there is, and all files of the chosen one; a drawing that cannot be drawn has no pictures."""
    variants = (*(state.logo.variants if state.logo else ()), *((state.own_logo,) if state.own_logo else ()))
    files = {f"{variant.id}.svg": variant.svg.encode() for variant in variants}
    if chosen := state.chosen_logo():
        with suppress(ValueError):
            files |= {f"chosen/{name}": content for name, content in logo_files(chosen).items()}
    return files


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
