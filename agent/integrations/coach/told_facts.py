"""Hears what is told in words: the customers, the dream, the difference, the story; and hands on all other cues."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.integrations.coach import side_facts, trade_facts
from agent.integrations.coach.heard import Context, Heard, denied, negated
from agent.integrations.coach.side_facts import Listener
from nodes.facts.clauses import LONG, Clause
from nodes.facts.subjects import Subject
from nodes.facts.text import Span, Text

MOST = {
    "target_audience": 600,
    "differentiation": 600,
    "vision": 1000,
    "mission": 1000,
    "value_proposition": 600,
    "story": 2000,
}
"""The most characters of the facts that are told in sentences; the limits of the brief's fields."""
_LINK = re.compile(
    r"(?:(?:de|to|que|that|kwamba|ya|ni|ان|because|parce que|porque|kwa sababu|لان)\s+|d'|parce qu'|qu')"
)
"""Links a cue and its value: "my dream is to ...", "they choose us because ..."."""
_LINKED = frozenset({"vision", "mission", "value_proposition", "differentiation"})
_DONE = frozenset({"activity", "make", "sell", "work", "promises", "for_whom", "target_audience"})
"""Kinds of clauses that a denial turns around: "I don't sell ..."."""
_UNWISHED = frozenset({"promises", "for_whom", "target_audience"})
"""Kinds of clauses that tell of today, unless they stand in a wish."""
_FOR = ("for ", "pour ", "para ", "kwa ", "لل")
_SHORTEST = 3


def hear_told(text: Text, clauses: Sequence[Clause], context: Context) -> Iterator[Heard]:
    """Hear every clause whose cue announces a fact that is told in words."""
    for clause in clauses:
        listen = _LISTENERS.get(clause.fact)
        if clause.fact in _DONE and denied(text, clause.cue, context):
            continue
        if clause.fact in _UNWISHED and _wished(text, clause, context):
            continue
        if listen and not negated(text, clause.value, context):
            yield from listen(text, clause, context)


def _wished(text: Text, clause: Clause, context: Context) -> bool:
    """Whether a clause stands in a wish for tomorrow: "a school for young girls"."""
    sentence = next(each for each in text.sentences() if each.meets(clause.whole))
    passing = clause.fact != "target_audience" or text.folded[clause.cue.start : clause.cue.end].startswith(_FOR)
    return passing and bool(context.signs(text, sentence)[Subject.VISION])


def _long(text: Text, clause: Clause, context: Context) -> Iterator[Heard]:
    """Hear a fact told in a sentence. A story includes the words that announce it ("I started in 2010")."""
    announced = clause.fact != "story" or text.folded[: clause.cue.end].rstrip().endswith((":", "est", "is"))
    known = bool(getattr(context.brief, clause.fact))
    if known and context.asked != clause.fact and not announced:
        return
    span = clause.value if announced else clause.whole
    link = _LINK.match(text.folded, span.start, span.end)
    if link and clause.fact in _LINKED:
        span = Span(link.end(), span.end)
    words = _limited(text.quote(span.start, span.end), MOST[clause.fact])
    if len(words) >= _SHORTEST and (clause.fact != "story" or len(words.split()) > _SHORTEST):
        yield Heard(clause.fact, words, text, span)


def _for_whom(text: Text, clause: Clause, context: Context) -> Iterator[Heard]:
    """Hear "for the women of the quarter", save inside the answer to another question and in a wish."""
    if context.asked not in MOST and not context.reviewing:
        yield from _long(text, replace(clause, fact="target_audience"), context)


def _place(text: Text, clause: Clause, context: Context) -> Iterator[Heard]:
    """Hear "near the market" as the address, save inside the answer to another question."""
    if context.asked not in MOST:
        yield from side_facts.hear_address(text, clause, context)


def _limited(words: str, most: int) -> str:
    """Return the words cut at the last sentence, or word, that fits the field."""
    if len(words) <= most:
        return words
    cut = words[:most]
    return cut[: cut.rfind(".") + 1] or cut[: cut.rfind(" ")]


_LISTENERS: dict[str, Listener] = {
    **dict.fromkeys(LONG - {"testimonial"}, _long),
    "for_whom": _for_whom,
    "activity": trade_facts.hear_activity,
    "make": trade_facts.hear_made,
    "sell": trade_facts.hear_made,
    "work": trade_facts.hear_work,
    "testimonial": side_facts.hear_testimonial,
    "payments": side_facts.hear_listed("payments"),
    "colors": side_facts.hear_listed("colors"),
    "style": side_facts.hear_listed("style"),
    "languages": side_facts.hear_languages,
    "promises": side_facts.hear_promise,
    "tone": side_facts.hear_tone,
    "address": side_facts.hear_address,
    "place": _place,
    "region": side_facts.hear_region,
}
