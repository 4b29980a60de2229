"""Offers Tavily as a researcher, with the country facts to stand in when it fails; loaded when it is opened."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from agent.integrations.provider import Provider, Resources
from nodes.inputs import ResearchInput
from nodes.ports import Researcher
from nodes.results import MarketResearch

UNAVAILABLE = "services.research_local"


class DegradingResearcher:
    """Research that goes on without its service, and says so."""

    def __init__(self, live: Researcher, local: Researcher) -> None:
        self._live = live
        self._local = local

    async def research(self, request: ResearchInput) -> MarketResearch:
        """Look the market up, or give country facts with a notice when the service fails."""
        from agent.integrations.fallback import degrade  # noqa: PLC0415

        return await degrade(lambda: self._live.research(request), lambda: self._local.research(request), UNAVAILABLE)


@asynccontextmanager
async def _open(resources: Resources) -> AsyncIterator[Researcher]:
    from agent.integrations.memo import Memo  # noqa: PLC0415
    from agent.integrations.research.country_facts import CountryFacts  # noqa: PLC0415
    from agent.integrations.research.tavily_researcher import TavilyResearcher  # noqa: PLC0415
    from agent.integrations.tavily_client import TavilyClient  # noqa: PLC0415 - slow to import

    memo = Memo(resources.redis, "search", ttl=resources.settings.research_cache_ttl)
    async with TavilyClient(resources.settings) as client:
        yield DegradingResearcher(TavilyResearcher(client, memo), CountryFacts(resources.phrases))


TAVILY: Provider[Researcher] = Provider(
    name="tavily",
    live=True,
    needs=("TAVILY_API_KEY",),
    configured=lambda settings: settings.tavily_api_key is not None,
    open=_open,
)
