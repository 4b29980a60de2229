"""What is sold, with its price: "robe 25 mille", "- Yassa: 2 000 F", "dresses from $40", "10 000 le kilo de miel"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from nodes.facts.lexicon import Lexicon, spaced
from nodes.facts.money import Price
from nodes.facts.pricing import is_range
from nodes.facts.text import Span, Text

_MOST_WORDS = 9
_PAIRED = 3
"""Words on each side of "and" in the name of one thing."""
_SAME_THING = re.compile(r"(?<!\w)(?:non|no|hapana|nao|لا|par|per|por|kwa|pour|for|to|a|et demi)(?!\w)")
"""Words between two prices of one thing: a correction, a unit, an upper end."""
_AND_ATTACHED, _AND_THE = re.compile(r"\s*و(?=[^\W\d_]{3})"), re.compile(r"\s*و(?=ال[^\W\d_]{2})")
"""Arabic "and", written with the next word: after a price, and before an article."""
_SHORTEST, _LONGEST = 2, 90
"""Characters of a name."""


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


def items(
    text: Text,
    lexicon: Lexicon,
    region: Span,
    prices: Sequence[Price],
    taken: Sequence[Span] = (),
    *,
    listed: bool = False,
) -> Iterator[Item]:
    """Yield the things sold that a region of a text names.

    `prices` are those of the whole text. With `listed` (the region answers what is sold) every part is one; else
    only those with a price are.
    """
    prices = [each for each in prices if _within(each.span, region)]
    last: Item | None = None
    for part in _parts(text, lexicon, region, [each.span for each in prices], taken):
        own = [each for each in prices if _within(each.span, part)]
        if own:
            for one, its in _apart(text, lexicon, part, own):
                item = _priced(text, lexicon, one, its)
                item = _restated(text, lexicon, item, last) if last else item
                last = item
                yield item
        elif listed and (name := clean_name(text, lexicon, part)):
            yield Item(name, name)


def several(text: Text, region: Span, lexicon: Lexicon) -> bool:
    """Whether words list more than one thing."""
    cuts = lexicon.compiled("offers.split", _splits).finditer(text.folded, region.start, region.end)
    return any(clean_name(text, lexicon, Span(cut.end(), region.end)) for cut in cuts)


def clean_name(text: Text, lexicon: Lexicon, span: Span) -> Span | None:
    """Return the span without articles and link words at its ends; None if no name is left."""
    start, end = span.start, span.end
    start = max(start, text.folded.rfind(": ", start, end) + 1)
    start = found.end() if (found := _AND_THE.match(text.folded, start, end)) else start
    head = lexicon.compiled("offers.head", _head)
    tail = lexicon.compiled("offers.tail", _tail)
    while (found := head.match(text.folded, start, end)) and found.end() > start:
        start = found.end()
    while found := tail.search(text.folded[max(start, end - 60) : end]):
        end -= len(found[0])
    words = text.folded[start:end]
    good = (
        _SHORTEST <= len(words) <= _LONGEST and len(words.split()) <= _MOST_WORDS and re.search(r"[^\W\d_]{2}", words)
    )
    return Span(start, end) if good and not lexicon.pattern("offers", "not_names").fullmatch(words.strip()) else None


def _within(span: Span, region: Span) -> bool:
    return region.start <= span.start and span.end <= region.end


def _restated(text: Text, lexicon: Lexicon, item: Item, last: Item) -> Item:
    """Give a price that corrects the one before it ("6,000, no, 5,500") the name of that one."""
    if item.name or not item.price or not last.price:
        return item
    between = text.folded[last.price.span.end : item.price.span.start]
    slip = lexicon.pattern("slips").search(between)
    return replace(last, span=Span(last.span.start, item.span.end), price=item.price) if slip else item


def _priced(text: Text, lexicon: Lexicon, part: Span, prices: list[Price]) -> Item:
    """Read one part with at least one price; of several prices the marked one counts, of a range the lower."""
    price = next((each for each in prices if each.currencies), prices[-1])
    ranged = len(prices) > 1 and is_range(text, prices[0].span, prices[1].span)
    if ranged:
        low = prices[0]
        price = Price(low.span, low.value, low.currencies or prices[1].currencies, low.digits)
    starting = ranged or _announced(text, lexicon, Span(part.start, price.span.start))
    unit, after = _unit(text, lexicon, Span(prices[1].span.end if ranged else price.span.end, part.end))
    name = clean_name(text, lexicon, Span(part.start, price.span.start))
    name = name or clean_name(text, lexicon, Span(after, part.end))
    return Item(part, name, price, starting, unit)


def _apart(text: Text, lexicon: Lexicon, part: Span, prices: list[Price]) -> Iterator[tuple[Span, list[Price]]]:
    """Cut a part with several prices behind each that is followed by the next name: "dress 25,000 shirt 8,000"."""
    start, own = part.start, list[Price]()
    for price, following in zip_longest(prices, prices[1:]):
        own.append(price)
        between = text.folded[price.span.end : following.span.start] if following else ""
        named = len(re.findall(r"[^\W\d_]{3,}", between)) > 0 and not _SAME_THING.search(between)
        if following and named and not is_range(text, price.span, following.span):
            yield Span(start, price.span.end), own
            end = _unit(text, lexicon, Span(price.span.end, part.end))[1]
            attached = _AND_ATTACHED.match(text.folded, end)
            start, own = attached.end() if attached else end, []
    yield Span(start, part.end), own


def _announced(text: Text, lexicon: Lexicon, before: Span) -> bool:
    """Whether the words before a price say that it is the lowest one."""
    pattern = lexicon.compiled("offers.starting$", _starting)
    return bool(pattern.search(text.folded[max(before.start, before.end - 40) : before.end]))


def _unit(text: Text, lexicon: Lexicon, rest: Span) -> tuple[Span | None, int]:
    found = lexicon.compiled("offers.unit", _units).match(text.folded, rest.start, rest.end)
    return (Span(*found.span("unit")), found.end()) if found else (None, rest.start)


def _parts(text: Text, lexicon: Lexicon, region: Span, prices: list[Span], taken: Sequence[Span]) -> Iterator[Span]:
    """Cut a region at commas, bullets and "and".

    Not inside an amount, nor between its two ends, nor between two words that share one price ("rice and beans 500").
    """
    start = region.start
    for found in lexicon.compiled("offers.split", _splits).finditer(text.folded, region.start, region.end):
        cut = Span(*found.span())
        if any(cut.meets(span) for span in (*prices, *taken)) or _joins(text, prices, cut):
            continue
        if _pair(text, Span(start, region.end), prices, cut):
            continue
        if start < cut.start:
            yield Span(start, cut.start)
        start = cut.end
    if start < region.end:
        yield Span(start, region.end)


def _pair(text: Text, rest: Span, prices: list[Span], cut: Span) -> bool:
    """Whether "and" stands inside the name of one priced thing: short words, no price before it, one after it."""
    joint = text.folded[cut.start : cut.end].strip()
    before, after = text.folded[rest.start : cut.start], text.folded[cut.end : rest.end]
    if not joint.isalpha() or not 0 < len(before.split()) <= _PAIRED:
        return False
    if any(span.start >= rest.start and span.end <= cut.start for span in prices):
        return False
    first = next((span for span in prices if span.start >= cut.end), None)
    between = text.folded[cut.end : first.start] if first else after
    return bool(first) and "," not in between and ";" not in between and len(between.split()) <= _PAIRED


def _joins(text: Text, prices: list[Span], cut: Span) -> bool:
    """Whether a cut stands between the two ends of "between 5,000 and 8,000"."""
    before = any(span.end <= cut.start and not text.folded[span.end : cut.start].strip() for span in prices)
    return before and any(span.start >= cut.end and not text.folded[cut.end : span.start].strip() for span in prices)


def _head(lexicon: Lexicon) -> re.Pattern[str]:
    entries = (*lexicon.words("offers", "strip_start"), *lexicon.words("slips"))
    return re.compile(rf"[\s,;:=>.]{{1,9}}|(?:{'|'.join(map(_first, entries)) or '(?!)'})\s{{0,3}}")


def _tail(lexicon: Lexicon) -> re.Pattern[str]:
    entries = (*lexicon.words("offers", "strip_end"), *lexicon.words("offers", "starting"))
    return re.compile(rf"(?:[\s,;.!?]|{'|'.join(map(_last, entries)) or '(?!)'})$")


def _first(word: str) -> str:
    return rf"{spaced(word)}(?!\w)" if word[-1].isalnum() or word[-1] in ")?" else spaced(word)


def _last(word: str) -> str:
    return rf"(?<!\w){spaced(word)}" if word[0].isalnum() else spaced(word)


def _starting(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(spaced, lexicon.words('offers', 'starting'))) or '(?!)'})\s*$")


def _units(lexicon: Lexicon) -> re.Pattern[str]:
    per = "|".join(map(spaced, lexicon.words("offers", "per"))) or "(?!)"
    units = "|".join(map(spaced, lexicon.words("offers", "units"))) or "(?!)"
    return re.compile(rf"\s*(?:{per})\s*(?P<unit>{units})(?!\w)")


def _splits(lexicon: Lexicon) -> re.Pattern[str]:
    words = "|".join(map(spaced, lexicon.words("offers", "split"))) or "(?!)"
    return re.compile(rf"(?:,(?!\d)|(?<!\d),|[;\n•]|\.(?=\s)|\s-\s|\s/\s|(?<!\w)(?:{words})(?!\w))")
