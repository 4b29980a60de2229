"""People the word lists were not written for: how much of what they say is kept, and how little that they did not.

The floors are a little below what was measured when the tests were written; a change that lowers them made the
coach hear worse. They hold for everything told at once, bit by bit in any order, with digressions, and in replies.
"""

from __future__ import annotations

import asyncio
import random
import re
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nodes.brief import BusinessBrief, fact
from nodes.facts.text import key
from nodes.facts.things import same_name

FOLDER = Path(__file__).parent
LANGUAGES = ("fr", "en", "pt", "sw", "ar")
STRANGERS = [
    (language, person)
    for language in LANGUAGES
    for person in yaml.safe_load((FOLDER / f"strangers_{language}.yaml").read_text(encoding="utf-8"))
]
IN_WORDS = frozenset({"activity", "target_audience", "differentiation", "vision"})
HARD = ("city", "country", "phone", "email")
"""Facts of which a wrong one is worst."""


def ended(statement: str) -> str:
    return statement if statement[-1] in ".!?؟" else f"{statement}."


def spellings(expected: object) -> list[str]:
    written = str(expected)
    return written[1:-1].split("|") if written.startswith("{") else [written]


def judged(expected: Mapping[str, Any], brief: BusinessBrief) -> Counter[tuple[str, str]]:
    """Count verdicts: (fact, "right" | "missing" | "wrong")."""
    verdicts: Counter[tuple[str, str]] = Counter()
    for name, value in expected.items():
        if name == "offer":
            verdicts.update(chain(_offers(value, brief)))
        else:
            verdicts[name, _single(name, value, brief)] += 1
    return verdicts


def _single(name: str, value: object, brief: BusinessBrief) -> str:
    found = brief.contact.phone or brief.contact.whatsapp if name == "phone" else fact(brief, name)
    if not found:
        return "missing"
    got = key(str(found))
    wanted = [key(each) for each in spellings(value)]
    near = name in IN_WORDS and any((want in got or got in want) and min(len(got), len(want)) > 3 for want in wanted)
    return "right" if got in wanted or near else "wrong"


def _offers(expected: Mapping[str, Any], brief: BusinessBrief) -> list[tuple[str, str]]:
    verdicts, used = [], set()
    for name, price in expected.items():
        offer = next((each for each in brief.offer if any(_named(each.name, one) for one in spellings(name))), None)
        used.add(offer.name if offer else "")
        given_price = (offer.price.amount, offer.price.currency) if offer and offer.price else None
        told = (Decimal(str(price[0])), price[1])
        verdicts.append(("offer", "right" if given_price == told else "wrong" if given_price else "missing"))
    return verdicts + [("offer", "wrong") for each in brief.offer if each.name not in used]


def _named(known: str, expected: str) -> bool:
    inside = rf"(?<!\w){re.escape(key(expected))}(?!\w)"
    return same_name(known, expected) or (len(expected) > 3 and bool(re.search(inside, key(known))))


def measures(verdicts: Counter[tuple[str, str]]) -> tuple[float, float]:
    """Return recall and precision."""
    count = Counter[str]()
    for (_, verdict), times in verdicts.items():
        count[verdict] += times
    return count["right"] / count.total(), count["right"] / (count["right"] + count["wrong"])


def mixed(person: Mapping[str, Any], *, asides: bool) -> list[str]:
    statements = [*person["tells"], *(person["asides"] if asides else ())]
    random.Random(person["id"]).shuffle(statements)
    return [ended(each) for each in statements]


async def total(talk, say) -> Counter[tuple[str, str]]:
    verdicts: Counter[tuple[str, str]] = Counter()
    for language, person in STRANGERS:
        verdicts.update(judged(person["expected"], (await talk(language, say(person))).brief))
    return verdicts


@pytest.mark.parametrize(
    ("say", "recall", "precision"),
    [
        pytest.param(lambda person: [" ".join(map(ended, person["tells"]))], 0.91, 0.96, id="at once"),
        pytest.param(lambda person: [" ".join(mixed(person, asides=True))], 0.89, 0.94, id="with digressions"),
        pytest.param(lambda person: mixed(person, asides=False), 0.90, 0.95, id="bit by bit, shuffled"),
        pytest.param(lambda person: mixed(person, asides=True), 0.86, 0.91, id="bit by bit, with digressions"),
    ],
)
async def test_strangers_are_understood_in_any_order(say, recall, precision, talk):
    verdicts = await total(talk, say)
    heard = measures(verdicts)
    assert heard[0] >= recall, heard
    assert heard[1] >= precision, heard


async def test_no_phone_and_hardly_a_place_is_wrong_whatever_else_is_said(talk):
    verdicts = await total(talk, lambda person: mixed(person, asides=True))
    assert verdicts["phone", "wrong"] == 0
    assert verdicts["email", "wrong"] == 0
    assert verdicts["city", "wrong"] + verdicts["country", "wrong"] <= 6


async def test_strangers_answer_at_most_nine_questions_and_none_twice_as_a_rule(talk):
    skip = {"fr": "passe", "en": "skip", "pt": "passar", "sw": "ruka", "ar": "تخطي"}
    counts, twice = [], 0
    for language, person in STRANGERS:
        replying = await talk(language)
        while replying.question.kind == "fact" and len(replying.asked) < 15:
            await replying.say(person["replies"].get(replying.question.asks[0], skip[language]))
        texts = [question.text.removeprefix(question.remark).strip() for question in replying.asked]
        counts.append(len(texts) - 1)
        twice += len(texts) - len(set(texts))
    assert sorted(counts)[len(counts) // 2] <= 8
    assert max(counts) <= 10
    assert twice <= len(STRANGERS) // 10


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_certain_is_the_same_in_every_order_and_grouping(data, talk):
    language, person = data.draw(st.sampled_from(STRANGERS))
    order = data.draw(st.permutations([ended(each) for each in person["tells"]]))
    cut = data.draw(st.integers(0, len(order) - 1))
    messages = [" ".join(part) for part in (order[:cut], order[cut:]) if part]
    told = certain(asyncio.run(talk(language, messages)).brief)
    assert told == certain(asyncio.run(talk(language, [" ".join(map(ended, person["tells"]))])).brief)


def certain(brief: BusinessBrief) -> tuple[object, ...]:
    prices = {(key(each.name), each.price.amount, each.price.currency) for each in brief.offer if each.price}
    return (*(fact(brief, name) for name in HARD), frozenset(prices))
