"""A name that no word announces is heard where the sentence is about the name."""

from __future__ import annotations

import pytest

from agent.integrations.coach.heard import Context
from agent.integrations.coach.hearing import hear
from agent.integrations.coach.vocabulary import lexicon
from nodes.facts.text import Text


def heard(language: str, words: str):
    context = Context(lexicon().among((language, "fr", "en")), language=language)
    return hear([Text(words)], context).brief


@pytest.mark.parametrize(
    ("language", "words", "name", "trade"),
    [
        ("fr", "Chez Awa, c'est mon atelier de couture à Thiès.", "Chez Awa", "atelier de couture"),
        ("en", "Golden Crust, that's my bakery in Kumasi.", "Golden Crust", "bakery"),
        ("pt", "Sabor da Terra, é o meu restaurante em Luanda.", "Sabor da Terra", "restaurante"),
    ],
)
def test_a_name_before_its_trade_is_heard_and_the_trade_stands_alone(language, words, name, trade):
    brief = heard(language, words)
    assert (brief.business_name, brief.activity) == (name, trade)


@pytest.mark.parametrize(
    ("language", "words", "name"),
    [
        ("ar", "اخترنا له اسم ورد الصحراء.", "ورد الصحراء"),
        ("en", "kitchen name mama t bites", "mama t bites"),
        ("pt", "Está escrito Doce Maré na porta.", "Doce Maré"),
        ("fr", "Ma marque 👉 Soleil Rouge ✨", "Soleil Rouge"),
        ("ar", "سمينا المحل «ورد الصحراء» من أول يوم.", "ورد الصحراء"),
    ],
)
def test_what_follows_a_word_for_name_or_stands_in_capitals_is_the_name(language, words, name):
    assert heard(language, words).business_name == name


def test_the_words_on_the_sign_are_the_name():
    assert heard("en", "The signboard reads Mama Joy Kitchen.").business_name == "Mama Joy Kitchen"


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "I make dresses for brides in Lagos."), ("fr", "Nous livrons à Dakar le samedi.")],
)
def test_a_sentence_about_something_else_gives_no_name(language, words):
    assert heard(language, words).business_name == ""
