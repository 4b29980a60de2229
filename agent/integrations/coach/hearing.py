"""Hears every fact in the person's words, whatever was asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from pydantic import ValidationError

from agent.integrations.coach import contact_facts, offer_facts, place_facts, told_facts
from agent.integrations.coach.answers import answer, chosen
from agent.integrations.coach.heard import Context, Heard, corrected, negated
from nodes.brief import BusinessBrief, Change, FactUpdate, apply_update
from nodes.facts.clauses import LONG, Clause, clauses, cues_of
from nodes.facts.lexicon import Lexicon, spaced
from nodes.facts.names import name_in, names
from nodes.facts.sectors import sector
from nodes.facts.text import Span, Text, key

_PIECE = 2000
"""Characters heard at a time."""
_ALIKE = 0.5
"""Likeness (difflib's ratio) from which a name after "sorry, it's" is the known one, spelled right."""


def hear(
    texts: Sequence[Text], context: Context, *, whole: bool = False
) -> tuple[tuple[FactUpdate, ...], BusinessBrief]:
    """Return the changes these messages propose, in order, and the brief with them made.

    What was said before the country was known is heard once more when it becomes known. With `whole`, a message is
    nothing but the answer to the open question, such as a suggestion that was picked.
    """
    updates: list[FactUpdate] = []
    before = context.brief.location.country
    context = replace(context, country=_country(texts, context))
    for text in (piece for text in texts for piece in text.pieces(_PIECE)):
        for heard in chosen(text, context) if whole else (*_hear_one(text, context), *removed_facts(text, context)):
            context = _take(heard, context, updates)
        context = replace(context, earlier=(*context.earlier, text))
    for heard in _heard_again(context) if context.brief.location.country != before else ():
        context = _take(heard, context, updates)
    return tuple(updates), context.brief


def _take(heard: Heard, context: Context, updates: list[FactUpdate]) -> Context:
    """Note an update unless its field refuses it or it changes nothing."""
    try:
        brief = apply_update(context.brief, heard.update)
    except ValidationError:
        return context
    if brief != context.brief:
        updates.append(heard.update)
    return replace(context, brief=brief)


def _country(texts: Sequence[Text], context: Context) -> str:
    """The country by whose rules these messages are read: the one they name, else the known one."""
    known = context.brief.location.country
    for text in texts:
        elsewhere = [clause.value for clause in clauses(text, context.lexicon) if clause.fact in LONG]
        found = place_facts.find_places(text, replace(context, country=known), elsewhere)
        for heard in place_facts.hear_places(text, found, context):
            if heard.fact == "country":
                known = heard.value
    return known


def _hear_one(text: Text, context: Context) -> list[Heard]:
    linked = list(contact_facts.hear_links(text))
    dialled = list(contact_facts.hear_phones(text, context))
    open_hours = list(contact_facts.hear_hours(text, context))
    hard = [each.span for each in (*linked, *dialled)]
    hard += [*contact_facts.hour_spans(text, context), *contact_facts.phone_like(text, context)]
    first = list(clauses(text, context.lexicon, hard))
    named = _names(text, first, context)
    elsewhere = [clause.value for clause in first if clause.fact in LONG]
    places = place_facts.find_places(text, context, [*(each.span for each in named), *hard, *elsewhere])
    walls = [*hard, *(place.span for place in places if place.strength > 1), *(each.span for each in named)]
    found = list(clauses(text, context.lexicon, walls))
    heard = [*linked, *dialled, *open_hours, *named, *place_facts.hear_places(text, places, context)]
    if not places and not context.brief.location.city:
        heard += place_facts.hear_unlisted(text, context, walls)
    heard += contact_facts.hear_same_number(text, context)
    heard += told_facts.hear_told(text, found, context)
    repriced = list(offer_facts.hear_repriced(text, hard, context))
    heard += repriced or _offers(text, found, walls, heard, context)
    heard = [each for each in heard if not _priced_promise(each, heard)]
    heard += offer_facts.hear_removed(text, context)
    cues = [cue for sentence in text.sentences() for cue in cues_of(text, context.lexicon, sentence)]
    heard += answer(text, heard, cues, walls, context)
    heard += _sector(text, heard, context)
    return heard


def _priced_promise(promise: Heard, heard: list[Heard]) -> bool:
    """Whether what looks like a promise ("delivery 1,000 F") is sold."""
    sold = (each.span for each in heard if each.fact == "offer" and "price" in each.value[0])
    return promise.fact == "promises" and any(span.meets(promise.span) for span in sold)


def _names(text: Text, found: list[Clause], context: Context) -> list[Heard]:
    """The one name a message gives: the last of a correction, else the first that is not denied."""
    known = context.brief.business_name
    titles = context.asked != "business_name"
    spans = [span for span in names(text, context.lexicon, found, titles=titles) if not negated(text, span, context)]
    announced = [clause.value for clause in found if clause.fact == "business_name"]
    firm = [span for span in spans if any(span.meets(value) for value in announced)]
    if known:
        spans = firm or [span for span in spans if corrected(text, span, context)]
    if known and not spans:
        spans = _respelled(text, context)
    chosen = (firm or spans)[-1 if len(firm) > 1 and corrected(text, firm[-1], context) else 0 :][:1]
    return [
        Heard("business_name", text.quote(span.start, span.end), text, span)
        for span in chosen
        if text.quote(span.start, span.end) != known
    ]


def _respelled(text: Text, context: Context) -> list[Span]:
    """The corrected spelling of the known name: "sorry, it's Soul Man", "not Wax Royal but Wax Imperial"."""
    known = context.brief.business_name
    found = context.lexicon.compiled("names.respelled", _copulas).finditer(text.folded)
    spans = [name_in(text, Span(each.end(), len(text.folded)), context.lexicon) for each in found]
    return [
        span
        for span in spans
        if span
        and text.capital(span.start)
        and (corrected(text, span, context) or negated(text, Span(span.start, span.end), context) is False and key(known) in key(text.raw))
        and SequenceMatcher(None, key(known), key(text.quote(span.start, span.end))).ratio() >= _ALIKE
    ]


def _copulas(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(spaced, lexicon.words('names', 'instead')))})\s\"?\s?")


