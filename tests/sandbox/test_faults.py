"""Every fault of every service, met in a session: what the person is told, what is kept, and that it goes on."""

from __future__ import annotations

from typing import Any

import pytest

from agent.events import Asked, Made, Problem
from agent.integrations.session_context import words_listener
from agent.sandbox import Sandbox

ENOUGH = (
    'I am a tailor in Accra, Ghana. The business is called "Canari Stitches". I sell dresses for 300 cedis. My '
    "customers are brides. Call +233 24 123 4567."
)
FACTS = "business_name=Awa Couture; activity=tailor; city=Dakar; offer=dress; phone=+221771234567; vision=to grow"
SERVICES = ("openai", "tavily", "logoai", "digitalcloud360")
SILENT = ("hang", "stream_stall")
"""Faults that only a time limit ends."""

BUSY = ("rate_limit", "timeout_status", "server_error", "bad_gateway", "overloaded", "gateway_timeout", "hang", "cut")
UNUSABLE = ("html", "malformed", "empty", "list", "deep", "redirect", "no_choices", "nonsense", "truncated")
WITHHELD = ("refusal", "filtered", "policy")
TOLD = {
    **dict.fromkeys(BUSY, "services.writing_busy"),
    "quota": "services.writing_account_limit",
    "unauthorized": "error.misconfigured",
    "forbidden": "error.misconfigured",
    "not_found": "error.misconfigured",
    "bad_request": "error.rejected",
    "invalid": "error.rejected",
}
"""What is said when the writing service fails so."""
ONCE = {"quota", "unauthorized", "forbidden", "not_found", "bad_request", "invalid"}
"""Faults after which no second request may follow."""


def limits(kind: str = "") -> dict[str, float]:
    """Return time limits: short where one has to pass, else longer than a busy machine needs."""
    return dict.fromkeys((f"{service}_timeout" for service in SERVICES), 0.4 if kind in SILENT else 5.0)


@pytest.fixture(autouse=True)
def _quick(sandbox: Sandbox, monkeypatch) -> None:
    monkeypatch.setattr("agent.integrations.publishing.digitalcloud360_publisher._PAUSE", 0.01)
    sandbox.platform.render = lambda brief: {"index.html": str(brief["business_name"]).encode()}


async def _told(talk: Any, events: list[Any], key: str) -> None:
    """Check that the person was told exactly this, in words, and that the question is still open."""
    problem = next(event for event in events if isinstance(event, Problem))
    assert problem.key == key
    assert problem.text == talk.app.services.phrases.say("en", key)
    assert "Error" not in problem.text
    assert isinstance(events[-1], Asked) or (await talk.app.sessions.state(talk.session)).question is None


@pytest.mark.parametrize("kind", [*TOLD])
async def test_a_coach_without_its_model_says_so_and_loses_nothing(kind, sandbox: Sandbox, talking, made) -> None:
    async with talking("coach", **limits(kind)) as talk:
        await talk.hear(talk.app.sessions.resume(talk.session))
        sandbox.faults.add("openai", kind, times=-1)
        events = await talk.reply(ENOUGH)
        await _told(talk, events, TOLD[kind])
        assert sandbox.faults.calls["openai"] == (1 if kind in ONCE else 3)
        sandbox.faults.clear()
        await talk.until(made("publish"))
        brief = await talk.brief()
        assert brief["business_name"] == "Canari Stitches"
        assert brief["contact"]["phone"] == "+233241234567"


@pytest.mark.parametrize("kind", [*UNUSABLE, *WITHHELD])
async def test_a_coach_whose_model_answers_nothing_usable_goes_on(kind, sandbox: Sandbox, talking, made) -> None:
    async with talking("coach", **limits(kind)) as talk:
        await talk.hear(talk.app.sessions.resume(talk.session))
        sandbox.faults.add("openai", kind, times=-1)
        events = await talk.reply(ENOUGH)
        assert not any(isinstance(event, Problem) for event in events)
        assert sandbox.faults.calls["openai"] <= 2
        await talk.until(made("publish"))
        assert (await talk.brief())["business_name"] == "Canari Stitches"


STREAMED = ("stream_cut", "stream_end", "stream_garbage", "stream_error", "stream_stall")


