"""Prices, phones, places and hours as people of the page's language write them (CLDR and libphonenumber)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from agent.integrations.publishing.site.labels import Labels
from nodes.brief import Money, OpeningHours
from nodes.recap import is_seen

if TYPE_CHECKING:
    from babel import Locale

_NBSP = "\u00a0"
_EXACT_DECIMALS = 3
"""From this many decimals a currency is written with all of them, as in Tunisia: 45,000 DT."""


_ABROAD = {"en": "en_001", "pt": "pt_PT"}
"""The locale that stands for a language in a country of which CLDR knows none: neither the English of the United States
nor the Portuguese of Brazil, as CLDR would have it."""


@dataclass(frozen=True)
class HoursLine:
    days: str
    hours: str
    open: bool = True


@cache
def locale_of(language: str, country: str = "", fallback: str = "en") -> Locale:
    """Return the locale of the language in that country, or in the world, or of the fallback."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415

    abroad = _ABROAD.get(language, "") if country else ""
    for tag in (f"{language}_{country}" if country else "", abroad, language, f"{fallback}_{country}", fallback):
        try:
            if tag:
                return Locale.parse(tag)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en")


def is_rtl(language: str) -> bool:
    """Whether the language is written from right to left, as CLDR has it; an unknown one is not."""
    locale = locale_of(language)
    return bool(locale.language == language and locale.text_direction == "rtl")


def endonym(language: str) -> str:
    """Return the language's name in itself ("Français"), its code in capitals when CLDR knows none."""
    locale = locale_of(language)
    name = locale.languages.get(language, "") if locale.language == language else ""
    return name[:1].upper() + name[1:] if name else language.upper()


def price(money: Money, locale: Locale) -> str:
    """Return the price by the locale's CLDR currency pattern, without changing its value.

    A whole amount loses its zero decimals (unless the currency has three); an amount finer than the currency
    keeps all its digits. The symbol is the locale's, or the code where CLDR's symbol cannot be seen (CVE).
    """
    from babel.numbers import format_currency, get_currency_precision, get_currency_symbol  # noqa: PLC0415

    standard = int(get_currency_precision(money.currency))
    given = -int(money.amount.normalize().as_tuple().exponent)
    decimals = 0 if given <= 0 and standard < _EXACT_DECIMALS else max(standard, given)
    pattern = re.sub(r"\.0+", "." + "0" * decimals if decimals else "", locale.currency_formats["standard"].pattern)
    if not is_seen(str(get_currency_symbol(money.currency, locale))):
        pattern = pattern.replace("¤", "¤¤")
    text = str(format_currency(money.amount, money.currency, pattern, locale, currency_digits=False))
    return re.sub(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])", _NBSP, text)


def phone(number: str) -> str:
    """Return an E.164 number in its country's international form; unchanged if it cannot be one."""
    import phonenumbers  # noqa: PLC0415

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL))


def place(city: str, region: str, country: str, locale: Locale) -> str:
    """Return "Dakar, Sénégal": the parts that are known, the country by its name in the locale's language."""
    parts = (city, region, locale.territories.get(country, "") if country else "")
    return (_separator(locale)).join(dict.fromkeys(part for part in parts if part))


def opening_lines(
    ranges: Iterable[OpeningHours], locale: Locale, labels: Labels, country: str = ""
) -> tuple[HoursLine, ...]:
    """Return the week, neighbouring days with equal hours as one line.

    It begins with the first weekday of the country, or of the locale, or with the next whose hours differ from those
    of the day before: a weekend that is closed is one line.
    """
    by_day = _by_day(ranges)
    if not by_day:
        return ()
    first = first_weekday(locale, country)
    turned = [(first + shift) % 7 for shift in range(7)]
    start = next((at for at, day in enumerate(turned) if by_day.get(day) != by_day.get((day - 1) % 7)), 0)
    week = turned[start:] + turned[:start]
    lines = []
    for spans, run in groupby(week, key=lambda day: by_day.get(day, ())):
        days = list(run)
        lines.append(HoursLine(_days(days, locale, labels), _spans(spans, locale, labels), bool(spans)))
    return tuple(lines)


def first_weekday(locale: Locale, country: str = "") -> int:
    """Return the day weeks begin with in the country, in whatever language its pages are; Monday is 0."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415
    from babel.languages import get_official_languages  # noqa: PLC0415

    if locale.territory != country and country:
        for language in get_official_languages(country, de_facto=True):
            try:
                return int(Locale.parse(f"{language}_{country}").first_week_day)
            except (UnknownLocaleError, ValueError):
                continue
    return int(locale.first_week_day)


def _separator(locale: Locale) -> str:
    return "، " if locale.language in ("ar", "fa", "ur") else ", "


def _by_day(ranges: Iterable[OpeningHours]) -> dict[int, tuple[tuple[str, str], ...]]:
    by_day: dict[int, list[tuple[str, str]]] = {}
    for found in ranges:
        for day in found.days:
            by_day.setdefault(day, []).append((found.opens, found.closes))
    return {day: tuple(sorted(set(spans))) for day, spans in by_day.items()}


def _days(days: list[int], locale: Locale, labels: Labels) -> str:
    names = [str(locale.days["stand-alone"]["wide"][day]) for day in days]
    first, last = names[0][:1].upper() + names[0][1:], names[-1]
    if len(days) == 1:
        return first
    if len(days) == len(locale.days["stand-alone"]["wide"]):
        return labels.say("every_day")
    return labels.say("days" if len(days) > 2 else "and", first=first, second=last, last=last)  # noqa: PLR2004


def _spans(spans: tuple[tuple[str, str], ...], locale: Locale, labels: Labels) -> str:
    if not spans:
        return labels.say("closed")
    if ("00:00", "24:00") in spans:
        return labels.say("all_day")
    ranges = ({"opens": _clock(opens, locale), "closes": _clock(closes, locale)} for opens, closes in spans)
    texts = [labels.say("range", **found).replace(" ", _NBSP) for found in ranges]
    joined = texts[0]
    for text in texts[1:]:
        joined = labels.say("and", first=joined, second=text)
    return joined


def _clock(text: str, locale: Locale) -> str:
    from babel.dates import format_time  # noqa: PLC0415

    return str(format_time(time(int(text[:2]) % 24, int(text[3:])), "short", locale=locale))
