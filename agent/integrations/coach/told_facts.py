"""Hears what is told in words: the trade, the customers, the dream, the story, and wishes for the site's look."""

from __future__ import annotations

import re
from dataclasses import replace
from collections.abc import Callable, Iterator, Sequence

from agent.integrations.coach.heard import Context, Heard, corrected, negated
from nodes.brief import Change, Sector
from nodes.facts.clauses import LONG, Clause, trimmed
from nodes.facts.sectors import names_trade, sector
from nodes.facts.text import Span, Text

MOST = {
    "target_audience": 600,
    "differentiation": 600,
    "vision": 1000,
    "mission": 1000,
    "value_proposition": 600,
    "story": 2000,
}
_QUOTED = re.compile(r"\"\s?([^\"\n]{8,380}?)\s?\"")
_COMMA = re.compile(r"[,;(\n]|\s-\s|(?<=\w)\.\s")
_PREPOSED = re.compile(r"(?:(?:de|to|que|that|kwamba|ya|ni|ان|because|parce que|porque|kwa sababu|لان)\s+|d'|parce qu'|qu')")
"""Links a cue and its value: "my dream is to ..."."""
_TRADE_WORDS = 12


def hear_told(text: Text, clauses: Sequence[Clause], context: Context) -> Iterator[Heard]:
    """Hear every clause whose cue announces a fact that is told in words."""
    for clause in clauses:
        listen = _LISTENERS.get(clause.fact)
        if listen and not negated(text, clause.value, context):
            yield from listen(text, clause, context)


def trade(text: Text, span: Span, context: Context, *, sure: bool) -> Span | None:
    """Return the words that name the trade: up to the first comma, if they hold a word for one or the cue is sure."""
    cut = _COMMA.search(text.folded, span.start, span.end)
    named = trimmed(text, Span(span.start, cut.start() if cut else span.end))
    words = text.folded[named.start : named.end]
    if not words or len(words.split()) > _TRADE_WORDS or not re.search(r"[^\W\d_]{3}", words):
        return None
    return named if sure or sector(words, context.lexicon) and names_trade(words, context.lexicon) else None


def hear_sector(words: str, text: Text, span: Span, context: Context) -> Iterator[Heard]:
    """Hear the sector of a trade or of what is sold; nothing when no word tells."""
    found = sector(words, context.lexicon, context.language)
    if found and found is not context.brief.sector:
        yield Heard("sector", Sector(found).value, text, span)


def _long(text: Text, clause: Clause, context: Context) -> Iterator[Heard]:
    known = getattr(context.brief, clause.fact)
    words = text.quote(clause.value.start, clause.value.end)
    span = (
        clause.whole if clause.fact in ("story", "differentiation") and not _announces(text, clause) else clause.value
    )
    if len(words) < 3 or (known and context.asked != clause.fact and not _announces(text, clause)):  # noqa: PLR2004 - no fact in two letters
        return
    if _PREPOSED.match(text.folded, span.start) and clause.fact in ("vision", "mission", "value_proposition", "differentiation"):
        span = Span(span.start + len(_PREPOSED.match(text.folded, span.start)[0]), span.end)  # type: ignore[index]
    yield Heard(clause.fact, _limited(text.quote(span.start, span.end), MOST[clause.fact]), text, span)


def _announces(text: Text, clause: Clause) -> bool:
    """Whether the cue names the fact ("my dream is") and is no part of what is told ("I started in 2010")."""
    cue = text.folded[clause.cue.start : clause.cue.end]
    return clause.fact != "story" or cue.rstrip().endswith((":", "est", "is", "histoire", "story"))


def _activity(text: Text, clause: Clause, context: Context) -> Iterator[Heard]:
    named = trade(text, clause.value, context, sure=False)
    if named and (
        not context.brief.activity or context.asked == "activity" or _sold(context) or corrected(text, named, context)
    ):
        yield Heard("activity", text.quote(named.start, named.end), text, named)
        yield from hear_sector(text.quote(named.start, named.end), text, named, context)


def _for_whom(text: Text, clause: Clause, context: Context) -> Iterator[Heard]:
    """Understand "for the women of the quarter", save inside the answer to another question."""
    if context.asked not in MOST and not context.reviewing:
        yield from _long(text, replace(clause, fact="target_audience"), context)


def _worked(text: Text, clause: Clause, context: Context) -> Iterator[Heard]:
    """Understand "I repair phones": the verb is the trade, so the words are kept together."""
    named = trade(text, clause.whole, context, sure=True)
    asked = context.asked == "activity" and len(text.folded.split()) <= _TRADE_WORDS
    if named and (asked or sector(text.folded[named.start : named.end], context.lexicon)) and (asked or not context.brief.activity):
        yield Heard("activity", text.quote(named.start, named.end), text, named)
        yield from hear_sector(text.quote(named.start, named.end), text, named, context)


