"""Splits a line into runs of one direction, in the order in which they stand on the page (UAX #9)."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple


class Run(NamedTuple):
    text: str
    """In logical order."""
    rtl: bool


@lru_cache(maxsize=1024)
def is_rtl(text: str) -> bool:
    """Whether the first strong character is written from right to left (UAX #9, rules P2 and P3)."""
    strong = (unicodedata.bidirectional(char) for char in text)
    return next((kind in ("R", "AL") for kind in strong if kind in ("L", "R", "AL")), False)


def visual_runs(text: str, *, rtl: bool | None = None) -> tuple[Run, ...]:
    """Return the runs from left to right. Text without right-to-left letters is one run.

    rtl: the direction of the paragraph that a line is part of; by default the text is a paragraph of its own.
    """
    if not any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in text):
        return (Run(text, rtl=False),) if text else ()
    levels = _levels(text, rtl=is_rtl(text) if rtl is None else rtl)
    runs = [
        (level, "".join(char for char, _ in group)) for level, group in groupby(zip(text, levels, strict=True), _level)
    ]
    return tuple(Run(part, rtl=level % 2 == 1) for level, part in _reordered(runs))


def _level(item: tuple[str, int]) -> int:
    return item[1]


def _levels(text: str, *, rtl: bool) -> list[int]:
    from bidi import algorithm  # noqa: PLC0415 - only mixed and right-to-left names need it

    storage: dict[str, Any] = algorithm.get_empty_storage()
    storage["base_level"], storage["base_dir"] = (1, "R") if rtl else (0, "L")
    algorithm.get_embedding_levels(_with_strong_brackets(text), storage)
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, debug=False)
    algorithm.resolve_implicit_levels(storage, debug=False)
    return [int(char["level"]) for char in storage["chars"]]


_PAIRS = {")": "(", "]": "[", "}": "{", "»": "«"}


def _with_strong_brackets(text: str) -> str:
    """Return the text with each pair of brackets replaced by letters of the direction it takes (UAX #9, rule N0)."""
    chars, opened = list(text), dict[str, list[int]]()
    for end, char in enumerate(text):
        if char in _PAIRS.values():
            opened.setdefault(char, []).append(end)
        elif stack := opened.get(_PAIRS.get(char, "")):
            start = stack.pop()
            chars[start] = chars[end] = "א" if _bracket_is_rtl(text, start, end) else "a"
    return "".join(chars)


def _bracket_is_rtl(text: str, start: int, end: int) -> bool:
    base, inside = is_rtl(text), _directions(text[start:end])
    if base in inside or not inside:
        return base
    before = _directions(text[:start])
    return before[-1] if before else base


def _directions(text: str) -> list[bool]:
    kinds = (unicodedata.bidirectional(char) for char in text)
    return [kind != "L" for kind in kinds if kind in ("L", "R", "AL")]


def _reordered(runs: list[tuple[int, str]]) -> list[tuple[int, str]]:
    for level in range(max(level for level, _ in runs), 0, -1):
        parts = [(high, list(group)) for high, group in groupby(runs, lambda run: run[0] >= level)]  # noqa: B023
        runs = [run for high, group in parts for run in (reversed(group) if high else group)]
    return runs
