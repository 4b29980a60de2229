"""Bare replies: what is left of a message, when nothing else was heard in it, is the answer to the open question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.integrations.coach.heard import Context, Heard
from agent.integrations.coach.offer_facts import hear_offers
from agent.integrations.coach.told_facts import MOST
from agent.integrations.coach.trade_facts import hear_sector, trade
from nodes.brief import Change
from nodes.facts.clauses import trimmed
from nodes.facts.names import name_in
from nodes.facts.text import Span, Text

LISTS = frozenset({"colors", "style", "payments", "promises"})
_PLACE_WORDS, _NAME_WORDS, _LONGEST_NAME = 5, 8, 80
_LOWER_WORDS = 5
"""Words of a bare name written without capitals."""
_FEW_WORDS = 3
"""Words that make a sentence more than a note of opening hours."""
_BARE = 6
"""Words of a message that is taken as a whole, whatever cues are among them."""
CONTACT = frozenset({"phone", "whatsapp", "email"})
_SHORT = 15
"""Words of a message that may be a bare name or place; in longer ones these are announced."""
_CLAUSE = re.compile(r"[,;(\n]|\s-\s|[.!?](?=\s|$)")
_WEAK = frozenset(
    {
        "make",
        "work",
        "style",
        "colors",
        "place",
        "promises",
        "payments",
        "story",
        "tone",
        "person",
        "activity",
        "offer",
        "region",
        "for_whom",
    }
)
"""Cues whose words may at the same time answer a question about customers, strengths or dreams."""
_ASIDE = frozenset(
    {"city", "country", "sector", "promises", "payments", "style", "colors", "tone", "story", "activity", "address"}
)
"""Facts heard in words that may still answer such a question."""


def answer(
    text: Text, heard: Sequence[Heard], cues: Sequence[tuple[str, Span]], walls: Sequence[Span], context: Context
) -> Iterator[Heard]:
    """Hear the rest of a message as the answer to the open question, if there is a rest and no answer yet."""
    if context.answering and not any(each.fact == context.asked for each in heard):
        rest = leftover(text, heard, cues, walls, context)
        place = any(rest and each.fact in ("city", "country") and rest == each.span for each in heard)
        if rest and not (place and context.asked == "business_name"):
            yield from _as_answer(text, rest, walls, context)


def chosen(text: Text, context: Context) -> list[Heard]:
    """Hear a whole text, such as a picked suggestion, as the answer to the open question."""
    return list(_as_answer(text, trimmed(text, Span(0, len(text.folded))), (), context))


def leftover(
    text: Text, heard: Sequence[Heard], cues: Sequence[tuple[str, Span]], walls: Sequence[Span], context: Context
) -> Span | None:
    """Return the first run of clauses that nothing was heard in and that are more than politeness."""
    told = context.asked in MOST
    taken = [cue for fact, cue in cues if not (fact == context.asked or _weak(fact, heard, text, told=told))]
    taken += [
        each.span for each in heard if not (told and _aside(each)) and each.fact not in ("city", "country", "sector")
    ]
    several = told or context.asked == "offer"
    run: Span | None = None
    for unit in _units(text, whole=several):
        heard_here = any(span.meets(unit) for span in taken)
        kept = None if heard_here else _polished(text, unit, () if told else walls, context)
        if kept:
            run = Span(run.start if run else kept.start, kept.end)
        if ((kept or heard_here) and not several) or (heard_here and run):
            break
    return run


def _weak(fact: str, heard: Sequence[Heard], text: Text, *, told: bool) -> bool:
    """Whether a cue may be a part of the answer: "we send the position by WhatsApp"."""
    if fact in CONTACT:
        return told and not any(each.fact in CONTACT for each in heard)
    return fact in _WEAK and (told or len(text.folded.split()) <= _BARE)


def _aside(heard: Heard) -> bool:
    priced = heard.fact == "offer" and (heard.change is Change.REMOVE or any("price" in item for item in heard.value))
    if heard.fact == "opening_hours":
        words = heard.text.folded.split()
        return len(words) - len(heard.text.folded[heard.span.start : heard.span.end].split()) >= _FEW_WORDS
    return heard.fact in _ASIDE or (heard.fact == "offer" and not priced)


def _units(text: Text, *, whole: bool) -> Iterator[Span]:
    """Yield sentences, or their clauses."""
    for sentence in text.sentences():
        start = sentence.start
        for cut in () if whole else _CLAUSE.finditer(text.folded, sentence.start, sentence.end):
            yield Span(start, cut.start())
            start = cut.end()
        yield Span(start, sentence.end)


def _polished(text: Text, unit: Span, walls: Sequence[Span], context: Context) -> Span | None:
    """Return what comes before the first wall in a unit, without politeness; None if no word is left."""
    end = min((wall.start for wall in walls if wall.start > unit.start and wall.meets(unit)), default=unit.end)
    begin = max((wall.end for wall in walls if wall.start <= unit.start and wall.meets(unit)), default=unit.start)
    kept = _without_fillers(text, Span(begin, max(begin, end)), context)
    words = context.lexicon.pattern("small").sub("", text.folded[kept.start : kept.end])
    return kept if re.search(r"[^\W\d_]{2}", words) else None


def _without_fillers(text: Text, span: Span, context: Context) -> Span:
    lead = context.lexicon.compiled(
        "answers.lead", lambda lex: re.compile(rf"[\s,;:.!?\-]*(?:{lex.pattern('fillers').pattern}[\s,;:.!?]+)*")
    )
    end = context.lexicon.compiled(
        "answers.end", lambda lex: re.compile(rf"(?:[\s,;:.!?\-(]+|(?<!\w){lex.pattern('fillers').pattern})$")
    )
    start = lead.match(text.folded, span.start, span.end)
    begin, stop = start.end() if start else span.start, span.end
    if context.lexicon.pattern("fillers").fullmatch(text.folded[begin:stop].strip(" ,.!?;:")):
        return Span(stop, stop)
    while stop > begin and (found := end.search(text.folded[max(begin, stop - 40) : stop])):
        stop -= len(found[0])
    return Span(begin, max(begin, stop))


def _as_answer(text: Text, rest: Span, walls: Sequence[Span], context: Context) -> Iterator[Heard]:
    words = text.quote(rest.start, rest.end)
    if context.asked in MOST and len(words) <= MOST[context.asked]:
        yield Heard(context.asked, words, text, rest)
    elif context.asked == "business_name":
        yield from _name(text, rest, context)
    elif context.asked == "activity":
        yield from _trade(text, rest, context)
    elif context.asked == "offer":
        yield from hear_offers(text, [(rest, True)], walls, context)
    elif context.asked in ("city", "country"):
        yield from _place(text, rest, context)
    elif context.asked == "address" and len(words) <= 200:  # noqa: PLR2004 - the model's limit
        yield Heard("address", words, text, rest)
    elif context.asked in LISTS:
        yield Heard(context.asked, [words], text, rest, Change.ADD)


def _name(text: Text, rest: Span, context: Context) -> Iterator[Heard]:
    words = text.folded[rest.start : rest.end].split()
    lower = not text.capital(rest.start)
    told = context.lexicon.pattern("sentence_words").search(" ".join(words)) or (lower and len(words) > _LOWER_WORDS)
    if not _brief(text) or told or context.lexicon.pattern("names", "never").match(" ".join(words)):
        return
    name = rest if len(words) <= _NAME_WORDS else name_in(text, rest, context.lexicon)
    if name and name.end - name.start <= _LONGEST_NAME:
        yield Heard("business_name", text.quote(name.start, name.end).strip("\"'«»“”„ "), text, name)


def _trade(text: Text, rest: Span, context: Context) -> Iterator[Heard]:
    sentence = context.lexicon.pattern("sentence_words").search(text.folded, rest.start, rest.end)
    named = trade(text, rest, context, sure=_brief(text) and not sentence)
    if named:
        words = text.quote(named.start, named.end)
        yield Heard("activity", words, text, named)
        yield from hear_sector(words, text, named, context)


def _place(text: Text, rest: Span, context: Context) -> Iterator[Heard]:
    lead = context.lexicon.pattern("places", "prepositions").match(text.folded, rest.start, rest.end)
    span = trimmed(text, Span(lead.end() if lead else rest.start, rest.end))
    words = text.quote(span.start, span.end)
    sentence = context.lexicon.pattern("sentence_words").search(text.folded, span.start, span.end)
    if _brief(text) and not sentence and 0 < len(words.split()) <= _PLACE_WORDS and not re.search(r"[\d@]", words):
        yield Heard("city", words, text, span)


def _brief(text: Text) -> bool:
    return len(text.folded.split()) <= _SHORT
