"""Hears what people add in passing: payments, languages, looks, promises, addresses, and what a customer said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from agent.integrations.coach.heard import Context, Heard, corrected, negated
from nodes.brief import Change
from nodes.facts.clauses import Clause, trimmed
from nodes.facts.text import Span, Text
from nodes.grounding.denial import denied

Listener = Callable[[Text, Clause, Context], Iterator[Heard]]

_QUOTED = re.compile(r"\"\s?([^\"\n]{8,380}?)\s?\"")
_ADDRESS_END = re.compile(r"[;\n]|\.\s")
_ADDRESS, _PROMISE = (3, 200), (2, 120)
"""Fewest and most characters of an address, fewest words and most characters of a promise."""
_REGION_WORDS = 3
_QUOTE_BEYOND = 400
"""Characters after a cue within which the customer's quoted words must begin and end."""


def hear_testimonial(text: Text, clause: Clause, context: Context) -> Iterator[Heard]:
    """Hear what a customer said, only if it stands in quotation marks."""
    quoted = _QUOTED.search(text.folded, clause.cue.start, min(len(text.folded), clause.value.end + _QUOTE_BEYOND))
    if quoted and not negated(text, clause.cue, context):
        span = Span(*quoted.span(1))
        value = {"quote": text.quote(span.start, span.end), "who": _who(text, clause)}
        yield Heard("testimonials", [value], text, span, Change.ADD)


def hear_languages(text: Text, clause: Clause, context: Context) -> Iterator[Heard]:
    """Hear the languages of the site, the main one first."""
    if values := listed(text, clause.value, context, "languages"):
        yield Heard("languages", values, text, clause.value)


def hear_promise(text: Text, clause: Clause, context: Context) -> Iterator[Heard]:
    """Hear a short assurance such as "we deliver in Dakar"; "no delivery" is none, wherever its "no" stands."""
    words = text.quote(clause.whole.start, clause.whole.end)
    if denied(text.folded[: clause.cue.start]) or denied(text.folded[: clause.whole.start]):
        return
    if len(words.split()) >= _PROMISE[0] and len(words) <= _PROMISE[1] and not negated(text, clause.cue, context):
        yield Heard("promises", [words], text, clause.whole, Change.ADD)


def hear_tone(text: Text, clause: Clause, context: Context) -> Iterator[Heard]:
    """Hear how the site should sound."""
    if values := listed(text, clause.whole, context, "tone"):
        yield Heard("tone", ", ".join(values), text, clause.whole)


def _named(text: Text, clause: Clause) -> bool:
    """Whether a word for a place is followed by a name or number: "quartier Mermoz" and not "the whole quarter"."""
    first = text.quote(clause.value.start, clause.value.end)[:1]
    return first.isdigit() or text.capital(clause.value.start) or text.folded[clause.cue.start].isdigit()


def hear_address(text: Text, clause: Clause, context: Context) -> Iterator[Heard]:
    """Hear an address that is announced ("our address is") or begins like one ("opposite the post office")."""
    announced = clause.fact == "address"
    if not announced and not _named(text, clause):
        return
    span = clause.value if announced else clause.whole
    cut = _ADDRESS_END.search(text.folded, span.start, span.end)
    span = trimmed(text, Span(span.start, cut.start() if cut else span.end))
    words, known = text.quote(span.start, span.end), context.brief.contact.address
    told = announced or corrected(text, span, context) or not known
    fits = _ADDRESS[0] <= len(words) <= _ADDRESS[1] and re.search(r"[^\W\d_]", words)
    if told and fits and words != known:
        yield Heard("address", words, text, span)


def hear_region(text: Text, clause: Clause, context: Context) -> Iterator[Heard]:
    """Hear the region, if it is written as a name."""
    words = text.quote(clause.value.start, clause.value.end)
    if words[:1].isupper() and len(words.split()) <= _REGION_WORDS and not negated(text, clause.value, context):
        yield Heard("region", words, text, clause.value)


def hear_listed(fact: str) -> Listener:
    """Return a listener for a fact whose values are words of a list."""

    def listen(text: Text, clause: Clause, context: Context) -> Iterator[Heard]:
        if values := listed(text, clause.whole, context, fact):
            yield Heard(fact, values, text, clause.whole, Change.ADD)

    return listen


def listed(text: Text, span: Span, context: Context, group: str) -> list[str]:
    """Return the listed words that stand in a span, with their value where the list gives one."""
    values = context.lexicon.mapping("words", group)
    matches = context.lexicon.pattern("words", group).finditer(text.folded, span.start, span.end)
    found = [
        _value(values, match[0]) or text.quote(*match.span())
        for match in matches
        if not negated(text, Span(*match.span()), context)
    ]
    return list(dict.fromkeys(found))


def _value(values: Mapping[str, str], word: str) -> str:
    return next((value for pattern, value in values.items() if re.fullmatch(pattern, " ".join(word.split()))), "")


def _who(text: Text, clause: Clause) -> str:
    """The customer's name: the last word in capitals between the cue and the quotation."""
    words = text.quote(clause.cue.start, clause.value.start).split()[1:]
    named = [word.strip(',:;"«»“”') for word in words if word[:1].isupper()]
    return named[-1] if named and named[-1].isalpha() else ""
