"""Lengths of time: with a figure, in words, and without a figure at all ("within a week", "for decades")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from nodes.facts.text import fold
from nodes.grounding.claim import Claim, Reading
from nodes.grounding.lexicon import any_of, folded_lists, table
from nodes.grounding.numerals import Amount

_YEAR = re.compile(r"(?:19|20)\d\d")
_SOON = ("minute", "hour", "day", "week")


def length_at(folded: str, amount: Amount) -> tuple[str, tuple[int, int]] | None:
    if after := _unit_after().match(folded, amount.end):
        return _unit(after[1]), (amount.start, after.end())
    before = _unit_before().search(folded[max(0, amount.start - 12) : amount.start])
    if before and not _YEAR.fullmatch(amount.value):
        return _unit(before[1]), (amount.start, amount.end)
    return None


def _unit(word: str) -> str:
    return str(folded_lists("calendar", "units")[word])


def usual(length: str) -> str:
    """Return a length in the unit it is usually said in: 24 hours are a day, 12 months a year."""
    value, _, unit = length.partition(" ")
    number = float(value) if value.replace(".", "").isdigit() else 0
    for small, large, factor in (
        ("hour", "day", 24),
        ("day", "week", 7),
        ("month", "year", 12),
        ("decade", "year", 0.1),
    ):
        if unit == small and number and number % factor == 0 and factor >= 1:
            return usual(f"{number / factor:g} {large}")
        if unit == small and factor < 1:
            return f"{number / factor:g} {large}"
    return f"{number:g} {unit}" if number else length


@cache
def _unit_after() -> re.Pattern[str]:
    words = [word for word in folded_lists("calendar", "units") if len(word) > 1]
    between = r"(?:good |full |whole |bonnes? |longues? |belles? |long |working |business )?"
    return re.compile(rf"[\s-]?\+?\s?{between}({any_of(words)}|h(?!\w))")


@cache
def _unit_before() -> re.Pattern[str]:
    swahili = ("dakika", "masaa", "saa", "siku", "wiki", "miezi", "miaka", "mwaka")
    return re.compile(rf"(?<!\w)({'|'.join(swahili)})\s$")


def lengths_in_words(reading: Reading) -> Iterator[Claim]:
    """Take "for decades", the Arabic duals, and "one year", whose number is written like an article."""
    for match in re.finditer(any_of(table("calendar")["vague_units"]), reading.folded):
        yield Claim("duration", "long", reading.take(*match.span()), position=match.start())
    for match in re.finditer(any_of(folded_lists("calendar", "duals")), reading.folded):
        unit = folded_lists("calendar", "duals")[
            re.sub("^[وفبلك]", "", match[0]) if match[0] not in _duals() else match[0]
        ]
        yield Claim("duration", f"2 {unit}", reading.take(*match.span()), position=match.start())
    for match in _within().finditer(reading.folded):
        unit = folded_lists("calendar", "units")[match["unit"]]
        yield Claim("duration", f"1 {unit}", reading.take(*match.span()), position=match.start())
    for match in _single().finditer(reading.folded):
        unit = _unit(match[1] or match[2])
        yield Claim("duration", f"1 {unit}", reading.take(*match.span()), position=match.start())


def _duals() -> dict[str, str]:
    return folded_lists("calendar", "duals")


@cache
def _within() -> re.Pattern[str]:
    """A length after "within" without a figure; a month or year may be a date ("in the year") and is not read."""
    units = [word for word, unit in folded_lists("calendar", "units").items() if unit in _SOON and len(word) > 1]
    article = "|".join(re.escape(fold(word)) for word in table("calendar")["articles"])
    return re.compile(
        rf"{any_of(table('calendar')['within'])}\s(?:(?:{article})\s?)?(?P<unit>{any_of(units)})(?!\w)(?! de | du )"
    )


@cache
def _single() -> re.Pattern[str]:
    timed = [
        word
        for word, unit in folded_lists("calendar", "units").items()
        if unit in ("hour", "week", "month", "year") and len(word) > 1
    ]
    one = any_of(word for word in table("numbers")["one"] if word != "a")
    swahili = "mwaka|mwezi|wiki|saa|siku"
    return re.compile(rf"{one}\s+({any_of(timed)})|(?<!\w)({swahili}) (?:mmoja|moja)(?!\w)(?! kwa)")
