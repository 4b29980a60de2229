"""Offers LogoAI and Recraft as logo designers, the composer standing in when they fail; loaded when they are opened."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from agent.integrations.provider import Provider, Resources
from nodes.inputs import LogoInput
from nodes.ports import LogoDesigner
from nodes.results import LogoSet

UNAVAILABLE = "services.logo_local"
_KEPT = 86_400
"""Seconds a paid set is kept at most for the same request of the same session."""


class DegradingDesigner:
    """Logos that come without their service, and say so; a set that was paid for is not paid for twice."""

    def __init__(self, live: LogoDesigner, local: LogoDesigner, resources: Resources) -> None:
        from agent.integrations.memo import SessionMemo  # noqa: PLC0415

        self._live = live
        self._local = local
        self._memo = SessionMemo(resources.redis, ttl=resources.settings.session_ttl or _KEPT)

    async def design(self, request: LogoInput) -> LogoSet:
        """Draw with the service, or with the local composer and a notice when the service fails."""
        from agent.integrations.fallback import degrade  # noqa: PLC0415

        return await degrade(lambda: self._paid(request), lambda: self._local.design(request), UNAVAILABLE)

    async def _paid(self, request: LogoInput) -> LogoSet:
        kept = await self._memo.recall(LogoSet, "logo", request)
        if kept is None:
            kept = await self._live.design(request)
            await self._memo.keep(kept, "logo", request)
        return kept


@asynccontextmanager
async def _open_logoai(resources: Resources) -> AsyncIterator[LogoDesigner]:
    from agent.integrations.logo.composer import SvgLogoComposer  # noqa: PLC0415 - brings geometry libraries
    from agent.integrations.logo.logoai_designer import LogoAIDesigner  # noqa: PLC0415
    from agent.integrations.logoai_client import LogoAIClient  # noqa: PLC0415

    local = SvgLogoComposer(resources.workshop)
    async with LogoAIClient(resources.settings) as client:
        designer = LogoAIDesigner(client, local, resources.settings)
        try:
            yield DegradingDesigner(designer, local, resources)
        finally:
            await designer.aclose()


@asynccontextmanager
async def _open_recraft(resources: Resources) -> AsyncIterator[LogoDesigner]:
    from agent.integrations.logo.composer import SvgLogoComposer  # noqa: PLC0415 - brings geometry libraries
    from agent.integrations.logo.recraft_designer import RecraftDesigner  # noqa: PLC0415

    designer = RecraftDesigner(resources.settings)
    try:
        yield DegradingDesigner(designer, SvgLogoComposer(resources.workshop), resources)
    finally:
        await designer.aclose()


LOGOAI: Provider[LogoDesigner] = Provider(
    name="logoai",
    live=True,
    needs=("LOGOAI_API_KEY",),
    configured=lambda settings: settings.logoai_api_key is not None,
    open=_open_logoai,
)
RECRAFT: Provider[LogoDesigner] = Provider(
    name="recraft",
    live=True,
    needs=("RECRAFT_API_KEY",),
    configured=lambda settings: settings.recraft_api_key is not None,
    open=_open_recraft,
)
