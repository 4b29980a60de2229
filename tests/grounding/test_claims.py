"""What is read as a claim, in every spelling."""

from __future__ import annotations

import time

import pytest

from nodes.facts.text import fold
from nodes.grounding.lexicon import table
from nodes.grounding.numerals import amounts
from nodes.grounding.reader import claims, statements
from nodes.grounding.sentences import sentences


def values(text: str) -> list[str]:
    return [amount.value for amount in amounts(fold(text))]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("25 000", "25000"),
        ("25.000", "25000"),
        ("25,000", "25000"),
        ("25'000", "25000"),
        ("25000", "25000"),
        ("25k", "25000"),
        ("25 mille", "25000"),
        ("vingt-cinq mille", "25000"),
        ("vingt et un mille", "21000"),
        ("one hundred and one", "101"),
        ("واحد وعشرون", "21"),
        ("deux douzaines", "24"),
        ("twenty-five thousand", "25000"),
        ("vinte e cinco mil", "25000"),
        ("elfu ishirini na tano", "25000"),
        ("elfu 25", "25000"),
        ("خمسة وعشرون ألف", "25000"),
        ("2,5 millions", "2500000"),
        ("milioni mbili", "2000000"),
        ("quatre-vingt-dix-huit", "98"),
        ("soixante et onze", "71"),
        ("deux cent trente", "230"),
        ("two hundred and five", "205"),
        ("duzentos e trinta", "230"),
        ("mia tatu", "300"),
        ("mia nne na hamsini", "450"),
        ("elfu moja mia tano", "1500"),
        ("ألف وخمسمئة", "1500"),
        ("une douzaine", "12"),
        ("des centaines", "hundreds"),
        ("dix", "10"),
        ("1.5", "1.5"),
    ],
)
def test_an_amount_has_one_value_in_every_spelling(text, value):
    assert values(text) == [value]


@pytest.mark.parametrize("text", ["une robe", "one of us", "uma casa", "un", "mot à mot"])
def test_an_article_is_no_number(text):
    assert values(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("Robe à 25 000 FCFA", "price", "25000"),
        ("KSh 1,500", "price", "1500"),
        ("₦4,500", "price", "4500"),
        ("R$ 375", "price", "375"),
        ("٢٥٠٠ درهم", "price", "2500"),
        ("100 % coton", "percentage", "100"),
        ("asilimia 30", "percentage", "30"),
        ("ثلاثين بالمئة", "percentage", "30"),
        ("depuis 2015", "date", "2015"),
        ("le 12 mars 2024", "date", "3-12"),
        ("March 12", "date", "3-12"),
        ("12/03/2024", "date", "3-12"),
        ("24 h", "duration", "1 day"),
        ("15+ years", "duration", "15 year"),
        ("miaka kumi na tano", "duration", "15 year"),
        ("سنتين", "duration", "2 year"),
        ("within a week", "duration", "1 week"),
        ("pendant des décennies", "duration", "long"),
        ("à 9h30", "opening hour", "09:30"),
        ("at 9:30 pm", "opening hour", "21:30"),
        ("saa tatu asubuhi", "opening hour", "09:00"),
        ("saa mbili usiku", "opening hour", "20:00"),
        ("٨ مساء", "opening hour", "20:00"),
        ("lun-sam", "opening hour", "days-0-5"),
        ("Monday to Friday", "opening hour", "days-0-4"),
        ("Fermé le dimanche", "opening hour", "day-6-closed"),
        ("Dimanche : fermé", "opening hour", "day-6-closed"),
        ("+33 1 23 45 67 89", "phone", "+33123456789"),
        ("Tél. 77 123 45 67", "phone", "771234567"),
        ("00221 77 123 45 67", "phone", "+221771234567"),
        ("Contact@Chez-Awa.com", "e-mail", "contact@chez-awa.com"),
        ("awa (at) gmail.com", "e-mail", "awaatgmail.com"),
        ("https://www.chezawa.sn/", "url", "chezawa.sn"),
        ("chezawa.com", "url", "chezawa.com"),
        ("@chez_awa", "url", "chez_awa"),
        ("12 rue Carnot", "address", "12 rue carnot"),
        ("on Allen Avenue", "address", "allen avenue"),
        ("B.P. 123", "address", "b p 123"),
        ("primée", "award", "award"),
        ("ISO 9001", "certification", "certification"),
        ("satisfait ou remboursé", "guarantee", "refund"),
        ("sans livraison", "promise", "no delivery"),
        ("par Orange Money", "payment", "orange_money"),
        ("avec Mamadou", "name", "mamadou"),
        ("cuisine italienne", "name", "italienne"),
    ],
)
def test_a_claim_is_read_with_its_kind_and_value(text, kind, value):
    assert (kind, value) in {(claim.kind, claim.value) for claim in claims(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Un vêtement neuf.",
        "Feel free to write.",
        "May we help you?",
        "Du sur mesure, un point à la fois.",
        "Discover Our Work",
        "BIENVENUE CHEZ NOUS",
        "We do our best.",
        "Karibu kwetu.",
        "تواصلوا معنا.",
    ],
)
def test_wording_that_claims_nothing_is_no_claim(text):
    assert claims(text) == ()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Mme Diop coud. Elle aime ça.", 2),
        ("Ouvert à 2.5 km. Venez !", 2),
        ("« Super accueil. Je reviendrai. » Merci.", 2),
        ("أهلا بكم؟ مرحبا.", 2),
        ("", 0),
    ],
)
def test_sentences_end_where_people_end_them(text, count):
    assert len(sentences(text)) == count


def test_reading_is_linear_in_the_length_of_a_text():
    """Twice the text may not take much more than twice as long; a quadratic reader takes four times."""

    def seconds(length: int) -> float:
        start = time.process_time()
        statements("a1." * (length // 3))
        return time.process_time() - start

    seconds(3_000)
    short, double = min(seconds(6_000 + i) for i in (0, 3, 6)), min(seconds(12_000 + i) for i in (0, 3, 6))
    assert double < 3 * short + 0.05


@pytest.mark.parametrize(
    "text", ["Des livres pour tous.", "Un mille-feuille.", "Très doux.", "We agree.", "Celebre connosco."]
)
def test_a_word_that_differs_by_its_accents_is_another_word(text):
    assert claims(text) == ()
    assert {claim.value for claim in claims("Livré. Três lojas.")} == {"delivery", "3"}


def words_of(node: object) -> set[str]:
    """Every word of a table, whatever its shape; numbers are no words."""
    if isinstance(node, dict):
        return set().union(*map(words_of, (*node.keys(), *node.values())))
    if isinstance(node, list):
        return set().union(*map(words_of, node))
    return {str(node)} if isinstance(node, str) else set()


@pytest.mark.parametrize("name", ["calendar", "numbers", "spoken_hours", "currencies"])
@pytest.mark.parametrize("around", ["12 {}", "من 12 و{} 12", "12  وال{}"])
def test_no_word_is_misread_with_what_stands_around_it(name, around):
    """Each word of the tables, with figures and with what Arabic writes to it, is read without an error."""
    for word in words_of(table(name)):
        assert isinstance(statements(around.replace("{}", word.replace("*", "a"))), tuple)
