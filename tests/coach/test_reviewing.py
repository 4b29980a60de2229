"""At a later gate words are facts, a question back, or a wish."""

from __future__ import annotations

import pytest

from nodes.brief import BusinessBrief

KNOWN = BusinessBrief(
    business_name="Chez Awa",
    activity="couturière",
    sector="fashion",
    location={"city": "Dakar", "country": "SN"},
    offer=[{"name": "robe", "price": {"amount": 25000, "currency": "XOF"}}, {"name": "boubou"}],
    contact={"phone": "+221771234567"},
)


@pytest.mark.parametrize(
    ("gate", "words"),
    [
        ("content", "plus court"),
        ("content", "moins formel"),
        ("logo", "plus vert et plus rond"),
        ("logo", "make it greener, like number 2 but round"),
        ("logo", "sans icône"),
        ("content", "can you make the headline warmer?"),
        ("content", "parlez aussi de ma mère qui m'a appris"),
        ("logo", "je préfère le rouge"),
    ],
)
async def test_free_words_are_a_wish(gate, words, ask):
    turn = await ask(words, gate=gate, brief=KNOWN)
    assert (turn.wish, turn.updates, turn.remark) == (words, (), "")


@pytest.mark.parametrize(
    ("words", "fact", "value"),
    [
        ("mon numéro a changé : 78 111 22 33", "phone", "+221781112233"),
        ("non, c'est à Thiès", "city", "Thiès"),
        ("finalement ça s'appelle Awa Couture", "business_name", "Awa Couture"),
        ("mets aussi mon mail awa@gmail.com", "email", "awa@gmail.com"),
    ],
)
async def test_a_changed_fact_is_no_wish(words, fact, value, ask):
    turn = await ask(words, gate="content", brief=KNOWN)
    assert [(update.fact, update.value) for update in turn.updates] == [(fact, value)]
    assert turn.wish == ""


async def test_a_fact_and_a_wish_may_stand_in_one_message(ask):
    turn = await ask("le titre est trop long, et le prix de la robe est 28 000 F", gate="content", brief=KNOWN)
    assert turn.updates[0].value[0]["price"] == {"amount": "28000", "currency": "XOF"}
    assert turn.wish == "le titre est trop long"


async def test_a_question_back_is_answered_and_is_no_wish(ask):
    turn = await ask("est-ce que je peux changer le texte plus tard ?", gate="content", brief=KNOWN)
    assert turn.remark
    assert turn.wish == ""


async def test_a_fact_can_be_taken_away(ask):
    turn = await ask("supprime mon numéro", gate="content", brief=KNOWN)
    assert [(update.fact, update.change) for update in turn.updates] == [("phone", "remove")]
