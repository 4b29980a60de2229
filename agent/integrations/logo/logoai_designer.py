"""Logos by LogoAI: one from the service, and drawn ones beside it to choose from."""

from __future__ import annotations

import asyncio

import httpx

from agent.integrations.calls import Calls, Policy
from agent.integrations.http import open_client
from agent.integrations.logo.fetched import LARGEST_PICTURE, fetch, variant
from agent.integrations.logoai_client import SERVICE, LogoAIClient
from agent.settings import Settings
from nodes.errors import Malformed
from nodes.inputs import LogoInput
from nodes.ports import LogoDesigner
from nodes.results import LogoSet

NAME = SERVICE
MIXED = "services.logo_mixed"


class LogoAIDesigner:
    """Fills LogoDesigner. The service gives one logo a request, so the local designer adds the others."""

    def __init__(
        self, client: LogoAIClient, local: LogoDesigner, settings: Settings, *, http: httpx.AsyncClient | None = None
    ) -> None:
        self._client = client
        self._local = local
        self._home = settings.logoai_base_url
        timeout = settings.logoai_timeout
        self._http = http or open_client(timeout=timeout, max_reply=LARGEST_PICTURE)
        self._calls = Calls(Policy(f"{SERVICE} pictures", timeout=timeout, attempts=2))

    async def design(self, request: LogoInput) -> LogoSet:
        """Return the service's logo first, then drawn ones. Raises IntegrationException when there is none of it."""
        drawn = asyncio.create_task(self._local.design(request))
        try:
            address = await self._client.generate_logo(request.name, style_guide(request))
            picture = await self._calls.run("fetch_logo", lambda: self._fetch(address))
            first = await asyncio.to_thread(variant, picture, number=1, name=request.name, service=SERVICE)
        except BaseException:
            drawn.cancel()
            raise
        others = (await drawn).variants
        renumbered = (other.model_copy(update={"id": str(number)}) for number, other in enumerate(others, 2))
        return LogoSet(made_by=NAME, live=True, notice=MIXED, variants=(first, *renumbered))

    async def aclose(self) -> None:
        await self._http.aclose()

    async def _fetch(self, address: str) -> bytes:
        picture = await fetch(self._http, address, service=SERVICE, home=self._home)
        if not picture:
            raise Malformed(f"{SERVICE} sent an empty picture", service=SERVICE)
        return picture


def style_guide(request: LogoInput) -> dict[str, object]:
    """Return what the service is told beside the name."""
    return {
        "slogan": request.tagline,
        "style": ", ".join((str(request.sector), *request.style, *request.wishes)),
        "colors": list(request.colors),
        "format": "svg",
    }