@pytest.mark.parametrize("kind", STREAMED)
async def test_a_broken_stream_is_told_and_taken_up_again(kind, sandbox: Sandbox, talking, made) -> None:
    async with talking("coach", **limits(kind)) as talk:
        await talk.hear(talk.app.sessions.resume(talk.session))
        token = words_listener.set(lambda _: None)
        sandbox.faults.add("openai", kind, times=-1, seconds=2.0)
        events = await talk.reply(ENOUGH)
        words_listener.reset(token)
        problem = next(event for event in events if isinstance(event, Problem))
        assert problem.key in ("services.stream_cut", "services.writing_busy")
        assert sandbox.faults.calls["openai"] == 3
        sandbox.faults.clear()
        await talk.until(made("publish"))
        assert (await talk.brief())["business_name"] == "Canari Stitches"


@pytest.mark.parametrize("kind", ["stream_cut", "stream_garbage", "rate_limit", "overloaded", "cut"])
async def test_a_fault_that_passes_is_not_noticed(kind, sandbox: Sandbox, talking) -> None:
    async with talking("coach", **limits(kind)) as talk:
        await talk.hear(talk.app.sessions.resume(talk.session))
        token = words_listener.set(lambda _: None)
        sandbox.faults.add("openai", kind, times=2)
        events = await talk.reply(ENOUGH)
        words_listener.reset(token)
        assert isinstance(events[-1], Asked)
        assert not any(isinstance(event, Problem) for event in events)


@pytest.mark.parametrize("kind", [*TOLD, "too_long"])
async def test_words_that_cannot_be_written_now_are_written_later(kind, sandbox: Sandbox, talking, made) -> None:
    async with talking("copywriter", **limits(kind)) as talk:
        await talk.hear(talk.app.sessions.resume(talk.session))
        sandbox.faults.add("openai", kind, times=-1)
        problem = await talk.until(lambda event: isinstance(event, Problem), FACTS)
        assert problem.key == (TOLD | {"too_long": "services.too_long"})[kind]
        # Once ahead of its turn, where nobody is told, and once in its turn.
        assert sandbox.faults.calls["openai"] <= 2 * (1 if kind in ONCE or kind == "too_long" else 3)
        before = await talk.brief()
        sandbox.faults.clear()
        await talk.until(made("publish"))
        content = next(event for event in talk.told if isinstance(event, Made) and event.step == "content")
        assert (content.made_by, content.live) == ("openai", True)
        assert await talk.brief() == before


@pytest.mark.parametrize("kind", [*UNUSABLE, *WITHHELD])
async def test_words_that_are_unusable_are_replaced_and_said_so(kind, sandbox: Sandbox, talking, made) -> None:
    async with talking("copywriter", **limits(kind)) as talk:
        await talk.hear(talk.app.sessions.resume(talk.session))
        sandbox.faults.add("openai", kind, times=-1)
        content = await talk.until(made("content"), FACTS)
        assert (content.live, content.result["notice"]) == (False, "services.copy_local")
        assert "simple words" in next(event for event in reversed(talk.told) if isinstance(event, Asked)).question.text
        await talk.until(made("publish"))


async def test_a_writing_service_down_for_the_whole_session_does_not_stop_it(sandbox: Sandbox, talking, made) -> None:
    sandbox.faults.add("openai", "overloaded", times=-1)
    async with talking("coach", "copywriter", **limits()) as talk:
        await talk.hear(talk.app.sessions.resume(talk.session))
        await talk.until(made("publish"), ENOUGH)
        assert (await talk.brief())["business_name"] == "Canari Stitches"
        content = next(event for event in talk.told if isinstance(event, Made) and event.step == "content")
        assert (content.made_by, content.result["notice"]) == ("playbook", "services.copy_local")


SEARCH = (
    "rate_limit", "unauthorized", "forbidden", "plan_limit", "usage_limit", "bad_request", "server_error", "overloaded",
    "hang", "cut", "html", "malformed", "empty", "list", "deep", "gzip", "huge", "redirect",
)  # fmt: skip


