from __future__ import annotations

import pytest

from agent.integrations.coach.guided_coach import GuidedCoach
from agent.integrations.coach.vocabulary import lexicon
from agent.phrases import PhraseBook
from nodes.brief import BusinessBrief
from nodes.conversation import Interview, Question
from nodes.inputs import VisionInput


@pytest.fixture(scope="session")
def phrases() -> PhraseBook:
    return PhraseBook()


@pytest.fixture(scope="session")
def words():
    return lexicon()


@pytest.fixture(scope="session")
def coach(phrases) -> GuidedCoach:
    return GuidedCoach(phrases)


@pytest.fixture
def ask(coach):
    """Say something while a fact is asked for, and return the coach's turn."""

    async def respond(
        said, *, asks="", language="fr", text="?", suggestions=(), gate="vision", brief=None, **interview
    ):
        messages = (said,) if isinstance(said, str) else said
        kind = "fact" if asks else "review"
        question = Question(
            id="1", gate=gate, kind=kind, text=text, asks=(asks,) if asks else (), suggestions=suggestions
        )
        interview.setdefault("asked", (asks,) if asks else ())
        return await coach.respond(
            VisionInput(
                language=language,
                said=messages,
                question=question,
                gate=gate,
                brief=brief or BusinessBrief(),
                interview=Interview(**interview),
            )
        )

    return respond
