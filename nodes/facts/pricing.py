"""Which amounts in a text are prices, and which only count something."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nodes.facts import money
from nodes.facts.lexicon import Lexicon, spaced
from nodes.facts.money import Price
from nodes.facts.text import Span, Text

LEAST, LEAST_IN_WORDS = 10, 100
"""Amounts below these are counts unless a mark of money stands by them."""
_YEARS = (1900, 2100)
_BEFORE_YEAR = re.compile(r"(?<!\w)(?:en|in|depuis|since|em|desde|mwaka|tangu|عام|سنه|منذ|l'an)\s*$")
_BETWEEN = re.compile(r"\s*(?:-|a|to|et|and|e|ate|hadi|na|و|الى)\s*")


def asked_prices(text: Text, lexicon: Lexicon, taken: Sequence[Span] = ()) -> list[Price]:
    """Return the amounts that are prices: marked as money, or large enough and counting nothing.

    The first end of a range is one if the second is.
    """
    kept: list[Price] = []
    following: Price | None = None
    for price in reversed(list(money.prices(text, lexicon, taken))):
        joined = bool(
            following and following.digits and not price.currencies and is_range(text, price.span, following.span)
        )
        if following in kept if joined else _asked(text, lexicon, price):
            kept.append(price)
        following = price
    return kept[::-1]


def is_range(text: Text, low: Span, high: Span) -> bool:
    """Whether two amounts are the ends of a range ("5,000 to 8,000")."""
    return bool(_BETWEEN.fullmatch(text.folded[low.end : high.start]))


def _asked(text: Text, lexicon: Lexicon, price: Price) -> bool:
    if price.currencies:
        return True
    written = text.folded[price.span.start : price.span.end]
    head = text.folded[max(0, price.span.start - 12) : price.span.start]
    year = written.isdigit() and _YEARS[0] <= price.value <= _YEARS[1] and bool(_BEFORE_YEAR.search(head))
    least = LEAST if any(char.isdigit() for char in written) else LEAST_IN_WORDS
    alone = lexicon.compiled("offers.after_price", _after_price).match(text.folded, price.span.end)
    return price.value >= least and bool(alone) and not year


def _after_price(lexicon: Lexicon) -> re.Pattern[str]:
    """Match what may follow a price: the end, punctuation, "per kilo", "only", the next item."""
    entries = [word for name in ("per", "after_price", "split") for word in lexicon.words("offers", name)]
    words = "|".join(map(spaced, entries)) or "(?!)"
    return re.compile(rf"\s*(?:$|[^\w\s%]|\n|(?:{words})(?!\w))")
