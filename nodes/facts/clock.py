"""Times of day as people write them: "9h", "9h30", "8am", "18:00", "midi", "saa mbili asubuhi", "8 صباحا"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nodes.facts.lexicon import Lexicon, spaced
from nodes.facts.text import Span, Text

_NOON, _DAY, _HOUR = 12, 24, 60
_SUNRISE = 6
"""The Swahili clock counts from sunrise: saa moja (one) is seven o'clock."""


@dataclass(frozen=True)
class Period:
    """From one time of day to another, as HH:MM. `closes` before `opens` is after midnight."""

    span: Span
    opens: str
    closes: str
    sure: bool
    """False for two bare numbers ("9-19"), which need words about opening around them."""


def periods(text: Text, lexicon: Lexicon) -> Iterator[Period]:
    """Yield the periods a text names."""
    for found in lexicon.compiled("hours.periods", _pattern).finditer(text.folded):
        span = Span(*found.span())
        if found["always"]:
            yield Period(span, "00:00", "24:00", sure=True)
        elif (opens := _minutes(found, "a", lexicon)) is not None and (
            closes := _minutes(found, "b", lexicon)
        ) is not None:
            said_when = found["b_period"] or found["b_word"] or (found["b_minute"] or "")
            afternoon = closes + _NOON * _HOUR > opens
            if closes <= opens and closes < _NOON * _HOUR and afternoon and not said_when:
                closes += _NOON * _HOUR
            yield Period(span, _shown(opens), _shown(closes or _DAY * _HOUR), sure=_sure(found))


def _sure(found: re.Match[str]) -> bool:
    return any(found[f"{side}_{part}"] for side in "ab" for part in ("mark", "period", "word", "saa"))


def _minutes(found: re.Match[str], side: str, lexicon: Lexicon) -> int | None:
    """Return minutes since midnight, None for a time that no clock shows."""
    if word := found[f"{side}_word"]:
        noon = any(re.fullmatch(each, word) for each in lexicon.words("hours", "noon"))
        return (_NOON if noon else _DAY) * _HOUR
    written = found[f"{side}_hour"]
    hour = int(written) if written.isdigit() else int(lexicon.mapping("numbers", "words")[written])
    minute = int(found[f"{side}_minute"] or 0)
    period = _period(found[f"{side}_period"], lexicon)
    if found[f"{side}_saa"]:
        hour = hour % _NOON + _SUNRISE
        period = "night" if period == "pm" and hour == _NOON and "usiku" in (found[f"{side}_period"] or "") else period
    if period == "pm" and hour < _NOON:
        hour += _NOON
    elif (period == "am" and hour == _NOON) or period == "night":
        hour = _DAY if period == "night" else 0
    return hour * _HOUR + minute if minute < _HOUR and hour * _HOUR + minute <= _DAY * _HOUR else None


def _period(word: str | None, lexicon: Lexicon) -> str:
    if not word:
        return ""
    plain = " ".join(word.split())
    groups = lexicon.groups("hours", "parts")
    return next((name for name, words in groups.items() if any(re.fullmatch(each, plain) for each in words)), "")


def _shown(minutes: int) -> str:
    return f"{minutes // _HOUR:02}:{minutes % _HOUR:02}"


def _pattern(lexicon: Lexicon) -> re.Pattern[str]:
    start, to, always = (_any(lexicon.words("hours", name)) for name in ("from", "to", "always"))
    joint = rf"\s{{0,2}}(?:-|(?<!\w){to}(?!\w)|(?<=\d){to}(?!\w))\s{{0,2}}"
    lead = rf"(?:{start}\s{{1,2}})?"
    both = f"{lead}{_time('a', lexicon)}{joint}{lead}{_time('b', lexicon)}"
    return re.compile(rf"(?<![\w.,:/])(?:(?P<always>{always})|{both})(?![\w%])")


def _time(side: str, lexicon: Lexicon) -> str:
    parts = _any(word for words in lexicon.groups("hours", "parts").values() for word in words)
    words = _any((*lexicon.words("hours", "noon"), *lexicon.words("hours", "midnight")))
    spelled = _any(lexicon.mapping("numbers", "words"))
    return (
        rf"(?:(?P<{side}_word>{words})|"
        rf"(?:(?P<{side}_saa>saa)\s{{1,2}})?(?P<{side}_hour>\d{{1,2}}|(?<=saa )(?:{spelled}))(?!\d|,\d)"
        rf"(?:\s?(?P<{side}_mark>heures?|hrs?|hs?|:|\.(?=\d\d)|u)\s?(?P<{side}_minute>\d\d)?(?!\d))?"
        rf"(?:\s{{0,2}}(?P<{side}_period>{parts})(?!\w))?)"
    )


def _any(entries: object) -> str:
    ordered = sorted({str(entry) for entry in entries}, key=lambda entry: (-len(entry), entry))  # type: ignore[attr-defined]
    return "(?:" + ("|".join(map(spaced, ordered)) or "(?!)") + ")"
