"""Hears every fact in the person's words, whatever was asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pydantic import ValidationError

from agent.integrations.coach import contact_facts, offer_facts, place_facts, told_facts, trade_facts
from agent.integrations.coach.answers import answer, chosen
from agent.integrations.coach.heard import Context, Heard, corrected
from agent.integrations.coach.leftover import Message
from agent.integrations.coach.name_facts import hear_name
from agent.integrations.coach.others import beside_the_point, of_the_business
from agent.integrations.coach.removed_facts import hear_removed_facts
from agent.integrations.coach.tellings import kept_aside, stays
from agent.integrations.coach.unannounced import displaced, free, hear_unannounced, unplaced
from nodes.brief import BusinessBrief, Change, FactUpdate, apply_update
from nodes.facts.clauses import LONG, Clause, clauses, cues_of
from nodes.facts.places import Mention, Strength
from nodes.facts.sectors import sector
from nodes.facts.subjects import Subject
from nodes.facts.text import Span, Text, without
from nodes.facts.things import same_name

REACH = frozenset({"phone", "whatsapp", "email", "social"})
_PIECE = 2000
"""Characters heard at a time."""


@dataclass(frozen=True)
class Understood:
    """What was made of some messages."""

    updates: tuple[FactUpdate, ...]
    """The changes they propose, in order."""
    brief: BusinessBrief
    """The brief with these changes made."""
    aside: tuple[str, ...] = ()
    """Sentences that fit no fact."""


def hear(texts: Sequence[Text], context: Context, *, whole: bool = False) -> Understood:
    """Return what these messages tell.

    What was said before the country was known is heard once more when it becomes known. With `whole`, a message is
    nothing but the answer to the open question, such as a suggestion that was picked.
    """
    updates: list[FactUpdate] = []
    aside: list[str] = []
    before = context.brief.location.country
    pieces = [piece for text in texts for piece in text.pieces(_PIECE)]
    pieces = pieces if whole else [of_the_business(piece, context) for piece in pieces]
    context = replace(context, country=_country(pieces, context))
    for piece in pieces:
        told = chosen(piece, context) if whole else _hear_piece(piece, context)
        aside += [] if whole else unplaced(piece, told, context)
        for heard in told:
            context = _take(heard, context, updates)
        context = replace(context, earlier=(*context.earlier, piece))
    for heard in _hear_again(context) if context.brief.location.country != before else ():
        context = _take(heard, context, updates)
    return Understood(tuple(updates), context.brief, tuple(aside))


def _take(heard: Heard, context: Context, updates: list[FactUpdate]) -> Context:
    """Note an update unless its field refuses it, it changes nothing, or what is known is told better."""
    if stays(heard, context):
        aside = kept_aside(heard)
        return _take(aside, context, updates) if aside and heard.value != context.brief.differentiation else context
    try:
        brief = apply_update(context.brief, heard.update)
    except ValidationError:
        return context
    if brief == context.brief:
        return context
    moved = None if corrected(heard.text, heard.span, context) else displaced(heard.update, context)
    updates.append(heard.update)
    if moved:
        updates.append(moved)
        brief = apply_update(brief, moved)
    return replace(context, brief=brief)


def _country(pieces: Sequence[Text], context: Context) -> str:
    """The country by whose rules these messages are read: the one they name, else the known one."""
    known = context.brief.location.country
    for text in pieces:
        found = list(clauses(text, context.lexicon))
        named = [*contact_facts.hear_links(text), *hear_name(text, found, context)]
        places = _places(text, found, [each.span for each in named], replace(context, country=known))
        for heard in place_facts.hear_places(text, places, context):
            if heard.fact == "country":
                known = heard.value
    return known


def _hear_piece(text: Text, context: Context) -> list[Heard]:
    """Hear one message: what has a form of its own first, so that its words are taken for nothing else."""
    reach = [*contact_facts.hear_links(text), *contact_facts.hear_phones(text, context)]
    hard = [each.span for each in reach]
    hard += [*contact_facts.hour_spans(text, context), *contact_facts.phone_like(text, context)]
    first = list(clauses(text, context.lexicon, hard))
    name = list(hear_name(text, first, context))
    places = _places(text, first, [*hard, *(each.span for each in name)], context)
    near = [place.span for place in places if place.strength > Strength.BARE]
    walls = [*hard, *near, *(each.span for each in name)]
    heard = [*reach, *contact_facts.hear_hours(text, context), *name]
    heard += place_facts.hear_places(text, places, context)
    if not places and not context.brief.location.city:
        heard += place_facts.hear_unlisted(text, context, walls)
    heard += contact_facts.hear_same_number(text, context)
    return _hear_words(text, heard, hard, walls, near, context)


def _hear_words(
    text: Text, heard: list[Heard], hard: list[Span], walls: list[Span], places: list[Span], context: Context
) -> list[Heard]:
    """Hear what has no form of its own: what is told and sold, and the bare answer in the rest."""
    found = list(clauses(text, context.lexicon, walls))
    heard += told_facts.hear_told(text, found, context)
    heard = trade_facts.surest(heard, context)
    if not any(each.fact == "activity" for each in heard):
        heard += trade_facts.hear_placed_trade(text, places, context)
    heard = [_alone(each, heard, context) for each in heard]
    walls = [*walls, *_spans(heard, "city", "country")]
    heard += list(offer_facts.hear_repriced(text, hard, context)) or _offers(text, found, walls, heard, context)
    heard = [each for each in heard if not _priced_promise(each, heard)]
    heard += [*offer_facts.hear_removed(text, context), *hear_removed_facts(text, context)]
    cues = [cue for sentence in text.sentences() for cue in cues_of(text, context.lexicon, sentence)]
    reach = [each.span for each in heard if each.fact in REACH] + contact_facts.phone_like(text, context)
    message = Message(text, heard, cues, walls, reach, context)
    heard += list(hear_unannounced(message))
    heard += list(answer(replace(message, apart=beside_the_point(message, free(message)))))
    heard += _sector(text, heard, context)
    return heard


def _alone(each: Heard, heard: Sequence[Heard], context: Context) -> Heard:
    """Return a trade without the name and the place beside it; other facts as they are."""
    if each.fact != "activity":
        return each
    return trade_facts.alone(each, _spans(heard, "business_name"), _spans(heard, "city", "country"), context)


def _spans(heard: Sequence[Heard], *facts: str) -> list[Span]:
    return [each.span for each in heard if each.fact in facts]


def _places(text: Text, found: Sequence[Clause], taken: Sequence[Span], context: Context) -> list[Mention]:
    """Find where the business is, but not in what is told of customers and dreams."""
    told = [clause.value for clause in found if clause.fact in LONG and clause.fact != "story"]
    told += [each for each in text.sentences() if _wished(text, each, context)]
    return place_facts.find_places(text, context, [*taken, *told])


def _wished(text: Text, sentence: Span, context: Context) -> bool:
    return bool(context.signs(text, sentence)[Subject.VISION])


def _offers(
    text: Text, found: Sequence[Clause], walls: Sequence[Span], heard: Sequence[Heard], context: Context
) -> Iterator[Heard]:
    """Hear what is sold: in lists after "I sell" and "I make", elsewhere only what has a price."""
    trades = [each.span for each in heard if each.fact == "activity"]
    listed = offer_facts.regions(text, found, trades, context, makes=context.asked not in told_facts.MOST)
    told = [each.span for each in heard if each.fact not in _BESIDE_OFFERS]
    told += [each for each in text.sentences() if _wished(text, each, context)]
    around = _spans(heard, "city", "country")
    listed = [(part, lists) for region, lists in listed for part in without(region, around)]
    return offer_facts.hear_offers(text, listed, [*walls, *told], context)


_BESIDE_OFFERS = frozenset({"offer", "activity", "sector", "city", "country", "promises"})
"""Facts in whose words something may be sold as well."""


def _priced_promise(promise: Heard, heard: Sequence[Heard]) -> bool:
    """Whether what looks like a promise ("delivery 1,000 F") is sold."""
    sold = (each.span for each in heard if each.fact == "offer" and "price" in each.value[0])
    return promise.fact == "promises" and any(span.meets(promise.span) for span in sold)


def _sector(text: Text, heard: Sequence[Heard], context: Context) -> Iterator[Heard]:
    """Hear the sector from all that is sold, while no trade tells it."""
    told = any(each.fact == "sector" for each in heard)
    sold = [each for each in heard if each.fact == "offer" and each.change is Change.ADD]
    if sold and not told and not sector(context.brief.activity, context.lexicon, context.language):
        names = [*(offer.name for offer in context.brief.offer), *(each.value[0]["name"] for each in sold)]
        yield from trade_facts.hear_sector(", ".join(names), text, sold[-1].span, context)


def _hear_again(context: Context) -> list[Heard]:
    """Hear what waited for the country: phones, prices, and a city whose name several countries have."""
    brief = context.brief
    again = replace(context, country=brief.location.country, asked="", answering=False)
    earlier = [of_the_business(text, again) for text in context.earlier]
    heard = [each for text in earlier for each in _hear_piece(text, again)]
    priced = _priced_now([each for each in heard if each.fact == "offer"], brief)
    reachable = bool(brief.contact.phone or brief.contact.whatsapp)
    phones = [each for each in heard if each.fact in ("phone", "whatsapp") and not reachable]
    cities = [each for each in heard if each.fact == "city" and not brief.location.city][-1:]
    return [*phones, *priced, *cities]


def _priced_now(sold: Sequence[Heard], brief: BusinessBrief) -> list[Heard]:
    """Return what gives a price to things known without one, with the other wordings it puts aside."""
    unpriced = [offer.name for offer in brief.offer if offer.price is None]
    kept = [
        each.span
        for each in sold
        if "price" in each.value[0] and any(same_name(each.value[0]["name"], name) for name in unpriced)
    ]
    return [each for each in sold if each.span in kept]
