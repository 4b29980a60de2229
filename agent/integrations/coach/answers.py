"""Bare replies: what is left of a message, when nothing else was heard in it, is the answer to the open question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.integrations.coach.heard import Context, Heard
from agent.integrations.coach.leftover import Message, leftover
from agent.integrations.coach.offer_facts import hear_offers
from agent.integrations.coach.told_facts import MOST
from agent.integrations.coach.trade_facts import from_trade, hear_sector, trade
from nodes.brief import Change
from nodes.facts.clauses import trimmed
from nodes.facts.money import prices
from nodes.facts.names import name_in
from nodes.facts.sectors import names_trade
from nodes.facts.text import Span, Text

LISTS = frozenset({"colors", "style", "payments", "promises"})
_ADDRESS = 200
"""Most characters of an address; the limit of the brief's field."""
_PLACE_WORDS, _NAME_WORDS, _NAME = 5, 8, 80
"""Most words of a bare place and of a bare name, most characters of a name."""
_LOWER_PLACE, _JOINT = 2, 3
"""Words of a bare place that may be without capitals; letters of the small words in longer ones."""
_LOWER_WORDS = 5
"""Words of a bare name written without capitals."""
_LONG_TRADE = 6
"""Words of a sentence from which only the trade and what follows is kept."""
_SHORT = 15
"""Words of a message that may be a bare name or place; in longer ones these are announced."""


def answer(message: Message) -> Iterator[Heard]:
    """Hear the rest of a message as the answer to the open question, if there is a rest and no answer yet."""
    context = message.context
    if not context.answering or any(each.fact == context.asked for each in message.heard):
        return
    rest = leftover(message)
    if rest is None:
        return
    place = any(each.fact in ("city", "country") and rest == each.span for each in message.heard)
    if not (place and context.asked == "business_name"):
        yield from _as_answer(message.text, rest, message.walls, context)


def chosen(text: Text, context: Context) -> list[Heard]:
    """Hear a whole text, such as a picked suggestion, as the answer to the open question."""
    return list(_as_answer(text, trimmed(text, Span(0, len(text.folded))), (), context))


def _denial(lead: str, context: Context) -> int:
    """Return the length of a "no" at the end of a lead that begins a sentence ("No child should ...")."""
    last = re.search(r"[^\W\d_]+\s+$", lead)
    return len(last[0]) if last and context.lexicon.pattern("disagree").fullmatch(last[0].strip()) else 0


def _as_answer(text: Text, rest: Span, walls: Sequence[Span], context: Context) -> Iterator[Heard]:
    words = text.quote(rest.start, rest.end)
    if context.asked in MOST and len(words) <= MOST[context.asked]:
        yield Heard(context.asked, words, text, rest)
    elif context.asked == "business_name":
        yield from _name(text, rest, context)
    elif context.asked == "activity":
        yield from _trade(text, rest, context)
    elif context.asked == "offer":
        yield from _sold(text, rest, walls, context)
    elif context.asked in ("city", "country"):
        yield from _place(text, rest, context)
    elif context.asked == "address" and len(words) <= _ADDRESS:
        yield Heard("address", words, text, rest)
    elif context.asked in LISTS:
        yield Heard(context.asked, [words], text, rest, Change.ADD)


def _sold(text: Text, rest: Span, walls: Sequence[Span], context: Context) -> Iterator[Heard]:
    """Hear a bare list of what is sold, without the parts that are sentences."""
    for heard in hear_offers(text, [(rest, True)], walls, context):
        subject = Span(text.sentence_start(heard.span.start), heard.span.end)
        if "price" in heard.value[0] or not _is_sentence(text, subject, context):
            yield heard


def _name(text: Text, rest: Span, context: Context) -> Iterator[Heard]:
    words = text.folded[rest.start : rest.end].split()
    long = not text.capital(rest.start) and len(words) > _LOWER_WORDS
    never = context.lexicon.pattern("names", "never").match(" ".join(words))
    priced = any(price.currencies and price.span.meets(rest) for price in prices(text, context.lexicon))
    about_people = not text.capital(rest.start) and context.lexicon.pattern("people").search(
        text.folded, rest.start, rest.end
    )
    if not _brief(text) or long or never or priced or about_people or _is_sentence(text, rest, context):
        return
    name = rest if len(words) <= _NAME_WORDS else name_in(text, rest, context.lexicon)
    if name and name.end - name.start <= _NAME:
        yield Heard("business_name", text.quote(name.start, name.end).strip("\"'«»“”„ "), text, name)


def _trade(text: Text, rest: Span, context: Context) -> Iterator[Heard]:
    people = context.lexicon.pattern("people").search(text.folded, rest.start, rest.end)
    bare = _brief(text) and not people and not _is_sentence(text, rest, context)
    named = trade(text, rest, context, sure=bare)
    if named and not bare and len(text.folded[named.start : named.end].split()) > _LONG_TRADE:
        named = from_trade(text, named, context.lexicon)
    if named:
        words = text.quote(named.start, named.end)
        yield Heard("activity", words, text, named)
        yield from hear_sector(words, text, named, context)


def _place(text: Text, rest: Span, context: Context) -> Iterator[Heard]:
    lead = context.lexicon.pattern("places", "prepositions").match(text.folded, rest.start, rest.end)
    span = trimmed(text, Span(lead.end() if lead else rest.start, rest.end))
    words = text.quote(span.start, span.end)
    named = 0 < len(words.split()) <= _PLACE_WORDS and not re.search(r"[\d@]", words)
    if len(words.split()) > _LOWER_PLACE and not all(
        word[:1].isupper() for word in words.split() if len(word) > _JOINT
    ):
        return
    trade_named = names_trade(words, context.lexicon)
    if named and not trade_named and _brief(text) and not _is_sentence(text, span, context):
        yield Heard("city", words, text, span)


def _is_sentence(text: Text, span: Span, context: Context) -> bool:
    """Whether the words are a sentence, and so no bare name, trade or place."""
    return bool(context.lexicon.pattern("sentence_words").search(text.folded, span.start, span.end))


def _brief(text: Text) -> bool:
    return len(text.folded.split()) <= _SHORT
