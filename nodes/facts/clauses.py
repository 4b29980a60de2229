"""Clauses: a cue such as "my customers are" and the words after it, which are the value of the fact it announces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nodes.facts.lexicon import Lexicon
from nodes.facts.text import Span, Text

LONG = frozenset(
    {"vision", "mission", "differentiation", "value_proposition", "story", "testimonial", "target_audience"}
)
"""Facts told in whole sentences: inside them only a cue that begins a new clause ends the value."""
_PRESENT = frozenset({"activity", "make", "sell", "work", "offer", "city", "business_name", "phone"})
"""Cues that tell of today, wherever a story stands before them ("since 2011 I have run a shop")."""
_AFTER = "_after"
_ASIDES = frozenset({"whatsapp", "phone", "email", "social", "payments", "style", "colors", "place"})
"""Cues that may stand inside the words before an `_after` cue ("shops that sell on WhatsApp use us")."""
_AT_ONCE = 3
"""Characters after a cue within which another one still belongs to the value ("unlike others, I deliver")."""
_NEW_CLAUSE = re.compile(r"(?:^|[,;:(]\s*|(?<!\w)(?:et|and|mais|but|e|mas|na|lakini|و|ولكن|puis|so|donc)\s+)$")
_LEADING = re.compile(r"[\s:,\-=>*•]*(?:(?:que|that|kwamba|ان)\s+)?")
_TRAILING = re.compile(r"(?:[\s,;:\-(.!?]|(?<!\w)(?:et|and|but|e|mas|na|lakini|puis|donc|so|و|aussi|also|c'est|svp))+$")


@dataclass(frozen=True)
class Clause:
    """One announced value."""

    fact: str
    """The name of the group of cues: a fact, or a kind of statement such as "make"."""
    cue: Span
    value: Span

    @property
    def whole(self) -> Span:
        return Span(min(self.cue.start, self.value.start), max(self.cue.end, self.value.end))


def clauses(text: Text, lexicon: Lexicon, walls: Sequence[Span] = ()) -> Iterator[Clause]:
    """Yield the clauses of a text, left to right.

    A short value ends at the next cue or at a wall, which is a value found otherwise (a phone, a place). The cue of
    a group named `..._after` stands behind its value.
    """
    sentences = text.sentences()
    for place, sentence in enumerate(sentences):
        cues = cues_of(text, lexicon, sentence)
        for number, (fact, cue) in enumerate(cues):
            if fact.endswith(_AFTER):
                ahead = [other.end for name, other in cues[:number] if name not in _ASIDES]
                begins = ahead[-1] if ahead else sentence.start
                value = trimmed(text, Span(begins, cue.start))
            else:
                ends = [other.start for name, other in cues[number + 1 :] if not name.endswith(_AFTER)]
                ends += [wall.start for wall in walls if wall.start >= cue.end and fact not in LONG]
                value = trimmed(text, Span(cue.end, min([*ends, sentence.end])))
                if value.start >= value.end and not ends and place + 1 < len(sentences):
                    value = _next(text, lexicon, sentence, sentences[place + 1])
            if value.start < value.end:
                yield Clause(fact.removesuffix(_AFTER), cue, value)


def _next(text: Text, lexicon: Lexicon, asking: Span, sentence: Span) -> Span:
    """Return the sentence after "My customers?" as the value it announces, empty if it has cues of its own."""
    asked = text.folded[asking.end - 1 : sentence.start].strip().startswith(("?", ":"))
    free = asked and not any(lexicon.cues_in(text.folded, sentence.start, sentence.end))
    return trimmed(text, sentence) if free else Span(sentence.start, sentence.start)


def trimmed(text: Text, span: Span) -> Span:
    """Return the span without conjunctions and punctuation at its ends."""
    leading = _LEADING.match(text.folded, span.start, span.end)
    start = leading.end() if leading else span.start
    tail = text.folded[start : span.end]
    trailing = _TRAILING.search(tail[-80:])
    end = span.end - (len(tail[-80:]) - trailing.start() if trailing else 0)
    return Span(min(start, end), end)


@lru_cache(maxsize=256)
def cues_of(text: Text, lexicon: Lexicon, sentence: Span) -> tuple[tuple[str, Span], ...]:
    """Return the cues of a sentence, save those that stand inside a long value."""
    return tuple(_cues(text, lexicon, sentence))


def _cues(text: Text, lexicon: Lexicon, sentence: Span) -> Iterator[tuple[str, Span]]:
    inside, last = "", -1
    for fact, start, end in lexicon.cues_in(text.folded, sentence.start, sentence.end):
        if (
            inside in LONG
            and not fact.endswith(_AFTER)
            and not _breaks(text, lexicon, sentence, inside, last, fact, Span(start, end))
        ):
            continue
        inside, last = fact, end
        yield fact, Span(start, end)


def _breaks(text: Text, lexicon: Lexicon, sentence: Span, inside: str, last: int, fact: str, cue: Span) -> bool:
    """Whether a cue ends the long value it stands in: at a new clause, or when it names its fact outright."""
    if inside == "story" and fact in _PRESENT:
        return True
    if fact == inside or cue.start - last <= _AT_ONCE:
        return False
    if lexicon.pattern("strong").search(text.folded, cue.start, cue.end):
        return True
    head = text.folded[max(sentence.start, cue.start - 12) : cue.start]
    return bool(_NEW_CLAUSE.search(head))
