from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from fakeredis import FakeAsyncRedis

from agent.integrations import OpenAIClient
from agent.integrations.copywriting.openai_copywriter import OpenAICopywriter, PatientCopywriter, briefing
from agent.integrations.copywriting.page_words import PageWords, page_of
from agent.integrations.copywriting.playbook_copywriter import PlaybookCopywriter
from agent.integrations.fallback import SecondTry
from agent.integrations.memo import SessionMemo
from agent.integrations.openai_errors import ContentRefused
from agent.integrations.session_context import current_session, unattended
from agent.integrations.structured import strict_schema
from agent.integrations.token_budget import TokenBudget
from nodes.brief import BusinessBrief, Contact, Location, Offer, Sector
from nodes.errors import BudgetSpent, Malformed, Unavailable
from nodes.inputs import ContentInput

BRIEF = BusinessBrief(
    business_name="Chez Awa",
    activity="couture",
    sector=Sector.FASHION,
    location=Location(city="Dakar", country="SN"),
    offer=(Offer(name="robe"), Offer(name="boubou")),
    target_audience="les femmes qui se marient",
    contact=Contact(phone="+221771234567"),
)
REQUEST = ContentInput(brief=BRIEF.model_copy(update={"contact": Contact()}), languages=("fr",))
FRENCH = {
    "headline": "Chez Awa, couture à Dakar",
    "subheadline": "Des robes pour les femmes qui se marient.",
    "offers_title": "Nos tenues",
    "offers": [{"name": "Robe", "description": ""}, {"name": "Boubou", "description": ""}],
    "points": ["Couture à Dakar"],
    "call_to_action": "Écrivez-nous",
    "whatsapp_message": "Bonjour Chez Awa !",
    "meta_title": "Chez Awa",
    "meta_description": "Chez Awa, couture à Dakar.",
    "keywords": ["couture", "Dakar"],
}


@pytest.fixture
def copywriter(settings, served, completion) -> Callable[..., tuple[OpenAICopywriter, list[httpx.Request]]]:
    def make(*answers: Any, **options: Any) -> tuple[OpenAICopywriter, list[httpx.Request]]:
        replies = [completion(json.dumps(answer)) if isinstance(answer, dict) else answer for answer in answers]
        http, requests = served(*replies)
        return OpenAICopywriter(OpenAIClient(settings(), http=http, **options), PlaybookCopywriter()), requests

    return make


async def test_a_page_that_keeps_to_the_facts_is_taken_as_it_is(copywriter) -> None:
    subject, requests = copywriter(FRENCH)
    content = await subject.write(REQUEST)
    page = content.pages[0]
    assert (content.made_by, content.live, content.category) == ("openai", True, "fashion")
    assert page.headline == "Chez Awa, couture à Dakar"
    assert [offer.name for offer in page.offers] == ["Robe", "Boubou"]
    assert len(requests) == 1


async def test_the_request_is_structured_and_holds_no_contact(copywriter) -> None:
    subject, requests = copywriter(FRENCH)
    await subject.write(REQUEST)
    body = json.loads(requests[0].content)
    assert body["response_format"]["json_schema"]["strict"] is True
    assert "771234567" not in requests[0].content.decode()
    assert json.loads(body["messages"][1]["content"])["facts"]["business_name"] == "Chez Awa"


INVENTED = [
    "Plus de 15 ans d'expérience.",
    "Écrivez à contact@chezawa.com.",
    "Appelez le +33 1 23 45 67 89.",
    "Ouvert de 9 h à 18 h.",
    "Livraison en 24 h.",
    "Robe à 15 000 FCFA.",
    "Élue meilleure couturière de 2024.",
    "98 % de clientes satisfaites.",
]


