"""Claims without a figure: awards, guarantees, free delivery, means of payment, what a place has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from nodes.grounding.claim import Claim, Kind, Reading
from nodes.grounding.lexicon import any_of, folded_lists, table

_REACH = 4
"""Words before a claim within which a "not" or "without" denies it."""
_NEAR, _FREE, _DELIVERY = "near", "free", "delivery"
_AROUND = 24
"""Characters around "free" in which the thing that is free stands."""
_WORD = re.compile(r"[\w'-]+")


def concepts(reading: Reading) -> Iterator[Claim]:
    """Take every claim of the concept lists; a denied one ("no delivery") is another claim than the stated one."""
    reading.clear(match.span() for match in _innocent().finditer(reading.folded))
    whole = reading.folded
    for name, (kind, pattern) in _patterns().items():
        for match in pattern.finditer(whole):
            value = f"no {name}" if _denied(whole[: match.start()]) else name
            marks = _marks(name, whole, *match.span())
            yield Claim(kind, value, reading.take(*match.span()), marks, match.start())


def _marks(name: str, whole: str, start: int, end: int) -> frozenset[str]:
    """Return what else must agree: what something is near to, and whether it is the delivery that is free."""
    if name == _NEAR:
        return _landmarks(whole[end:])
    if name == _FREE:
        around = whole[max(0, start - _AROUND) : end + _AROUND]
        return frozenset((_DELIVERY if _patterns()[_DELIVERY][1].search(around) else "other",))
    return frozenset()


def _landmarks(after: str) -> frozenset[str]:
    """Return what follows "next to": the kind of landmark, or the beginning of its word."""
    words = [word for word in _WORD.findall(after)[:_REACH] if len(word) > 2]  # noqa: PLR2004 - longer than an article
    known = {meaning for word in words for meaning in [folded_lists("landmarks", "").get(word)] if meaning}
    return frozenset(known or {word[:5] for word in words[:1]})


def _denied(before: str) -> bool:
    clause = re.split(r"[.,;:!?]", before)[-1]
    words = _WORD.findall(clause)
    near = " ".join(words[-_REACH:])
    last = words[-1] if words else ""
    return bool(_negator().search(near) or re.fullmatch(any_of(table("concepts")["close_negators"]), last))


@cache
def _patterns() -> dict[str, tuple[Kind, re.Pattern[str]]]:
    return {
        name: (entry["kind"], re.compile(any_of(entry["words"])))
        for name, entry in table("concepts").items()
        if isinstance(entry, dict)
    }


@cache
def _negator() -> re.Pattern[str]:
    return re.compile(any_of(table("concepts")["negators"]))


@cache
def _innocent() -> re.Pattern[str]:
    return re.compile(any_of(table("concepts")["innocent"]))
