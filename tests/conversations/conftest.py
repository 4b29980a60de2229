"""Talks of scripted people with the guided coach, through the vision step, without graph or store."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from agent.integrations.coach.guided_coach import GuidedCoach
from agent.messages import TAIL
from agent.phrases import PhraseBook
from nodes.brief import BusinessBrief, fact
from nodes.conversation import Question, Turn
from nodes.facts.text import key
from nodes.facts.things import same_name
from nodes.ports import Services
from nodes.state import CoachingState
from nodes.vision import prepare, vision

IN_WORDS = frozenset({"activity", "target_audience", "differentiation", "vision"})


@dataclass
class Talk:
    """One conversation; `asked` holds every question in order."""

    services: Services
    state: CoachingState
    turns: tuple[Turn, ...] = ()
    asked: tuple[Question, ...] = ()

    @property
    def brief(self) -> BusinessBrief:
        return self.state.brief

    @property
    def question(self) -> Question:
        assert self.state.question is not None
        return self.state.question

    async def begin(self) -> Talk:
        self._now(await vision(self.state, None, self.services))
        return self

    async def say(self, words: str) -> None:
        self.turns = (*self.turns, Turn(speaker="coach", text=self.question.text))
        request = prepare(self.state, (words,), self.turns[-TAIL:], "vision")
        self._now(await vision(self.state, request, self.services))
        self.turns = (*self.turns, Turn(speaker="person", text=words))

    def _now(self, changed: Mapping[str, Any]) -> None:
        self.state = self.state.model_copy(update=changed)
        self.asked = (*self.asked, self.question)


@dataclass(frozen=True)
class Score:
    """How well a brief fits what was told."""

    right: int
    missing: tuple[str, ...]
    wrong: tuple[str, ...]


Talker = Callable[..., Awaitable[Talk]]


@pytest.fixture(scope="session")
def coach() -> GuidedCoach:
    return GuidedCoach(PhraseBook())


@pytest.fixture
def talk(coach) -> Talker:
    """Begin a talk in a language and say the given messages."""

    async def begin(language: str, messages: Sequence[str] = (), *, listener: Any = coach) -> Talk:
        services = Services(listener, None, None, None, None, PhraseBook(), {})  # type: ignore[arg-type]
        talking = await Talk(services, CoachingState(language=language)).begin()
        for message in messages:
            await talking.say(message)
        return talking

    return begin


@pytest.fixture
def score() -> Callable[[Mapping[str, Any], BusinessBrief], Score]:
    """Compare a brief with what the script expects, fact by fact."""

    def judge(expected: Mapping[str, Any], brief: BusinessBrief) -> Score:
        right, missing, wrong = 0, [], []
        for name, value in expected.items():
            found = _offers(value, brief) if name == "offer" else [_single(name, value, brief)]
            right += sum(verdict == "right" for verdict, _ in found)
            missing += [what for verdict, what in found if verdict == "missing"]
            wrong += [what for verdict, what in found if verdict == "wrong"]
        return Score(right, tuple(missing), tuple(wrong))

    return judge


def _single(name: str, value: Any, brief: BusinessBrief) -> tuple[str, str]:
    found = fact(brief, name) if name != "phone" else brief.contact.phone or brief.contact.whatsapp
    if not found:
        return "missing", name
    got, want = key(str(found)), key(str(value))
    near = name in IN_WORDS and (want in got or got in want) and min(len(got), len(want)) > 3
    return ("right" if got == want or near else "wrong"), f"{name}: {found}"


def _offers(expected: Mapping[str, Any], brief: BusinessBrief) -> list[tuple[str, str]]:
    verdicts = []
    for name, price in expected.items():
        offer = next((each for each in brief.offer if same_name(each.name, name)), None)
        told = (Decimal(str(price[0])), price[1]) if price else None
        given = (offer.price.amount, offer.price.currency) if offer and offer.price else None
        verdicts.append(("right" if offer and told == given else "missing", f"offer {name}: {given}"))
    extra = [each.name for each in brief.offer if not any(same_name(each.name, name) for name in expected)]
    return verdicts + [("wrong", f"offer {name}") for name in extra]