def _offers(text: Text, found: list[Clause], walls: list[Span], heard: list[Heard], context: Context) -> list[Heard]:
    listed = offer_facts.regions_of(found)
    makes = [
        clause
        for clause in found
        if clause.fact == "make"
        and context.asked not in told_facts.MOST
        and not any(each.fact == "activity" and each.span.meets(clause.value) for each in heard)
    ]
    listed += [(clause.value, True) for clause in makes]
    told = [each.span for each in heard if each.fact not in ("offer", "activity", "sector", "city", "country", "promises")]
    return list(offer_facts.hear_offers(text, [*listed, *_rest(text, listed)], [*walls, *told], context))


def _rest(text: Text, listed: list[tuple[Span, bool]]) -> list[tuple[Span, bool]]:
    """The sentences outside the listed regions: there only what has a price is sold."""
    regions = []
    for sentence in text.sentences():
        start = sentence.start
        for span, _ in sorted(listed, key=lambda each: each[0].start):
            if span.meets(sentence):
                regions.append((Span(start, max(start, span.start)), False))
                start = max(start, span.end)
        regions.append((Span(start, max(start, sentence.end)), False))
    return [(span, flag) for span, flag in regions if span.end > span.start]


def _sector(text: Text, heard: list[Heard], context: Context) -> list[Heard]:
    """The sector from all that is sold, while no trade tells it."""
    if any(each.fact == "sector" for each in heard) or sector(context.brief.activity, context.lexicon, context.language):
        return []
    sold = [each for each in heard if each.fact == "offer" and each.change is Change.ADD]
    names_ = [*(offer.name for offer in context.brief.offer), *(each.value[0]["name"] for each in sold)]
    return list(told_facts.hear_sector(", ".join(names_), text, sold[-1].span, context)) if sold else []


def removed_facts(text: Text, context: Context) -> list[Heard]:
    """Hear "remove my address"."""
    gone = []
    for found in context.lexicon.pattern("offers", "remove").finditer(text.folded):
        rest = text.folded[found.end() : found.end() + 40].split("\n")[0]
        for fact in context.lexicon.groups("facts"):
            if context.lexicon.pattern("facts", fact).search(rest):
                gone.append(
                    Heard(
                        fact,
                        _everything(context.brief, fact),
                        text,
                        Span(found.start(), found.end() + len(rest)),
                        Change.REMOVE,
                    )
                )
    return gone


def _everything(brief: BusinessBrief, fact: str) -> object:
    from nodes.brief import fact as value_of  # noqa: PLC0415 - the name is taken here

    value = value_of(brief, fact)
    return (
        [item.model_dump() if hasattr(item, "model_dump") else item for item in value]
        if isinstance(value, tuple)
        else None
    )


def _heard_again(context: Context) -> list[Heard]:
    """Phones and prices of earlier messages that waited for the country."""
    country = context.brief.location.country
    unpriced = {offer.name for offer in context.brief.offer if offer.price is None}
    silent = not (context.brief.contact.phone or context.brief.contact.whatsapp)
    homeless = not context.brief.location.city
    if not country or not (unpriced or silent or homeless):
        return []
    again = replace(context, country=country, asked="", answering=False)
    heard = [each for text in context.earlier for each in _hear_one(text, again)]
    phones_ = [each for each in heard if silent and each.fact in ("phone", "whatsapp")]
    priced = [each for each in heard if each.fact == "offer" and "price" in each.value[0] and each.value[0]["name"] in unpriced]
    cities = [each for each in heard if homeless and each.fact == "city"][-1:]
    return phones_ + priced + cities
