"""The business's own place under all its names: a page may call it by any of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from nodes.brief import Location
from nodes.facts import gazetteer
from nodes.facts.data import table as facts_table
from nodes.facts.text import key
from nodes.grounding.lexicon import entry_pattern, table
from nodes.grounding.names import country_of_demonym

_LANGUAGES = ("en", "fr", "pt", "sw", "ar")
_ARABIC_PREFIX = re.compile("^[وفبلك](?=[\u0621-\u064a]{3})")
_STEM = 4
"""Letters of a country's name that its adjectives share ("Sénégal", "sénégalaise")."""


class Home:
    """The city and country of a business."""

    def __init__(self, location: Location) -> None:
        self._location = location

    def has(self, name: str) -> bool:
        """Whether a folded name is the city or country in any language, its people's adjective, or its continent."""
        country = self._location.country
        if country and country_of_demonym(name) == country:
            return True
        bare = _ARABIC_PREFIX.sub("", name)
        return any(self._forms.fullmatch(form) or self._same_city(form) for form in (name, bare))

    def _same_city(self, name: str) -> bool:
        there = gazetteer.place(name, self._location.country)
        return there is not None and self._city == (there.country, there.people)

    @cached_property
    def _city(self) -> tuple[str, int] | None:
        found = gazetteer.place(self._location.city, self._location.country)
        return (found.country, found.people) if found else None

    @cached_property
    def _forms(self) -> re.Pattern[str]:
        return re.compile("|".join(self._patterns()) or "(?!)")

    def _patterns(self) -> Iterator[str]:
        country, city = self._location.country, self._location.city
        if city:
            yield rf"{re.escape(key(city))}\w{{0,4}}"
        if not country:
            return
        for language in _LANGUAGES:
            for word in key(gazetteer.country_name(country, language)).split():
                if len(word) >= _STEM:
                    yield rf"(?:ال)?{re.escape(word[: max(_STEM, len(word) - 2)])}\w{{0,6}}"
        if country in facts_table("africa"):
            yield from (entry_pattern(str(word)) for word in table("places")["continent"])