@pytest.mark.parametrize("kind", SEARCH)
async def test_research_that_fails_becomes_general_facts_and_says_so(kind, sandbox: Sandbox, talking, made) -> None:
    sandbox.faults.add("tavily", kind, times=-1)
    async with talking("researcher", **limits(kind)) as talk:
        await talk.hear(talk.app.sessions.resume(talk.session))
        research = await talk.until(made("research"), FACTS)
        assert (research.live, research.result["notice"]) == (False, "services.research_local")
        assert all(not finding["url"] for finding in research.result["findings"])
        asked = next(event for event in reversed(talk.told) if isinstance(event, Asked))
        assert talk.app.services.phrases.say("en", "services.research_local") in asked.question.text
        assert sandbox.faults.calls["tavily"] <= 8
        await talk.until(made("publish"))


LOGO = ("rate_limit", "unauthorized", "payment", "server_error", "hang", "cut", "html", "malformed", "list", "huge")


@pytest.mark.parametrize("path", ["/logo", "/logo.svg"])
@pytest.mark.parametrize("kind", LOGO)
async def test_a_logo_service_that_fails_is_replaced_and_said_so(kind, path, sandbox: Sandbox, talking, made) -> None:
    sandbox.faults.add("logoai", kind, times=-1, path=path)
    async with talking("logo_designer", **limits(kind)) as talk:
        await talk.hear(talk.app.sessions.resume(talk.session))
        logo = await talk.until(made("logo"), FACTS)
        assert (logo.live, logo.result["notice"]) == (False, "services.logo_local")
        await talk.until(made("publish"))


DOUBTFUL = (
    "timeout_status", "conflict", "early", "rate_limit", "server_error", "bad_gateway", "overloaded", "gateway_timeout",
    "hang", "cut", "html", "malformed", "lost", "odd",
)  # fmt: skip
REFUSED = {
    "bad_request": "services.publish_refused",
    "invalid": "services.publish_refused",
    "unauthorized": "error.misconfigured",
    "forbidden": "error.misconfigured",
}


@pytest.mark.parametrize("kind", DOUBTFUL)
async def test_a_publishing_in_doubt_is_never_repeated_until_a_person_looked(
    kind, sandbox: Sandbox, talking, made
) -> None:
    async with talking("publisher", **limits()) as talk:
        await talk.hear(talk.app.sessions.resume(talk.session))
        sandbox.faults.add("digitalcloud360", kind)
        problem = await talk.until(lambda event: isinstance(event, Problem), FACTS)
        assert problem.key == "services.publish_unknown"
        await talk.hear(talk.app.sessions.resume(talk.session))
        assert sandbox.faults.calls["digitalcloud360"] == 1
        publisher: Any = talk.app.services.publisher
        (record,) = [key async for key in talk.app.redis.scan_iter("coach:site:*")]
        site_id = record.decode().removeprefix("coach:site:{").removesuffix("}")
        found = f"{sandbox.url}/sites/site-1/" if sandbox.platform.sites else ""
        await publisher.settle(site_id, url=found)
        await talk.until(made("publish"))
        assert len(sandbox.platform.sites) == 1
        assert sandbox.platform.sites[0].version == 1


@pytest.mark.parametrize("capability", ["idempotency_key", "lookup"])
@pytest.mark.parametrize("kind", DOUBTFUL)
async def test_a_platform_that_can_be_asked_settles_the_doubt_itself(
    kind, capability, sandbox: Sandbox, talking, made
) -> None:
    async with talking("publisher", digitalcloud360_capability=capability, **limits()) as talk:
        await talk.hear(talk.app.sessions.resume(talk.session))
        sandbox.faults.add("digitalcloud360", kind)
        await talk.until(made("publish"), FACTS)
        assert len(sandbox.platform.sites) == 1
        assert sandbox.platform.sites[0].version == 1


@pytest.mark.parametrize("kind", [*REFUSED])
async def test_a_refused_publishing_makes_nothing_and_can_be_mended(kind, sandbox: Sandbox, talking, made) -> None:
    async with talking("publisher", **limits(kind)) as talk:
        await talk.hear(talk.app.sessions.resume(talk.session))
        sandbox.faults.add("digitalcloud360", kind)
        problem = await talk.until(lambda event: isinstance(event, Problem), FACTS)
        assert problem.key == REFUSED[kind]
        assert sandbox.platform.sites == []
        await talk.until(made("publish"))
        assert len(sandbox.platform.sites) == 1
