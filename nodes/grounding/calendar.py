"""Dates, weekdays and hours, in the spellings of five languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from nodes.facts.text import fold
from nodes.grounding.claim import Claim, Reading
from nodes.grounding.lexicon import any_of, entry_pattern, folded_lists, listed, meant, table

_HALF_DAY = 12
_DAY = 24
_OTHER_WORDS = ("may", "march", "mars", "mai", "mei", "juni", "ماي", "اوت", "مارس")
_NUMERIC = re.compile(
    r"(?<![\d/.-])(?:(?P<iso>(?:19|20)\d\d)-(?P<im>\d{1,2})-(?P<id>\d{1,2})|(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>(?:19|20)?\d\d))(?![\d/])"
)
_YEAR = re.compile(r"(?<![\d.,+\w])(?:19|20)\d\d(?![\w%])(?! ?(?:[.,]\d|\d{3}))")
_COLON = r"(?P<h>[01]?\d|2[0-4])\s?(?:h|:)\s?(?P<min>[0-5]\d)(?!\d)(?:\s?(?P<half>[ap])\.?m\b\.?)?"
_AM_PM = r"(?P<h12>1[0-2]|0?\d)(?:[.:](?P<min12>[0-5]\d))?\s?(?P<ap>[ap])\.?m(?!\w)\.?"


def dates(reading: Reading) -> Iterator[Claim]:
    """Take figures and words that name a day or a month; years follow with the amounts."""
    for match in _NUMERIC.finditer(reading.folded):
        year, month, day = (
            (match["iso"], match["im"], match["id"]) if match["iso"] else (match["y"], match["m"], match["d"])
        )
        value = f"{int(month)}-{int(day)}"
        yield Claim("date", value, reading.take(*match.span()), frozenset((year[-2:],)), match.start())
    for match in _worded().finditer(reading.folded):
        named = match["month"] or match["month2"] or match["month3"] or match["month4"]
        month = meant(named, folded_lists("calendar", "months"))
        day = match["day"] or match["day2"] or ""
        year = match["year"] or match["year2"] or match["year4"] or ""
        value = f"{month}-{int(day)}" if day else f"{month}"
        marks = frozenset((year[-2:],)) if year else frozenset()
        yield Claim("date", value, reading.take(*match.span()), marks, match.start())


def years(reading: Reading) -> Iterator[Claim]:
    """Take four figures that are a year; with a currency behind them they were read as a price before."""
    for match in _YEAR.finditer(reading.folded):
        yield Claim("date", match[0], reading.take(*match.span()), position=match.start())


def clock(reading: Reading) -> Iterator[Claim]:
    """Take times of day. "9h" may be a length as well: its marks hold that reading."""
    found = list(_times().finditer(reading.folded))
    for match in found:
        yield from _range_start(reading, match)
        hour, minute, half = _parts(match)
        marks = frozenset((f"{hour} hour",)) if match["hh"] else frozenset()
        if match["hh"] and (hour > _DAY - 1 or _taking().search(reading.folded[: match.start()])):
            continue
        value = f"{_to_day(hour, half):02d}:{minute:02d}"
        yield Claim("opening hour", value, reading.take(*match.span()), marks, match.start())
    for match in _midnight().finditer(reading.folded):
        yield Claim("opening hour", "24:00", reading.take(*match.span()), frozenset(("00:00",)), match.start())


def weekdays(reading: Reading) -> Iterator[Claim]:
    """Take weekdays as "day-d-open" or "day-d-closed", and "from Monday to Friday" as a range of its own."""
    for match in _day_range().finditer(reading.folded):
        first, last = _day(match["first"]), _day(match["last"])
        value = f"days-{first}-{last}"
        yield Claim("opening hour", value, reading.take(*match.span()), position=match.start())
    for match in listed("calendar", "weekdays").finditer(reading.folded):
        before = re.split(r"[.,;!?]", reading.folded[: match.start()])[-1][-40:]
        after = re.split(r"[.,;!?]", reading.folded[match.end() :])[0][:16]
        state = "closed" if listed("calendar", "closed").search(f"{before} {after}") else "open"
        state = "each" if _each().search(f"{reading.folded[: match.start()]}{match[0]}") else state
        value = f"day-{_day(match[0])}-{state}"
        yield Claim("opening hour", value, reading.take(*match.span()), position=match.start())


def _parts(match: re.Match[str]) -> tuple[int, int, str]:
    if match["h"]:
        return int(match["h"]), int(match["min"]), match["half"] or ""
    if match["h12"]:
        return int(match["h12"]), int(match["min12"] or 0), match["ap"]
    return int(match["hh"]), 0, ""


def _to_day(hour: int, half: str) -> int:
    return hour % _HALF_DAY + (_HALF_DAY if half == "p" else 0) if half else hour


def _range_start(reading: Reading, match: re.Match[str]) -> Iterator[Claim]:
    """Take the bare figure in front of "to 6pm" or "-18h": it is an hour, in one or the other half of the day."""
    head = reading.folded[: match.start()]
    start = _until().search(head)
    if start and int(start[1]) <= _DAY:
        hour = int(start[1])
        other = frozenset((f"{hour % _HALF_DAY + _HALF_DAY:02d}:00",))
        yield Claim("opening hour", f"{hour:02d}:00", reading.take(*start.span(1)), other, start.start(1))


def _day(word: str) -> int:
    days = {**folded_lists("calendar", "short_weekdays"), **folded_lists("calendar", "weekdays")}
    return int(meant(word.removesuffix("."), days))


@cache
def _times() -> re.Pattern[str]:
    marks = "|".join(entry_pattern(str(mark)) for mark in table("calendar")["oclock"])
    on_the_hour = rf"(?P<hh>[01]?\d|2[0-4])\s?(?:{marks})(?!\w)"
    return re.compile(rf"(?<![\d.,:])(?:{_AM_PM}|{_COLON}|{on_the_hour})")


@cache
def _taking() -> re.Pattern[str]:
    """What makes of "8 heures" the time something takes."""
    words = "|".join(re.escape(fold(word)) for word in table("calendar")["within"])
    return re.compile(rf"(?<!\w)(?:{words})\s?$")


@cache
def _midnight() -> re.Pattern[str]:
    return re.compile(any_of(table("calendar")["midnight"]))


@cache
def _worded() -> re.Pattern[str]:
    """A month with a day or a year, or alone where its name is no other word ("may", "mars")."""
    months = any_of(folded_lists("calendar", "months"))
    clear = any_of(word for word in folded_lists("calendar", "months") if word not in _OTHER_WORDS)
    year = r"(?:19|20)\d\d"
    return re.compile(
        rf"(?P<day>\d{{1,2}})(?:er|st|nd|rd|th|o)?\s+(?:de\s+|of\s+)?(?P<month>{months})(?:\s+(?:de\s+)?(?P<year>{year}))?"
        rf"|(?P<month2>{months})\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s+(?P<year2>{year}))?"
        rf"|(?P<month4>{months})\s+(?:de\s+)?(?P<year4>{year})|(?P<month3>{clear})"
    )


@cache
def _day_range() -> re.Pattern[str]:
    words = {**folded_lists("calendar", "short_weekdays"), **folded_lists("calendar", "weekdays")}
    day = any_of(fold(str(word)) for word in words)
    joint = "|".join(re.escape(fold(str(word))) for word in table("calendar")["range"])
    return re.compile(rf"(?P<first>{day})\.?\s?(?:{joint})\s?(?:la |le |o |a |ال)?(?P<last>{day})\.?")


@cache
def _until() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.,])(\d{{1,2}})\s?(?:-|{any_of(table('calendar')['until'])})\s?$")


@cache
def _each() -> re.Pattern[str]:
    return re.compile(rf"{any_of(table('calendar')['each'])}\s[\w-]+$")