@pytest.mark.parametrize("invention", INVENTED)
async def test_an_invention_is_rewritten_once_and_then_goes(invention, copywriter) -> None:
    lying = FRENCH | {"story_title": "Nous", "story": [f"La couture est notre métier. {invention}"]}
    subject, requests = copywriter(lying, lying)
    content = await subject.write(REQUEST)
    assert len(requests) == 2
    assert re.findall(r"\d", content.model_dump_json()) == []
    assert "@" not in content.model_dump_json()
    told = json.loads(requests[1].content)["messages"][-1]["content"]
    assert invention.split(".")[0][:12] in told


async def test_a_mended_page_replaces_the_first(copywriter) -> None:
    subject, _ = copywriter(FRENCH | {"points": ["15 ans d'expérience"]}, FRENCH | {"points": ["Couture à Dakar"]})
    assert (await subject.write(REQUEST)).pages[0].points == ("Couture à Dakar",)


async def test_a_page_in_another_language_is_written_again(copywriter) -> None:
    english = FRENCH | {
        "subheadline": "The dresses that we make are for the women who are getting married.",
        "meta_description": "This is the place for your dress and for the day that you have in mind.",
    }
    subject, requests = copywriter(english, FRENCH)
    await subject.write(REQUEST)
    assert len(requests) == 2


async def test_a_page_that_stays_in_another_language_is_the_local_one(copywriter) -> None:
    french = FRENCH | {"story": ["Nous cousons des robes pour les femmes qui se marient."]}
    subject, _ = copywriter(french, french)
    request = REQUEST.model_copy(update={"languages": ("en",)})
    content = await subject.write(request)
    assert content.pages == (await PlaybookCopywriter().write(request)).pages
    assert content.notice == "services.copy_partly_local"


async def test_what_had_to_go_whole_is_said_in_the_local_words(copywriter) -> None:
    lying = FRENCH | {
        "headline": "Élue meilleure couturière de 2024",
        "subheadline": "Plus de 15 ans d'expérience.",
        "points": ["98 % de clientes satisfaites", "Livraison en 24 h"],
    }
    subject, _ = copywriter(lying, lying)
    page = (await subject.write(REQUEST)).pages[0]
    local = (await PlaybookCopywriter().write(REQUEST)).pages[0]
    assert (page.headline, page.subheadline, page.points) == (local.headline, local.subheadline, local.points)
    assert page.meta_description == FRENCH["meta_description"]


async def test_what_the_model_left_out_stays_out(copywriter) -> None:
    subject, _ = copywriter({name: text for name, text in FRENCH.items() if name != "points"})
    assert (await subject.write(REQUEST)).pages[0].points == ()


async def test_all_languages_are_written_at_once(settings, completion) -> None:
    waiting = asyncio.Barrier(3)

    async def handle(request: httpx.Request) -> httpx.Response:
        await asyncio.wait_for(waiting.wait(), 5)
        return httpx.Response(200, content=completion(json.dumps({"headline": "Chez Awa"})).content)

    from agent.integrations.http import open_client

    http = open_client(timeout=5, transport=httpx.MockTransport(handle))
    subject = OpenAICopywriter(OpenAIClient(settings(), http=http), PlaybookCopywriter())
    content = await subject.write(REQUEST.model_copy(update={"languages": ("fr", "en", "wo")}))
    assert [page.language for page in content.pages] == ["fr", "en", "wo"]


async def test_offers_stay_those_of_the_brief_in_its_order(copywriter) -> None:
    strange = FRENCH | {"offers": [{"name": "boubou", "description": "Pour les mariages"}]}
    subject, _ = copywriter(strange)
    assert [offer.name for offer in (await subject.write(REQUEST)).pages[0].offers] == ["robe", "boubou"]


def test_every_text_has_its_limit() -> None:
    words = PageWords(headline="h " * 500, story=["s. " * 900] * 9, keywords=["k"] * 50, meta_description="d " * 400)
    page = page_of(words, "fr", BRIEF)
    assert len(page.headline) <= 81
    assert len(page.story) <= 4
    assert len(page.keywords) <= 10
    assert len(page.meta_description) <= 161


