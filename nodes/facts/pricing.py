"""Which amounts in a text are prices, and which only count something."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nodes.facts import money
from nodes.facts.lexicon import Lexicon, spaced
from nodes.facts.money import Price
from nodes.facts.text import Span, Text

LEAST, LEAST_IN_WORDS = 10, 101
"""Amounts below these are counts unless a mark of money stands by them."""
_YEARS = (1900, 2100)
_ROUND = 50
"""Prices without a mark of money are multiples of this where they look like years: 2000 and 1950, not 2028."""
_LEAST_IN_A_RUN = 100
_RUN = re.compile(r"\s(?:[^\W\d_]{3,}\s){1,4}")
"""Words between two prices that only name the next thing."""
_BEFORE_YEAR = re.compile(
    r"(?<!\w)(?:en|in|by|b4|before|until|depuis|since|em|desde|ici|avant|ate|antes de|mwaka|tangu|kufikia|kabla ya"
    r"|عام|سنه|منذ|بحلول|قبل|l'an)\s*$"
)
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
    return _run_together(text, lexicon, kept[::-1], taken)


def _run_together(text: Text, lexicon: Lexicon, kept: list[Price], taken: Sequence[Span]) -> list[Price]:
    """Add the amounts of a list without commas: in "braids 5000 weave 10,000" the last price makes the first one."""
    starts = {price.span.start for price in kept}
    joined = [
        price
        for price in money.prices(text, lexicon, taken)
        if price.span.start not in starts
        and price.digits
        and price.value >= _LEAST_IN_A_RUN
        and price.value % _ROUND == 0
        and any(_RUN.fullmatch(text.folded[price.span.end : start]) for start in starts)
    ]
    return sorted([*kept, *joined], key=lambda price: price.span.start)


def is_range(text: Text, low: Span, high: Span) -> bool:
    """Whether two amounts are the ends of a range ("5,000 to 8,000")."""
    return bool(_BETWEEN.fullmatch(text.folded[low.end : high.start]))


def _asked(text: Text, lexicon: Lexicon, price: Price) -> bool:
    if price.currencies:
        return True
    written = text.folded[price.span.start : price.span.end]
    head = text.folded[max(0, price.span.start - 12) : price.span.start]
    dated = price.value % _ROUND != 0 or bool(_BEFORE_YEAR.search(head))
    year = written.isdigit() and _YEARS[0] <= price.value <= _YEARS[1] and dated
    least = LEAST if any(char.isdigit() for char in written) else LEAST_IN_WORDS
    alone = lexicon.compiled("offers.after_price", _after_price).match(text.folded, price.span.end)
    return price.value >= least and bool(alone) and not year


def _after_price(lexicon: Lexicon) -> re.Pattern[str]:
    """Match what may follow a price: the end, punctuation, "per kilo", "only", the next item."""
    entries = [word for name in ("per", "after_price", "split") for word in lexicon.words("offers", name)]
    words = "|".join(map(spaced, entries)) or "(?!)"
    return re.compile(rf"\s*(?:$|[^\w\s%]|\n|(?:{words})(?!\w))")
