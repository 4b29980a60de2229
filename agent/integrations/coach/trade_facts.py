"""Hears the trade: what the person is or runs, in their own words, and the sector it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.integrations.coach.heard import Context, Heard, corrected, told_how
from nodes.brief import Sector
from nodes.facts.clauses import Clause, trimmed
from nodes.facts.lexicon import Lexicon, spaced
from nodes.facts.pricing import asked_prices
from nodes.facts.sectors import names_trade, sector
from nodes.facts.text import Span, Text

_END = re.compile(r"[,;(\n]|\s-\s|(?<=\w)\.\s")
_MOST_WORDS, _MOST_NOTE = 12, 8
"""Words of a trade, and of what stands before the place in a note of a trade and its place."""


def trade(text: Text, span: Span, context: Context, *, sure: bool) -> Span | None:
    """Return the words that name the trade: up to the first comma, if they hold a word for one or the cue is sure."""
    mine = context.own.compiled("trades.mine", _mine).match(text.folded, span.start, span.end)
    start = mine.end() if mine else span.start
    cut = _END.search(text.folded, start, span.end)
    named = trimmed(text, Span(start, cut.start() if cut else span.end))
    words = text.folded[named.start : named.end]
    if not words or len(words.split()) > _MOST_WORDS or not re.search(r"[^\W\d_]{3}", words):
        return None
    return named if sure or names_trade(words, context.lexicon) else None


def _mine(lexicon: Lexicon) -> re.Pattern[str]:
    """Match what only leads to a trade: "it's my", "c'est mon"."""
    copulas, mine = ("|".join(map(spaced, lexicon.words("names", group))) or "(?!)" for group in ("copulas", "mine"))
    return re.compile(rf"\s*(?:(?:{copulas})\s)?(?:{mine})\s")


def from_trade(text: Text, span: Span, lexicon: Lexicon) -> Span:
    """Return the part of some words that begins with the first word for a trade."""
    return Span(min((each.start for each in _trade_words(text, span, lexicon)), default=span.start), span.end)


def _trade_words(text: Text, span: Span, lexicon: Lexicon) -> Iterator[Span]:
    """Yield where words for a trade stand, sector by sector."""
    for each in Sector:
        for match in lexicon.pattern("sectors", each, "trades").finditer(text.folded, span.start, span.end):
            yield Span(*match.span())


def hear_sector(words: str, text: Text, span: Span, context: Context) -> Iterator[Heard]:
    """Hear the sector of a trade or of what is sold; nothing when no word tells."""
    found = sector(words, context.lexicon, context.language)
    if found and found is not context.brief.sector:
        yield Heard("sector", Sector(found).value, text, span)


def hear_activity(text: Text, clause: Clause, context: Context) -> Iterator[Heard]:
    """Hear "I am a tailor", "I run a bakery"."""
    named = trade(text, clause.value, context, sure=False)
    new = not context.brief.activity or context.asked == "activity"
    if named and (new or _unsure(context) or corrected(text, named, context)):
        yield from _named(text, named, context)


def hear_work(text: Text, clause: Clause, context: Context) -> Iterator[Heard]:
    """Hear "I repair phones": the verb is the trade, so the words are kept together."""
    if told_how(text, clause.value, context):
        return
    named = trade(text, clause.whole, context, sure=True)
    asked = context.asked == "activity" and len(text.folded.split()) <= _MOST_WORDS
    if not named or not (asked or not context.brief.activity):
        return
    if asked or sector(text.folded[named.start : named.end], context.lexicon):
        yield from _named(text, named, context)


def hear_made(text: Text, clause: Clause, context: Context) -> Iterator[Heard]:
    """Hear "I do tailoring": a trade by its word, else, with its verb, what is made or sold ("I bake buns")."""
    if told_how(text, clause.value, context):
        return
    if clause.fact == "make" and names_trade(text.folded[clause.value.start : clause.value.end], context.lexicon):
        yield from hear_activity(text, clause, context)
    elif not context.brief.activity and not _priced(text, clause, context):
        whole = trade(text, clause.whole, context, sure=True)
        if whole:
            yield from _named(text, whole, context)


def surest(heard: Sequence[Heard], context: Context) -> list[Heard]:
    """Of several trades heard in one message keep those with a word for a trade, else the first."""
    trades = [each for each in heard if each.fact == "activity"]
    named = [each for each in trades if names_trade(each.value, context.lexicon)] or trades[:1]
    dropped = [each.span for each in trades if each not in named]
    return [each for each in heard if each.fact not in ("activity", "sector") or each.span not in dropped]


def alone(trade: Heard, names: Sequence[Span], places: Sequence[Span], context: Context) -> Heard:
    """Return a trade without the name and the place told in the same breath: "the bakery is called ... in Enugu"."""
    text, span = trade.text, trade.span
    before_place = min((each.start for each in places if each.start > span.start), default=span.end)
    end = _without_links(text, Span(span.start, min(before_place, span.end)), context)
    if any(span.start < each.start < end for each in names):
        first = min(each.start for each in names if each.start > span.start)
        before_name = Span(span.start, first)
        end = max((each.end for each in _trade_words(text, before_name, context.lexicon)), default=first)
    short = trimmed(text, Span(span.start, end))
    if short.end >= span.end or not names_trade(text.folded[short.start : short.end], context.lexicon):
        return trade
    return Heard("activity", text.quote(short.start, short.end), text, short)


def _without_links(text: Text, span: Span, context: Context) -> int:
    """Return where words end when a preposition that led to a place is left out ("tailor from")."""
    words = text.folded[span.start : span.end].split()
    while words and words[-1] in context.own.words("stopwords"):
        words.pop()
    return min(span.end, text.folded.find(words[-1], span.start) + len(words[-1])) if words else span.end


def _priced(text: Text, clause: Clause, context: Context) -> bool:
    return bool(asked_prices(Text(text.quote(clause.whole.start, clause.whole.end)), context.lexicon))


def hear_placed_trade(text: Text, places: Sequence[Span], context: Context) -> Iterator[Heard]:
    """Hear a trade that stands before its place: "blacksmith in Agadez", "mobile dental clinic, Freetown"."""
    if context.brief.activity:
        return
    for place in places:
        begin = text.sentence_start(place.start)
        last = max((cut.end() for cut in _END.finditer(text.folded, begin, place.start)), default=begin)
        for start in dict.fromkeys((last, begin)):
            begins = context.lexicon.compiled("trades.first", _first_trade).match(text.folded, start, place.start)
            note = text.folded[start : place.start]
            if len(note.split()) > _MOST_NOTE or re.search(r"\d", note):
                continue
            if begins and (named := trade(text, Span(begins.start("trade"), place.start), context, sure=False)):
                yield from _named(text, named, context)
                return


def _first_trade(lexicon: Lexicon) -> re.Pattern[str]:
    """Match the words of a note that begins with a trade, or names one after a few words ("mobile dental clinic")."""
    trades = "|".join(spaced(word) for each in Sector for word in lexicon.words("sectors", each, "trades"))
    kinds = "|".join(lexicon.words("names", "kinds")) or "(?!)"
    lead = "|".join(
        (
            *map(spaced, (*lexicon.words("names", "copulas"), *lexicon.words("names", "mine"))),
            "une?",
            "an?",
            "uma?",
            "the",
            "le",
            "la",
            "l'",
        )
    )
    return re.compile(
        rf"\s*(?:(?:{lead})\s)*(?P<trade>(?:[^\W\d_][\w'-]*\s){{0,3}}?(?:{trades or '(?!)'}|{kinds}))(?!\w)"
    )


def _named(text: Text, named: Span, context: Context) -> Iterator[Heard]:
    words = text.quote(named.start, named.end)
    yield Heard("activity", words, text, named)
    yield from hear_sector(words, text, named, context)


def _unsure(context: Context) -> bool:
    """Whether the trade known so far was only taken from what is sold, or holds no word for one."""
    sold = any(offer.name == context.brief.activity for offer in context.brief.offer)
    return sold or not names_trade(context.brief.activity, context.lexicon)
