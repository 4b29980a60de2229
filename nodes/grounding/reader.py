"""Reads the claims out of a text, the most particular kind first, so that a phone number is not five numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from nodes.facts.text import Text
from nodes.grounding.addresses import addresses
from nodes.grounding.calendar import clock, dates, weekdays
from nodes.grounding.claim import Claim, Reading
from nodes.grounding.concepts import concepts
from nodes.grounding.contacts import contacts
from nodes.grounding.lengths import bare_lengths
from nodes.grounding.names import names, quotations
from nodes.grounding.quantities import quantities, things_in_pairs
from nodes.grounding.spoken_hours import spoken_hours
from nodes.grounding.topics import implied_topics, topics

Reader = Callable[[Reading], Iterator[Claim]]
_READERS: tuple[Reader, ...] = (
    quotations,
    contacts,
    dates,
    spoken_hours,
    concepts,
    clock,
    weekdays,
    addresses,
    quantities,
)


_LONGEST = 500
"""Characters read at once; some patterns look back, so reading stays linear only in pieces."""


@lru_cache(maxsize=4096)
def claims(text: str) -> tuple[Claim, ...]:
    """Return every claim of a text for the site, in the order of the text."""
    return _read(text, (topics, *_READERS, names))


@lru_cache(maxsize=4096)
def statements(text: str) -> tuple[Claim, ...]:
    """Return what words of a source state: names are looked up in the words themselves, and some things are implied."""
    return _read(text, (implied_topics, *_READERS, bare_lengths, things_in_pairs))


def _read(text: str, readers: tuple[Reader, ...]) -> tuple[Claim, ...]:
    found: list[Claim] = []
    for piece in _pieces(text):
        reading = Reading(Text(piece))
        claimed = [claim for reader in readers for claim in reader(reading)]
        found += sorted(claimed, key=lambda claim: claim.position)
    return tuple(found)


def _pieces(text: str) -> Iterator[str]:
    """Yield the text in pieces of bounded length, cut at a comma or space where there is one."""
    while len(text) > _LONGEST:
        head = text[:_LONGEST]
        cut = max(head.rfind(", "), head.rfind(" ", _LONGEST // 2)) + 1 or _LONGEST
        yield text[:cut]
        text = text[cut:]
    yield text
