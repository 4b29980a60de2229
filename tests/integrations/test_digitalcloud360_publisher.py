from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from fakeredis import FakeAsyncRedis

from agent.integrations import DigitalCloud360APIClient
from agent.integrations.http import open_client
from agent.integrations.publishing.digitalcloud360_publisher import DigitalCloud360Publisher
from nodes.brief import BusinessBrief, Contact, Location, Sector
from nodes.errors import IntegrationException, Misconfigured, OutcomeUnknown, Rejected, Unavailable
from nodes.inputs import PublishInput
from nodes.results import PageContent, SiteContent, Website

BRIEF = BusinessBrief(
    business_name="Canari Couture",
    sector=Sector.FASHION,
    location=Location(city="Dakar", country="SN"),
    contact=Contact(phone="+221771234567"),
)
REQUEST = PublishInput(
    session_id="s-1",
    site_id="canari-couture-1a2b3c4d",
    language="fr",
    brief=BRIEF,
    content=SiteContent(made_by="playbook", live=False, pages=(PageContent(language="fr", headline="Canari"),)),
)
CAPABILITIES = ("neither", "idempotency_key", "lookup")


@dataclass
class Platform:
    """A platform that makes a site for each POST it has not seen, as far as its capability lets it see."""

    capability: str = "neither"
    faults: list[object] = field(default_factory=list)
    """For each POST in turn: None, a status, "lost" (made, the answer is lost), "odd" (made, the answer is no JSON)."""
    sites: list[dict[str, Any]] = field(default_factory=list)
    posts: list[httpx.Request] = field(default_factory=list)

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        if request.method == "GET":
            wanted = request.url.params["external_ref"]
            found = [site for site in self.sites if site["brief"].get("external_ref") == wanted]
            return httpx.Response(200, json=found[0]["reply"]) if found else httpx.Response(404)
        self.posts.append(request)
        fault = self.faults.pop(0) if self.faults else None
        if isinstance(fault, Exception):
            raise fault
        if isinstance(fault, int):
            return httpx.Response(fault, json={"detail": [{"loc": ["body", "contact", "phone"], "msg": "Canari"}]})
        reply = self.make(request)
        if fault == "lost":
            raise httpx.ReadTimeout("lost", request=request)
        return httpx.Response(201, text="made") if fault == "odd" else httpx.Response(201, json=reply)

    def make(self, request: httpx.Request) -> dict[str, Any]:
        key, brief = request.headers["idempotency-key"], json.loads(request.content)
        if self.capability == "idempotency_key":
            for site in self.sites:
                if site["key"] == key:
                    assert site["brief"] == brief, "a key used again with another body is refused by the draft standard"
                    return site["reply"]
        number = len(self.sites) + 1
        reply = {"data": {"id": f"w{number}", "url": f"https://site-{number}.test"}}
        self.sites.append({"key": key, "brief": brief, "reply": reply})
        return reply


@pytest.fixture
def publisher(settings) -> Callable[..., DigitalCloud360Publisher]:
    def make(platform: Any, redis: Any = None, **values: Any) -> DigitalCloud360Publisher:
        values = {"digitalcloud360_capability": getattr(platform, "capability", "neither"), **values}
        made = settings(**{"digitalcloud360_settle": 0, **values})
        http = open_client(timeout=5, transport=httpx.MockTransport(platform))
        return DigitalCloud360Publisher(DigitalCloud360APIClient(made, http=http), redis or FakeAsyncRedis(), made)

    return make


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch, no_waiting) -> None:
    pause = asyncio.sleep
    module = "agent.integrations.publishing.digitalcloud360_publisher.asyncio"

    class Quick:
        def __getattr__(self, name: str) -> Any:
            return getattr(asyncio, name)

        async def sleep(self, seconds: float) -> None:
            await pause(min(seconds, 0.001))

    monkeypatch.setattr(module, Quick())


async def test_the_brief_arrives_whole_under_its_key(publisher) -> None:
    platform = Platform()
    site = await publisher(platform).publish(REQUEST, idempotency_key="k1")
    assert site == Website(
        made_by="digitalcloud360", live=True, url="https://site-1.test", site_id=REQUEST.site_id, version=1
    )
    sent = platform.posts[0]
    assert sent.headers["idempotency-key"] == "k1"
    brief = json.loads(sent.content)
    assert brief["business_name"] == "Canari Couture"
    assert brief["contact"]["phone"] == "+221771234567"
    assert brief["coaching_session_id"] == "s-1"
    assert brief["results"]["content"]["home"]["fr"]["headline"] == "Canari"


