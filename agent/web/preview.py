"""The real site before it is published, rendered once for each version."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from collections import OrderedDict
from typing import Any

from agent.graph import GraphState
from nodes.errors import CoachError, Malformed
from nodes.fingerprint import fingerprint
from nodes.inputs import PublishInput
from nodes.publish import prepare

KEPT = 48
"""Rendered sites kept in memory, about 100 KB each."""


class Previews:
    """Renders sites in a thread, one at a time: rendering must not slow the conversations down."""

    def __init__(self) -> None:
        self._sites: OrderedDict[str, asyncio.Future[dict[str, bytes]]] = OrderedDict()
        self._turnstile = asyncio.Semaphore(1)

    async def site(self, state: GraphState) -> dict[str, bytes] | None:
        """Return the files of the site as it would be published now, None while there is nothing to show.

        Raises CoachError for an input that is no site.
        """
        request = prepare(state)
        if request is None:
            return None
        key = fingerprint("publish", request)
        if key not in self._sites:
            self._sites[key] = asyncio.ensure_future(self._render(request))
            while len(self._sites) > KEPT:
                self._sites.popitem(last=False)
        self._sites.move_to_end(key)
        try:
            return await asyncio.shield(self._sites[key])
        except CoachError:
            self._sites.pop(key, None)
            raise

    async def _render(self, request: PublishInput) -> dict[str, bytes]:
        from agent.integrations.publishing.site import render_site  # noqa: PLC0415 - heavy

        async with self._turnstile:
            return await asyncio.to_thread(render_site, request)


def bundle(state: GraphState, site: dict[str, bytes] | None, brief: dict[str, Any]) -> bytes:
    """Return everything the person made as a ZIP archive: site, logos and facts."""
    if not state.session_id:
        raise Malformed("a session without an id has nothing to export")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (site or {}).items():
            archive.writestr(f"site/{name}", content)
        for variant in state.logo.variants if state.logo else ():
            archive.writestr(f"logos/{variant.id}.svg", variant.svg)
        archive.writestr("brief.json", json.dumps(brief, ensure_ascii=False, indent=2))
    return out.getvalue()
