"""The real site before it is published, rendered once for each version."""

from __future__ import annotations

from collections.abc import Mapping

from agent.graph import GraphState
from agent.integrations.publishing.site_files import site_look, whole_site
from agent.integrations.workshop import Workshop
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

        Raises CoachError for an input that is no site, and UploadGone when its photos are no longer kept.
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