async def test_the_same_key_makes_one_site(publisher) -> None:
    platform = Platform()
    subject = publisher(platform)
    first = await subject.publish(REQUEST, idempotency_key="k1")
    assert await subject.publish(REQUEST, idempotency_key="k1") == first
    assert len(platform.posts) == 1


async def test_many_at_once_make_one_site(publisher) -> None:
    platform, redis = Platform(), FakeAsyncRedis()
    sites = await asyncio.gather(
        *(publisher(platform, redis).publish(REQUEST, idempotency_key="k1") for _ in range(20))
    )
    assert len(platform.sites) == 1
    assert len(set(sites)) == 1


async def test_a_new_version_names_the_site_it_replaces(publisher) -> None:
    platform = Platform()
    subject = publisher(platform)
    await subject.publish(REQUEST, idempotency_key="k1")
    again = await subject.publish(REQUEST.model_copy(update={"revises": 1}), idempotency_key="k2")
    first, second = (json.loads(post.content) for post in platform.posts)
    assert again.version == 2
    assert second["website_id"] == "w1"
    assert (first["brief_id"], "website_id" in first) == (second["brief_id"], False)


@pytest.mark.parametrize("error", [httpx.ConnectError("x"), httpx.ConnectTimeout("x"), httpx.PoolTimeout("x")])
async def test_what_was_not_sent_is_said_so_and_sent_later(error, publisher) -> None:
    platform = Platform(faults=[error] * 3)
    subject = publisher(platform)
    with pytest.raises(Unavailable) as caught:
        await subject.publish(REQUEST, idempotency_key="k1")
    assert caught.value.key == "services.publish_not_sent"
    assert (await subject.publish(REQUEST, idempotency_key="k1")).url == "https://site-1.test"
    assert len(platform.sites) == 1


@pytest.mark.parametrize(
    ("status", "kind", "key"),
    [
        (400, Rejected, "services.publish_refused"),
        (422, Rejected, "services.publish_refused"),
        (401, Misconfigured, "error.misconfigured"),
        (403, Misconfigured, "error.misconfigured"),
    ],
)
async def test_a_refusal_makes_nothing_and_may_be_mended(status, kind, key, publisher) -> None:
    platform = Platform(faults=[status])
    subject = publisher(platform)
    with pytest.raises(kind) as caught:
        await subject.publish(REQUEST, idempotency_key="k1")
    assert caught.value.key == key
    assert "contact.phone" in caught.value.details
    assert "Canari" not in f"{caught.value} {caught.value.details}"
    assert (await subject.publish(REQUEST, idempotency_key="k1")).version == 1


DOUBTFUL = [httpx.ReadTimeout("x"), httpx.ReadError("x"), httpx.WriteError("x"), httpx.RemoteProtocolError("x")]
DOUBTFUL += [408, 409, 425, 429, 500, 502, 503, 504, "lost", "odd"]


@pytest.mark.parametrize("fault", DOUBTFUL, ids=str)
async def test_in_doubt_a_person_is_asked_and_nothing_is_sent_again(fault, publisher) -> None:
    platform = Platform(faults=[fault])
    subject = publisher(platform)
    for _ in range(3):
        with pytest.raises(OutcomeUnknown) as caught:
            await subject.publish(REQUEST, idempotency_key="k1")
        assert caught.value.key == "services.publish_unknown"
    assert len(platform.posts) == 1


async def test_a_person_who_found_the_site_settles_it(publisher) -> None:
    platform = Platform(faults=["lost"])
    subject = publisher(platform)
    with pytest.raises(OutcomeUnknown):
        await subject.publish(REQUEST, idempotency_key="k1")
    await subject.settle(REQUEST.site_id, url="https://site-1.test")
    assert (await subject.publish(REQUEST, idempotency_key="k1")).url == "https://site-1.test"
    assert len(platform.posts) == 1


