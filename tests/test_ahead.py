"""Running ahead: who waits for whom, on a clock that counts instead of passing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import pytest
from fakes import Calls, FakeLogoDesigner, fake_services
from langgraph.checkpoint.memory import InMemorySaver
from walking import FACTS, Person

from agent.ahead import AT_ONCE, RunAhead
from agent.graph import build_graph
from agent.serializer import state_serializer
from nodes import logo
from nodes.brief import Sector
from nodes.errors import Unavailable
from nodes.inputs import LogoInput
from nodes.results import LogoSet


@dataclass
class Held:
    """An integration that has begun and ends when it is let go."""

    real: Any
    began: asyncio.Event
    go: asyncio.Event

    async def design(self, request: Any) -> Any:
        self.began.set()
        await self.go.wait()
        return await self.real.design(request)


def person(*, guessing: frozenset[str] = frozenset(), **roles: Any) -> tuple[Person, RunAhead]:
    talker = Person()
    services = fake_services(talker.calls)
    for role, adapter in roles.items():
        object.__setattr__(services, role, adapter(getattr(services, role)))
    ahead = RunAhead(services, on=True, guessing=guessing)
    talker.services = services
    talker.graph = build_graph(services, ahead=ahead).compile(InMemorySaver(serde=state_serializer()))
    return talker, ahead


async def test_the_logo_is_under_way_while_the_research_is_reviewed() -> None:
    began, go = asyncio.Event(), asyncio.Event()
    talker, ahead = person(logo_designer=lambda real: Held(real, began, go))
    await talker.start()
    await talker.say(FACTS, "yes")
    await asyncio.wait_for(began.wait(), 5)
    question = await talker.say("yes")
    assert question.gate == "content"
    go.set()
    assert (await talker.say("yes")).gate == "logo"
    assert talker.calls.count["logo"] == 1
    await ahead.close()


async def test_a_paid_step_does_not_begin_before_its_input_was_approved() -> None:
    began, go = asyncio.Event(), asyncio.Event()
    talker, ahead = person(logo_designer=lambda real: Held(real, began, go))
    await talker.start()
    await talker.say(FACTS)
    assert not began.is_set()
    await ahead.close()


async def test_a_free_step_begins_at_the_recap_already() -> None:
    began, go = asyncio.Event(), asyncio.Event()
    talker, ahead = person(guessing=frozenset({"logo"}), logo_designer=lambda real: Held(real, began, go))
    await talker.start()
    await talker.say(FACTS)
    await asyncio.wait_for(began.wait(), 5)
    await ahead.close()


async def test_a_wrong_guess_is_dropped_and_the_right_logo_shown() -> None:
    talker, ahead = person(guessing=frozenset({"logo"}))
    await talker.start()
    await talker.say(FACTS, "business_name=Chez Awa", "yes", "yes", "yes")
    state = await talker.state()
    assert state.logo
    assert "Chez Awa" in state.logo.variants[0].svg
    await ahead.close()


async def test_a_guess_that_failed_is_made_again_in_its_turn() -> None:
    talker, ahead = person(guessing=frozenset({"logo"}))
    await talker.start()
    talker.calls.failing["logo"] = Unavailable("down")
    await talker.say(FACTS)
    await asyncio.sleep(0)
    talker.calls.failing.clear()
    assert (await talker.say("yes", "yes", "yes")).gate == "logo"
    await ahead.close()


class Crowded:
    """A designer that notes how many logos it draws at the same time, and ends when it is let."""

    def __init__(self, go: asyncio.Event) -> None:
        self.now = self.most = self.begun = 0
        self._go = go

    async def design(self, request: LogoInput) -> LogoSet:
        self.now, self.begun = self.now + 1, self.begun + 1
        self.most = max(self.most, self.now)
        try:
            await self._go.wait()
        finally:
            self.now -= 1
        return await FakeLogoDesigner(Calls()).design(request)


def requests(count: int) -> list[LogoInput]:
    return [LogoInput(name=f"Shop {number}", sector=Sector.DEFAULT) for number in range(count)]


async def test_few_guesses_are_worked_on_at_the_same_time() -> None:
    go = asyncio.Event()
    designer = Crowded(go)
    _, ahead = person(guessing=frozenset({"logo"}), logo_designer=lambda _real: designer)
    for request in requests(AT_ONCE + 4):
        ahead._begin(logo.STEP, request)
    for _ in range(10):
        await asyncio.sleep(0)
    assert designer.most == AT_ONCE
    go.set()
    await ahead.close()


async def test_a_turn_does_not_wait_for_other_peoples_guesses() -> None:
    go = asyncio.Event()
    designer = Crowded(go)
    _, ahead = person(guessing=frozenset({"logo"}), logo_designer=lambda _real: designer)
    last = requests(AT_ONCE + 1)[-1]
    for request in requests(AT_ONCE + 1):
        ahead._begin(logo.STEP, request)
    await asyncio.sleep(0)
    turn = asyncio.create_task(ahead.take(logo.STEP, last))
    for _ in range(10):
        await asyncio.sleep(0)
    assert designer.now == AT_ONCE + 1
    go.set()
    assert (await turn).made_by
    assert designer.begun == AT_ONCE + 1
    await ahead.close()


async def test_a_step_that_takes_too_long_is_ended_and_said_to_be_unavailable() -> None:
    designer = Crowded(asyncio.Event())
    talker, _ = person(logo_designer=lambda _real: designer)
    ahead = RunAhead(talker.services, patience=0.01)
    with pytest.raises(Unavailable):
        await ahead.take(logo.STEP, requests(1)[0])
    assert (designer.begun, designer.now) == (1, 0)


async def test_a_guess_that_takes_too_long_gives_its_place_to_others() -> None:
    designer = Crowded(asyncio.Event())
    talker, _ = person(logo_designer=lambda _real: designer)
    ahead = RunAhead(talker.services, on=True, guessing=frozenset({"logo"}), patience=0.01)
    for request in requests(AT_ONCE * 3):
        ahead._begin(logo.STEP, request)
    async with asyncio.timeout(5):
        while designer.begun < AT_ONCE * 3:
            await asyncio.sleep(0.01)
    await ahead.close()


async def test_closing_ends_all_work_under_way() -> None:
    talker, ahead = person(
        guessing=frozenset({"logo"}), logo_designer=lambda real: Held(real, asyncio.Event(), asyncio.Event())
    )
    await talker.start()
    await talker.say(FACTS)
    await ahead.close()
    assert [task for task in asyncio.all_tasks() if task.get_name().startswith("ahead.")] == []


@dataclass
class Foreseeing:
    """A publisher that notes what it was asked to make ready."""

    real: Any
    ready: list[str]

    async def foresee(self, request: Any) -> None:
        self.ready.append(request.site_id)

    async def publish(self, request: Any, *, idempotency_key: str) -> Any:
        return await self.real.publish(request, idempotency_key=idempotency_key)


async def test_a_site_is_made_ready_while_its_owner_looks_at_the_preview() -> None:
    ready: list[str] = []
    talker, ahead = person(publisher=lambda real: Foreseeing(real, ready))
    await talker.start()
    question = await talker.say(FACTS, "yes", "yes", "yes", "yes")
    await asyncio.gather(*(task for task in asyncio.all_tasks() if task.get_name() == "ahead.foresee"))
    assert question.gate == "preview"
    assert len(ready) == 1
    assert not talker.calls.count["publish"]
    assert (await talker.say("yes")).gate == "publish"
    await ahead.close()
