"""Clauses: a cue such as "my customers are" and the words after it, which are the value of the fact it announces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nodes.facts.lexicon import Lexicon
from nodes.facts.text import Span, Text

LONG = frozenset(
    {"vision", "mission", "differentiation", "value_proposition", "story", "testimonial", "target_audience", "person"}
)
"""Facts told in whole sentences: inside them only a cue that begins a new clause ends the value."""
_NEW_CLAUSE = re.compile(r"(?:^|[,;:(]\s*|(?<!\w)(?:et|and|mais|but|e|mas|na|lakini|و|ولكن|puis|so|donc)\s+)$")
_LEADING = re.compile(r"[\s:,\-=>*•]*(?:(?:que|that|kwamba|ان)\s+)?")
_TRAILING = re.compile(r"(?:[\s,;:\-(.!?]|(?<!\w)(?:et|and|mais|but|e|mas|na|lakini|puis|donc|so|و|aussi|also|c'est|svp))+$")


@dataclass(frozen=True)
class Clause:
    """One announced value."""

    fact: str
    """The name of the group of cues: a fact, or a kind of statement such as "make"."""
    cue: Span
    value: Span

    @property
    def whole(self) -> Span:
        return Span(self.cue.start, self.value.end)


def clauses(text: Text, lexicon: Lexicon, walls: Sequence[Span] = ()) -> Iterator[Clause]:
    """Yield the clauses of a text, left to right.

    A short value ends at a comma's cue or at a wall, which is a value found otherwise (a phone, a place).
    """
    for sentence in text.sentences():
        cues = list(_cues(text, lexicon, sentence))
        for number, (fact, cue) in enumerate(cues):
            ends = [other.start for _, other in cues[number + 1 :]]
            ends += [wall.start for wall in walls if wall.start >= cue.end and fact not in LONG]
            value = trimmed(text, Span(cue.end, min([*ends, sentence.end])))
            if value.start < value.end:
                yield Clause(fact, cue, value)


def trimmed(text: Text, span: Span) -> Span:
    """Return the span without conjunctions and punctuation at its ends."""
    leading = _LEADING.match(text.folded, span.start, span.end)
    start = leading.end() if leading else span.start
    tail = text.folded[start : span.end]
    trailing = _TRAILING.search(tail[-80:])
    end = span.end - (len(tail[-80:]) - trailing.start() if trailing else 0)
    return Span(min(start, end), end)


def _cues(text: Text, lexicon: Lexicon, sentence: Span) -> Iterator[tuple[str, Span]]:
    """Yield the cues of a sentence, save those that stand inside a long value."""
    inside = ""
    for found in lexicon.cues.finditer(text.folded, sentence.start, sentence.end):
        fact = str(found.lastgroup).rpartition("__")[0]
        head = text.folded[max(sentence.start, found.start() - 12) : found.start()]
        if inside in LONG and (fact == inside or not _NEW_CLAUSE.search(head)):
            continue
        inside = fact
        yield fact, Span(*found.span())
