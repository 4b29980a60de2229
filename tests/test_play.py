"""Scripts played over fakes."""

from __future__ import annotations

from collections.abc import AsyncIterator

import fakeredis
import pytest
from fakes import Calls, fake_services
from walking import FACTS

from agent.bootstrap import Application, bootstrap
from agent.events import Asked, Event, Problem
from agent.play import play
from agent.script import Script
from agent.settings import Settings
from nodes.errors import Unavailable


@pytest.fixture
def calls() -> Calls:
    return Calls()


@pytest.fixture
async def app(calls: Calls) -> AsyncIterator[Application]:
    services = fake_services(calls)
    names = ("coach", "researcher", "copywriter", "logo_designer", "publisher", "phrases")
    redis = fakeredis.FakeAsyncRedis()
    async with bootstrap(Settings(), redis=redis, **{name: getattr(services, name) for name in names}) as opened:
        yield opened
    await redis.aclose()


async def end_of(app: Application, **script: object) -> Event:
    return [event async for event in play(app.sessions, Script(language="en", **script))][-1]


@pytest.mark.parametrize(
    "script",
    [
        {"message": FACTS},
        {"messages": FACTS.split("; ")},
        {"messages": [*reversed(FACTS.split("; ")), "yes", "yes", "yes", 2, "yes"]},
        {"answers": {"vision": dict(pair.split("=") for pair in FACTS.split("; ")), "logo": 2}},
        {"answers": {"vision": {"business_name": "Awa Couture"}, "research": "skip", "content": ["shorter", "yes"]}},
    ],
    ids=["one message", "messages", "messages with replies", "answers", "few answers"],
)
async def test_a_script_of_any_kind_ends_with_a_site(app: Application, calls: Calls, script: dict[str, object]) -> None:
    last = await end_of(app, **script)
    assert isinstance(last, Asked)
    assert last.step == "publish"
    assert calls.count["publish"] == 1
    assert last.brief["business_name"] == "Awa Couture"


async def test_a_script_may_stop_before_publishing(app: Application, calls: Calls) -> None:
    last = await end_of(app, message=FACTS, publish=False)
    assert isinstance(last, Asked)
    assert (last.step, calls.count["publish"]) == ("preview", 0)


async def test_a_script_may_change_the_published_site(app: Application, calls: Calls) -> None:
    await end_of(app, message=FACTS, answers={"publish": ["phone=+221770000000", "yes"]})
    assert calls.count["publish"] == 2


async def test_a_script_without_the_name_ends_with_the_question_for_it(app: Application) -> None:
    last = await end_of(app, message="city=Dakar")
    assert isinstance(last, Asked)
    assert last.question.asks == ("business_name",)


async def test_a_failure_ends_a_script_with_its_problem(app: Application, calls: Calls) -> None:
    calls.failing["content"] = Unavailable("down")
    assert isinstance(await end_of(app, message=FACTS), Problem)
