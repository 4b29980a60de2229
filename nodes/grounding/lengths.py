"""Lengths of time: with a figure, in words, and without a figure at all ("within a week", "for decades")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from nodes.facts.text import fold
from nodes.grounding.claim import Claim, Reading
from nodes.grounding.lexicon import any_of, folded_lists, listed, meant, table
from nodes.grounding.numerals import Amount

_YEAR = re.compile(r"(?:19|20)\d\d")
_UNIT = 12
"""Characters before a figure in which its unit stands."""
_SOON = ("minute", "hour", "day", "week")


def length_at(folded: str, amount: Amount) -> tuple[str, tuple[int, int]] | None:
    """Return the unit of an amount of time and the range of both, None for an amount of something else."""
    if after := _unit_after().match(folded, amount.end):
        return _unit(after[1]), (amount.start, after.end())
    before = _unit_before().search(folded[max(0, amount.start - _UNIT) : amount.start])
    if before and not _YEAR.fullmatch(amount.value):
        return _unit(before[1]), (amount.start, amount.end)
    return None


def usual(value: str, unit: str) -> str:
    """Return a length in the unit it is usually said in: 24 hours are a day, 12 months a year."""
    if not value.replace(".", "").isdigit():
        return f"{value} {unit}"
    number = float(value)
    if unit == "decade":
        return f"{10 * number:g} year"
    factor, larger = table("calendar")["larger"].get(unit, (0, unit))
    if factor and number and number % factor == 0:
        return usual(f"{number / factor:g}", larger)
    return f"{number:g} {unit}"


def _unit(word: str) -> str:
    return str(meant(word, folded_lists("calendar", "units")))


@cache
def _unit_after() -> re.Pattern[str]:
    words = [word for word in folded_lists("calendar", "units") if len(word) > 1]
    full = any_of(table("calendar")["full"])
    return re.compile(rf"[\s-]?\+?\s?(?:{full}\s)?(?!و)({any_of(words)}|h(?!\w))")


@cache
def _unit_before() -> re.Pattern[str]:
    return re.compile(rf"({any_of(table('calendar')['before'])})\s$")


def lengths_in_words(reading: Reading) -> Iterator[Claim]:
    """Take "for decades", the Arabic duals, and "one year", whose number is written like an article."""
    for match in listed("calendar", "vague_units").finditer(reading.folded):
        yield Claim("duration", "long", reading.take(*match.span()), position=match.start())
    for match in listed("calendar", "duals").finditer(reading.folded):
        unit = meant(match[0], folded_lists("calendar", "duals"))
        yield Claim("duration", f"2 {unit}", reading.take(*match.span()), position=match.start())
    for match in _within().finditer(reading.folded):
        unit = _unit(match["unit"])
        within = frozenset(("within",))
        yield Claim("duration", f"1 {unit}", reading.take(*match.span()), within, match.start())
    for match in _single().finditer(reading.folded):
        unit = _unit(match[1] or match[2])
        yield Claim("duration", f"1 {unit}", reading.take(*match.span()), position=match.start())


def bare_lengths(reading: Reading) -> Iterator[Claim]:
    """Take "trial week" and "l'heure" in words of the person: one week, one hour, if not how long something takes."""
    for match in _bare().finditer(reading.folded):
        yield Claim("duration", f"1 {_unit(match[0])}", match[0], frozenset(("bare",)), match.start())


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
    one = any_of(word for word in table("numbers")["one"] if word not in ("a", "moja", "mmoja"))
    before = any_of(table("calendar")["before"])
    return re.compile(rf"{one}\s+({any_of(timed)})|({before}) (?:mmoja|moja)(?!\w)(?! kwa)")


@cache
def _bare() -> re.Pattern[str]:
    units = folded_lists("calendar", "units").items()
    return re.compile(any_of(word for word, unit in units if unit in ("hour", "week") and len(word) > 1))
