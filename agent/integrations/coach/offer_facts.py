"""Hears what is sold: new things, prices, corrected prices, and what is sold no more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from agent.integrations.coach.heard import Context, Heard, corrected, denied, negated, told_how
from agent.integrations.coach.same_things import settled
from nodes.brief import Change, Money, Offer
from nodes.facts import money
from nodes.facts.clauses import Clause
from nodes.facts.money import Price
from nodes.facts.offers import Item, items, several
from nodes.facts.pricing import asked_prices
from nodes.facts.text import Span, Text, key, without
from nodes.facts.things import same_name

_SHORT_WORD = 2
"""Letters of a word that names nothing by itself."""
_LONGEST = 120
"""Characters of a name; the limit of the brief's field."""


def hear_offers(
    text: Text, parts: Sequence[tuple[Span, bool]], taken: Sequence[Span], context: Context
) -> Iterator[Heard]:
    """Hear the things sold in parts of a text; the flag says that a part lists them even without prices."""
    known = list(context.brief.offer)
    prices = asked_prices(text, context.lexicon, taken)
    for region, lists in parts:
        listed = lists or _priced_list(text, region, prices, context)
        for item in items(text, context.lexicon, region, prices, taken, listed=listed):
            for heard in (_named if item.name else _repriced)(text, item, known, context):
                known = _learned(known, heard)
                yield heard


def _priced_list(text: Text, region: Span, prices: Sequence[Price], context: Context) -> bool:
    """Whether words with a price answer what is sold as a list: then each part is sold, priced or not."""
    sentence = context.lexicon.pattern("sentence_words").search(text.folded, region.start, region.end)
    return context.asked == "offer" and not sentence and any(each.span.meets(region) for each in prices)


def hear_repriced(text: Text, taken: Sequence[Span], context: Context) -> Iterator[Heard]:
    """Hear "not 25,000 but 30,000": the new price of the only thing sold at the old one."""
    prices = list(money.prices(text, context.lexicon, taken))
    for old, new in pairwise(prices):
        sold = [offer for offer in context.brief.offer if offer.price and offer.price.amount == old.value]
        price = _money(new, context.country) if len(sold) == 1 and negated(text, old.span, context) else None
        if price:
            value = {"name": sold[0].name, "price": price.model_dump(mode="json")}
            yield Heard("offer", [value], text, Span(old.span.start, new.span.end), Change.ADD)


def hear_removed(text: Text, context: Context) -> Iterator[Heard]:
    """Hear "no more skirts": the known offers these words take away."""
    for found in context.lexicon.pattern("offers", "remove").finditer(text.folded):
        end = min(found.end() + 80, len(text.folded))
        rest = text.folded[found.end() : end].split("\n")[0].split(".")[0]
        for offer in context.brief.offer:
            if _mentions(rest, offer.name):
                span = Span(found.start(), found.end() + len(rest))
                yield Heard("offer", [{"name": offer.name}], text, span, Change.REMOVE)


def regions(
    text: Text, clauses: Sequence[Clause], trades: Sequence[Span], context: Context, *, makes: bool
) -> list[tuple[Span, bool]]:
    """Return the parts of a text with whether they list what is sold: after "I sell", and "I make" if no trade.

    One thing that is made is the trade itself; several are a list.
    """
    made = [clause.value for clause in clauses if clause.fact == "make" and makes]
    listed = [clause.value for clause in clauses if clause.fact in ("offer", "sell")]
    listed += [span for span in made if several(text, span, context.lexicon) or not any(map(span.meets, trades))]
    listed = [span for span in listed if not told_how(text, span, context) and not denied(text, span, context)]
    listed.sort(key=lambda span: span.start)
    rest = [part for sentence in text.sentences() for part in without(sentence, listed)]
    return [(span, True) for span in listed] + [(span, False) for span in rest]


def _people(text: Text, item: Item, context: Context) -> bool:
    """Whether what stands in a list without a price are customers: "we serve students"."""
    name = item.name
    return bool(name and not item.price and context.lexicon.pattern("people").search(text.folded, name.start, name.end))


def _named(text: Text, item: Item, known: Sequence[Offer], context: Context) -> Iterator[Heard]:
    if item.name is None or negated(text, item.name, context) or _people(text, item, context):
        return
    written = text.quote(item.name.start, item.name.end)
    if not _names_something(written, context):
        return
    told = {"name": written, **_cost(text, item, context)}
    for change, value in settled(told, known, context.language, priced=item.price is not None):
        yield Heard("offer", [value], text, item.span, change)


def _cost(text: Text, item: Item, context: Context) -> dict[str, Any]:
    """Return what an item costs, as far as its currency is known."""
    price = _money(item.price, context.country) if item.price else None
    if price is None:
        return {}
    cost: dict[str, Any] = {"price": price.model_dump(mode="json")}
    if item.starting:
        cost["starting"] = True
    if item.unit:
        cost["unit"] = text.quote(item.unit.start, item.unit.end)
    return cost


def _names_something(written: str, context: Context) -> bool:
    """Whether words hold more than "it is not"."""
    rest = key(written)
    for group in ("sentence_words", "small", "negation", "slips"):
        rest = context.lexicon.pattern(group).sub(" ", rest)
    return any(len(word) > _SHORT_WORD for word in rest.split())


def _repriced(text: Text, item: Item, known: Sequence[Offer], context: Context) -> Iterator[Heard]:
    """Understand a price without a name: of the only thing sold, or in place of the price it corrects."""
    if item.price is None or negated(text, item.price.span, context):
        return
    price = _money(item.price, context.country)
    target = _target(text, item.price, known, context)
    if price and target and target.price != price:
        value = {"name": target.name, "price": price.model_dump(mode="json")}
        yield Heard("offer", [value], text, item.span, Change.ADD)


def _target(text: Text, price: Price, known: Sequence[Offer], context: Context) -> Offer | None:
    if len(known) == 1 and (price.currencies or corrected(text, price.span, context) or context.asked == "offer"):
        return known[0]
    return None


def _money(price: Price, country: str) -> Money | None:
    currency = price.currency(country)
    amount = price.amount(currency) if currency else Decimal(0)
    return Money(amount=amount, currency=currency) if amount > 0 else None


def _learned(known: Sequence[Offer], heard: Heard) -> list[Offer]:
    value = heard.value[0]
    rest = [offer for offer in known if offer.name.casefold() != value["name"].casefold()]
    if heard.change is Change.REMOVE or len(value["name"]) > _LONGEST:
        return rest
    old = next((offer.model_dump() for offer in known if offer.name.casefold() == value["name"].casefold()), {})
    return [*rest, Offer.model_validate(old | value)]


def _mentions(words: str, name: str) -> bool:
    plain = words.split()
    size = len(name.split())
    runs = (" ".join(plain[start : start + length]) for length in range(1, size + 3) for start in range(len(plain)))
    return any(same_name(run.strip(",;!"), name) for run in runs)
