"""Bare replies: what is left of a message, when nothing else was heard in it, is the answer to the open question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.integrations.coach.heard import Context, Heard
from agent.integrations.coach.offer_facts import hear_offers
from agent.integrations.coach.told_facts import hear_sector, trade
from nodes.brief import Change
from nodes.facts.clauses import trimmed
from nodes.facts.names import name_in
from nodes.facts.text import Span, Text

_LIMITS = {"target_audience": 600, "differentiation": 600, "vision": 1000, "mission": 1000, "value_proposition": 600, "story": 2000}
_PLACE_WORDS, _NAME_WORDS, _LONGEST_NAME = 5, 8, 80


def answer(text: Text, heard: Sequence[Heard], taken: Sequence[Span], context: Context) -> Iterator[Heard]:
    """Hear the rest of a message as the answer to the open question, if there is a rest and no answer yet."""
    if not context.answering or any(each.fact == context.asked for each in heard):
        return
    rest = leftover(text, [*taken, *(each.span for each in heard)], context)
    if context.asked in _LIMITS and not rest and heard and all(_soft(each) for each in heard):
        rest = trimmed(text, Span(0, len(text.folded)))
    if rest:
        yield from _as_answer(text, rest, taken, context)


def chosen(text: Text, context: Context) -> list[Heard]:
    """Hear a whole text, such as a picked suggestion, as the answer to the open question."""
    return list(_as_answer(text, trimmed(text, Span(0, len(text.folded))), (), context))


_SOFT = frozenset({"promises", "payments", "style", "colors", "tone", "story", "offer", "languages", "activity", "sector"})
"""Facts whose words may at the same time answer a question about customers, strengths or dreams."""


def _soft(heard: Heard) -> bool:
    priced = heard.fact == "offer" and any("price" in item for item in heard.value)
    return heard.fact in _SOFT and not priced


def leftover(text: Text, taken: Sequence[Span], context: Context) -> Span | None:
    """Return the longest run of sentences with words that are neither heard yet nor mere politeness."""
    runs: list[Span] = []
    fresh = True
    for sentence in text.sentences():
        kept = _unheard(text, sentence, taken, context)
        if kept is None:
            fresh = True
        elif fresh or not runs:
            runs.append(kept)
            fresh = False
        else:
            runs[-1] = Span(runs[-1].start, kept.end)
    return max(runs, key=lambda run: run.end - run.start, default=None)


def _unheard(text: Text, sentence: Span, taken: Sequence[Span], context: Context) -> Span | None:
    """Return the part of a sentence between what was heard in it, without politeness at its ends."""
    walls = sorted((span for span in taken if span.meets(sentence)), key=lambda span: span.start)
    start, parts = sentence.start, []
    for wall in walls:
        parts.append(Span(start, max(start, wall.start)))
        start = max(start, wall.end)
    parts.append(Span(start, max(start, sentence.end)))
    polite = [_without_fillers(text, part, context) for part in parts]
    good = [part for part in polite if _tells(text.folded[part.start : part.end], context)]
    return max(good, key=lambda part: part.end - part.start, default=None)


def _tells(words: str, context: Context) -> bool:
    """Whether a word is left when the small ones are gone."""
    return bool(re.search(r"[^\W\d_]{2}", context.lexicon.pattern("small").sub("", words)))


def _without_fillers(text: Text, span: Span, context: Context) -> Span:
    lead = context.lexicon.compiled("answers.lead", lambda lex: re.compile(rf"[\s,;:.!?\-]*(?:{lex.pattern('fillers').pattern}[\s,;:.!?]+)*"))
    end = context.lexicon.compiled("answers.end", lambda lex: re.compile(rf"(?:[\s,;:.!?\-(]+|(?<!\w){lex.pattern('fillers').pattern})$"))
    start = lead.match(text.folded, span.start, span.end)
    begin, stop = start.end() if start else span.start, span.end
    if context.lexicon.pattern("fillers").fullmatch(text.folded[begin:stop].strip(" ,.!?;:")):
        return Span(stop, stop)
    while stop > begin and (found := end.search(text.folded[max(begin, stop - 40) : stop])):
        stop -= len(found[0])
    return Span(begin, max(begin, stop))


def _as_answer(text: Text, rest: Span, taken: Sequence[Span], context: Context) -> Iterator[Heard]:
    if context.asked in _LIMITS:
        words = text.quote(rest.start, rest.end)
        if len(words) <= _LIMITS[context.asked]:
            yield Heard(context.asked, words, text, rest)
    elif context.asked == "business_name":
        yield from _name(text, rest, context)
    elif context.asked == "activity":
        yield from _trade(text, rest, context)
    elif context.asked == "offer":
        yield from hear_offers(text, [(rest, True)], taken, context)
    elif context.asked in ("city", "country"):
        yield from _place(text, rest)
    elif context.asked == "address" and rest.end - rest.start <= 200:  # noqa: PLR2004 - the model's limit
        yield Heard("address", text.quote(rest.start, rest.end), text, rest)
    elif context.asked in ("colors", "style", "payments", "promises"):
        yield Heard(context.asked, [text.quote(rest.start, rest.end)], text, rest, Change.ADD)


def _name(text: Text, rest: Span, context: Context) -> Iterator[Heard]:
    line = text.folded.find("\n", rest.start, rest.end)
    span = Span(rest.start, line if line > 0 else rest.end)
    words = text.folded[span.start : span.end].split()
    plain = len(words) <= _NAME_WORDS and not re.search(r"[,;:!?]", text.folded[span.start : span.end])
    name = span if plain and not context.lexicon.pattern("names", "never").match(words[0]) else name_in(text, span, context.lexicon)
    if name and name.end - name.start <= _LONGEST_NAME:
        yield Heard("business_name", text.quote(name.start, name.end).strip("\"'«»“” "), text, name)


def _trade(text: Text, rest: Span, context: Context) -> Iterator[Heard]:
    named = trade(text, rest, context, sure=True)
    if named:
        words = text.quote(named.start, named.end)
        yield Heard("activity", words, text, named)
        yield from hear_sector(words, text, named, context)


def _place(text: Text, rest: Span) -> Iterator[Heard]:
    cut = re.search(r"[,;(\n]", text.folded[rest.start : rest.end])
    span = Span(rest.start, rest.start + cut.start() if cut else rest.end)
    words = text.quote(span.start, span.end)
    if len(words.split()) <= _PLACE_WORDS and not re.search(r"\d", words):
        yield Heard("city", words, text, span)
