"""One thing has one entry, whatever is told first."""

from __future__ import annotations

from itertools import permutations

import pytest

from agent.integrations.coach.heard import Context
from agent.integrations.coach.hearing import hear
from agent.integrations.coach.same_things import settled
from agent.integrations.coach.vocabulary import lexicon
from nodes.brief import BusinessBrief, Change, FactUpdate, Location, Offer, apply_update
from nodes.facts.text import Text

PRICE = {"price": {"amount": "600", "currency": "KES"}}


def told(things, language) -> tuple[Offer, ...]:
    brief = BusinessBrief()
    for thing in things:
        for change, value in settled(thing, brief.offer, language, priced="price" in thing):
            brief = apply_update(brief, FactUpdate(fact="offer", value=[value], quote="", change=change))
    return brief.offer


@pytest.mark.parametrize(
    ("language", "things", "kept"),
    [
        ("en", [{"name": "spiced buns"}, {"name": "spiced bun", **PRICE}], [("spiced bun", "")]),
        ("en", [{"name": "spiced buns"}, {"name": "spiced bun"}], [("spiced buns", "")]),
        ("en", [{"name": "patties"}, {"name": "beef patty", **PRICE}], [("beef patty", "")]),
        ("fr", [{"name": "sacs en cuir à la main"}, {"name": "sac", **PRICE}], [("sac", "sacs en cuir à la main")]),
        (
            "en",
            [{"name": "wedding cakes"}, {"name": "birthday cakes"}, {"name": "cake", **PRICE}],
            [("cake", "birthday cakes")],
        ),
        ("en", [{"name": "chicken", **PRICE}, {"name": "chicken feed"}], [("chicken", ""), ("chicken feed", "")]),
    ],
)
def test_one_thing_has_one_entry_in_any_order(language, things, kept):
    for order in permutations(things):
        assert sorted((offer.name, offer.description) for offer in told(order, language)) == kept


def test_the_price_goes_with_the_wording_it_was_said_with():
    offer = told([{"name": "buns"}, {"name": "bun", **PRICE}, {"name": "buns"}], "en")
    assert [(each.name, str(each.price.amount)) for each in offer] == [("bun", "600")]


def test_a_wording_put_aside_is_taken_out_of_the_brief():
    changes = [change for change, _ in settled({"name": "bun", **PRICE}, [Offer(name="buns")], "en", priced=True)]
    assert changes == [Change.REMOVE, Change.ADD]


@pytest.mark.parametrize(
    ("language", "words", "sold"),
    [
        ("fr", "robe sur mesure 25 mille, boubou 40 000 F et retouches", ["robe sur mesure", "boubou", "retouches"]),
        ("en", "braids 5,000 naira, cornrows and wigs", ["braids", "cornrows", "wigs"]),
    ],
)
def test_every_part_of_a_list_that_answers_what_is_sold_is_kept(language, words, sold):
    brief = BusinessBrief(location=Location(country="SN" if language == "fr" else "NG"))
    context = Context(lexicon().among((language, "fr", "en")), brief, asked="offer", language=language)
    assert [each.name for each in hear([Text(words)], context).brief.offer] == sold
