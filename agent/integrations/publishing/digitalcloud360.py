"""Offers DigitalCloud360 as a publisher; the client is loaded when it is opened."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from agent.integrations.provider import Provider, Resources
from nodes.errors import SettingsError
from nodes.ports import Publisher


@asynccontextmanager
async def _open(resources: Resources) -> AsyncIterator[Publisher]:
    from agent.integrations.digitalcloud360_client import DigitalCloud360APIClient  # noqa: PLC0415 - slow to import
    from agent.integrations.publishing.digitalcloud360_publisher import DigitalCloud360Publisher  # noqa: PLC0415

    if resources.redis is None:
        raise SettingsError("publishing to DigitalCloud360 needs a store for its ledger")
    async with DigitalCloud360APIClient(resources.settings) as client:
        yield DigitalCloud360Publisher(client, resources.redis, resources.settings)


DIGITALCLOUD360: Provider[Publisher] = Provider(
    name="digitalcloud360",
    live=True,
    needs=("DIGITALCLOUD360_BASE_URL", "DIGITALCLOUD360_SERVICE_SECRET"),
    configured=lambda settings: bool(settings.digitalcloud360_base_url and settings.digitalcloud360_service_secret),
    open=_open,
)
