"""The recap: the brief in the person's language, line by line, for them to confirm."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from copy import copy
from typing import TYPE_CHECKING, Any

from nodes.brief import FACTS, BusinessBrief, Money, Offer, OpeningHours, fact
from nodes.ports import Phrases

if TYPE_CHECKING:
    from babel import Locale


def recap(brief: BusinessBrief, language: str, phrases: Phrases) -> str:
    """Return one line for each fact that is known, nothing for one that is not."""
    known = ((name, fact(brief, name)) for name in FACTS)
    return "\n".join(
        phrases.say(
            language,
            "recap.line",
            label=phrases.say(language, f"fact.{name}"),
            value=shown(name, value, language, phrases),
        )
        for name, value in known
        if value
    )


def shown(name: str, value: object, language: str, phrases: Phrases) -> str:
    """Return the value of the fact called `name` as the person reads it."""
    if isinstance(value, tuple):
        return "; ".join(shown(name, item, language, phrases) for item in value)
    if name == "sector":
        return phrases.say(language, f"sector.{value}")
    if name in _IN_WORDS:
        return _IN_WORDS[name](value, phrases.spoken(language))
    for attribute in ("quote", "url"):
        if text := getattr(value, attribute, ""):
            return str(text)
    return str(value)


def offer(item: Offer, language: str) -> str:
    """Return one offer with its price."""
    price = f" — {money(item.price, language)}" if item.price else ""
    return f"{item.name}{price}{f' / {item.unit}' if item.unit else ''}"


def money(price: Money, language: str) -> str:
    """Return the amount by the CLDR pattern of the language, with decimals only where there are any."""
    locale = _home(language, price.currency)
    whole = price.amount == price.amount.to_integral_value()
    pattern = copy(locale.currency_formats["standard"])
    if whole:
        pattern.frac_prec = (0, 0)
    if not is_seen(str(locale.currency_symbols.get(price.currency, price.currency))):
        pattern.prefix, pattern.suffix = (
            tuple(part.replace("¤", "¤¤") for part in parts) for parts in (pattern.prefix, pattern.suffix)
        )
    return str(pattern.apply(price.amount, locale, currency=price.currency, currency_digits=not whole))


def is_seen(symbol: str) -> bool:
    """Whether a currency's sign can be seen; Cape Verde's is a space without width, so its code stands instead."""
    return any(unicodedata.category(char)[0] in "LSN" for char in symbol)


def _home(language: str, currency: str) -> Locale:
    """Return the language as spoken where the currency is at home: there its sign is known ("₦" and not "NGN").

    A national currency's code begins with its country's (ISO 4217).
    """
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - slow to import

    try:
        return Locale.parse(f"{language}_{currency[:2]}")
    except UnknownLocaleError:
        return Locale.parse(language)


def hours(item: OpeningHours, language: str) -> str:
    """Return one range of opening hours."""
    from babel.dates import get_day_names  # noqa: PLC0415 - slow to import

    names, days = get_day_names("abbreviated", locale=language), item.days
    consecutive = len(days) > 2 and list(days) == list(range(days[0], days[-1] + 1))  # noqa: PLR2004 - a range has ends
    when = f"{names[days[0]]}–{names[days[-1]]}" if consecutive else ", ".join(names[day] for day in days)
    return f"{when} {item.opens}–{item.closes}"


def country(code: str, language: str) -> str:
    """Return the country's name."""
    from babel import Locale  # noqa: PLC0415 - slow to import

    return str(Locale.parse(language).territories.get(code, code))


def tongue(code: str, language: str) -> str:
    """Return the name of a language."""
    from babel import Locale  # noqa: PLC0415 - slow to import

    return str(Locale.parse(language).languages.get(code, code))


def phone(number: str, language: str) -> str:  # noqa: ARG001 - shown alike in every language
    """Return a phone number with its spaces."""
    from nodes.facts import phones  # noqa: PLC0415 - slow to import

    return phones.shown(number)


_IN_WORDS: dict[str, Callable[[Any, str], str]] = {
    "offer": offer,
    "opening_hours": hours,
    "country": country,
    "languages": tongue,
    "phone": phone,
    "whatsapp": phone,
}
