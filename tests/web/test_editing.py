"""Facts in their own fields: what is typed becomes the value, and what is shown can be saved as it is."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from agent.phrases import PhraseBook
from agent.web.editing import Unreadable, empty_value, field_of, value_of
from agent.web.languages import spoken
from nodes.brief import FACTS, BusinessBrief, FactUpdate, apply_update, fact

BRIEF = BusinessBrief.model_validate(
    {
        "business_name": "AfroChic",
        "activity": "couture",
        "sector": "fashion",
        "location": {"city": "Dakar", "country": "SN", "region": "Dakar"},
        "vision": "former des jeunes",
        "story": "depuis 1990",
        "offer": [
            {"name": "Robe", "price": {"amount": "25000", "currency": "XOF"}, "unit": "pièce"},
            {"name": "Ourlet"},
        ],
        "promises": ["livraison à Dakar"],
        "payments": ["Wave", "espèces"],
        "testimonials": [{"quote": "Superbe", "who": "Fatou"}],
        "contact": {
            "phone": "+221771234567",
            "whatsapp": "+221771234567",
            "email": "a@b.sn",
            "address": "Rue 10",
            "opening_hours": [{"days": [0, 1, 2], "opens": "09:00", "closes": "19:00"}],
            "social": [{"network": "instagram", "url": "https://www.instagram.com/afrochic"}],
        },
        "languages": ["fr", "wo"],
        "tone": "chaleureux",
        "style": ["moderne"],
        "colors": ["#aa2244", "or"],
    }
)


def _field(name: str, brief: BusinessBrief = BRIEF, language: str = "fr") -> Any:
    book = PhraseBook()
    return field_of(brief, name, language, lambda key, **more: book.say(language, key, **more), spoken())


def _sent(field: Any) -> dict[str, list[str]]:
    """Return what a browser sends for a field nobody touched."""
    if field.kind == "rows":
        return {column.name: [row[column.name] for row in field.value] for column in field.columns}
    if field.kind == "several":
        return {"value": list(field.value)}
    return {"value": [str(field.value)]}


def _saved(name: str, form: dict[str, list[str]], brief: BusinessBrief = BRIEF) -> Any:
    value = value_of(form, name, brief)
    return fact(apply_update(brief, FactUpdate(fact=name, value=value, quote="")), name)


@pytest.mark.parametrize("language", spoken())
@pytest.mark.parametrize("name", FACTS)
def test_a_field_that_nobody_touched_changes_nothing(name: str, language: str) -> None:
    assert _saved(name, _sent(_field(name, language=language))) == fact(BRIEF, name)


@pytest.mark.parametrize("name", FACTS)
def test_an_empty_field_is_an_unknown_fact(name: str) -> None:
    empty = BusinessBrief()
    if name != "languages":
        assert not _saved(name, _sent(_field(name, empty)), empty)
    assert not fact(apply_update(BRIEF, FactUpdate(fact=name, value=empty_value(BRIEF, name), quote="")), name)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("25 000", "25000"), ("25.000", "25000"), ("25,000", "25000"), ("1500,50", "1500.50"), ("7", "7")],
)
def test_a_price_is_read_as_people_write_it(typed: str, amount: str) -> None:
    rows = {"name": ["Robe"], "price": [typed], "currency": ["XOF"], "unit": [""]}
    assert _saved("offer", rows)[0].price.amount == Decimal(amount)


@pytest.mark.parametrize(
    ("typed", "time"),
    [("9", "09:00"), ("9h", "09:00"), ("9h30", "09:30"), ("21.15", "21:15"), ("7 pm", "19:00"), ("12 am", "00:00")],
)
def test_a_time_is_read_as_people_write_it(typed: str, time: str) -> None:
    saved = _saved("opening_hours", {"day": ["0"], "opens": [typed], "closes": ["23:30"]})
    assert saved[0].opens == time


def test_days_with_the_same_hours_are_one_range() -> None:
    rows = {"day": ["0", "1", "2"], "opens": ["9", "9", "10"], "closes": ["19", "19", "18"]}
    assert [hours.days for hours in _saved("opening_hours", rows)] == [(0, 1), (2,)]


@pytest.mark.parametrize(("typed", "code"), [("Sénégal", "SN"), ("Nigeria", "NG"), ("ci", "CI"), ("", "")])
def test_a_country_is_read_by_its_name_or_code(typed: str, code: str) -> None:
    assert _saved("country", {"value": [typed]}) == code


def test_a_phone_is_read_by_the_rules_of_its_country() -> None:
    assert _saved("phone", {"value": ["78 111 22 33"]}) == "+221781112233"


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("phone", {"value": ["12"]}),
        ("whatsapp", {"value": ["call me"]}),
        ("country", {"value": ["Atlantis"]}),
        ("offer", {"name": ["Robe"], "price": ["cher"], "currency": ["XOF"], "unit": [""]}),
        ("offer", {"name": [""], "price": ["5"], "currency": ["XOF"], "unit": [""]}),
        ("offer", {"name": ["a", "b"], "price": ["5"], "currency": ["XOF"], "unit": [""]}),
        ("opening_hours", {"day": ["0"], "opens": ["9"], "closes": [""]}),
        ("opening_hours", {"day": ["0"], "opens": ["soon"], "closes": ["late"]}),
        ("opening_hours", {"day": ["7"], "opens": ["9"], "closes": ["10"]}),
        ("social", {"value": ["instagram"]}),
    ],
)
def test_what_cannot_be_read_is_asked_for_again(name: str, form: dict[str, list[str]]) -> None:
    with pytest.raises(Unreadable):
        value_of(form, name, BRIEF)


async def test_a_corrected_fact_is_in_the_brief(visitor: Any) -> None:
    path = await visitor.start("business_name=Awa")
    await visitor.get(f"{path}/edit/city")
    await visitor.send(visitor.page.form(ends="/edit/city"), value="Thiès")
    assert "Thiès" in visitor.page.text


async def test_a_fact_that_cannot_be_read_stays_and_is_asked_for_again(visitor: Any) -> None:
    path = await visitor.start("phone=+221771234567")
    await visitor.get(f"{path}/edit/phone")
    await visitor.send(visitor.page.form(ends="/edit/phone"), value="12")
    assert visitor.page.response.status_code == 422
    await visitor.get(path)
    assert "+221 77 123 45 67" in visitor.page.text


async def test_the_name_can_be_changed_and_not_removed(visitor: Any) -> None:
    path = await visitor.start("business_name=Awa")
    await visitor.get(f"{path}/edit/business_name")
    form = visitor.page.form(ends="/edit/business_name")
    assert "clear" not in visitor.page.buttons("clear")
    assert (await visitor.send(form, clear="1")).response.status_code == 422
    assert (await visitor.send(form, value="")).response.status_code == 422


async def test_a_fact_can_be_removed(visitor: Any) -> None:
    path = await visitor.start("business_name=Awa; city=Dakar")
    await visitor.get(f"{path}/edit/city")
    await visitor.send(visitor.page.form(ends="/edit/city"), clear="1", value="Dakar")
    await visitor.get(f"{path}/export")
    assert (await visitor.get(f"{path}/edit/city")).form(ends="/edit/city")
    assert [each.get("value") for each in visitor.page.tree.iter("input") if each.get("name") == "value"] == [""]


async def test_an_unknown_fact_has_no_field(visitor: Any) -> None:
    path = await visitor.start("business_name=Awa")
    assert (await visitor.get(f"{path}/edit/password")).response.status_code == 404
