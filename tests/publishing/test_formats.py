"""Prices, hours and places as people write them, without a changed value."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

import pytest
from babel import Locale
from babel.core import get_global
from babel.numbers import get_territory_currencies
from hypothesis import given
from hypothesis import strategies as some

from agent.integrations.publishing.site.formats import (
    endonym,
    first_weekday,
    is_rtl,
    locale_of,
    opening_lines,
    phone,
    place,
    price,
)
from agent.integrations.publishing.site.labels import Labels
from nodes.brief import Money, OpeningHours

AFRICA = [
    "DZ",
    "AO",
    "BJ",
    "BW",
    "BF",
    "BI",
    "CM",
    "CV",
    "CF",
    "TD",
    "KM",
    "CG",
    "CD",
    "CI",
    "DJ",
    "EG",
    "GQ",
    "ER",
    "SZ",
    "ET",
    "GA",
    "GM",
    "GH",
    "GN",
    "GW",
    "KE",
    "LS",
    "LR",
    "LY",
    "MG",
    "MW",
    "ML",
    "MR",
    "MU",
    "MA",
    "MZ",
    "NA",
    "NE",
    "NG",
    "RW",
    "ST",
    "SN",
    "SC",
    "SL",
    "SO",
    "ZA",
    "SS",
    "SD",
    "TZ",
    "TG",
    "TN",
    "UG",
    "ZM",
    "ZW",
]
LANGUAGES = ("fr", "en", "pt", "sw", "ar")


def value_of(text: str, locale: Locale) -> Decimal:
    """Read a formatted price back by the locale's own separators."""
    group, decimal = locale.number_symbols["latn"]["group"], locale.number_symbols["latn"]["decimal"]
    digits = "".join(re.findall(rf"[\d{re.escape(decimal)}]", text.replace(group, "")))
    return Decimal(digits.strip(decimal).replace(decimal, "."))


@pytest.mark.parametrize("country", AFRICA)
@pytest.mark.parametrize("language", LANGUAGES)
def test_prices_of_54_countries_keep_their_value_and_show_their_currency(country: str, language: str) -> None:
    locale = locale_of(language, country)
    (currency, *_) = get_territory_currencies(country)
    for amount in ("25000", "1500.5", "0.75", "99.999", "1", "123456789"):
        text = price(Money(amount=Decimal(amount), currency=currency), locale)
        assert value_of(text, locale) == Decimal(amount), text
        assert any(unicodedata.category(char) in ("Lu", "Ll", "Lo", "Sc") for char in text), text


def test_there_are_54_countries() -> None:
    assert len(set(AFRICA)) == 54
    assert set(AFRICA) <= set(get_global("territory_currencies"))


@pytest.mark.parametrize(
    ("amount", "currency", "locale", "expected"),
    [
        ("25000", "XOF", "fr_SN", "25\u202f000\u00a0F\u202fCFA"),
        ("25000", "XOF", "en", "F\u202fCFA\u00a025,000"),
        ("3500", "NGN", "en_NG", "₦3,500"),
        ("6000.5", "NGN", "en_NG", "₦6,000.50"),
        ("60", "TND", "fr_TN", "60,000\u00a0DT"),
        ("12.5", "USD", "fr_CD", "12,50\u00a0$US"),
        ("1500", "KES", "sw_KE", "Ksh\u00a01,500"),
        ("1500", "KES", "en", "KES\u00a01,500"),
        ("2500", "CVE", "pt_CV", "2\u00a0500\u00a0CVE"),
        ("25000", "XOF", "ar", "\u200f25,000\u00a0F\u202fCFA"),
    ],
)
def test_a_price_is_written_as_there(amount: str, currency: str, locale: str, expected: str) -> None:
    assert price(Money(amount=Decimal(amount), currency=currency), Locale.parse(locale)) == expected


@given(
    some.decimals(min_value=0, max_value=10**9, places=4),
    some.sampled_from(["XOF", "NGN", "TND", "CVE", "JPY", "XXX", "QQQ"]),
)
def test_no_amount_is_rounded(amount: Decimal, currency: str) -> None:
    for tag in ("fr_SN", "ar_TN", "en_NG", "pt_CV"):
        locale = Locale.parse(tag)
        assert value_of(price(Money(amount=amount, currency=currency), locale), locale) == amount


