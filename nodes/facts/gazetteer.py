"""Which place a name stands for: cities from GeoNames, quarters, and countries in five languages from CLDR."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from nodes.facts.data import table
from nodes.facts.text import key

HOME_WEIGHT = 5
"""African places count this often their people: the product's home, where the same name elsewhere is rarer meant."""
DOMINANCE = 5
"""A place is meant without its country when it weighs this many times the next one abroad."""
_NAMESAKES = 60
"""Lines looked at for one name; no name has more."""
_QUARTER = 1_000_000
"""The people a quarter's city counts for: those listed are quarters of large cities."""
_LANGUAGES = ("en", "fr", "pt", "sw", "ar")


@dataclass(frozen=True)
class Place:
    """A populated place."""

    name: str
    """As the gazetteer spells the form that was asked for."""
    country: str
    """ISO 3166-1 alpha-2; empty when several countries are as likely."""
    people: int
    primary: bool = True
    """False for a name that is not the place's main one."""
    district: str = ""
    """The quarter that was named, when the place is the city around it."""
    alias: bool = False
    """True for a short name such as "Ouaga"."""


def place(name: str, country: str = "") -> Place | None:
    """Return the place a name stands for, in `country` if it has one of that name; None if there is none."""
    found = _places(key(name))
    if not found:
        return None
    at_home = [each for each in found if each.country == country]
    if at_home:
        return at_home[0]
    own = [each for each in found if each.primary] or list(found)
    best, *others = sorted(own, key=_weight, reverse=True)
    rival = next((other for other in others if other.country != best.country), None)
    if rival and _weight(best) < DOMINANCE * _weight(rival):
        return Place(best.name, "", best.people, best.primary)
    return best


def several_countries(name: str) -> bool:
    """Whether places of this name in several countries are as likely."""
    found = place(name)
    return found is not None and not found.country


def listed(folded: str) -> bool:
    """Whether folded words, one space between them, name a place or country: a quick first look."""
    return folded in _countries() or bool(_places(folded))


def country_code(name: str) -> str:
    """Return the ISO code of a country named in any of the five languages, empty if it is none."""
    return _countries().get(key(name), "")


def country_name(code: str, language: str) -> str:
    """Return a country's name in a language, the code itself where CLDR has none."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - slow to import

    try:
        return str(Locale.parse(language).territories.get(code, code))
    except (UnknownLocaleError, ValueError):
        return code


def _weight(place_: Place) -> int:
    home = HOME_WEIGHT if place_.country in _african() else 1
    return place_.people * home


@cache
def _african() -> frozenset[str]:
    return frozenset(table("africa"))


@cache
def _countries() -> Mapping[str, str]:
    from babel import Locale  # noqa: PLC0415 - slow to import

    names = {
        key(name): code
        for language in _LANGUAGES
        for code, name in Locale.parse(language).territories.items()
        if len(code) == 2 and code.isalpha() and code not in ("ZZ", "EU", "UN", "EZ", "XA", "XB", "QO")  # noqa: PLR2004 - ISO 3166-1
    }
    return names | {key(str(name)): str(code) for name, code in table("countries").items()}


@lru_cache(maxsize=4096)
def _places(folded: str) -> tuple[Place, ...]:
    """Return the places of one searched form, main names first, more people first."""
    short = _short_names()
    if folded in short:
        return (short[folded],)
    lines = _lines()
    start = bisect_left(lines, f"{folded}\t")
    found = []
    for line in lines[start : start + _NAMESAKES]:
        form, name, country, people, primary = line.split("\t")
        if form != folded:
            break
        found.append(Place(name, country, int(people), primary == "1"))
    return tuple(sorted(found, key=lambda each: (not each.primary, -each.people)))


@cache
def _short_names() -> Mapping[str, Place]:
    """Quarters and short names, each standing for its city."""
    names = {key(name): _full(city, country, district=name) for name, city, country in _rows("districts")}
    return names | {key(name): _full(city, country, alias=True) for name, city, country in _rows("aliases")}


def _full(city: str, country: str, *, district: str = "", alias: bool = False) -> Place:
    return Place(city, country, _QUARTER, district=district, alias=alias)


@cache
def _lines() -> list[str]:
    text = files("nodes.facts").joinpath("data/places.tsv").read_text(encoding="utf-8")
    return text.splitlines()[1:]


def _rows(name: str) -> list[list[str]]:
    lines = files("nodes.facts").joinpath(f"data/{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]
