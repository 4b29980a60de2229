"""Words that only look like a fact are none."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("words", "absent"),
    [
        ("Je m'appelle Awa Diop et j'ai 30 ans", ("business_name", "offer", "phone")),
        ("My name is Blessing and I am a mother of three", ("business_name", "offer", "activity")),
        ("Je suis né à Thiès et j'ai grandi à Mbour", ("city", "country")),
        ("I was born in Kumasi", ("city", "country")),
        ("Nous livrons à Lagos et à Ibadan", ("city", "country")),
        ("J'ai commencé en 2015 avec deux employés", ("offer", "phone", "opening_hours")),
        ("We serve about 40 customers a day", ("offer", "phone")),
        ("Je suis fatiguée aujourd'hui", ("activity", "sector", "business_name")),
        ("Ma mère m'a tout appris", ("business_name", "activity")),
        ("Je travaille de mes mains depuis 12 ans", ("offer", "phone", "opening_hours")),
        ("J'ai investi 2 000 000 de francs", ("phone",)),
        ("écrivez-moi", ("email", "phone")),
        ("le 14 juillet", ("phone", "offer", "opening_hours")),
        ("mon site est www.exemple.sn", ("email", "social")),
        ("arobase gmail", ("email",)),
        ("12 34 56", ("phone",)),
        ("mes clients sont contents", ("business_name", "city")),
        ("bonjour, comment ça va ?", ("business_name", "city", "activity", "vision")),
    ],
)
async def test_what_only_looks_like_a_fact_is_not_heard(words, absent, ask):
    turn = await ask(words, asks="differentiation")
    told = {update.fact for update in turn.updates}
    assert not told & set(absent)


async def test_no_number_is_read_without_its_country(ask):
    turn = await ask("77 123 45 67", asks="phone")
    assert "phone" not in {update.fact for update in turn.updates}


async def test_a_number_told_before_the_country_is_kept_until_it_is_known(ask):
    turn = await ask(("mon numéro c'est le 77 123 45 67", "je suis à Dakar"), asks="city")
    assert ("phone", "+221771234567") in [(update.fact, update.value) for update in turn.updates]


async def test_a_price_told_before_the_country_gets_its_currency_when_it_is_known(ask):
    turn = await ask(("la robe coûte 25 mille", "je suis à Douala"), asks="city")
    prices = [
        update.value[0]["price"] for update in turn.updates if update.fact == "offer" and "price" in update.value[0]
    ]
    assert prices == [{"amount": "25000", "currency": "XAF"}]


async def test_a_city_of_several_countries_waits_for_its_country(ask):
    turn = await ask("I bake bread in Victoria", asks="activity", language="en")
    assert not {"city", "country"} & {update.fact for update in turn.updates}
    assert "Victoria" in turn.ask
    assert turn.asks == ("city",)


async def test_hostile_words_stay_words(ask):
    for hostile in (
        "<script>alert(1)</script>",
        "{name} {0} %s",
        "'; DROP TABLE users; --",
        "\u202eevil\u202c",
        "\ud800",
    ):
        turn = await ask(hostile, asks="business_name")
        assert all(isinstance(update.value, str | list) for update in turn.updates)


async def test_sector_is_none_rather_than_a_guess(ask):
    turn = await ask("je fais plein de choses utiles", asks="activity")
    assert "sector" not in {update.fact for update in turn.updates}


@pytest.mark.parametrize(
    ("language", "words", "activity"),
    [
        ("en", 'The bakery is called "Golden Crust" in Enugu, Nigeria', "bakery"),
        ("fr", "Le salon s'appelle Nadia Beauté à Abidjan", "salon"),
        ("pt", "A padaria chama-se Pão de Luz, em Luanda", "padaria"),
        ("sw", "Mgahawa unaitwa Mama Ntilie, uko Dodoma", "Mgahawa"),
        ("ar", "المخبز اسمه النور في القاهرة", "المخبز"),
        ("ar", "أنا خياطة من الدار البيضاء", "خياطة"),
        ("fr", "Je couds des robes en wax à Dakar", "Je couds des robes en wax"),
    ],
)
async def test_a_trade_is_heard_without_the_name_and_the_place_beside_it(language, words, activity, ask):
    turn = await ask(words, asks="activity", language=language)
    assert [update.value for update in turn.updates if update.fact == "activity"] == [activity]
