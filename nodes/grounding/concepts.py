"""Claims without a figure: awards, guarantees, free delivery, means of payment, what a place has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from nodes.grounding.claim import Claim, Kind, Reading
from nodes.grounding.currencies import is_money
from nodes.grounding.denial import denied
from nodes.grounding.lexicon import any_of, folded_lists, listed, table
from nodes.grounding.meanings import meanings

_REACH = 4
"""Words behind "near" among which the place stands."""
_GUARANTEE, _WARRANTY = "guarantee", "warranty"
_NEXT = 24
"""Characters behind a guarantee in which its length stands."""
_NEAR, _FREE, _HALF, _ALWAYS_OPEN, _MTN, _FOUNDED = "near", "free", "half", "always_open", "mtn", "founded"
_CLAUSE = 8
"""Words on either side of "free" among which the thing that is free stands."""
_WORD = re.compile(r"[\w'-]+")
_SAYS_NOTHING = frozenset(("free", "money", "price", "pay", "without", "charge_fee", "first", "every", "customer"))
"""Meanings near "free" that are not what is free."""
_ARABIC_PREFIX = re.compile("^[وفبلك]?(?:ال)?(?=[\u0621-\u064a]{3})")
_ARABIC_SUFFIX = re.compile("(?<=[\u0621-\u064a]{3})(?:كم|ها|هم|نا|ك|ه)$")


def concepts(reading: Reading) -> Iterator[Claim]:
    """Take every claim of the concept lists; a denied one ("no delivery") is another claim than the stated one."""
    reading.clear(match.span() for match in _innocent().finditer(reading.folded))
    whole = reading.folded
    for name, (kind, pattern) in _patterns().items():
        for match in pattern.finditer(whole):
            if _is_something_else(name, whole, *match.span()):
                continue
            value = _value(name, whole, *match.span())
            marks = _marks(name, whole, *match.span())
            yield Claim(kind, value, reading.take(*match.span()), marks, match.start())


def _value(name: str, whole: str, start: int, end: int) -> str:
    """Return the concept, denied or not; what is guaranteed for a time has a warranty."""
    if name == _GUARANTEE and listed("calendar", "units").search(whole[end : end + _NEXT]):
        name = _WARRANTY
    return f"no {name}" if denied(whole[:start]) else name


def _is_something_else(name: str, whole: str, start: int, end: int) -> bool:
    """Whether words claim something else here.

    "Beside" stands before people, "every day" before one day, "half" behind money, "MTn" behind figures, and a year
    that follows "founded in" is a claim of its own.
    """
    if name == _ALWAYS_OPEN:
        return bool(_weekday().match(whole, end))
    if name == _FOUNDED:
        return bool(re.match(r"\W*(?:19|20)\d\d(?!\d)", whole[end:]))
    if name == _MTN:
        return bool(re.search(r"\d\s?$", whole[:start]))
    if name == _HALF:
        return is_money((_WORD.findall(whole[:start]) or [""])[-1])
    return name == _NEAR and bool(_beside().match(whole, end))


def _marks(name: str, whole: str, start: int, end: int) -> frozenset[str]:
    """Return what else must agree: what something is near to, and what it is that is free."""
    if name == _NEAR:
        return _meant("landmarks", _WORD.findall(whole[end:])[:_REACH])
    if name == _FREE:
        ahead, behind = _WORD.findall(_clause(whole[:start], -1)), _WORD.findall(_clause(whole[end:], 0))
        near = [*ahead[-_REACH:], *behind[:_REACH]]
        things = _known("things", near) or _meant("things", [*ahead[-_CLAUSE:], *behind[:_CLAUSE]])
        return frozenset(things) | {f"~{meaning}" for meaning in meanings(" ".join(near)) - _SAYS_NOTHING}
    return frozenset()


def _meant(name: str, words: list[str]) -> frozenset[str]:
    """Return the known things among words, else the beginnings of the longer ones."""
    return frozenset(_known(name, words) or {f"?{word[:5]}" for word in words if len(word) > 2})  # noqa: PLR2004 - longer than an article


def _known(name: str, words: list[str]) -> set[str]:
    lists = folded_lists(name, "")
    forms = (form for word in words for form in _forms(word))
    return {lists[form] for form in forms if form in lists}


def _forms(word: str) -> tuple[str, ...]:
    """Return a word, the same without an elided article or an Arabic prefix, and without an Arabic suffix."""
    bare = _ARABIC_PREFIX.sub("", word.rpartition("'")[2])
    return word, bare, _ARABIC_SUFFIX.sub("", bare)


def _clause(text: str, index: int) -> str:
    return re.split(r"[.,;:!?]", text)[index]


@cache
def _patterns() -> dict[str, tuple[Kind, re.Pattern[str]]]:
    return {
        name: (entry["kind"], re.compile(any_of(entry["words"])))
        for name, entry in table("concepts").items()
        if isinstance(entry, dict)
    }


@cache
def _innocent() -> re.Pattern[str]:
    return re.compile(any_of(table("concepts")["innocent"]))


@cache
def _beside() -> re.Pattern[str]:
    """What may stand behind "beside" without being a place: "at the side of families" is no address."""
    people = [word for group in ("client", "staff", "student", "producer") for word in table("nouns")[group]]
    return re.compile(rf"(?:\s[\w']{{1,4}})?\s(?:{any_of((*people, *table('concepts')['beside']))})")


@cache
def _weekday() -> re.Pattern[str]:
    days = (str(word).removeprefix("يوم ") for word in folded_lists("calendar", "weekdays"))
    return re.compile(rf"\s{any_of(days)}")