def test_a_phone_number_is_written_internationally() -> None:
    assert phone("+221771234567") == "+221 77 123 45 67"
    assert phone("+0") == "+0"


def test_a_place_names_the_country_in_the_language_of_the_page() -> None:
    assert place("Dakar", "", "SN", locale_of("fr", "SN")) == "Dakar, Sénégal"
    assert place("Dakar", "Dakar", "SN", locale_of("ar", "SN")) == "Dakar، السنغال"
    assert place("", "", "", locale_of("en")) == ""


def test_an_unknown_language_falls_back() -> None:
    assert locale_of("xx", "SN", "fr") == Locale.parse("fr_SN")
    assert locale_of("xx") == Locale.parse("en")
    assert endonym("xx") == "XX"
    assert endonym("fr") == "Français"
    assert is_rtl("ar")
    assert not is_rtl("fr")
    assert not is_rtl("xx")


def hours(*lines: tuple[tuple[int, ...], str, str]) -> tuple[OpeningHours, ...]:
    return tuple(OpeningHours(days=days, opens=opens, closes=closes) for days, opens, closes in lines)


def test_neighbouring_days_with_equal_hours_share_a_line() -> None:
    week = opening_lines(hours(((0, 1, 2, 3, 4), "09:00", "17:00")), locale_of("fr", "SN"), Labels(("fr",)))
    assert [(line.days, line.hours, line.open) for line in week] == [
        ("Lundi – vendredi", "de\u00a009:00\u00a0à\u00a017:00", True),
        ("Samedi et dimanche", "Fermé", False),
    ]


def test_a_break_and_a_whole_day_are_said_in_words() -> None:
    given_hours = hours(
        ((0,), "09:00", "12:00"), ((0,), "14:00", "18:00"), ((1,), "00:00", "24:00"), ((2,), "18:00", "02:00")
    )
    week = opening_lines(given_hours, locale_of("en", "GB"), Labels(("en",)))
    assert [line.hours.replace("\u00a0", " ") for line in week] == [
        "09:00 to 12:00 and 14:00 to 18:00",
        "Open 24 hours",
        "18:00 to 02:00",
        "Closed",
    ]


def test_the_week_begins_as_in_the_country() -> None:
    open_days = hours(((5, 6, 0, 1, 2), "09:00", "17:00"))
    week = opening_lines(open_days, locale_of("ar", "EG"), Labels(("ar",)))
    assert week[0].days == "السبت – الأربعاء"


@pytest.mark.parametrize(("country", "day"), [("EG", 5), ("DZ", 5), ("ZW", 6), ("SN", 0), ("ET", 6), ("DJ", 5)])
def test_the_week_begins_as_in_the_country_in_every_language(country: str, day: int) -> None:
    for language in LANGUAGES:
        assert first_weekday(locale_of(language, country), country) == day, language


def test_a_language_abroad_is_that_of_the_world() -> None:
    assert price(Money(amount=Decimal(2500), currency="XOF"), locale_of("pt", "SN")) == "2\u00a0500\u00a0F\u202fCFA"
    assert place("", "", "KE", locale_of("pt", "KE")) == "Quénia"
    (line, *_) = opening_lines(hours(((0,), "09:00", "17:00")), locale_of("en", "SN"), Labels(("en",)), "SN")
    assert line.hours.replace("\u00a0", " ").replace("\u202f", " ") == "9:00 am to 5:00 pm"


def test_a_closed_weekend_is_one_line_where_the_week_begins_within_it() -> None:
    week = opening_lines(hours(((0, 1, 2, 3, 4), "08:00", "16:30")), locale_of("en", "ZW"), Labels(("en",)))
    assert [line.days for line in week] == ["Monday – Friday", "Saturday and Sunday"]


@pytest.mark.parametrize(
    ("language", "days"),
    [("en", "Every day"), ("fr", "Tous les jours"), ("pt", "Todos os dias"), ("sw", "Kila siku"), ("ar", "كل يوم")],
)
def test_seven_equal_days_are_every_day(language: str, days: str) -> None:
    week = opening_lines(hours((tuple(range(7)), "08:00", "20:00")), locale_of(language, "KE"), Labels((language,)))
    assert [line.days for line in week] == [days]


def test_no_hours_given_is_no_week() -> None:
    assert opening_lines((), locale_of("fr"), Labels(("fr",))) == ()
