"""What a sentence is about that nothing announces."""

from __future__ import annotations

import pytest

from agent.integrations.coach.subjects_build import samples
from agent.integrations.coach.vocabulary import lexicon
from nodes.facts.subjects import LABELS, Subject, likelihoods, subject
from nodes.facts.text import Span, Text
from nodes.text_classifier import classifier, packed


def about(language: str, words: str) -> Subject:
    text = Text(words)
    return subject(text, Span(0, len(text.folded)), lexicon().among((language, "fr", "en")), language)


@pytest.mark.parametrize(
    ("language", "words", "told"),
    [
        ("en", "Office workers and bank clerks eat at my place at noon", Subject.TARGET_AUDIENCE),
        ("fr", "Ce sont surtout les mamans et les étudiantes qui passent commande", Subject.TARGET_AUDIENCE),
        ("sw", "Wanafunzi na madereva wananunua kwangu", Subject.TARGET_AUDIENCE),
        ("pt", "Um dia quero abrir uma escola para as raparigas da aldeia", Subject.VISION),
        ("ar", "أتمنى أن أفتح فرعا ثانيا وأعلم الشباب", Subject.VISION),
        ("en", "Nobody else here dyes the thread by hand with indigo", Subject.DIFFERENTIATION),
        ("fr", "Quelle chaleur aujourd'hui, et pas de courant", Subject.APART),
    ],
)
def test_a_sentence_is_about_what_a_person_would_say(language, words, told):
    assert about(language, words) is told


def test_every_label_of_the_model_is_a_subject():
    assert {LABELS.get(label) or Subject(label) for label in classifier("subjects").labels} <= set(Subject)


def test_what_is_said_of_the_site_is_no_fact():
    assert about("en", "I want the site in blue") is Subject.SITE


def test_likelihoods_of_all_subjects_are_one_together():
    text = Text("We open at eight")
    assert sum(likelihoods(text, Span(0, 16), lexicon(), "en").values()) == pytest.approx(1)


def test_the_model_is_small():
    assert len(packed(classifier("subjects"))) < 200_000


def test_the_model_knows_the_labels_of_the_sentences_it_was_trained_on():
    assert set(classifier("subjects").labels) == {each.label for each in samples()}
