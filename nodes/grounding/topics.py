"""Topics: materials, goods, services, roles and customers, which a page may name only if its owner did."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nodes.facts.text import fold
from nodes.grounding.claim import Claim, Reading
from nodes.grounding.denial import denied as is_denied
from nodes.grounding.lexicon import table

_WORD = re.compile(r"[^\W\d_]+")
_ARABIC = re.compile(r"[\u0621-\u064a]")
_ARABIC_PREFIX = re.compile("^[وفبلك]?(?:ال|لل)?(?=\\w{3})")
_SHORTEST = 2
_NOTHING = "nothing"
"""The entry of idioms that hold a word of a topic and claim nothing."""


@dataclass(frozen=True)
class Entry:
    """Words in a row that name a topic; `implied` ones back it without claiming it."""

    words: tuple[str, ...]
    topic: str
    implied: bool


def topics(reading: Reading) -> Iterator[Claim]:
    """Yield what a text names of the topics. Single words stay for the other readers: a hotel may have an address."""
    yield from _found(reading, implied=False)


def implied_topics(reading: Reading) -> Iterator[Claim]:
    """Yield what words of the person name or take for granted."""
    yield from _found(reading, implied=True)


def _found(reading: Reading, *, implied: bool) -> Iterator[Claim]:
    """Yield a claim for each place, of its longest entries; topics in a row are denied together ("no chemical dye")."""
    words = list(_WORD.finditer(reading.folded))
    forms = [_forms(match[0]) for match in words]
    place, head, ended = 0, 0, -1
    while place < len(words):
        entries = [entry for entry in _starting(forms[place]) if implied or not entry.implied]
        named = [entry for entry in entries if _stands(entry, forms, place)]
        length = max((len(entry.words) for entry in named), default=0)
        if claimed := {entry.topic for entry in named if len(entry.words) == length} - {_NOTHING}:
            head = head if place == ended else words[place].start()
            ended = place + length
            span = (words[place].start(), words[ended - 1].end())
            yield _claim(reading, claimed, span, alone=length == 1, denied=is_denied(reading.folded[:head]))
        place += max(length, 1)


def _claim(reading: Reading, named: set[str], span: tuple[int, int], *, alone: bool, denied: bool) -> Claim:
    text = reading.text.quote(*span) if alone else reading.take(*span)
    return Claim("topic", "no topic" if denied else "topic", text, frozenset(named), span[0])


def _stands(entry: Entry, forms: list[tuple[str, ...]], place: int) -> bool:
    if place + len(entry.words) > len(forms):
        return False
    return all(_is(word, forms[place + offset]) for offset, word in enumerate(entry.words))


def _is(word: str, forms: tuple[str, ...]) -> bool:
    if word.endswith("*"):
        return any(form.startswith(word[:-1]) for form in forms)
    return word in forms


def _forms(word: str) -> tuple[str, ...]:
    """Return a word, and in Arabic also without the article and the prepositions written to it."""
    return tuple(dict.fromkeys((word, _ARABIC_PREFIX.sub("", word)))) if _ARABIC.match(word) else (word,)


def _starting(forms: tuple[str, ...]) -> Iterator[Entry]:
    for form in forms:
        yield from _index().get(form, ())
        for length in range(_SHORTEST, len(form) + 1):
            yield from _index().get(f"{form[:length]}*", ())


@cache
def _index() -> dict[str, tuple[Entry, ...]]:
    """Return the entries by their first word."""
    found: dict[str, list[Entry]] = {}
    for entry in _entries():
        found.setdefault(entry.words[0], []).append(entry)
    return {first: tuple(entries) for first, entries in found.items()}


def _entries() -> Iterator[Entry]:
    for topic, words in table("topics").items():
        for word in words:
            for text in word["also"] if isinstance(word, dict) else (word,):
                parts = tuple(re.findall(r"[^\W\d_]+\*?|\*", fold(str(text))))
                yield Entry(parts, topic, implied=isinstance(word, dict))
