"""The brief: what it takes, what it refuses, and how updates meet what is there."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from nodes.brief import FACTS, BusinessBrief, Change, FactUpdate, apply_update, fact, known

DRESS = {"name": "Dress", "price": {"amount": "25000", "currency": "XOF"}}


def update(name: str, value: object, change: Change = Change.SET) -> FactUpdate:
    return FactUpdate(fact=name, value=value, quote="q", change=change)


def test_every_fact_has_a_place_and_starts_unknown() -> None:
    assert not [name for name in FACTS if known(BusinessBrief(), name)]


def test_an_offer_added_again_keeps_its_price_and_gains_a_description() -> None:
    brief = apply_update(BusinessBrief(), update("offer", [DRESS], Change.ADD))
    brief = apply_update(brief, update("offer", [{"name": "dress", "description": "wax"}], Change.ADD))
    (offer,) = brief.offer
    assert (offer.description, offer.price and offer.price.amount) == ("wax", 25000)


def test_a_removed_offer_is_gone_whatever_its_case() -> None:
    brief = apply_update(BusinessBrief(), update("offer", [DRESS], Change.ADD))
    assert not apply_update(brief, update("offer", [{"name": "DRESS"}], Change.REMOVE)).offer


def test_a_removed_text_is_unknown_again() -> None:
    brief = apply_update(BusinessBrief(), update("city", "Dakar"))
    assert not known(apply_update(brief, update("city", None, Change.REMOVE)), "city")


def test_a_removed_sector_is_unknown_again() -> None:
    brief = apply_update(BusinessBrief(), update("sector", "fashion"))
    assert fact(apply_update(brief, update("sector", None, Change.REMOVE)), "sector") is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("phone", "77 123"),
        ("country", "Senegal"),
        ("email", "no at sign"),
        ("sector", "piracy"),
        ("business_name", "x" * 121),
        ("offer", [{"name": ""}]),
        ("offer", [{"name": "a", "price": {"amount": "-1", "currency": "XOF"}}]),
        ("languages", ["French"]),
        ("social", [{"network": "x", "url": "javascript:alert(1)"}]),
        ("opening_hours", [{"days": [7], "opens": "09:00", "closes": "10:00"}]),
    ],
)
def test_a_value_its_field_cannot_hold_is_refused(name: str, value: object) -> None:
    with pytest.raises(ValidationError):
        apply_update(BusinessBrief(), update(name, value))


def test_control_and_bidi_override_characters_never_enter() -> None:
    brief = apply_update(BusinessBrief(), update("business_name", "A\u202ewa\u0000  Co\u200buture"))
    assert brief.business_name == "Awa Couture"
