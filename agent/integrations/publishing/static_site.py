"""The local default publisher: the site as files on this machine's disk."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from agent.integrations.provider import Provider, Resources
from agent.integrations.publishing.history import SiteHistory, Version
from agent.integrations.publishing.site_files import whole_site
from agent.integrations.workshop import Workshop
from nodes.errors import Misconfigured, Rejected, Unavailable
from nodes.inputs import PublishInput
from nodes.ports import Publisher
from nodes.results import Website

NAME = "static site"

_SITE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,99}")
_Done = TypeVar("_Done")


class StaticSitePublisher:
    """Writes sites below one folder; each version is kept and shown whole or not at all."""

    def __init__(self, folder: Path, base_url: str = "", workshop: Workshop | None = None) -> None:
        """Take the folder of all sites, the public address it is served under, if it is, and who makes the files."""
        self._workshop = workshop or Workshop()
        self._folder = folder.absolute()
        self._base_url = base_url.rstrip("/")

    async def publish(self, request: PublishInput, *, idempotency_key: str) -> Website:
        """Write the site's next version and show it; a key seen before returns what it made, unchanged.

        Raises Rejected for an input that is no site, Unavailable for a full or failing disk and Misconfigured
        for a folder that may not be written.
        """
        history = self._history(request.site_id)
        files = await self._files(request)
        version = await self._on_disk(lambda: history.publish(idempotency_key, lambda: files))
        return self._website(request.site_id, version)

    async def foresee(self, request: PublishInput) -> None:
        """Draw the site, so that a yes finds it drawn. Raises as `publish` does."""
        await self._files(request)

    async def _files(self, request: PublishInput) -> Mapping[str, bytes]:
        return await whole_site(self._workshop, request, self.address(request.site_id))

    async def undo(self, site_id: str) -> Website | None:
        """Show the version before the one shown; None when there is none before. Raises as `publish` does."""
        version = await self._on_disk(self._history(site_id).undo)
        return self._website(site_id, version) if version else None

    async def current(self, site_id: str) -> Website | None:
        """Return the version shown, None when the site was never published."""
        history = self._history(site_id)
        number = await self._on_disk(history.current)
        return self._website(site_id, Version(number, "")) if number else None

    def address(self, site_id: str) -> str:
        """Return the site's public address with a trailing slash, empty when the folder is not served."""
        return f"{self._base_url}/{site_id}/" if self._base_url else ""

    def _history(self, site_id: str) -> SiteHistory:
        if not _SITE_ID.fullmatch(site_id):
            raise Rejected("a site's name has letters, digits and hyphens only", service=NAME)
        return SiteHistory(self._folder, site_id)

    def _website(self, site_id: str, version: Version) -> Website:
        path = self._folder / site_id
        url = self.address(site_id) or (path / "index.html").as_uri()
        return Website(made_by=NAME, live=False, url=url, site_id=site_id, version=version.number, path=str(path))

    async def _on_disk(self, work: Callable[[], _Done]) -> _Done:
        try:
            return await asyncio.to_thread(work)
        except PermissionError as error:
            raise Misconfigured(
                "the sites folder may not be written", service=NAME, details=str(error.errno)
            ) from error
        except OSError as error:
            raise Unavailable("the disk refused the site", service=NAME, details=str(error.errno)) from error


@asynccontextmanager
async def _open(resources: Resources) -> AsyncIterator[Publisher]:
    settings = resources.settings
    yield StaticSitePublisher(settings.sites_folder, settings.site_base_url, resources.workshop)


STATIC_SITE: Provider[Publisher] = Provider(
    name=NAME, live=False, needs=(), configured=lambda _settings: True, open=_open
)