async def test_a_person_who_found_nothing_lets_it_be_sent_again(publisher) -> None:
    platform = Platform(faults=[503])
    subject = publisher(platform)
    with pytest.raises(OutcomeUnknown):
        await subject.publish(REQUEST, idempotency_key="k1")
    await subject.settle(REQUEST.site_id)
    assert (await subject.publish(REQUEST, idempotency_key="k1")).url == "https://site-1.test"
    assert len(platform.sites) == 1


@pytest.mark.parametrize("fault", DOUBTFUL, ids=str)
@pytest.mark.parametrize("capability", ["idempotency_key", "lookup"])
async def test_a_platform_that_can_help_is_asked_instead_of_a_person(capability, fault, publisher) -> None:
    platform = Platform(capability, faults=[fault])
    assert (await publisher(platform).publish(REQUEST, idempotency_key="k1")).url == "https://site-1.test"
    assert len(platform.sites) == 1


async def test_sending_again_ends_after_three_times_and_goes_on_later(publisher) -> None:
    platform = Platform("idempotency_key", faults=["lost", 503, 503, None])
    subject = publisher(platform)
    with pytest.raises(Unavailable) as caught:
        await subject.publish(REQUEST, idempotency_key="k1")
    assert caught.value.key == "services.publish_checking"
    assert len(platform.posts) == 3
    assert (await subject.publish(REQUEST, idempotency_key="k1")).url == "https://site-1.test"
    assert len(platform.sites) == 1


async def test_a_look_up_waits_until_the_doubtful_request_has_ended(publisher) -> None:
    platform = Platform("lookup", faults=["lost"])
    with pytest.raises(Unavailable) as caught:
        await publisher(platform, digitalcloud360_settle=60).publish(REQUEST, idempotency_key="k1")
    assert caught.value.retry_after is not None
    assert 55 < caught.value.retry_after <= 60
    assert len(platform.posts) == 1


EDITED = REQUEST.model_copy(update={"brief": BRIEF.model_copy(update={"tone": "warm"})})


@pytest.mark.parametrize("fault", ["lost", 503])
@pytest.mark.parametrize("capability", ["idempotency_key", "lookup"])
async def test_an_edit_after_a_doubtful_publishing_makes_no_second_site(capability, fault, publisher) -> None:
    platform, redis = Platform(capability, faults=[fault]), FakeAsyncRedis()
    with pytest.raises(Unavailable):
        await publisher(platform, redis, digitalcloud360_settle=60, digitalcloud360_capability="lookup").publish(
            REQUEST, idempotency_key="k1"
        )
    await publisher(platform, redis).publish(EDITED, idempotency_key="k2")
    last = json.loads(platform.posts[-1].content)
    assert last["tone"] == "warm"
    assert len({site["brief"].get("website_id") or site["reply"]["data"]["id"] for site in platform.sites}) == 1


async def test_an_edit_does_not_get_around_the_question_to_the_person(publisher) -> None:
    platform = Platform(faults=["lost"])
    subject = publisher(platform)
    for request, key in ((REQUEST, "k1"), (EDITED, "k2"), (EDITED, "k3")):
        with pytest.raises(OutcomeUnknown):
            await subject.publish(request, idempotency_key=key)
    assert len(platform.posts) == 1
    await subject.settle(REQUEST.site_id, url="https://site-1.test")
    assert (await subject.publish(EDITED, idempotency_key="k2")).live


async def test_what_surely_was_not_sent_is_dropped_for_its_successor(publisher) -> None:
    platform = Platform(faults=[httpx.ConnectError("x")] * 3)
    subject = publisher(platform)
    with pytest.raises(Unavailable):
        await subject.publish(REQUEST, idempotency_key="k1")
    await subject.publish(EDITED, idempotency_key="k2")
    assert [site["brief"]["tone"] for site in platform.sites] == ["warm"]


async def test_an_answer_without_an_address_is_in_doubt(publisher) -> None:
    async def vague(request: httpx.Request) -> httpx.Response:
        return httpx.Response(201, json={"id": 7, "url": "javascript:alert(1)"})

    with pytest.raises(OutcomeUnknown):
        await publisher(vague).publish(REQUEST, idempotency_key="k1")


async def test_a_brief_that_is_not_whole_never_leaves(publisher) -> None:
    platform = Platform()
    nameless = REQUEST.model_copy(update={"brief": BRIEF.model_copy(update={"business_name": ""})})
    with pytest.raises(Rejected) as caught:
        await publisher(platform).publish(nameless, idempotency_key="k1")
    assert caught.value.details == "business_name"
    assert platform.posts == []


