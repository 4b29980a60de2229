"""Every fact as a form field, and back: what a person types into it becomes the fact's value."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NoReturn
from urllib.parse import urlsplit

from agent.web.forms import Form, first
from nodes.brief import FACTS, BusinessBrief, Offer, Sector, fact
from nodes.facts import gazetteer, money, numbers, phones

_TIME = re.compile(r"(?P<hour>\d{1,2})\s*(?:[h:.]\s*(?P<minute>[0-5]\d)?)?\s*(?P<half>[ap]\.?m\.?)?")
SPARE_ROWS = 2
"""Empty rows after those that are filled."""
_LONG = ("vision", "mission", "target_audience", "differentiation", "value_proposition", "story")
_LINES = ("promises", "payments", "style", "colors", "social")


class Unreadable(ValueError):
    """What was typed is no value of the fact."""


@dataclass(frozen=True)
class Column:
    name: str
    label: str
    type: str = "text"
    mode: str = ""
    options: tuple[str, ...] = ()
    fixed: bool = False
    sample: str = ""
    """Stands in the empty field; the label when there is none."""


@dataclass(frozen=True)
class Field:
    kind: str
    """text, phone, long, choice, several, lines or rows."""
    value: Any = ""
    limit: int = 200
    options: tuple[tuple[str, str], ...] = ()
    columns: tuple[Column, ...] = ()
    hint: str = ""


Say = Callable[..., str]


def field_of(brief: BusinessBrief, name: str, language: str, say: Say, site_languages: tuple[str, ...]) -> Field:
    """Return the field of a fact, filled with what is known. KeyError for an unknown fact.

    say gives phrases by their full key; site_languages are those a site can be written in.
    """
    value: Any = fact(brief, name)
    if name in ("phone", "whatsapp"):
        return Field("phone", phones.shown(value) if value else "")
    if name == "country":
        return Field("text", gazetteer.country_name(value, language) if value else "", 60)
    if name == "sector":
        options = tuple((each.value, say(f"sector.{each.value}")) for each in Sector)
        return Field("choice", value or "", options=(("", say("web.edit.none")), *options))
    if name == "languages":
        codes = dict.fromkeys((*site_languages, *value))
        return Field("several", value or (language,), options=tuple((code, _tongue(code, language)) for code in codes))
    if name in _LINES:
        return Field("lines", "\n".join(getattr(item, "url", item) for item in value))
    if name in _TABLES:
        return _TABLES[name][0](brief, language, say)
    return Field("long" if name in _LONG else "text", value, _limit(name))


def value_of(form: Form, name: str, brief: BusinessBrief) -> Any:
    """Return the value a form gives a fact. Unreadable when it is none; KeyError for an unknown fact."""
    typed = first(form, "value").strip()
    if name in ("phone", "whatsapp"):
        return phones.e164(typed, brief.location.country) or _refuse() if typed else ""
    if name == "country":
        code = typed.upper() if len(typed) == 2 else gazetteer.country_code(typed)  # noqa: PLR2004 - ISO 3166-1
        return code or _refuse() if typed else ""
    if name == "sector":
        return typed or None
    if name == "languages":
        return [code for code in form.get("value", []) if code.isalpha()]
    if name == "social":
        return [{"network": _network(line), "url": line} for line in _lines(typed)]
    if name in _LINES:
        return _lines(typed)
    if name in _TABLES:
        return _TABLES[name][1](form)
    FACTS[name]
    return typed


def empty_value(brief: BusinessBrief, name: str) -> Any:
    """Return what a fact is when it is not known."""
    value = fact(brief, name)
    if isinstance(value, tuple):
        return []
    return None if name == "sector" else ""


def _offer_field(brief: BusinessBrief, _language: str, say: Say) -> Field:
    currencies = money.currencies_of(_country(brief)) or ("USD", "EUR")
    used = dict.fromkeys((*(item.price.currency for item in brief.offer if item.price), *currencies, "USD", "EUR"))
    columns = (
        Column("name", say("web.edit.names")),
        Column("price", say("web.edit.price"), mode="decimal"),
        Column("currency", say("web.edit.currency"), options=tuple(used)),
        Column("unit", say("web.edit.unit"), sample="/ kg…"),
    )
    rows = [_offer_row(item, currencies[0]) for item in brief.offer]
    spare = {"name": "", "price": "", "currency": currencies[0], "unit": "", "label": ""}
    return Field("rows", [*rows, *[spare] * SPARE_ROWS], columns=columns)


def _country(brief: BusinessBrief) -> str:
    """Return the country of the business, by its telephone where it was not named."""
    number = brief.contact.phone or brief.contact.whatsapp
    return brief.location.country or (phones.region_of(number) if number else "")


def _offer_row(item: Offer, currency: str) -> dict[str, str]:
    price = item.price
    return {
        "name": item.name,
        "price": f"{price.amount.normalize():f}" if price else "",
        "currency": price.currency if price else currency,
        "unit": item.unit,
        "label": item.name,
    }


def _offers(form: Form) -> list[dict[str, Any]]:
    found = []
    for name, price, currency, unit in _rows(form, "name", "price", "currency", "unit"):
        if name:
            paid = {"amount": _amount(price, currency), "currency": currency} if price else None
            found.append({"name": name, "price": paid, "unit": unit})
        elif price:
            _refuse()
    return found


def _amount(price: str, currency: str) -> Decimal:
    """Return an amount as people write it: "25 000", "25.000", "1,50"."""
    digits = "".join(char for char in price if char.isdigit() or char in " .,'")
    if not any(char.isdigit() for char in digits) or any(char.isalpha() for char in price):
        _refuse()
    return numbers.parse(digits.strip(), currency)


def _hours_field(brief: BusinessBrief, language: str, say: Say) -> Field:
    from babel.dates import get_day_names  # noqa: PLC0415 - slow to import

    names = get_day_names("wide", locale=language)
    ranges = {day: item for item in brief.contact.opening_hours for day in item.days}
    rows = [
        {
            "day": str(day),
            "label": names[day],
            "opens": ranges[day].opens if day in ranges else "",
            "closes": ranges[day].closes if day in ranges else "",
        }
        for day in range(7)
    ]
    columns = (
        Column("day", say("web.edit.days"), fixed=True),
        Column("opens", say("web.edit.opens"), sample="08:00"),
        Column("closes", say("web.edit.closes"), sample="18:00"),
    )
    return Field("rows", rows, columns=columns, hint=say("web.edit.hours_hint"))


def _hours(form: Form) -> list[dict[str, Any]]:
    """Return ranges of opening; days with the same hours share one."""
    days: dict[tuple[str, str], list[int]] = {}
    for day, opens, closes in _rows(form, "day", "opens", "closes"):
        if opens and closes and day.isdecimal() and int(day) < 7:  # noqa: PLR2004 - days of a week
            days.setdefault((_time(opens), _time(closes)), []).append(int(day))
        elif opens or closes:
            _refuse()
    return [{"days": together, "opens": opens, "closes": closes} for (opens, closes), together in days.items()]


def _time(written: str) -> str:
    """Return a time of day as HH:MM from what people write: "9", "9h30", "21.15", "7 pm"."""
    found = _TIME.fullmatch(written.casefold())
    if not found:
        _refuse()
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        hour = hour % 12 + (12 if found["half"].startswith("p") else 0)
    return f"{hour:02}:{minute:02}"


def _testimonials_field(brief: BusinessBrief, _language: str, say: Say) -> Field:
    columns = (Column("quote", say("web.edit.quote")), Column("who", say("web.edit.who")))
    rows = [{"quote": item.quote, "who": item.who, "label": ""} for item in brief.testimonials]
    return Field("rows", [*rows, *[{"quote": "", "who": "", "label": ""}] * SPARE_ROWS], columns=columns)


def _testimonials(form: Form) -> list[dict[str, str]]:
    return [{"quote": quote, "who": who} for quote, who in _rows(form, "quote", "who") if quote]


_TABLES: dict[str, tuple[Callable[[BusinessBrief, str, Say], Field], Callable[[Form], list[Any]]]] = {
    "offer": (_offer_field, _offers),
    "opening_hours": (_hours_field, _hours),
    "testimonials": (_testimonials_field, _testimonials),
}


def _rows(form: Form, *names: str) -> list[tuple[str, ...]]:
    columns = [[value.strip() for value in form.get(name, [])] for name in names]
    if len({len(column) for column in columns}) > 1:
        _refuse()
    return list(zip(*columns, strict=True))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _network(url: str) -> str:
    """Return the name of a social network from an address, "www.instagram.com" is instagram."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        host = ""
    parts = host.split(".")
    return parts[-2] if len(parts) > 1 else _refuse()


def _limit(name: str) -> int:
    """Return how many characters the fact's model takes."""
    part: Any = BusinessBrief
    *parents, leaf = FACTS[name]
    for parent in parents:
        part = part.model_fields[parent].annotation
    limits = [getattr(rule, "max_length", None) for rule in part.model_fields[leaf].metadata]
    return next((limit for limit in limits if limit), 200)


def _tongue(code: str, language: str) -> str:
    from nodes.recap import tongue  # noqa: PLC0415

    return tongue(code, language)


def _refuse() -> NoReturn:
    raise Unreadable