@pytest.mark.parametrize("answer", ["no JSON", "{}", '{"headline": 3}', "[1]"])
async def test_an_answer_that_never_fits_is_a_clear_failure(answer, copywriter, completion) -> None:
    subject, requests = copywriter(completion(answer))
    with pytest.raises(Malformed):
        await subject.write(REQUEST)
    assert len(requests) == 2


def test_the_schema_is_strict_all_the_way_down() -> None:
    def closed(part: Any) -> bool:
        if isinstance(part, list):
            return all(map(closed, part))
        if not isinstance(part, dict):
            return True
        whole = "properties" not in part or (
            part["additionalProperties"] is False and part["required"] == list(part["properties"])
        )
        return whole and all(map(closed, part.values())) and "default" not in part

    assert closed(strict_schema(PageWords))


def test_what_the_model_is_told_is_bounded() -> None:
    flooded = REQUEST.model_copy(update={"wishes": tuple(f"wish {number}" for number in range(100))})
    assert len(json.loads(briefing(flooded, "fr"))["wishes"]) == 8


def patient(live: Any, redis: Any = None) -> PatientCopywriter:
    second_try = SecondTry("copywriter", redis, at_once=(Malformed, ContentRefused))
    return PatientCopywriter(live, PlaybookCopywriter(), SessionMemo(redis, ttl=60), second_try)


@pytest.fixture
def _session() -> Any:
    token = current_session.set("s1")
    yield
    current_session.reset(token)


@pytest.mark.usefixtures("_session")
async def test_a_failing_service_is_shown_once_and_then_the_playbook_writes_and_says_so(copywriter, no_waiting) -> None:
    for redis in (None, FakeAsyncRedis()):
        subject = patient(copywriter(httpx.Response(503))[0], redis)
        with pytest.raises(Unavailable):
            await subject.write(REQUEST)
        content = await subject.write(REQUEST)
        assert (content.made_by, content.live, content.notice) == ("playbook", False, "services.copy_local")


@pytest.mark.usefixtures("_session")
async def test_a_failure_nobody_was_told_does_not_count(copywriter, no_waiting) -> None:
    subject = patient(copywriter(httpx.Response(503))[0])
    token = unattended.set(True)
    for _ in range(3):
        with pytest.raises(Unavailable):
            await subject.write(REQUEST)
    unattended.reset(token)
    with pytest.raises(Unavailable):
        await subject.write(REQUEST)
    assert not (await subject.write(REQUEST)).live


@pytest.mark.usefixtures("_session")
async def test_a_service_that_is_back_is_used_again(copywriter, no_waiting) -> None:
    subject = patient(copywriter(*[httpx.Response(503)] * 3, FRENCH)[0])
    with pytest.raises(Unavailable):
        await subject.write(REQUEST)
    assert (await subject.write(REQUEST)).live


@pytest.mark.usefixtures("_session")
async def test_a_refusal_brings_the_playbook_at_once(copywriter, completion) -> None:
    subject = patient(copywriter(completion(None, refusal="no"))[0])
    assert (await subject.write(REQUEST)).notice == "services.copy_local"


@pytest.mark.usefixtures("_session")
async def test_a_spent_budget_stops_cleanly_and_the_playbook_finishes(copywriter) -> None:
    live, requests = copywriter(FRENCH, budget=TokenBudget(10))
    subject = patient(live)
    with pytest.raises(BudgetSpent):
        await subject.write(REQUEST)
    assert (await subject.write(REQUEST)).made_by == "playbook"
    assert requests == []


@pytest.mark.usefixtures("_session")
async def test_pages_that_were_paid_for_are_not_paid_for_twice(copywriter) -> None:
    live, requests = copywriter(FRENCH)
    subject = patient(live, FakeAsyncRedis())
    assert await subject.write(REQUEST) == await subject.write(REQUEST)
    assert len(requests) == 1
