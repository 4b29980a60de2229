"""A claim: something a text says that could be false, with the place where it says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from nodes.facts.text import Text
from nodes.grounding.lexicon import any_of, table

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
    "topic",
    "statement",
]

_TAKEN = "\x1f"
OTHER = "ə"
"""Stands for the first letter of a word that is not the one it folds to."""


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
        self.folded = _accents().sub(self._other_word, self.text.folded)

    def _other_word(self, match: re.Match[str]) -> str:
        """Keep a word from being taken for one that differs by its accents alone."""
        written = self.text.quote(*match.span()).casefold()
        return match[0] if written in table("accents")["words"] else OTHER + match[0][1:]

    def take(self, start: int, end: int) -> str:
        """Mark a range as read and return its words as written."""
        self.folded = self.folded[:start] + _TAKEN * (end - start) + self.folded[end:]
        return self.text.quote(start, end)

    def clear(self, spans: Iterator[tuple[int, int]]) -> None:
        """Mark ranges as read that claim nothing."""
        for start, end in list(spans):
            self.take(start, end)


@cache
def _accents() -> re.Pattern[str]:
    subjects = "".join(rf"(?<!\b{subject} )" for subject in table("accents")["subjects"])
    return re.compile(subjects + any_of(table("accents")["words"]))
