from __future__ import annotations

import pytest

from nodes.facts import gazetteer
from nodes.facts.places import Strength, mentions
from nodes.facts.text import Text


@pytest.mark.parametrize(
    ("name", "city", "country"),
    [
        ("thies", "Thiès", "SN"),
        ("Lagos", "Lagos", "NG"),
        ("Yopougon", "Abidjan", "CI"),
        ("Ouaga", "Ouagadougou", "BF"),
        ("Le Caire", "Le Caire", "EG"),
        ("القاهرة", "القاهرة", "EG"),
        ("Porto-Novo", "Porto-Novo", "BJ"),
        ("N'Djamena", "N'Djamena", "TD"),
        ("Tripoli", "Tripoli", "LY"),
        ("Victoria", "Victoria", ""),
    ],
)
def test_a_name_stands_for_the_place_most_likely_meant(name, city, country):
    place = gazetteer.place(name)
    assert place is not None
    assert (place.name, place.country) == (city, country)


def test_the_country_decides_between_places_of_one_name():
    lagos = gazetteer.place("Lagos", "PT")
    assert lagos is not None
    assert lagos.country == "PT"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Sénégal", "SN"),
        ("Côte d'Ivoire", "CI"),
        ("RDC", "CD"),
        ("Ghana", "GH"),
        ("Moçambique", "MZ"),
        ("Tanzania", "TZ"),
        ("مصر", "EG"),
        ("Nowhere", ""),
    ],
)
def test_countries_are_known_in_five_languages_and_by_short_names(name, code):
    assert gazetteer.country_code(name) == code


@pytest.mark.parametrize(
    ("words_", "city", "country", "strength"),
    [
        ("Je suis à Dakar", "Dakar", "SN", Strength.STATED),
        ("atelier de couture à Thiès", "Thiès", "SN", Strength.PREPOSITION),
        ("couture, Dakar", "Dakar", "SN", Strength.PREPOSITION),
        ("couturiere a dakar", "Dakar", "SN", Strength.PREPOSITION),
        ("a shop in Surulere, Lagos", "Lagos", "NG", Strength.PREPOSITION),
        ("lagos based studio", "Lagos", "NG", Strength.STATED),
        ("à Saint-Louis du Sénégal", "Saint-Louis", "SN", Strength.PREPOSITION),
        ("niko jijini Arusha", "Arusha", "TZ", Strength.STATED),
        ("عندي مطعم في القاهرة", "القاهرة", "EG", Strength.PREPOSITION),
    ],
)
def test_places_are_found_with_how_firmly_they_are_told(words_, city, country, strength, words):
    found = [each for each in mentions(Text(words_), words) if each.place]
    assert found
    assert (found[0].place.name, found[0].country, found[0].strength) == (city, country, strength)


@pytest.mark.parametrize(
    "words_",
    [
        "nous livrons à Dakar",
        "we deliver to Lagos",
        "née à Thiès",
        "born in Kumasi",
        "tissus de Kano",
        "I buy fabrics from Lagos",
        "ouvrir une boutique à Paris",
        "à domicile",
        "sur mesure",
        "in bulk",
        "les robes sont à la mode",
        "il fait chaud",
        "man and nice",
    ],
)
def test_a_place_that_is_only_spoken_of_is_not_where_the_business_is(words_, words):
    assert mentions(Text(words_), words.among(("fr", "en"))) == []
