"""What comes as an afterthought changes what is known, and a slip of the finger changes nothing."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("language", "first", "then", "name", "amount"),
    [
        ("en", "Bread is 15 cedis, meat pie 8 cedis. Kumasi.", "And actually the meat pie is 10 cedis", "meat pie", 10),
        ("fr", "À Dakar, robe 25000 F, boubou 40000 F.", "En fait la robe est à 30000 F", "robe", 30000),
        ("pt", "Em Luanda, pão 200 Kz, bolo 5000 Kz.", "Na verdade o bolo custa 6000 Kz", "bolo", 6000),
        ("sw", "Arusha, mandazi 500 TSh, chai 300 TSh.", "Kwa kweli chai ni 400 TSh", "chai", 400),
        ("ar", "في صفاقس، الخبزة 2 دينار، الفريكاسي 3 دينار", "في الحقيقة الفريكاسي 4 دينار", "الفريكاسي", 4),
    ],
)
async def test_an_afterthought_corrects_a_price_and_adds_nothing(language, first, then, name, amount, talk):
    replying = await talk(language, [first, then])
    prices = {offer.name: int(offer.price.amount) for offer in replying.brief.offer if offer.price}
    assert len(prices) == 2
    assert prices[name] == amount


async def test_a_number_that_is_no_choice_is_not_taken_for_a_wording(talk):
    replying = await talk("en", ["I bake bread in Kumasi, we are Golden Crust, a loaf is 15 cedis"])
    while replying.question.asks != ("differentiation",):
        await replying.say("office workers")
    for words in ("help me say it", "the bread is still warm", "I open at five", "2"):
        await replying.say(words)
    assert not replying.brief.differentiation
    await replying.say("1")
    assert "still warm" in replying.brief.differentiation


async def test_an_arabic_list_has_arabic_commas_and_one_full_stop(talk):
    replying = await talk("ar", ["عندي مخبز في صفاقس، الخبزة 2 دينار، الفريكاسي 3 دينار"])
    remark = replying.question.text.splitlines()[0]
    assert "، " in remark
    assert ", " not in remark
    assert ".\N{RIGHT-TO-LEFT MARK}." not in remark
