"""When two names mean one thing."""

from __future__ import annotations

import pytest

from nodes.facts.things import kind_of, same_name


@pytest.mark.parametrize(
    ("one", "other"), [("spiced bun", "Spiced buns"), ("la robe", "robes"), ("patties", "a patty"), ("bus", "Bus")]
)
def test_articles_plurals_and_capitals_make_no_other_thing(one, other):
    assert same_name(one, other)


@pytest.mark.parametrize(
    ("name", "general", "language"),
    [
        ("wedding cake", "cakes", "en"),
        ("fufu with light soup", "fufu", "en"),
        ("sac en cuir à la main", "sac", "fr"),
        ("nguo za watoto", "nguo", "sw"),
    ],
)
def test_a_kind_is_known_by_the_word_it_describes(name, general, language):
    assert kind_of(name, general, language)


@pytest.mark.parametrize(
    ("name", "general", "language"),
    [("chicken feed", "chicken", "en"), ("cake", "cakes", "en"), ("sauce de riz", "riz", "fr"), ("a b", "c d", "en")],
)
def test_another_thing_is_no_kind_of_it(name, general, language):
    assert not kind_of(name, general, language)
