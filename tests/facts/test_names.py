from __future__ import annotations

import pytest

from nodes.facts.clauses import clauses
from nodes.facts.names import names
from nodes.facts.text import Text


def first_name(written, lexicon):
    text = Text(written)
    found = [text.quote(span.start, span.end) for span in names(text, lexicon, list(clauses(text, lexicon)))]
    return found[0] if found else ""


@pytest.mark.parametrize(
    ("language", "written", "name"),
    [
        ("fr", "Mon atelier s'appelle Chez Awa et je suis à Dakar", "Chez Awa"),
        ("fr", "ma boutique s'appelle chez awa", "chez awa"),
        ("fr", "L'entreprise se nomme « Bois d'Or »", "Bois d'Or"),
        ("fr", "Le nom est Miel de l'Adamaoua.", "Miel de l'Adamaoua"),
        ("fr", "La Pharmacie du Lac, c'est son nom.", "La Pharmacie du Lac"),
        ("fr", "Je tiens le restaurant « Le Baobab » à Thiès", "Le Baobab"),
        ("fr", "notre société, Propreté Plus, existe depuis 2016", "Propreté Plus"),
        ("en", "It's called Mama Put Kitchen in Lagos", "Mama Put Kitchen"),
        ("en", "Sunrise Bakes is a bakery in Cape Town", "Sunrise Bakes"),
        ("en", "Our company, Twende Safaris, is in Arusha", "Twende Safaris"),
        ("en", "People know my workshop as Bolga Hands", "Bolga Hands"),
        ("en", 'a boutique in Freetown called "Salone Chic"', "Salone Chic"),
        ("pt", "O meu ateliê chama-se Capulana Viva.", "Capulana Viva"),
        ("sw", "Duka langu linaitwa Neema Mitindo.", "Neema Mitindo"),
        ("ar", "عندي مطعم اسمه كشري الحاج سيد", "كشري الحاج سيد"),
    ],
)
def test_the_name_is_found_from_its_first_to_its_last_word(language, written, name, spoken):
    assert first_name(written, spoken(language)) == name


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("fr", "Je m'appelle Awa Diop"),
        ("fr", "Un client m'a dit « Très belle robe »"),
        ("fr", "Mon restaurant est grand"),
        ("fr", "le salon est à Dakar"),
        ("fr", "Je suis Awa"),
        ("en", "My name is Blessing"),
        ("en", "My business is a bakery"),
        ("en", "the shop is in Lagos"),
        ("en", "We are Nigerian"),
        ("en", "I run a small restaurant"),
    ],
)
def test_a_persons_name_and_other_words_are_no_name_of_a_business(language, written, spoken):
    assert first_name(written, spoken(language)) == ""
