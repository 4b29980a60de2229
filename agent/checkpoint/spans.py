"""Sets of item numbers as flat, ordered spans: [first, last, first, last ...]. A list that only grows is one span."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def extend(spans: list[int], number: int) -> list[int]:
    """Return the spans with one more item at the end."""
    if spans and spans[-1] + 1 == number:
        return [*spans[:-1], number]
    return [*spans, number, number]


def numbers(spans: Iterable[int]) -> Iterator[int]:
    """Yield the item numbers, in order."""
    ends = iter(spans)
    for first in ends:
        yield from range(first, next(ends) + 1)


def from_numbers(found: Iterable[int]) -> list[int]:
    """Return the spans that hold these numbers in this order."""
    spans: list[int] = []
    for number in found:
        spans = extend(spans, number)
    return spans


def as_text(spans: list[int]) -> str:
    """Return the spans as "1-3,5-5", the form the scripts read."""
    return ",".join(f"{first}-{last}" for first, last in zip(spans[::2], spans[1::2], strict=True))
