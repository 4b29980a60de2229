"""Prices in their local spellings, in the currency the person named or the one of their country."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from nodes.facts.data import table
from nodes.facts.lexicon import Lexicon, spaced
from nodes.facts.numbers import THREE_DECIMALS, Number, numbers, parse
from nodes.facts.text import Span, Text, fold

_ALSO_WORDS = frozenset(
    ("ALL", "ANG", "ARS", "BAM", "BOB", "CUP", "ERN", "GEL", "LAK", "MOP", "PEN", "RON", "SOS", "STD", "TOP", "TRY")
)
"""Codes that are words, or people's short forms, too."""


_AFTER_ONLY = ("f", "da", "le", "ar", "um", "fr")
"""Marks that are words before a number."""
_AT_ONCE = ("p",)
"""Marks that stand before a number only without a space ("P750")."""


@dataclass(frozen=True)
class Price:
    """An amount found in a text, perhaps with its currency."""

    span: Span
    """Covers the amount and the mark of the currency."""
    value: Decimal
    currencies: tuple[str, ...] = ()
    """ISO 4217 codes the mark may stand for; empty when nothing was marked."""
    digits: str = ""

    def currency(self, country: str) -> str:
        """Return the currency as ISO 4217, empty when it cannot be told yet.

        A mark that several currencies share, and an amount without a mark, mean the country's own currency.
        """
        own = currencies_of(country)
        if not self.currencies:
            return own[0] if own else ""
        if len(self.currencies) == 1:
            return self.currencies[0]
        shared = [code for code in own if code in self.currencies]
        return shared[0] if shared else _unmistakable(self.currencies, country)

    def amount(self, currency: str) -> Decimal:
        """Return the amount in units of the currency (TND, KWD ... have three decimals)."""
        return parse(self.digits, currency) if self.digits and currency in THREE_DECIMALS else self.value


def prices(text: Text, lexicon: Lexicon, taken: Sequence[Span] = ()) -> Iterator[Price]:
    """Yield every amount of a text with the mark of money before or after it, if any."""
    previous = 0
    for number in numbers(text, lexicon):
        if any(number.span.meets(span) for span in taken):
            continue
        price = _marked(text.folded, number, previous)
        previous = price.span.end
        yield price


@cache
def currencies_of(country: str) -> tuple[str, ...]:
    """Return the currencies that are legal tender in a country today (CLDR), the main one first."""
    if not country:
        return ()
    from babel.numbers import get_territory_currencies  # noqa: PLC0415 - slow to import

    return tuple(get_territory_currencies(country))


def _unmistakable(codes: tuple[str, ...], country: str) -> str:
    """Read "$" as the US dollar and "£" as sterling wherever the country's own money is called otherwise."""
    return codes[0] if country and codes[0] in ("USD", "GBP") else ""


def _marked(folded: str, number: Number, previous: int) -> Price:
    plain = Price(number.span, number.value, digits=number.digits)
    if after := _after().match(folded, number.span.end):
        return replace(plain, span=Span(number.span.start, after.end()), currencies=_codes(after[1]))
    head = folded[max(previous, number.span.start - 16) : number.span.start]
    if before := _before().search(head):
        start = number.span.start - len(head) + before.start()
        return replace(plain, span=Span(start, number.span.end), currencies=_codes(before["mark"] or before["close"]))
    return plain


@cache
def _codes(mark: str) -> tuple[str, ...]:
    compact = " ".join(mark.split())
    marks = table("currencies")["marks"]
    if compact in marks:
        return tuple(marks[compact])
    named = next((codes for word, codes in _words() if re.fullmatch(spaced(word), compact)), ())
    return named or (compact.upper(),)


@cache
def _words() -> tuple[tuple[str, tuple[str, ...]], ...]:
    found = ((fold(word), tuple(codes)) for word, codes in table("currencies")["words"].items())
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


@cache
def _iso_codes() -> frozenset[str]:
    from babel.numbers import list_currencies  # noqa: PLC0415 - slow to import

    return frozenset(list_currencies()) - _ALSO_WORDS


@cache
def _after() -> re.Pattern[str]:
    every = [word for word, _ in _words()] + [
        re.escape(mark) for mark in table("currencies")["marks"] if mark not in ("k", "n", "r", "p")
    ]
    iso = "|".join(sorted(code.lower() for code in _iso_codes()))
    ordered = "|".join(spaced(word) for word in sorted(every, key=lambda word: -len(word)))
    return re.compile(rf"\s*({ordered}|{iso})(?![^\W\d_])")


@cache
def _before() -> re.Pattern[str]:
    marks = [
        re.escape(mark) for mark in table("currencies")["marks"] if mark not in _AFTER_ONLY and mark not in _AT_ONCE
    ]
    iso = [code.lower() for code in _iso_codes()]
    words = [word for word, _ in _words()]
    ordered = "|".join(spaced(word) for word in sorted(marks + iso + words, key=lambda word: -len(word)))
    return re.compile(rf"(?<![^\W\d_])(?:(?P<mark>{ordered})\.?\s*|(?P<close>{'|'.join(_AT_ONCE)}))$")
