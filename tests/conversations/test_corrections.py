"""What was told can be changed at any time, in passing."""

from __future__ import annotations

from decimal import Decimal

import pytest

FR = [
    "Je suis couturière à Dakar, l'atelier s'appelle Awa Mode.",
    "La robe coûte 25 000 F et le boubou 40 000 F.",
    "77 123 45 67",
]
EN = ["I sell shoes in Lagos.", "The shop is called Sole Man.", "Sneakers 20k, sandals 8,000 naira.", "0803 123 4567"]


@pytest.mark.parametrize(
    ("language", "before", "words", "city"),
    [
        ("fr", FR, "non, c'est à Thiès", "Thiès"),
        ("fr", FR, "pas Dakar mais Thiès", "Thiès"),
        ("fr", FR, "finalement je suis à Saint-Louis du Sénégal", "Saint-Louis"),
        ("en", EN, "Actually it's not Lagos but Ibadan", "Ibadan"),
        ("en", EN, "sorry, we are in Abuja", "Abuja"),
        ("en", EN, "I moved to Kano", "Kano"),
    ],
)
async def test_the_city_is_corrected(language, before, words, city, talk):
    assert (await talk(language, [*before, words])).brief.location.city == city


@pytest.mark.parametrize(
    ("language", "before", "words", "name"),
    [
        ("fr", FR, "finalement ça s'appelle Chez Awa", "Chez Awa"),
        ("fr", FR, "en fait pas Awa Mode mais « Awa Couture »", "Awa Couture"),
        ("en", EN, "sorry, it's Soul Man", "Soul Man"),
        ("en", EN, "actually the name is Happy Feet", "Happy Feet"),
    ],
)
async def test_the_name_is_corrected(language, before, words, name, talk):
    assert (await talk(language, [*before, words])).brief.business_name == name


@pytest.mark.parametrize(
    ("language", "before", "words", "offer", "amount"),
    [
        ("fr", FR, "plus 25 000 mais 30 000", "robe", 30000),
        ("fr", FR, "la robe c'est 28 mille maintenant", "robe", 28000),
        ("fr", FR, "le prix du boubou est 45.000 F", "boubou", 45000),
        ("en", EN, "sneakers are now 22k", "Sneakers", 22000),
        ("en", EN, "not 8,000 but 9,000", "sandals", 9000),
    ],
)
async def test_a_price_is_corrected(language, before, words, offer, amount, talk):
    brief = (await talk(language, [*before, words])).brief
    prices = {each.name: each.price.amount for each in brief.offer if each.price}
    assert prices[offer] == Decimal(amount)
    assert len(prices) == 2


@pytest.mark.parametrize(
    ("language", "before", "words", "phone"),
    [
        ("fr", FR, "non pardon, 78 999 88 77", "+221789998877"),
        ("fr", FR, "mon nouveau numéro est le 70 111 22 33", "+221701112233"),
        ("en", EN, "no wait, my number is 0805 555 1234", "+2348055551234"),
    ],
)
async def test_the_phone_is_corrected(language, before, words, phone, talk):
    assert (await talk(language, [*before, words])).brief.contact.phone == phone


@pytest.mark.parametrize(
    ("language", "before", "words", "left"),
    [
        ("fr", FR, "enlève le boubou", ["robe"]),
        ("fr", FR, "je ne fais plus de robes", ["boubou"]),
        ("en", EN, "remove the sandals", ["shoes", "Sneakers"]),
    ],
)
async def test_what_is_no_longer_sold_goes(language, before, words, left, talk):
    assert [each.name for each in (await talk(language, [*before, words])).brief.offer] == left


async def test_a_second_number_beside_the_first_replaces_nothing(talk):
    brief = (await talk("fr", [*FR, "on peut aussi appeler le 78 999 88 77"])).brief
    assert brief.contact.phone == "+221771234567"


async def test_where_one_delivers_is_not_where_one_is(talk):
    brief = (await talk("fr", [*FR, "je livre à Thiès et à Mbour"])).brief
    assert brief.location.city == "Dakar"


async def test_closing_days_leave_the_hours_whenever_they_are_told(talk):
    one = (await talk("fr", [*FR, "ouvert tous les jours de 9h à 19h", "fermé le dimanche"])).brief
    two = (await talk("fr", [*FR, "fermé le dimanche", "ouvert tous les jours de 9h à 19h"])).brief
    assert one.contact.opening_hours == two.contact.opening_hours
    assert one.contact.opening_hours[0].days == (0, 1, 2, 3, 4, 5)
