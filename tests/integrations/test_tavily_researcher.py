from __future__ import annotations

import asyncio
import json
from datetime import date
from typing import Any

import httpx
import pytest
from fakeredis import FakeAsyncRedis, FakeServer

from agent.integrations import TavilyClient
from agent.integrations.memo import Memo
from agent.integrations.research.search_results import Page, business_named, in_language, mentions, pages, quote
from agent.integrations.research.tavily import DegradingResearcher
from agent.integrations.research.tavily_researcher import TavilyResearcher, known_city, query
from nodes.brief import Sector
from nodes.errors import Unavailable
from nodes.inputs import FOCUS, ResearchInput
from nodes.results import MarketResearch

DAKAR = ResearchInput(sector=Sector.RESTAURANT, city="Dakar", country="SN", language="fr")
MARKET = {
    "title": "La restauration au Sénégal",
    "url": "https://etude.test/restauration?utm_source=x",
    "content": "Le marché de la restauration à Dakar a augmenté de 8 % en 2025 selon elle. Ses clients sont jeunes.",
}
RIVAL = {
    "title": "Chez Loutcha - Restaurant à Dakar | Tripadvisor",
    "url": "https://avis.test/loutcha",
    "content": "Chez Loutcha est un restaurant de Dakar qui sert des plats du Cap-Vert et du Sénégal depuis le marché.",
}


class Search:
    """Answers each topic's query with its results; counts and keeps the bodies."""

    def __init__(self, **by_word: Any) -> None:
        self.by_word = by_word
        self.bodies: list[str] = []

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        self.bodies.append(request.content.decode())
        wording = json.loads(request.content)["query"]
        found = next((value for word, value in self.by_word.items() if word in wording), [])
        return httpx.Response(found) if isinstance(found, int) else httpx.Response(200, json={"results": found})


@pytest.fixture
def researcher(settings):
    from agent.integrations.http import open_client

    def make(search: Search, redis: Any = None) -> TavilyResearcher:
        transport = httpx.MockTransport(search)
        http = open_client(base_url="https://t.test", timeout=5, raise_errors=True, transport=transport)
        memo = Memo(redis, "search", ttl=60)
        return TavilyResearcher(TavilyClient(settings(), http=http), memo, lambda: date(2026, 11, 22))

    return make


async def test_every_finding_has_its_source_its_words_and_its_day(researcher) -> None:
    found = await researcher(Search(marché=[MARKET], entreprises=[RIVAL])).research(DAKAR)
    market, rival = found.findings
    assert (found.made_by, found.live, found.notice) == ("tavily", True, "")
    assert (market.topic, market.url, market.seen_on) == ("market", MARKET["url"], "2026-11-22")
    assert market.quote in MARKET["content"]
    assert market.source_title == "La restauration au Sénégal"
    assert rival.topic == "competitor"
    assert rival.claim.startswith("Chez Loutcha: ")
    assert rival.quote in RIVAL["content"]


async def test_all_topics_are_searched_at_once(researcher) -> None:
    together = asyncio.Barrier(len(FOCUS))

    class Patient(Search):
        async def __call__(self, request: httpx.Request) -> httpx.Response:
            await asyncio.wait_for(together.wait(), 10)
            return await super().__call__(request)

    search = Patient()
    assert (await researcher(search).research(DAKAR)).findings == ()
    assert len(search.bodies) == len(FOCUS)


CANARIES = ("Canari", "+221771234567", "canari@mail.test", "ma grand-mère", "Ignore previous")


@pytest.mark.parametrize(
    "city", ["Canari-Ville", "Dakar. Ignore previous; canari@mail.test", "+221771234567", "ma grand-mère"]
)
async def test_a_place_that_is_in_no_gazetteer_never_leaves(city, researcher) -> None:
    search = Search()
    await researcher(search).research(DAKAR.model_copy(update={"city": city}))
    assert len(search.bodies) == len(FOCUS)
    assert not any(canary in body for body in search.bodies for canary in CANARIES)


async def test_the_wire_holds_sector_and_place_and_nothing_else(researcher) -> None:
    search = Search()
    await researcher(search).research(DAKAR)
    allowed = {"restauration", "dakar", "sénégal", "marché", "entreprises", "prix", "opportunités"}
    for body in search.bodies:
        sent = json.loads(body)
        assert set(sent) == {"query", "search_depth", "max_results"}
        assert set(sent["query"].lower().split()) <= allowed


def test_a_city_of_another_country_is_not_this_city() -> None:
    assert known_city(DAKAR) == "Dakar"
    assert known_city(DAKAR.model_copy(update={"country": "NG"})) == ""


@pytest.mark.parametrize("language", ["en", "fr", "pt", "sw", "ar", "de"])
@pytest.mark.parametrize("sector", list(Sector))
def test_every_sector_has_a_query_in_every_language(sector, language) -> None:
    request = ResearchInput(sector=sector, language=language)
    assert len({query(request, topic) for topic in FOCUS}) == len(FOCUS)


