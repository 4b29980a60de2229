"""Times of day as they are spoken: "half past eight", "de huit heures à dix", "das 8 da manhã", "saa mbili na nusu"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from nodes.facts.text import fold
from nodes.grounding.claim import Claim, Reading
from nodes.grounding.lexicon import any_of, folded_lists, folded_map, meant, table
from nodes.grounding.numerals import Amount, amounts

_SIX = 6
_EVENING = "jioni"
"""Which begins before six and goes on behind it: "saa moja jioni" is seven in the evening."""
_HALF_DAY = 12
_DAY = 24


def spoken_hours(reading: Reading) -> Iterator[Claim]:
    """Take the times of day in words; one without a part of the day may be in either half of it."""
    yield from _swahili(reading)
    yield from _arabic(reading)
    yield from _european(reading)


def _european(reading: Reading) -> Iterator[Claim]:
    """Take every amount that the words around it make a time of day."""
    found = [amount for amount in amounts(reading.folded) if _hour(amount) is not None]
    ranged = set(_ranged(reading.folded, found))
    for amount in reversed(found):
        after = _after().match(reading.folded, amount.end)
        before = _before().search(reading.folded[: amount.start])
        past = _past().search(reading.folded[: amount.start])
        assert after is not None  # noqa: S101 - every group may be missing
        told = (after["unit"] or after["minutes"]) and before
        if past or after["part"] or told or amount in ranged:
            start = past.start() if past else amount.start
            yield _claim(reading, amount, (start, after.end()), _minutes(past, after), after["part"] or "")


def _claim(reading: Reading, amount: Amount, span: tuple[int, int], minutes: int, part: str) -> Claim:
    hour = _hour(amount) or 0
    shift = int(meant(part, folded_map("spoken_hours", "parts"))) if part else 0
    value = f"{hour % _HALF_DAY + shift if part else hour:02d}:{minutes:02d}"
    other = frozenset() if part or hour > _HALF_DAY else frozenset((f"{(hour + _HALF_DAY) % _DAY:02d}:{minutes:02d}",))
    return Claim("opening hour", value, reading.take(*span), other, span[0])


def _hour(amount: Amount) -> int | None:
    return int(amount.value) if amount.value.isdigit() and int(amount.value) <= _DAY else None


def _minutes(past: re.Match[str] | None, after: re.Match[str]) -> int:
    told = past["minutes"] if past else after["minutes"]
    return int(meant(told, folded_map("spoken_hours", "past" if past else "and"))) if told else 0


def _ranged(folded: str, found: list[Amount]) -> Iterator[Amount]:
    """Yield the two ends of "from eight to six" where the sentence speaks of opening, of weekdays or of hours."""
    opening = bool(_opening().search(folded))
    for first, last in pairwise(found):
        if not (_from().search(folded[: first.start]) and _to().fullmatch(folded, first.end, last.start)):
            continue
        after = _after().match(folded, last.end)
        if after and (after["unit"] or after["part"] or (opening and not re.match(r"\s?\w", folded[after.end() :]))):
            yield from (first, last)


def _swahili(reading: Reading) -> Iterator[Claim]:
    """Swahili counts hours from six: "saa tatu asubuhi" is nine in the morning, "hadi saa tatu" nine in either half."""
    for match in _swahili_times().finditer(reading.folded):
        numbers = amounts(match["n"].split(":")[0])
        hour = 1 if match["n"] == "moja" else int(float(numbers[0].value)) if numbers else 0
        if 0 < hour <= _HALF_DAY and (match["part"] or match["before"] or match["on"]):
            minute = int(match["m"] or {"nusu": 30, "robo": 15}.get(match["more"] or "", 0))
            first, *others = [f"{at:02d}:{minute:02d}" for at in (*_counted_from_six(hour, match["part"]), hour)]
            start = match.start("time")
            yield Claim("opening hour", first, reading.take(start, match.end()), frozenset(others), start)


def _counted_from_six(hour: int, part: str | None) -> tuple[int, ...]:
    """Return the hour of the day, or without a part of the day the two it may be."""
    if part in (None, "asubuhi", "alfajiri"):
        morning = (hour + _SIX) % _HALF_DAY
        return (morning,) if part else (morning, morning + _HALF_DAY)
    counted = (hour + int(folded_map("calendar", "swahili_day")[part])) % _DAY
    return (counted + _HALF_DAY if part == _EVENING and counted < _HALF_DAY else counted,)


@cache
def _swahili_times() -> re.Pattern[str]:
    """An hour is told from a length of hours by the part of the day behind it, or by "from", "until" or "sharp"."""
    parts = "|".join(folded_map("calendar", "swahili_day"))
    number = r"(?P<n>\d{1,2}(?!\d)(?::(?P<m>\d\d))?|kumi na \w+|\w+)"
    return re.compile(
        r"(?<!\w)(?P<before>(?:kuanzia|kutoka|tangu|toka|hadi|mpaka) )?"
        rf"(?P<time>saa {number}(?: na (?P<more>nusu|robo))?"
        rf"(?: (?P<part>{parts})(?!\w)|(?P<on> kamili| hadi(?!\w)| mpaka(?!\w))?))"
    )


def _arabic(reading: Reading) -> Iterator[Claim]:
    hours, parts = folded_map("calendar", "arabic_hours"), folded_map("calendar", "arabic_day")
    names = "|".join(sorted(hours, key=len, reverse=True))
    day = "|".join(sorted(parts, key=len, reverse=True))
    at = r"(?<!\w)[وب]?الساعه\s+"
    more = r"(?:\s+و(?:ال)?(?P<more{}>نصف|ربع))?"
    told = rf"(?:{at})?(?:(?P<d>\d{{1,2}})(?::(?P<m>\d\d))?|(?P<w>{names})){more.format(1)}\s+(?P<part>{day})(?!\w)"
    bare = rf"{at}(?:(?P<d2>\d{{1,2}})(?::(?P<m2>\d\d))?|(?P<w2>{names})){more.format(2)}(?!\w)"
    for match in re.finditer(rf"{told}|{bare}", reading.folded):
        hour = int(match["d"] or match["d2"] or hours[match["w"] or match["w2"]])
        part_of_hour = {"نصف": 30, "ربع": 15}.get(match["more1"] or match["more2"] or "", 0)
        minute = int(match["m"] or match["m2"] or part_of_hour)
        since = hour % _HALF_DAY + int(parts[match["part"]]) if match["part"] else hour
        other = frozenset() if match["part"] else frozenset((f"{hour % _HALF_DAY + _HALF_DAY:02d}:{minute:02d}",))
        yield Claim("opening hour", f"{since:02d}:{minute:02d}", reading.take(*match.span()), other, match.start())


@cache
def _after() -> re.Pattern[str]:
    units = any_of(table("spoken_hours")["units"])
    minutes = any_of(folded_map("spoken_hours", "and"))
    parts = any_of(folded_map("spoken_hours", "parts"))
    return re.compile(rf"(?:\s(?P<unit>{units}))?(?:\s(?P<minutes>{minutes}))?(?:\s(?P<part>{parts}))?")


@cache
def _past() -> re.Pattern[str]:
    return re.compile(rf"(?P<minutes>{any_of(folded_map('spoken_hours', 'past'))})\s$")


@cache
def _before() -> re.Pattern[str]:
    return re.compile(rf"{any_of(table('spoken_hours')['at'])}\s$")


@cache
def _from() -> re.Pattern[str]:
    return re.compile(rf"{any_of(table('spoken_hours')['from'])}\s$")


@cache
def _to() -> re.Pattern[str]:
    after = _after().pattern.replace("?P<unit>", "").replace("?P<minutes>", "").replace("?P<part>", "")
    return re.compile(rf"{after}\s?(?:-|{any_of(table('spoken_hours')['to'])})\s?")


@cache
def _opening() -> re.Pattern[str]:
    days = (fold(str(word)) for word in folded_lists("calendar", "weekdays"))
    return re.compile(any_of((*days, *table("spoken_hours")["opening"])))
