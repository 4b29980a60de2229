"""What the coach repeats can be read: a price shows its currency in every language."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from babel.numbers import list_currencies

from nodes.brief import Money
from nodes.recap import money


@pytest.mark.parametrize("language", ["fr", "en", "pt", "sw", "ar"])
def test_every_currency_can_be_seen(language: str) -> None:
    for currency in list_currencies("en"):
        text = money(Money(amount=Decimal(2500), currency=currency), language)
        assert any(unicodedata.category(char) in ("Lu", "Ll", "Lo", "Sc") for char in text), (currency, text)


def test_the_escudo_of_cape_verde_is_named() -> None:
    assert money(Money(amount=Decimal(2500), currency="CVE"), "pt") == "2\u00a0500\u00a0CVE"
