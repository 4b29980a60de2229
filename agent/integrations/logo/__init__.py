"""Logo designers: live services first, the composer that draws on this machine last."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from agent.integrations.logo.services import LOGOAI, RECRAFT
from agent.integrations.provider import Provider, Resources
from nodes.ports import LogoDesigner


@asynccontextmanager
async def _open_composer(resources: Resources) -> AsyncIterator[LogoDesigner]:
    from agent.integrations.logo.composer import SvgLogoComposer  # noqa: PLC0415 - brings geometry libraries

    yield SvgLogoComposer(resources.workshop)


PROVIDERS: tuple[Provider[LogoDesigner], ...] = (
    LOGOAI,
    RECRAFT,
    Provider(name="logo composer", live=False, needs=(), configured=lambda _settings: True, open=_open_composer),
)
