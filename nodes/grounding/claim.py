"""A claim: something a text says that could be false, with the place where it says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from nodes.facts.text import Text

Kind = Literal[
    "number",
    "price",
    "percentage",
    "phone",
    "e-mail",
    "url",
    "date",
    "duration",
    "opening hour",
    "address",
    "name",
    "award",
    "certification",
    "testimonial",
    "guarantee",
    "promise",
    "payment",
    "offer",
]

_TAKEN = "\x1f"


@dataclass(frozen=True)
class Claim:
    """One claim in canonical form, so that "25 000", "25k" and "vingt-cinq mille" are the same."""

    kind: Kind
    value: str
    """The canonical value: a decimal, digits, "month-day", HH:MM, a concept's name, folded words."""
    text: str
    """As it stands in the text."""
    marks: frozenset[str] = frozenset()
    """What else must agree: currencies a price may be in, what is counted, other readings of an hour."""
    position: int = 0


@dataclass
class Reading:
    """A text being read. What one reader took, the next ones no longer see."""

    text: Text
    folded: str = field(init=False)

    def __post_init__(self) -> None:
        self.folded = self.text.folded

    def take(self, start: int, end: int) -> str:
        """Mark a range as read and return its words as written."""
        self.folded = self.folded[:start] + _TAKEN * (end - start) + self.folded[end:]
        return self.text.quote(start, end)

    def clear(self, spans: Iterator[tuple[int, int]]) -> None:
        """Mark ranges as read that claim nothing."""
        for start, end in list(spans):
            self.take(start, end)
