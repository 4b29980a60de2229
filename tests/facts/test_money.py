from __future__ import annotations

from decimal import Decimal

import pytest

from nodes.facts.money import prices
from nodes.facts.numbers import numbers, parse
from nodes.facts.pricing import asked_prices
from nodes.facts.text import Text


@pytest.mark.parametrize(
    ("language", "written", "value"),
    [
        ("fr", "25 mille", 25000),
        ("fr", "25.000", 25000),
        ("fr", "25 000", 25000),
        ("fr", "25\u202f000", 25000),
        ("fr", "1 250 000", 1250000),
        ("fr", "2,5 millions", 2500000),
        ("fr", "cinq mille", 5000),
        ("fr", "vingt-cinq mille", 25000),
        ("fr", "deux cent cinquante mille", 250000),
        ("fr", "mille cinq cents", 1500),
        ("fr", "quatre-vingt-dix mille", 90000),
        ("en", "5k", 5000),
        ("en", "1.5M", 1500000),
        ("en", "4,500", 4500),
        ("en", "1,234.50", "1234.50"),
        ("en", "two hundred and fifty thousand", 250000),
        ("pt", "5 mil", 5000),
        ("pt", "quinhentos", 500),
        ("sw", "elfu tano", 5000),
        ("sw", "elfu 25", 25000),
        ("sw", "elfu mbili na mia tano", 2500),
        ("sw", "laki mbili", 200000),
        ("ar", "٢٥٠٠", 2500),
        ("ar", "٢٥ ألف", 25000),
        ("ar", "خمسة آلاف", 5000),
    ],
)
def test_amounts_are_read_as_they_are_written(language, written, value, spoken):
    found = list(numbers(Text(written), spoken(language)))
    assert [each.value for each in found] == [Decimal(str(value))]


@pytest.mark.parametrize(
    ("digits", "currency", "value"),
    [
        ("12,500", "TND", "12.500"),
        ("12,500", "XOF", "12500"),
        ("12.5", "USD", "12.5"),
        ("1.250.000", "XOF", "1250000"),
        ("0,750", "KWD", "0.750"),
        ("1.500,50", "EUR", "1500.50"),
    ],
)
def test_three_digits_are_thousands_save_where_money_has_three_decimals(digits, currency, value):
    assert parse(digits, currency) == Decimal(value)


@pytest.mark.parametrize(
    ("written", "country", "amount", "currency"),
    [
        ("25 mille", "SN", 25000, "XOF"),
        ("25.000 F", "SN", 25000, "XOF"),
        ("25.000 F", "CM", 25000, "XAF"),
        ("25.000 F", "GN", 25000, "GNF"),
        ("10 000 FCFA", "GA", 10000, "XAF"),
        ("10 000 francs CFA", "BJ", 10000, "XOF"),
        ("₦4,500", "", 4500, "NGN"),
        ("N25,000", "NG", 25000, "NGN"),
        ("KSh 300", "", 300, "KES"),
        ("300 bob", "", 300, "KES"),
        ("800/=", "TZ", 800, "TZS"),
        ("45,000 UGX", "", 45000, "UGX"),
        ("GHS 600", "", 600, "GHS"),
        ("450 cedis", "", 450, "GHS"),
        ("R65", "ZA", 65, "ZAR"),
        ("R2 500", "ZA", 2500, "ZAR"),
        ("K75", "ZM", 75, "ZMW"),
        ("MK 60,000", "MW", 60000, "MWK"),
        ("$40", "TZ", 40, "USD"),
        ("$40", "LR", 40, "LRD"),
        ("150 dollars", "CD", 150, "USD"),
        ("35,500 DT", "", "35.500", "TND"),
        ("150 dirhams", "MA", 150, "MAD"),
        ("150 dirhams", "AE", 150, "AED"),
        ("4.500 Kz", "", 4500, "AOA"),
        ("1.500 meticais", "", 1500, "MZN"),
        ("3500 escudos", "", 3500, "CVE"),
        ("sh 350", "KE", 350, "KES"),
        ("shilingi 45,000", "TZ", 45000, "TZS"),
        ("٣٥ جنيه", "EG", 35, "EGP"),
        ("5000 أوقية", "", 5000, "MRU"),
        ("250 دينار", "TN", 250, "TND"),
        ("5000", "SN", 5000, "XOF"),
    ],
)
def test_a_price_has_the_currency_that_was_said_or_that_of_the_country(written, country, amount, currency, words):
    (price,) = prices(Text(written), words)
    assert price.currency(country) == currency
    assert price.amount(currency) == Decimal(str(amount))


@pytest.mark.parametrize("written", ["25 mille", "25.000 F", "10 000 FCFA", "250 dinars", "300 shillings"])
def test_money_that_several_countries_share_waits_for_the_country(written, words):
    (price,) = prices(Text(written), words)
    assert price.currency("") == ""


@pytest.mark.parametrize(
    "words_",
    [
        "un maquis",
        "depuis 2015",
        "en 2019",
        "30 ans",
        "3 enfants",
        "24 heures",
        "two years",
        "4 in the morning",
        "40 customers",
        "100%",
    ],
)
def test_what_counts_something_is_no_price(words_, spoken):
    assert asked_prices(Text(words_), spoken("fr")) == []
