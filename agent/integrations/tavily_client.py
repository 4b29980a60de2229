"""Tavily web search: two documented questions that never fail, and a search that says when it does."""

from __future__ import annotations

from typing import Any

import httpx
import structlog

from agent.integrations.calls import Calls, Policy
from agent.integrations.http import ServiceClient, open_client, translate
from agent.settings import Settings
from nodes.errors import IntegrationException, Malformed, Unavailable

SERVICE = "tavily"
_ATTEMPTS = 2
_STUMBLED = (ValueError, TypeError, LookupError, AttributeError, RecursionError)

log = structlog.get_logger()


class TavilyClient(ServiceClient):
    """Without arguments it is configured by the environment.

    Raises ValueError when TAVILY_API_KEY is missing: the vendor's client would search without a key and say nothing.
    """

    def __init__(self, settings: Settings | None = None, *, http: httpx.AsyncClient | None = None) -> None:
        from tavily import AsyncTavilyClient  # noqa: PLC0415 - slow to import

        self.settings = settings or Settings()
        if self.settings.tavily_api_key is None:
            raise ValueError("TAVILY_API_KEY is not set in the environment variables.")
        timeout = self.settings.tavily_timeout
        # The client raises before the vendor's code can drop Retry-After or stumble over an odd status.
        self._http = http or open_client(base_url=self.settings.tavily_base_url, timeout=timeout, raise_errors=True)
        self.client = AsyncTavilyClient(api_key=self.settings.tavily_api_key.get_secret_value(), client=self._http)
        self._calls = Calls(Policy(SERVICE, timeout=timeout, attempts=_ATTEMPTS))

    async def search_market(self, query: str, location: str = "Africa") -> list[dict[str, Any]]:
        """Return the search results on a market in a place, an empty list when the search fails."""
        try:
            return await self.search(f"{query} {location}", action="search_market")
        except IntegrationException as error:
            self._log("Tavily market search failed", "search_market", error, query=query, location=location)
            return []

    async def analyze_competitors(self, business_sector: str, location: str) -> dict[str, Any]:
        """Return the competitors of a sector in a place as {business_sector, location, competitors}.

        When the search fails, `error` says so, `details` says why and `competitors` is empty.
        """
        about: dict[str, Any] = {"business_sector": business_sector, "location": location}
        try:
            found = await self.search(f"{business_sector} competitors in {location}", action="analyze_competitors")
        except IntegrationException as error:
            self._log("Tavily competitor analysis failed", "analyze_competitors", error, **about)
            return {"error": "Failed to analyze competitors.", "details": str(error), **about, "competitors": []}
        return {**about, "competitors": found}

    async def search(self, query: str, *, action: str = "search", max_results: int = 8) -> list[dict[str, Any]]:
        """Return the results of one advanced search, best first; raise IntegrationException when it fails.

        The query goes out as it is: callers put nothing into it that may not leave the house.
        """

        async def ask() -> list[dict[str, Any]]:
            reply = await self.client.search(
                query=query, search_depth="advanced", max_results=max_results, timeout=self.settings.tavily_timeout
            )
            results = reply.get("results", []) if isinstance(reply, dict) else None
            if not isinstance(results, list):
                raise Malformed("tavily answered something unusable", service=SERVICE, details="no list of results")
            return [result for result in results if isinstance(result, dict)]

        return await self._calls.run(action, ask, translate=_translate)

    def _log(self, event: str, action: str, error: IntegrationException, **about: str) -> None:
        log.error(event, action=action, service=SERVICE, status="failed", error=str(error), **about)


def _translate(error: Exception, service: str) -> IntegrationException | None:
    from tavily.errors import TimeoutError as TavilyTimeout  # noqa: PLC0415 - slow to import

    if isinstance(error, TavilyTimeout):
        return Unavailable(f"{service} did not answer in time", service=service, details="timeout")
    known = translate(error, service)
    if known is None and isinstance(error, _STUMBLED):
        return Malformed(f"{service} answered something unusable", service=service, details=type(error).__name__)
    return known