async def test_a_cancelled_call_is_in_doubt_at_once(publisher) -> None:
    arrived, never = asyncio.Event(), asyncio.Event()

    async def hang(request: httpx.Request) -> httpx.Response:
        arrived.set()
        await never.wait()
        raise AssertionError

    subject = publisher(hang)
    call = asyncio.create_task(subject.publish(REQUEST, idempotency_key="k1"))
    await arrived.wait()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    with pytest.raises(OutcomeUnknown):
        await subject.publish(REQUEST, idempotency_key="k1")


class Killed(BaseException):
    """The process is gone."""


class Mortal:
    """Counts the moments at which a process touches the outside, and dies at a given one, before or after it."""

    def __init__(self, at: int = -1) -> None:
        self.at = at
        self.moment = 0

    async def live(self, deed: Callable[[], Any]) -> Any:
        self._pass()
        done = await deed()
        self._pass()
        return done

    def _pass(self) -> None:
        self.moment += 1
        if self.moment == self.at:
            raise Killed


class MortalRedis:
    """The store as one process sees it."""

    def __init__(self, redis: FakeAsyncRedis, life: Mortal) -> None:
        self._redis = redis
        self._life = life

    def __getattr__(self, name: str) -> Any:
        async def call(*args: Any, **options: Any) -> Any:
            return await self._life.live(lambda: getattr(self._redis, name)(*args, **options))

        return call


async def _naive(platform: Any, settings: Any) -> Website:
    """The control: publishes whenever it is run."""
    http = open_client(timeout=5, transport=httpx.MockTransport(platform))
    await DigitalCloud360APIClient(settings(), http=http).create_website({}, idempotency_key="k1")
    return Website(made_by="naive", live=True, url="", site_id="")


async def _until_done(attempt: Callable[[], Any], platform: Platform, settle: Callable[..., Any]) -> int:
    """Go on as a session does, with a person who looks; return how often the person was asked."""
    asked = 0
    for _ in range(4):
        try:
            await attempt()
        except OutcomeUnknown:
            asked += 1
            reply = platform.sites[0]["reply"]["data"] if platform.sites else {}
            await settle(REQUEST.site_id, url=reply.get("url", ""))
        except IntegrationException:
            continue
        else:
            return asked
    raise AssertionError("the session never finished")


async def _after_death(at: int, capability: str, publisher: Any) -> tuple[Platform, int, int]:
    platform, redis, life = Platform(capability), FakeAsyncRedis(), Mortal(at)

    async def reached(request: httpx.Request) -> httpx.Response:
        return await life.live(lambda: platform(request))

    reached_as = publisher(reached, MortalRedis(redis, life), digitalcloud360_capability=capability)
    try:
        await reached_as.publish(REQUEST, idempotency_key="k1")
    except Killed:
        for key in await redis.keys("*alive*"):
            await redis.delete(key)
    subject = publisher(platform, redis)
    asked = await _until_done(lambda: subject.publish(REQUEST, idempotency_key="k1"), platform, subject.settle)
    await subject.publish(REQUEST, idempotency_key="k1")
    return platform, asked, life.moment


@pytest.mark.parametrize("capability", CAPABILITIES)
async def test_wherever_the_process_dies_there_is_one_site(capability, publisher) -> None:
    at = asked = deaths = 0
    while True:
        at += 1
        platform, questions, moments = await _after_death(at, capability, publisher)
        assert len(platform.sites) == 1, f"death at moment {at}"
        asked += questions
        if moments < at:
            break
        deaths += 1
    assert deaths >= 11
    assert (asked > 0) == (capability == "neither")


async def test_the_control_without_a_ledger_makes_two_sites(settings) -> None:
    worst = 0
    for at in (1, 2):
        platform, life = Platform(), Mortal(at)

        async def reached(request: httpx.Request, platform: Platform = platform, life: Mortal = life) -> httpx.Response:
            return await life.live(lambda: platform(request))

        with pytest.raises(Killed):
            await _naive(reached, settings)
        await _naive(platform, settings)
        worst = max(worst, len(platform.sites))
    assert worst == 2
