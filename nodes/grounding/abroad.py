"""Places the person named, under their names in other languages: "Casablanca" is "الدار البيضاء"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from nodes.facts import gazetteer
from nodes.grounding.names import country_of_demonym

_LONGEST = 3
"""Words of the longest place names that are looked for."""


def names_same_place(words: str, name: str) -> bool:
    """Return whether folded words hold the city or country that a folded name stands for."""
    place = _identity(name)
    return bool(place) and place in {_identity(part) for part in _parts(words)}


def _parts(words: str) -> Iterator[str]:
    each = words.split()
    for length in range(1, _LONGEST + 1):
        yield from (" ".join(each[start : start + length]) for start in range(len(each) - length + 1))


@lru_cache(maxsize=4096)
def _identity(name: str) -> tuple[str, int] | None:
    """Return country and people of a city, or the country alone, also for its adjective; None for what is no place."""
    if code := gazetteer.country_code(name) or country_of_demonym(name):
        return (code, 0)
    found = gazetteer.place(name) if gazetteer.listed(name) else None
    return (found.country, found.people) if found else None