def _made(text: Text, clause: Clause, context: Context) -> Iterator[Heard]:
    """Understand "I make": a trade if it names one ("couture"), else it is heard among the offers."""
    words = text.folded[clause.value.start : clause.value.end]
    if names_trade(words, context.lexicon):
        yield from _activity(text, clause, context)


def _sold(context: Context) -> bool:
    """Whether the trade known so far was only taken from what is sold."""
    return any(offer.name == context.brief.activity for offer in context.brief.offer)


def _testimonial(text: Text, clause: Clause, context: Context) -> Iterator[Heard]:
    quoted = _QUOTED.search(text.folded, clause.cue.start, min(len(text.folded), clause.value.end + 400))
    if quoted:
        span = Span(*quoted.span(1))
        value = {"quote": text.quote(span.start, span.end), "who": _who(text, clause)}
        yield Heard("testimonials", [value], text, span, Change.ADD)


def _who(text: Text, clause: Clause) -> str:
    """The customer's name, if the cue is followed or preceded by one in capitals."""
    words = text.quote(max(0, clause.cue.start - 1), clause.value.start).split()
    named = [word.strip(',:;"«»“”') for word in words if word[:1].isupper() and len(word) > 1]
    return (
        named[-1]
        if named and named[-1].isalpha() and len(words) > 1 and words.index(next(w for w in words if named[-1] in w))
        else ""
    )


def _words(fact: str, group: str) -> Callable[[Text, Clause, Context], Iterator[Heard]]:
    def listen(text: Text, clause: Clause, context: Context) -> Iterator[Heard]:
        values = _found(text, clause.whole, context, group)
        if values:
            yield Heard(fact, values, text, clause.whole, Change.ADD)

    return listen


def _found(text: Text, span: Span, context: Context, group: str) -> list[str]:
    """Return the listed words that stand in a span, with their value where the list gives one."""
    values = context.lexicon.mapping("words", group)
    found = []
    for match in context.lexicon.pattern("words", group).finditer(text.folded, span.start, span.end):
        if not negated(text, Span(*match.span()), context):
            found.append(_value(values, match[0]) or text.quote(*match.span()))
    return list(dict.fromkeys(found))


def _value(values: dict[str, str], word: str) -> str:
    return next((value for pattern, value in values.items() if re.fullmatch(pattern, " ".join(word.split()))), "")


def _languages(text: Text, clause: Clause, context: Context) -> Iterator[Heard]:
    if values := _found(text, clause.value, context, "languages"):
        yield Heard("languages", values, text, clause.value)


def _promise(text: Text, clause: Clause, context: Context) -> Iterator[Heard]:
    words = text.quote(clause.whole.start, clause.whole.end)
    if len(words.split()) > 1 and len(words) <= 120:  # noqa: PLR2004 - a short assurance
        yield Heard("promises", [words], text, clause.whole, Change.ADD)


def _tone(text: Text, clause: Clause, context: Context) -> Iterator[Heard]:
    if values := _found(text, clause.whole, context, "tone"):
        yield Heard("tone", ", ".join(values), text, clause.whole)


def _address(text: Text, clause: Clause, context: Context) -> Iterator[Heard]:
    if clause.fact == "place" and context.asked in MOST:
        return
    span = clause.whole if clause.fact == "place" else clause.value
    cut = re.search(r"[;\n]|\.\s", text.folded[span.start : span.end])
    span = trimmed(text, Span(span.start, span.start + cut.start() if cut else span.end))
    words = text.quote(span.start, span.end)
    known = context.brief.contact.address
    told = clause.fact == "address" or corrected(text, span, context) or not known
    if told and words != known and 3 <= len(words) <= 200 and not re.fullmatch(r"[\W\d]*", words):  # noqa: PLR2004 - the model's limit
        yield Heard("address", words, text, span)


def _region(text: Text, clause: Clause, context: Context) -> Iterator[Heard]:
    words = text.quote(clause.value.start, clause.value.end)
    if words[:1].isupper() and len(words.split()) <= 3:  # noqa: PLR2004 - names of regions are short
        yield Heard("region", words, text, clause.value)


def _limited(words: str, most: int) -> str:
    """Return the words cut at the last sentence that fits the field."""
    if len(words) <= most:
        return words
    cut = words[:most]
    return cut[: cut.rfind(".") + 1] or cut[: cut.rfind(" ")]


_LISTENERS: dict[str, Callable[[Text, Clause, Context], Iterator[Heard]]] = {
    "for_whom": _for_whom,
    **{fact: _long for fact in LONG - {"testimonial", "person"}},
    "activity": _activity,
    "make": _made,
    "work": _worked,
    "testimonial": _testimonial,
    "payments": _words("payments", "payments"),
    "colors": _words("colors", "colors"),
    "style": _words("style", "style"),
    "languages": _languages,
    "promises": _promise,
    "tone": _tone,
    "address": _address,
    "place": _address,
    "region": _region,
}
