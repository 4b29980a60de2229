"""Order and grouping do not matter: any way to tell the same facts gives the same brief."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

FOLDER = Path(__file__).parent
CHOSEN = (("fr", 0), ("fr", 9), ("en", 2), ("en", 12), ("pt", 1), ("sw", 0), ("ar", 1))
DIGRESSIONS = {
    "fr": ("Il fait chaud aujourd'hui.", "Merci beaucoup !", "C'est gratuit ?"),
    "en": ("Thanks a lot!", "How are you?", "Is it free?"),
    "pt": ("Muito obrigado!", "Isto é grátis?"),
    "sw": ("Asante sana!", "Hii ni bure?"),
    "ar": ("شكرا جزيلا!", "هل هذا مجاني؟"),
}


def person_of(language: str, number: int):
    return yaml.safe_load((FOLDER / f"people_{language}.yaml").read_text(encoding="utf-8"))[number]


@pytest.mark.parametrize(("language", "number"), CHOSEN)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_order_and_grouping_with_digressions_gives_the_same_brief(language, number, data, talk, score):
    person = person_of(language, number)
    statements = [each if each[-1] in ".!?" else f"{each}." for each in person["tells"]]
    order = data.draw(st.permutations(statements))
    cuts = data.draw(st.sets(st.integers(1, len(order) - 1)))
    bounds = [0, *sorted(cuts), len(order)]
    messages = [" ".join(order[one:two]) for one, two in pairwise(bounds)]
    place = data.draw(st.integers(0, len(messages)))
    messages.insert(place, data.draw(st.sampled_from(DIGRESSIONS[language])))
    told = asyncio.run(talk(language, messages))
    verdict = score(person["expected"], told.brief)
    assert (verdict.missing, verdict.wrong) == ((), ())


async def test_a_fact_left_out_is_seen_to_be_missing(talk, score):
    person = person_of("fr", 0)
    told = await talk("fr", [each for each in person["tells"] if "77 123" not in each])
    assert score(person["expected"], told.brief).missing == ("phone",)
