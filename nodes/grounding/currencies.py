"""The words and marks of money in every language: those people use, and the names of CLDR."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from nodes.facts.data import table as facts_table
from nodes.facts.text import fold
from nodes.grounding.claim import OTHER
from nodes.grounding.lexicon import folded_words, table

_LANGUAGES = {"fr": 0, "en": -1, "pt": 0, "sw": 0, "ar": 0}
"""Where the currency's own word stands in its name: "shilling kényan", "Kenyan shilling"."""
_COUNTS = (1, 2, 3, 11)
"""Counts that call for every plural form of these languages (CLDR plural rules)."""
_SIGN = 2
"""Letters of a sign of money that is told from other letters; the shorter ones are listed by hand."""
_ABROAD = ("USD", "EUR", "GBP", "CHF", "CAD", "AED", "SAR", "CNY", "INR", "BRL", "TRY", "HTG", "XPF")


def codes(mark: str) -> frozenset[str]:
    """Return the ISO 4217 codes that a folded word or mark may stand for."""
    text = " ".join(mark.split())
    entries = {**facts_table("currencies")["marks"], **facts_table("currencies")["words"]}
    found = [found for entry, found in entries.items() if re.fullmatch(fold(entry).replace("$", r"\$"), text)]
    used = frozenset(str(code) for codes in found[:1] for code in codes)
    return used | _names().get(text, frozenset()) or frozenset((text.upper(),))


@cache
def written() -> str:
    """Return a pattern for every word, mark and code of money, longest first."""
    from babel import Locale  # noqa: PLC0415 - slow to import

    tables = facts_table("currencies")
    marks = [
        fold(str(mark)) for mark in tables["marks"] if len(str(mark)) > 1 or not str(mark).isalpha() or mark == "f"
    ]
    words = [fold(str(word)) for word in tables["words"]]
    known = map(str, Locale.parse("en").currencies)
    iso = [code.lower() for code in known if code.isalpha() and code not in ("ALL", "TOP")]
    every = [re.escape(mark) for mark in (*marks, *_names())] + words + iso
    return "|".join(sorted(every, key=lambda each: (-len(each), each)))


def is_money(word: str) -> bool:
    """Whether a folded word is one of money or, like "livres" and "pounds", may be."""
    return word in _names() or word in folded_words("currencies", "ambiguous")


def possible_codes(word: str) -> frozenset[str]:
    """Return the codes of a folded word of money, also where it means other things too, as "livres" and "pounds"."""
    return frozenset() if word in folded_words("currencies", "capital") else _all_names().get(word, frozenset())


@cache
def _names() -> dict[str, frozenset[str]]:
    """Return the currencies' names and own words without those that mean other things too."""
    return {word: named for word, named in _all_names().items() if word not in folded_words("currencies", "ambiguous")}


@cache
def _all_names() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for code, word in (*_cldr(), *_spellings()):
        found.setdefault(word, set()).add(code)
        if word.partition(" ")[0] in folded_words("accents", "words"):
            found.setdefault(OTHER + word[1:], set()).add(code)
    return {word: frozenset(named) for word, named in found.items()}


def _cldr() -> Iterator[tuple[str, str]]:
    from babel.numbers import (  # noqa: PLC0415 - slow to import
        get_currency_name,
        get_currency_symbol,
        get_territory_currencies,
    )

    african = (code for country in facts_table("africa") for code in get_territory_currencies(country))
    for code in dict.fromkeys((*african, *_ABROAD)):
        for language, place in _LANGUAGES.items():
            symbol = fold(get_currency_symbol(code, language)).strip(" .")
            if sum(char.isalpha() for char in symbol) >= _SIGN:
                yield code, symbol
            for count in _COUNTS:
                name = fold(get_currency_name(code, count, language))
                yield code, re.findall(r"[^\W\d_]+", name)[place]
                yield code, name
                yield code, name.partition(" (")[0]


def _spellings() -> Iterator[tuple[str, str]]:
    for code, words in table("currencies")["spellings"].items():
        yield from ((str(code), fold(word)) for word in words)
