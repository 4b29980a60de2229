"""One thing has one entry, whatever is told first."""

from __future__ import annotations

from itertools import permutations

import pytest

from agent.integrations.coach.same_things import settled
from nodes.brief import BusinessBrief, Change, FactUpdate, Offer, apply_update

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
