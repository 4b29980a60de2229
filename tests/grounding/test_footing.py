"""What a sentence stands on: its words in any language, against how much it states."""

from __future__ import annotations

import pytest

from nodes.brief import BusinessBrief, Offer
from nodes.grounding import Evidence, ground
from nodes.grounding.meanings import language, meanings
from nodes.grounding.statement import statement
from nodes.results import OfferCopy, PageContent, QuestionAnswer, SiteContent

BREAD = BusinessBrief(
    business_name="Zed",
    activity="je fais du pain au feu de bois",
    target_audience="les familles du quartier",
    offer=(Offer(name="pain complet"), Offer(name="brioche")),
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bread baked over a wood fire", "Mkate kwenye moto wa kuni"),
        ("deux fils", "ابناه"),
        ("we bring it to your home", "tunakuletea nyumbani"),
        ("O tecido resistente", "Strong fabric"),
        ("الزبائن", "nos clients"),
    ],
)
def test_words_of_two_languages_mean_the_same(one, other):
    assert meanings(one) & meanings(other)


@pytest.mark.parametrize(
    ("text", "tongue"),
    [
        ("Nous sommes là pour vous", "fr"),
        ("We are here for you", "en"),
        ("Estamos aqui para si, com gosto", "pt"),
        ("Sisi tupo hapa kwa ajili yako", "sw"),
        ("نحن هنا", "ar"),
        ("Zed", ""),
    ],
)
def test_small_words_tell_the_language(text, tongue):
    assert language(text) == tongue


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ("Our customers keep coming back and bring their sisters.", "Tell us what you like."),
        ("Nos équipes suivent une formation continue.", "Bienvenue chez nous."),
        ("Se a costura abrir, arranjamos.", "Cada peça conta uma história."),
        ("Wasusi wetu wamehitimu chuo cha urembo.", "Karibu kwetu."),
        ("نضمن لك الدرجة النهائية.", "أهلا وسهلا بكم."),
    ],
)
def test_a_claim_states_more_than_a_greeting(more, less):
    assert statement(more) > max(0, statement(less))


def test_what_states_without_a_word_of_the_owner_goes_and_mood_stays():
    evidence = Evidence(BREAD)
    stated = evidence.violations("Our waiters were trained abroad.")
    assert stated
    assert evidence.violations("A good morning starts with a smile.") == ()


def test_the_same_statement_stays_when_the_owner_said_it_in_another_language():
    sentence = "Bread baked over a wood fire."
    assert Evidence(BREAD).violations(sentence) == ()
    assert Evidence(BusinessBrief(business_name="Zed", activity="couture")).violations(sentence)


def test_an_offer_cannot_be_called_by_another_things_name():
    offers = (OfferCopy(name="Wholemeal bread"), OfferCopy(name="Oysters"))
    page = PageContent(language="en", headline="Zed", offers=offers)
    grounded = ground(SiteContent(made_by="test", live=True, pages=(page,)), Evidence(BREAD))
    assert [offer.name for offer in grounded.content.pages[0].offers] == ["Wholemeal bread", "brioche"]
    assert ("offer", "Oysters") in {(found.kind, found.claim) for found in grounded.violations}


def test_an_answer_may_leave_out_the_words_of_its_question():
    faq = (QuestionAnswer(question="Où cuit votre pain ?", answer="Devant vous, chaque matin."),)
    page = PageContent(language="fr", headline="Zed", faq=faq)
    grounded = ground(SiteContent(made_by="test", live=True, pages=(page,)), Evidence(BREAD))
    assert grounded.content.pages[0].faq == faq
