"""Amounts in figures and in words, of all languages: "25 000", "25k", "vingt-cinq mille", "elfu kumi", "٢٥ ألف"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from nodes.facts.numbers import parse
from nodes.facts.text import fold
from nodes.grounding.lexicon import any_of, entry_pattern, folded_lists, folded_map, folded_words

_DIGITS = r"(?:\d{1,3}(?:[ .,'\u00a0\u202f]\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d{1,15}(?:[.,]\d{1,3}(?![\d]))?)"
_ARABIC_PREFIXES = (re.compile("^و?[بلك]?"), re.compile("^و?[بلك]?(?:ال|لل)?"))
"""The letters that spell the article may also begin the number itself ("بألفين")."""
_HUNDRED = 100
_FOURSCORE = (4, 20)
_SIXTY, _EIGHTY = 60, 80


@dataclass(frozen=True)
class Amount:
    """An amount found in folded text."""

    start: int
    end: int
    value: str
    """Canonical decimal, or a size word ("hundreds") for an amount without a figure."""


def amounts(folded: str) -> list[Amount]:
    """Return the amounts of a folded text, left to right, not overlapping. One as an article is none."""
    found = []
    for match in _pattern().finditer(folded):
        value = _value(match)
        if value is not None:
            found.append(Amount(match.start(), match.end(), value))
    return found


def canonical(value: Decimal) -> str:
    """Return a decimal without exponent and trailing zeros."""
    text = format(value.normalize(), "f")
    return "0" if text == "-0" else text


def _value(match: re.Match[str]) -> str | None:
    if match["digits"]:
        scale = folded_map("numbers", "scales").get(match["scale"] or "", 1)
        before = folded_map("numbers", "leading").get((match["leading"] or "").strip(), 1)
        return canonical(parse(match["digits"].replace("\u00a0", " ").replace("\u202f", " ")) * scale * before)
    if match["vague"]:
        return str(_vague(match["vague"]))
    value = _spelled(re.findall(r"[^\W\d_]+", match[0]))
    return None if value is None else canonical(Decimal(value))


def _vague(words: str) -> str:
    sizes = folded_lists("numbers", "vague")
    return next((size for word, size in sizes.items() if re.fullmatch(entry_pattern(word), words)), words)


def _spelled(words: list[str]) -> int | None:
    """Return the value of number words; a lone scale ("mille") counts, a lone "one" is an article."""
    total, group, lead, known = 0, 0, 0, False
    for word in words:
        plain = _plain(word)
        if plain in folded_map("numbers", "dozens"):
            group = (group or 1) * int(folded_map("numbers", "dozens")[plain])
        elif plain in _units():
            if lead == _HUNDRED and group:
                total, group, lead = total + group * lead, 0, 0
            group = _add(group, _units()[plain])
        elif plain in folded_words("numbers", "hundreds"):
            group = (group or 1) * _HUNDRED
        elif plain in folded_map("numbers", "leading"):
            total, group, lead = (
                total + (group or (1 if lead else 0)) * (lead or 1),
                0,
                folded_map("numbers", "leading")[plain],
            )
        elif plain in folded_map("numbers", "scales"):
            total, group = total + (group or 1) * int(folded_map("numbers", "scales")[plain]), 0
        else:
            continue
        known = True
    value = total + (group or (1 if lead else 0)) * (lead or 1)
    return value if known and value > 1 else None


def _add(group: int, amount: int) -> int:
    """Add a number word to its group; "quatre-vingt" multiplies, the rest adds."""
    if (group % _HUNDRED, amount) == _FOURSCORE:
        return group - group % _HUNDRED + _EIGHTY
    return group + amount


def _plain(word: str) -> str:
    """Return an Arabic word without what is written to it, if that leaves a number word."""
    known = (_units(), folded_map("numbers", "scales"), folded_words("numbers", "hundreds"))
    if word in _units():
        return word
    bare = (prefix.sub("", word) for prefix in _ARABIC_PREFIXES)
    return next((form for form in bare if any(form in words for words in known)), word)


@cache
def _units() -> dict[str, int]:
    return {**folded_map("numbers", "words"), **folded_map("numbers", "dozens")}


@cache
def _pattern() -> re.Pattern[str]:
    scales, leading = folded_map("numbers", "scales"), folded_map("numbers", "leading")
    spelled = {*_units(), *folded_words("numbers", "hundreds"), *leading, *(word for word in scales if len(word) > 1)}
    following = rf"(?:و?(?:{_alternatives(spelled)})|و?[بل]?(?:ال|لل)(?:{_alternatives(_units())}))(?!\w)"
    arabic = _alternatives(each for each in spelled if each[0] > "\u0600")
    word = rf"(?:(?!لست\b)و?[بلك]?(?:ال|لل)?(?:{arabic})(?!\w)|{following})"
    joint = rf"(?:[ \-]+(?:(?:{_alternatives(folded_words('numbers', 'joints'))}) )?)"
    vague = any_of(folded_lists("numbers", "vague"))
    digits = (
        rf"(?:(?<!\w)(?P<leading>{_alternatives(leading)})\s+)?(?<![\d.,])(?P<digits>{_DIGITS})"
        rf"(?:\s*(?P<scale>{_alternatives(scales)})(?!\w))?"
    )
    return re.compile(rf"{digits}|(?P<vague>{vague})|(?<!\w){word}(?:{joint}{following})*")


def _alternatives(words: object) -> str:
    ordered = sorted((fold(str(word)) for word in words), key=lambda word: (-len(word), word))  # type: ignore[attr-defined]
    return "|".join(re.escape(word) for word in ordered)
