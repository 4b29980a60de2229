"""Opening hours: "lun-sam 9h-19h", "8am to 6pm every day", "fermé le dimanche"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nodes.brief import OpeningHours
from nodes.facts import clock
from nodes.facts.clock import Period
from nodes.facts.lexicon import Lexicon, whole_words
from nodes.facts.text import Span, Text

WEEK = frozenset(range(7))
_NEAR = 40
"""Folded characters between days and hours that belong together."""
_NEAR = 12
"""Characters between a day and its hours at most: "on Saturdays, from 9"."""
_SHORT = 3
"""Letters of an abbreviated day, which is often a word too: "mon", "sat", "sun", "mar"."""


@dataclass(frozen=True)
class Opening:
    """What one message says about opening."""

    ranges: tuple[OpeningHours, ...] = ()
    """A range without days is one for which no day was named."""
    closed: frozenset[int] = frozenset()
    days: frozenset[int] = frozenset()
    """Days named without any hour."""
    spans: tuple[Span, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.ranges or self.closed or self.days)


@dataclass(frozen=True)
class Days:
    span: Span
    days: frozenset[int]
    closed: bool


def opening(text: Text, lexicon: Lexicon) -> Opening:
    """Return the opening hours a text states; days or hours it does not state stay open."""
    about = [sentence for sentence in text.sentences() if _is_about(text, lexicon, sentence)]
    named = list(weekdays(text, lexicon))
    periods = [
        each
        for each in clock.periods(text, lexicon)
        if each.sure or _within(each.span, about) or any(_near(each.span, day.span) for day in named)
    ]
    kept = [day for day in named if _belongs(day, periods, about)]
    days = [each for each in kept if not each.closed]
    ranges = tuple(
        OpeningHours(days=tuple(sorted(on)), opens=period.opens, closes=period.closes)
        for period, on in _paired(periods, days)
    )
    shut = frozenset(day for each in kept if each.closed for day in each.days)
    alone = frozenset(day for each in days for day in each.days) if not periods else frozenset()
    return Opening(ranges, shut, alone, (*(day.span for day in kept), *(period.span for period in periods)))


def _is_about(text: Text, lexicon: Lexicon, sentence: Span) -> bool:
    return bool(lexicon.pattern("hours", "about").search(text.folded, sentence.start, sentence.end))


def _belongs(day: Days, periods: list[Period], about: list[Span]) -> bool:
    """Whether days are about opening: named as closed, near some hours, or in a sentence about opening."""
    return day.closed or _within(day.span, about) or any(_near(day.span, period.span) for period in periods)


def _within(span: Span, sentences: list[Span]) -> bool:
    return any(sentence.start <= span.start < sentence.end for sentence in sentences)


def _near(one: Span, other: Span) -> bool:
    return max(one.start, other.start) - min(one.end, other.end) <= _NEAR


def complete(openings: Iterable[Opening], before: tuple[OpeningHours, ...] = ()) -> tuple[OpeningHours, ...]:
    """Return the hours that messages state together, oldest first, on top of the hours known before.

    Closed days leave every range. A range for which no day was named takes the days named alone, else every day
    that is not closed: who says "from 8 to 6" and no day speaks of every day.
    """
    said = list(openings)
    closed = frozenset(day for each in said for day in each.closed)
    whole = next((each.days for each in reversed(said) if each.days), WEEK)
    ranges = next((each.ranges for each in reversed(said) if each.ranges), before)
    full = (each.model_copy(update={"days": tuple(sorted((set(each.days) or whole) - closed))}) for each in ranges)
    return tuple(each for each in full if each.days)


def weekdays(text: Text, lexicon: Lexicon) -> Iterator[Days]:
    """Yield the runs of weekdays a text names, and whether the business is closed on them."""
    values = lexicon.mapping("hours", "days")
    for found in lexicon.compiled("hours.weekdays", _weekdays).finditer(text.folded):
        if found["group"]:
            days = _group(" ".join(found["group"].split()), lexicon)
        elif found["first"]:
            first, last = values[found["first"]], values[found["last"]]
            days = frozenset((first + step) % 7 for step in range((last - first) % 7 + 1))
        else:
            days = frozenset(values[day] for day in re.findall(r"[^\W\d_]+", found["list"]) if day in values)
        shut = bool(found["shut"] or found["shut_after"])
        if shut or not found["list"] or not _is_a_word(found["list"], text.folded[found.end() :]):
            yield Days(Span(*found.span()), days, shut)


def _is_a_word(day: str, after: str) -> bool:
    """Whether a lone abbreviation reads as another word: no clock or dash follows it."""
    return len(day.strip(". ")) <= _SHORT and day.isascii() and not re.match(r"\s?[.:–-]?\s?\d", after)


def _group(phrase: str, lexicon: Lexicon) -> frozenset[int]:
    for name, days in (("every", WEEK), ("weekdays", frozenset(range(5))), ("weekend", frozenset((5, 6)))):
        if any(re.fullmatch(word, phrase) for word in lexicon.words("hours", name)):
            return days
    return WEEK


def _paired(periods: list[Period], days: list[Days]) -> Iterator[tuple[Period, frozenset[int]]]:
    """Give each period its days: those before it when the text begins with days, else those after it."""
    first = bool(days and (not periods or days[0].span.start < periods[0].span.start))
    steps: list[Period | Days] = [*periods, *days]
    steps.sort(key=_begins, reverse=not first)
    current: frozenset[int] = frozenset()
    fresh = True
    found: list[tuple[Period, frozenset[int]]] = []
    for step in steps:
        if isinstance(step, Days):
            current, fresh = (step.days if fresh else current | step.days), False
        else:
            found.append((step, current))
            fresh = True
    yield from found if first else reversed(found)


def _begins(step: Period | Days) -> int:
    return step.span.start


def _weekdays(lexicon: Lexicon) -> re.Pattern[str]:
    day = rf"(?:{'|'.join(sorted(lexicon.mapping('hours', 'days'), key=lambda word: -len(word))) or '(?!)'})"
    article = rf"(?:(?:{'|'.join(lexicon.words('hours', 'articles')) or '(?!)'}) ?)?"
    to, joint = (f"(?:{'|'.join(lexicon.words('hours', name)) or '(?!)'})" for name in ("to", "joints"))
    shut = whole_words(lexicon.words("hours", "closed"))
    but = whole_words((*lexicon.words("hours", "closed"), *lexicon.words("hours", "except")))
    group = whole_words(
        (*lexicon.words("hours", "every"), *lexicon.words("hours", "weekdays"), *lexicon.words("hours", "weekend"))
    )
    spans = (
        rf"(?P<group>{group})"
        rf"|(?P<first>{day})\.?\s?(?:-|\s{to}\s|{to}\s)\s?{article}(?P<last>{day})(?!\w)\.?"
        rf"|(?P<list>{day}(?!\w)\.?(?:(?:\s?[,/&]\s?(?:{joint} )?|\s{joint}\s?){article}{day}(?!\w)\.?){{0,6}})"
    )
    return re.compile(rf"(?<!\w)(?:(?P<shut>{but})\s?:?\s?)?{article}(?:{spans})(?:\s?:?\s?(?P<shut_after>{shut}))?")
