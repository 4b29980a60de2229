"""Addresses: a street word with its name or number, and postal boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from nodes.facts.text import key
from nodes.grounding.claim import Claim, Reading
from nodes.grounding.lexicon import any_of, entry_pattern, folded_words, table

_NUMBER_BEFORE = re.compile(
    r"(?<!\w)(?:n[o°.]*\s?)?(?!(?:19|20)\d\d\b)\d{1,5}(?:\s?(?:bis|ter|[a-d]))?,?\s+(?P<between>(?:[\w'-]+\s+){0,2})$"
)
_NAME_BEFORE = re.compile(r"(?<!\w)([^\W\d_][\w'-]*)\s$")


def addresses(reading: Reading) -> Iterator[Claim]:
    """Take every street word that has a number before it, or a name or number next to it, and postal boxes."""
    for match in _box().finditer(reading.folded):
        yield Claim("address", key(match[0]), reading.take(*match.span()), position=match.start())
    for match in _street().finditer(reading.folded):
        start, end = _extent(reading, *match.span())
        if (start, end) != match.span():
            value = key(reading.text.folded[start:end])
            yield Claim("address", value, reading.take(start, end), position=start)


def _extent(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """Return the range of the address around a street word; the word alone when nothing is named."""
    first, last = start, end
    number = _NUMBER_BEFORE.search(reading.folded[max(0, start - 40) : start])
    between = start - len(number["between"]) if number else start
    if number and all(reading.text.capital(between + word.start()) for word in re.finditer(r"\S+", number["between"])):
        first = start - len(number[0])
    elif (name := _NAME_BEFORE.search(reading.folded[:start])) and _named(reading, name.start(1), name[1]):
        first = name.start(1)
    if after := _after().match(reading.folded, end):
        if after[1][:1].isdigit():
            last = after.end()
        elif _named(reading, after.start(1), after[1].split()[0]):
            words = after[1].split()
            second = after.start(1) + len(words[0]) + 1
            both = len(words) > 1 and reading.text.capital(second)
            last = after.end() if both else after.start(1) + len(words[0])
    return first, last


def _named(reading: Reading, position: int, word: str) -> bool:
    """Whether a word beside a street word names it: a capital that is no ordinary word at a sentence's head."""
    if not reading.text.capital(position) or word in folded_words("common", "words"):
        return False
    return word[:1].isascii() or not ("\u0600" <= word[:1] <= "\u06ff")


@cache
def _street() -> re.Pattern[str]:
    return re.compile(any_of(table("places")["streets"]))


@cache
def _box() -> re.Pattern[str]:
    return re.compile(rf"{any_of(table('places')['box'])}\.?:?\s*\d[\d -]*")


@cache
def _after() -> re.Pattern[str]:
    joints = "|".join(entry_pattern(str(word)) for word in table("places")["joints"])
    number = r"n[o°.]*"
    name = r"\d+\w?(?!\w)|[^\W\d_][\w'-]*(?:\s[^\W\d_][\w'-]*)?"
    return re.compile(rf"(?:\s(?:{joints}|{number}))*\s?((?<=\W)(?:{name}))")