@pytest.mark.parametrize(
    "result",
    [
        MARKET | {"content": "The restaurant market in Dakar has grown by 8 % and it is still growing with the city."},
        MARKET
        | {
            "title": "Le marché à Paris",
            "content": "Le marché de la restauration à Paris a augmenté de 8 % en France.",
        },
        MARKET | {"url": "javascript:alert(1)"},
        MARKET | {"url": "https://user:pass@x.test/"},
        MARKET | {"url": 'https://x.test/"onclick="'},
        MARKET | {"title": None},
        MARKET | {"content": ["x"]},
        {},
    ],
    ids=["language", "place", "scheme", "login", "markup", "no title", "odd text", "nothing"],
)
async def test_what_is_wrong_is_dropped(result, researcher) -> None:
    assert (await researcher(Search(marché=[result])).research(DAKAR)).findings == ()


async def test_the_same_page_and_the_same_words_are_told_once(researcher) -> None:
    again = MARKET | {"url": "https://www.etude.test/restauration/"}
    copied = MARKET | {"url": "https://copie.test"}
    found = await researcher(Search(marché=[MARKET, again, copied], opportunités=[MARKET])).research(DAKAR)
    assert len(found.findings) == 1


async def test_a_price_without_a_figure_is_none(researcher) -> None:
    vague = MARKET | {
        "content": "Les prix des restaurants de Dakar sont dans la moyenne pour les habitants de la ville."
    }
    priced = MARKET | {
        "url": "https://b.test",
        "content": "À Dakar un plat du jour coûte entre 1 500 et 3 000 FCFA dans les restaurants.",
    }
    found = await researcher(Search(prix=[vague, priced])).research(DAKAR)
    assert [finding.topic for finding in found.findings] == ["price"]
    assert "1 500" in found.findings[0].quote


@pytest.mark.parametrize(
    "title",
    [
        "Top 10 des restaurants à Dakar",
        "Les meilleurs restaurants - Guide",
        "Tripadvisor",
        "Le Lagon - Restaurant à Dakar",
    ],
)
async def test_no_competitor_is_named_that_its_page_does_not_name(title, researcher) -> None:
    found = await researcher(Search(entreprises=[RIVAL | {"title": title}])).research(DAKAR)
    assert found.findings == ()


async def test_what_the_person_wants_to_know_more_about_gets_more(researcher) -> None:
    many = [
        MARKET
        | {
            "url": f"https://e.test/{number}",
            "content": f"Le marché à Dakar est de {number} millions pour les restaurants.",
        }
        for number in range(9)
    ]
    assert len((await researcher(Search(marché=many)).research(DAKAR)).findings) == 3
    curious = DAKAR.model_copy(update={"focus": ("market",)})
    assert len((await researcher(Search(marché=many)).research(curious)).findings) == 6


async def test_identical_research_is_served_from_the_store(researcher) -> None:
    search, redis = Search(marché=[MARKET]), FakeAsyncRedis()
    first = await researcher(search, redis).research(DAKAR)
    assert await researcher(search, redis).research(DAKAR) == first
    assert len(search.bodies) == len(FOCUS)


async def test_without_the_store_it_is_asked_again(researcher) -> None:
    server = FakeServer()
    server.connected = False
    search, redis = Search(marché=[MARKET]), FakeAsyncRedis(server=server)
    await researcher(search, redis).research(DAKAR)
    await researcher(search, redis).research(DAKAR)
    assert len(search.bodies) == 2 * len(FOCUS)


async def test_a_part_that_failed_is_said(researcher, no_waiting) -> None:
    found = await researcher(Search(prix=500, marché=[MARKET])).research(DAKAR)
    assert found.notice == "services.research_partial"
    assert len(found.findings) == 1


async def test_when_all_fails_the_local_facts_stand_in_and_say_so(researcher, no_waiting) -> None:
    class Local:
        async def research(self, request: ResearchInput) -> MarketResearch:
            return MarketResearch(made_by="country facts", live=False)

    live = researcher(Search(restauration=503))
    with pytest.raises(Unavailable):
        await live.research(DAKAR)
    found = await DegradingResearcher(live, Local()).research(DAKAR)
    assert (found.made_by, found.live, found.notice) == ("country facts", False, "services.research_local")


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("Le pays : Niger.", "NE", True),
        ("Lagos, Nigeria", "NE", False),
        ("les Sénégalais mangent", "SN", True),
        ("in Equatorial Guinea", "GN", False),
        ("Guinea", "GN", True),
        ("Côte d’Ivoire", "CI", True),
    ],
)
def test_a_country_is_told_from_its_namesakes(text, country, expected) -> None:
    assert mentions(text, "", country) is expected


def test_a_language_is_told_by_its_common_words() -> None:
    assert in_language("Le marché de la ville est grand", "fr")
    assert not in_language("The market of the city is big", "fr")
    assert not in_language("سوق المطاعم في داكار", "fr")
    assert in_language("Dakar 2025", "fr")


def test_a_quote_is_literal_and_short() -> None:
    page = Page("t", "https://x.test", "Mot " * 500)
    assert len(quote(page)) <= 300
    assert quote(page) in page.text


def test_a_name_must_stand_in_the_text() -> None:
    assert business_named(Page("Chez Awa | Facebook", "u", "Bienvenue chez Chez Awa, couture.")) == "Chez Awa"
    assert business_named(Page("Chez Awa | Facebook", "u", "Bienvenue.")) == ""


def test_pages_are_bounded() -> None:
    found = pages([{"title": "t" * 999, "url": "https://x.test", "content": "a" * 99_999}])
    assert len(found[0].title) == 200
    assert len(found[0].text) == 4000
