"""Reads the claims out of a text, the most particular kind first, so that a phone number is not five numbers."""

from __future__ import annotations

from functools import lru_cache

from nodes.facts.text import Text
from nodes.grounding.addresses import addresses
from nodes.grounding.calendar import clock, dates, weekdays
from nodes.grounding.claim import Claim, Reading
from nodes.grounding.concepts import concepts
from nodes.grounding.contacts import contacts
from nodes.grounding.names import names, quotations
from nodes.grounding.quantities import quantities

_READERS = (quotations, contacts, dates, concepts, clock, weekdays, addresses, quantities)


@lru_cache(maxsize=4096)
def claims(text: str, *, named: bool = True) -> tuple[Claim, ...]:
    """Return every claim of a text, in the order of the text; without names unless `named`."""
    reading = Reading(Text(text))
    readers = (*_READERS, names) if named else _READERS
    found = [claim for reader in readers for claim in reader(reading)]
    return tuple(sorted(found, key=lambda claim: claim.position))
