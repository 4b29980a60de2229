"""Which place a name stands for: cities from GeoNames, quarters, and countries in five languages from CLDR."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from nodes.facts.data import table
from nodes.facts.text import key

HOME_WEIGHT = 5
"""African places count this often their people: the product's home, where the same name elsewhere is rarer meant."""
DOMINANCE = 5
"""A place is meant without its country when it weighs this many times the next one abroad."""
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
    found = _index().get(key(name))
    if not found:
        return None
    at_home = [each for each in found if each.country == country]
    if at_home:
        return at_home[0]
    best, *others = sorted(found, key=_weight, reverse=True)
    rival = next((other for other in others if other.country != best.country), None)
    if rival and _weight(best) < DOMINANCE * _weight(rival):
        return Place(best.name, "", best.people, best.primary)
    return best


def listed(folded: str) -> bool:
    """Whether folded words, one space between them, name a place or country: a quick first look."""
    return folded in _index() or folded in _countries()


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
    return place_.people * home * (4 if place_.primary else 1)


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


@cache
def _index() -> Mapping[str, tuple[Place, ...]]:
    index: dict[str, list[Place]] = {}
    for name, country, people, others in _rows("places"):
        for number, form in enumerate((name, *filter(None, others.split("|")))):
            index.setdefault(key(form), []).append(Place(form, country, int(people), primary=number == 0))
    for district, city, country in _rows("districts"):
        around = next(each for each in index[key(city)] if each.country == country)
        index[key(district)] = [Place(around.name, country, around.people, district=district)]
    for alias, city, country in _rows("aliases"):
        full = next((each for each in index[key(city)] if each.country == country))
        index[key(alias)] = [Place(full.name, country, full.people, alias=True)]
    return {name: tuple(places) for name, places in index.items()}


def _rows(name: str) -> list[list[str]]:
    lines = files("nodes.facts").joinpath(f"data/{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]
