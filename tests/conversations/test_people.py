"""Scripted people: the same facts, told at once, one by one, in any order, or asked for, give the same brief."""

from __future__ import annotations

import random
from pathlib import Path
from statistics import median
from typing import Any

import pytest
import yaml

from nodes.conversation import CoachTurn

FOLDER = Path(__file__).parent
PEOPLE = [
    pytest.param(path.stem.removeprefix("people_"), person, id=person["id"])
    for path in sorted(FOLDER.glob("people_*.yaml"))
    for person in yaml.safe_load(path.read_text(encoding="utf-8"))
]
SKIP = {"fr": "passe", "en": "skip", "pt": "passar", "sw": "ruka", "ar": "تخطي"}


def ended(statement: str) -> str:
    return statement if statement[-1] in ".!?" else f"{statement}."


@pytest.mark.parametrize(("language", "person"), PEOPLE)
async def test_everything_in_one_message_is_understood(language, person, talk, score):
    told = await talk(language, [" ".join(map(ended, person["tells"]))])
    verdict = score(person["expected"], told.brief)
    assert (verdict.missing, verdict.wrong) == ((), ())


@pytest.mark.parametrize(("language", "person"), PEOPLE)
async def test_one_statement_a_message_is_understood_in_any_order(language, person, talk, score):
    shuffled = list(person["tells"])
    random.Random(person["id"]).shuffle(shuffled)
    for messages in (person["tells"], shuffled):
        verdict = score(person["expected"], (await talk(language, messages)).brief)
        assert (verdict.missing, verdict.wrong) == ((), ())


@pytest.mark.parametrize(("language", "person"), PEOPLE)
async def test_bare_replies_are_understood_in_at_most_nine_questions(language, person, talk, score):
    replying = await interviewed(talk, language, person)
    verdict = score(told_in_replies(person), replying.brief)
    assert (verdict.missing, verdict.wrong) == ((), ())
    texts = [question.text for question in replying.asked]
    assert len(replying.asked) - 1 <= 9
    assert len(set(texts)) == len(texts), "a question was asked twice"


async def test_half_of_the_people_are_asked_at_most_eight_questions(talk):
    counts = []
    for each in PEOPLE:
        language, person = each.values
        counts.append(len((await interviewed(talk, language, person)).asked) - 1)
    assert median(counts) <= 8


async def test_who_tells_all_at_once_is_asked_two_things_at_most(talk):
    for each in PEOPLE[:8]:
        language, person = each.values
        told = await talk(language, ["\n".join(map(ended, person["tells"]))])
        missing = [fact for question in told.asked[1:] for fact in question.asks]
        assert len(missing) <= 1, person["id"]


async def test_a_coach_that_hears_nothing_fails_the_measure(talk, score):
    class Deaf:
        async def respond(self, request):
            return CoachTurn()

    language, person = PEOPLE[0].values
    silent = await talk(language, person["tells"], listener=Deaf())
    assert score(person["expected"], silent.brief).right == 0


async def interviewed(talk, language: str, person: dict[str, Any]):
    replying = await talk(language)
    while replying.question.kind == "fact" and len(replying.asked) < 15:
        await replying.say(person["replies"].get(replying.question.asks[0], SKIP[language]))
    return replying


def told_in_replies(person: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in person["expected"].items() if name != "email"}
