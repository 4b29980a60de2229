"""Live market research: a few searches at once, and only what a page says about this trade in this place."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from agent import resources
from agent.integrations.memo import Memo
from agent.integrations.research.search_results import (
    DATA,
    Page,
    business_named,
    fold,
    in_language,
    mentions,
    pages,
    quote,
)
from agent.integrations.tavily_client import TavilyClient
from nodes.errors import IntegrationException
from nodes.facts.gazetteer import country_name, place
from nodes.inputs import FOCUS, ResearchInput
from nodes.results import Finding, MarketResearch

NAME = "tavily"
PARTIAL = "services.research_partial"
_TOPICS = {"market": "market", "competitors": "competitor", "prices": "price", "opportunities": "opportunity"}
_KEPT = 3
"""Findings a topic; one the person asked for gets twice as many."""


class TavilyResearcher:
    """Fills Researcher. A query is a word of the closed list and a place of the gazetteer, never the person's words."""

    def __init__(self, client: TavilyClient, memo: Memo, today: Callable[[], date] | None = None) -> None:
        self._client = client
        self._memo = memo
        self._today = today or (lambda: datetime.now(UTC).date())

    async def research(self, request: ResearchInput) -> MarketResearch:
        """Look the market up; no findings is an answer.

        When some of the searches fail the result says so; raises IntegrationException when all of them do.
        """
        # In a thread, because the gazetteer and the names of countries take long to load the first time.
        queries = await asyncio.to_thread(lambda: [query(request, topic) for topic in FOCUS])
        outcomes = await asyncio.gather(*map(self._search, queries), return_exceptions=True)
        failures = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
        for failure in failures:
            if len(failures) == len(FOCUS) or not isinstance(failure, IntegrationException):
                raise failure
        findings = await asyncio.to_thread(self._told, request, outcomes)
        return MarketResearch(made_by=NAME, live=True, notice=PARTIAL if failures else "", findings=findings)

    def _told(
        self, request: ResearchInput, outcomes: Sequence[tuple[list[dict[str, Any]], str] | BaseException]
    ) -> tuple[Finding, ...]:
        findings: list[Finding] = []
        for topic, outcome in zip(FOCUS, outcomes, strict=True):
            if not isinstance(outcome, BaseException):
                findings += _new(self._findings(request, topic, *outcome), findings, _limit(request, topic))
        return tuple(findings)

    async def _search(self, wording: str) -> tuple[list[dict[str, Any]], str]:
        """Return the results for a query and the ISO date on which they were seen."""
        kept = await self._memo.recall(wording)
        if isinstance(kept, dict) and {"results", "seen_on"} <= kept.keys():
            return kept["results"], kept["seen_on"]
        results = await self._client.search(wording, action="research")
        seen_on = self._today().isoformat()
        await self._memo.keep({"results": results, "seen_on": seen_on}, wording)
        return results, seen_on

    def _findings(
        self, request: ResearchInput, topic: str, results: Iterable[dict[str, Any]], seen_on: str
    ) -> Iterable[Finding]:
        city = known_city(request)
        for page in pages(results):
            if not in_language(page.text, request.language):
                continue
            if request.country and not mentions(page.whole, city, request.country):
                continue
            if found := _told(page, topic, city, country_name(request.country, request.language)):
                claim, passage = found
                yield Finding(
                    topic=_TOPICS[topic],
                    claim=claim,
                    quote=passage,
                    source_title=page.title,
                    url=page.url,
                    seen_on=seen_on,
                )


def query(request: ResearchInput, topic: str) -> str:
    """Return the words sent to the search service for one topic."""
    data = resources.load_yaml(DATA)
    language = request.language if request.language in data["queries"] else "en"
    parts = [known_city(request), country_name(request.country, language) if request.country else ""]
    where = " ".join(part for part in parts if part) or data["anywhere"][language]
    sector = data["sectors"][language][str(request.sector)]
    return str(data["queries"][language][topic]).format(sector=sector, place=where)


def known_city(request: ResearchInput) -> str:
    """Return the city as the gazetteer spells it, empty when it has none of that name in the country."""
    found = place(request.city, request.country) if request.city and request.country else None
    return found.name if found and found.country == request.country else ""


def _told(page: Page, topic: str, city: str, country: str) -> tuple[str, str] | None:
    """Return claim and quote, None when the page says nothing to the topic."""
    if topic == "competitors":
        name = business_named(page)
        passage = quote(page, (name, city, country)) if name else ""
        named = bool(name) and f" {fold(name)} " in f" {fold(passage)} "
        return (f"{name}: {passage}", passage) if named else None
    passage = quote(page, (city, country), figures=topic == "prices")
    return (passage, passage) if passage else None


def _limit(request: ResearchInput, topic: str) -> int:
    return _KEPT * 2 if topic in request.focus else _KEPT


def _new(found: Iterable[Finding], known: Iterable[Finding], limit: int) -> list[Finding]:
    """Return the first `limit` findings whose words are not there yet."""
    told = {fold(finding.quote) for finding in known}
    new: list[Finding] = []
    for finding in found:
        if len(new) < limit and (words := fold(finding.quote)) not in told:
            told.add(words)
            new.append(finding)
    return new
