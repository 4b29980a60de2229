"""What is sold, with its price: "robe 25 mille", "- Yassa: 2 000 F", "dresses from $40", "10 000 le kilo de miel"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nodes.facts import money
from nodes.facts.lexicon import Lexicon, spaced
from nodes.facts.money import Price
from nodes.facts.text import Span, Text, fold

_MOST_WORDS = 9
_LEAST, _LEAST_IN_WORDS = 10, 100
"""Amounts below these are counts unless a mark of money stands by them."""
_YEARS = (1900, 2100)
_BEFORE_YEAR = re.compile(r"(?<!\w)(?:en|in|depuis|since|em|desde|mwaka|tangu|عام|سنه|منذ|l'an)\s*$")
_LONGEST = 90


@dataclass(frozen=True)
class Item:
    """One thing sold, as found in a text."""

    span: Span
    """Name and price together: the words that say so."""
    name: Span | None
    """None for a price alone."""
    price: Price | None = None
    starting: bool = False
    unit: Span | None = None


def items(text: Text, lexicon: Lexicon, region: Span, taken: Sequence[Span] = (), *, listed: bool = False) -> Iterator[Item]:
    """Yield the things sold that a region of a text names.

    With `listed` (the region answers what is sold) every part is one; else only those with a price are.
    """
    inside = (each for each in money.prices(text, lexicon, taken) if region.start <= each.span.start and each.span.end <= region.end)
    found = [each for each in inside if _means_money(text, lexicon, each)]
    for part in _parts(text, lexicon, region, [each.span for each in found], taken):
        own = [each for each in found if part.start <= each.span.start and each.span.end <= part.end]
        item = _priced(text, lexicon, part, own) if own else _bare(text, lexicon, part) if listed else None
        if item and (item.name or item.price):
            yield item


def same_name(one: str, other: str) -> bool:
    """Whether two names mean one thing: articles, plurals, accents and case aside."""
    return _stem(one) == _stem(other)


def _priced(text: Text, lexicon: Lexicon, part: Span, prices: list[Price]) -> Item | None:
    price = next((each for each in prices if each.currencies), prices[0])
    first = prices[0]
    ranged = len(prices) > 1 and price is not first or len(prices) > 1 and bool(_range(text, prices))
    if ranged:
        price = Price(first.span, first.value, first.currencies or prices[1].currencies, first.digits)
    starting = ranged or bool(_just_before(text, lexicon, part.start, first.span.start))
    unit, after = _unit(text, lexicon, Span(prices[-1].span.end if ranged else price.span.end, part.end))
    name = clean_name(text, lexicon, Span(part.start, first.span.start))
    if name is None:
        name = clean_name(text, lexicon, Span(after, part.end))
    if name is None and unit is not None:
        name, unit = None, None
    return Item(part, name, price, starting, unit)


def _means_money(text: Text, lexicon: Lexicon, price: Price) -> bool:
    """Whether an amount is a price: it has a mark of money, or is large enough and counts nothing that follows it."""
    if price.currencies:
        return True
    written = text.folded[price.span.start : price.span.end]
    head = text.folded[max(0, price.span.start - 12) : price.span.start]
    counted = not lexicon.compiled("offers.after_price", _after_price).match(text.folded, price.span.end)
    year = written.isdigit() and _YEARS[0] <= price.value <= _YEARS[1] and bool(_BEFORE_YEAR.search(head))
    least = _LEAST if any(char.isdigit() for char in written) else _LEAST_IN_WORDS
    return price.value >= least and not counted and not year


def _after_price(lexicon: Lexicon) -> re.Pattern[str]:
    words = "|".join(map(spaced, (*lexicon.words("offers", "per"), *lexicon.words("offers", "after_price"), *lexicon.words("offers", "split"))))
    return re.compile(rf"\s*(?:$|[^\w\s%]|\n|(?:{words})(?!\w)|(?:{'|'.join(map(spaced, lexicon.words('offers', 'units')))})(?!\w))")


def _range(text: Text, prices: list[Price]) -> bool:
    between = text.folded[prices[0].span.end : prices[1].span.start]
    return bool(re.fullmatch(r"\s*(?:-|a|to|et|and|e|hadi|الى|ate)\s*", between))


def _bare(text: Text, lexicon: Lexicon, part: Span) -> Item | None:
    name = clean_name(text, lexicon, part)
    return Item(name, name) if name else None


def clean_name(text: Text, lexicon: Lexicon, span: Span) -> Span | None:
    """Return the span without articles and link words at its ends; None if no name is left."""
    start, end = span.start, span.end
    head = lexicon.compiled("offers.head", _head)
    tail = lexicon.compiled("offers.tail", _tail)
    while found := head.match(text.folded, start, end):
        start = found.end()
    while found := tail.search(text.folded[max(start, end - 60) : end]):
        end -= len(found[0])
    words = text.folded[start:end]
    good = 2 <= len(words) <= _LONGEST and len(words.split()) <= _MOST_WORDS and re.search(r"[^\W\d_]{2}", words)
    return Span(start, end) if good and not lexicon.pattern("offers", "not_names").fullmatch(words.strip()) else None


def _just_before(text: Text, lexicon: Lexicon, start: int, end: int) -> bool:
    pattern = lexicon.compiled(
        "offers.starting$", lambda lex: re.compile(rf"(?<!\w)(?:{'|'.join(map(spaced, lex.words('offers', 'starting')))})\s*$")
    )
    return bool(pattern.search(text.folded[start:end]))


def _unit(text: Text, lexicon: Lexicon, rest: Span) -> tuple[Span | None, int]:
    pattern = lexicon.compiled("offers.unit", _units)
    found = pattern.match(text.folded, rest.start, rest.end)
    return (Span(*found.span("unit")), found.end()) if found else (None, rest.start)


def _parts(text: Text, lexicon: Lexicon, region: Span, prices: list[Span], taken: Sequence[Span]) -> Iterator[Span]:
    """Cut a region at commas, bullets and "and", but neither inside an amount nor between its two ends."""
    start = region.start
    splits = lexicon.compiled("offers.split", _splits)
    for found in splits.finditer(text.folded, region.start, region.end):
        cut = Span(*found.span())
        if any(cut.meets(span) for span in (*prices, *taken)) or _joins(text, prices, cut):
            continue
        if start < cut.start:
            yield Span(start, cut.start)
        start = cut.end
    if start < region.end:
        yield Span(start, region.end)


def _joins(text: Text, prices: list[Span], cut: Span) -> bool:
    """Whether a cut stands between the two ends of "from 5,000 to 8,000"."""
    before = any(span.end <= cut.start and not text.folded[span.end : cut.start].strip() for span in prices)
    return before and any(span.start >= cut.end and not text.folded[cut.end : span.start].strip() for span in prices)


def _stem(name: str) -> str:
    words = re.findall(r"[^\W_]+", fold(name))
    kept = [word for word in words if word not in _ARTICLES] or words
    return " ".join(word[:-1] if len(word) > 3 and word[-1] in "sx" else word for word in kept)  # noqa: PLR2004 - "bus" and "riz" stay


_ARTICLES = frozenset("le la les l un une des du de d the a an my our mes nos o os as um uma ya wa za".split())


def _head(lexicon: Lexicon) -> re.Pattern[str]:
    words = "|".join(_bound(word) for word in (*lexicon.words("offers", "strip_start"), *lexicon.words("correction")))
    return re.compile(rf"[\s,;:=>.]+|(?:{words or '(?!)'})\s*")


def _tail(lexicon: Lexicon) -> re.Pattern[str]:
    words = "|".join(_bound(word, left=True) for word in (*lexicon.words("offers", "strip_end"), *lexicon.words("offers", "starting")))
    return re.compile(rf"(?:[\s,;.!?]|{words or '(?!)'})$")


def _bound(word: str, *, left: bool = False) -> str:
    if not word[-1].isalnum() or not word[0].isalnum():
        return spaced(word) if word.endswith("'") or not word[0].isalnum() else rf"(?<!\w){spaced(word)}"
    return rf"(?<!\w){spaced(word)}(?!\w)" if left else rf"{spaced(word)}(?!\w)"


def _units(lexicon: Lexicon) -> re.Pattern[str]:
    per = "|".join(map(spaced, lexicon.words("offers", "per")))
    units = "|".join(map(spaced, lexicon.words("offers", "units")))
    return re.compile(rf"\s*(?:{per or '(?!)'})\s*(?P<unit>{units or '(?!)'})(?!\w)")


def _splits(lexicon: Lexicon) -> re.Pattern[str]:
    words = "|".join(map(spaced, lexicon.words("offers", "split")))
    return re.compile(rf"(?:,(?!\d)|(?<!\d),|[;\n•]|\.(?=\s)|\s-\s|\s/\s|(?<!\w)(?:{words or '(?!)'})(?!\w))")
