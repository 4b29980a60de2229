"""The real site before it is published, rendered once for each version."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

from agent.graph import GraphState
from agent.integrations.publishing.site_files import site_look, whole_site
from agent.integrations.workshop import Workshop
from nodes.errors import Malformed
from nodes.inputs import PublishInput
from nodes.ports import Uploads
from nodes.publish import prepare, with_files


class Previews:
    """Sites as they would be published now."""

    def __init__(self, workshop: Workshop, uploads: Uploads) -> None:
        self._workshop = workshop
        self._uploads = uploads

    async def site(self, state: GraphState) -> Mapping[str, bytes] | None:
        """Return all files of the site, None while there is nothing to show.

        Raises CoachError for an input that is no site.
        """
        request = prepare(state)
        return await self._whole(request) if request else None

    async def file(self, state: GraphState, name: str) -> bytes | None:
        """Return one file of the site, None when it has none of that name. Raises as `site` does.

        Pages come soon; the pictures that only others ask for (icons, the card for sharing) take the whole site.
        """
        request = prepare(state)
        if request is None:
            return None
        pages = await site_look(self._workshop, request)
        return pages[name] if name in pages else (await self._whole(request)).get(name)

    async def _whole(self, request: PublishInput) -> Mapping[str, bytes]:
        return await whole_site(self._workshop, await with_files(request, self._uploads))


def bundle(state: GraphState, site: Mapping[str, bytes] | None, brief: dict[str, Any]) -> bytes:
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
