"""A price is the same in every language, currency name and way of writing numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel.numbers import format_currency, format_decimal, get_currency_name

from nodes.brief import BusinessBrief, Location, Money, Offer
from nodes.grounding import Evidence

CURRENCIES = {
    "XOF": "SN", "XAF": "CM", "NGN": "NG", "GHS": "GH", "KES": "KE", "TZS": "TZ", "UGX": "UG", "RWF": "RW", "CDF": "CD",
    "MAD": "MA", "DZD": "DZ", "TND": "TN", "EGP": "EG", "AOA": "AO", "MZN": "MZ", "CVE": "CV", "ZAR": "ZA", "ETB": "ET",
    "USD": "CD", "EUR": "FR", "BRL": "BR", "SDG": "SD", "ZMW": "ZM", "STN": "ST", "MRU": "MR", "LYD": "LY", "HTG": "HT",
}  # fmt: skip
AROUND = {
    "fr": "À partir de {}",
    "en": "Only {} per person",
    "pt": "{} cada",
    "sw": "Bei ni {} tu",
    "ar": "السعر {} للشخص الواحد",
}
TWELVE = {"fr": "douze", "en": "twelve", "pt": "doze", "sw": "kumi na mbili", "ar": "اثنا عشر"}


def told(amount: int, currency: str, language: str) -> list[str]:
    name = get_currency_name(currency, amount, language)
    written = format_decimal(amount, locale=language)
    worded = TWELVE[language] if amount == 12 else written
    figures = [f"{written} {name}", f"{worded} {name}"]
    if language == "sw":
        figures = [f"{name.split()[0].lower()} {written}", f"{name.split()[0].lower()} {worded}"]
    return [format_currency(amount, currency, locale=language), f"{amount} {currency}", *figures]


@pytest.mark.parametrize("currency", CURRENCIES)
@pytest.mark.parametrize("amount", [12, 1500])
def test_a_true_price_is_known_in_every_language_and_a_false_one_is_not(currency, amount):
    offer = Offer(name="Zig", price=Money(amount=Decimal(amount), currency=currency))
    brief = BusinessBrief(business_name="Zed", location=Location(country=CURRENCIES[currency]), offer=(offer,))
    evidence = Evidence(brief)
    for language, around in AROUND.items():
        for price in told(amount, currency, language):
            sentence = around.format(price.split(" (")[0])
            assert [found for found in evidence.violations(sentence) if found.kind != "name"] == [], sentence
    assert evidence.violations(f"Only {amount + 7} {currency} per person")
