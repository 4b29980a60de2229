"""Telephone numbers by the rules of their country (phonenumbers' metadata), as E.164."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nodes.facts.data import table
from nodes.facts.text import Span, Text

_CANDIDATE = re.compile(r"(?<![\w.,@/])(?:\+|00)?\(?\+?\d(?:[ \-./()]{0,3}\d){5,14}(?!\d)(?![.,]\d)(?!\w)")
_FEWEST, _MOST = 6, 15


@dataclass(frozen=True)
class Phone:
    """A number found in a text. `e164` is empty when it is no valid number as far as the country is known."""

    span: Span
    e164: str


def phones(text: Text, country: str = "") -> Iterator[Phone]:
    """Yield what is written like a telephone number, with its E.164 form where the number is valid.

    National forms are valid only by the rules of `country` (ISO 3166); international ones always.
    """
    for found in _CANDIDATE.finditer(text.folded):
        digits = re.sub(r"\D", "", found[0])
        if _FEWEST <= len(digits) <= _MOST:
            yield Phone(Span(*found.span()), e164(found[0], country))


@cache
def e164(written: str, country: str = "") -> str:
    """Return a number as E.164, empty unless it is valid."""
    import phonenumbers  # noqa: PLC0415 - slow to import

    digits = re.sub(r"\D", "", written)
    international = written.lstrip(" (").startswith(("+", "00"))
    forms = [(f"+{digits.removeprefix('00')}", None)] if international else [(digits, country or None)]
    if not international and len(digits) > 10:  # noqa: PLR2004 - a country code written without its plus
        forms.append((f"+{digits}", None))
    for form, region in forms:
        if region is None and not form.startswith("+"):
            continue
        try:
            number = phonenumbers.parse(form, region)
        except phonenumbers.NumberParseException:
            continue
        foreign = not international and region is None and not _at_home(number.country_code or 0, country)
        if phonenumbers.is_valid_number(number) and not foreign:
            return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    return ""


def _at_home(code: int, country: str) -> bool:
    """Whether digits without a plus may begin with this calling code: the country's own, or one of Africa.

    Elsewhere national numbers look the same ("81 9..." is Recife, not Japan).
    """
    import phonenumbers  # noqa: PLC0415 - slow to import

    regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(code, ())
    return country in regions or any(region in table("africa") for region in regions)


def region_of(number: str) -> str:
    """Return the country of an E.164 number, empty when it has none."""
    import phonenumbers  # noqa: PLC0415 - slow to import

    return str(phonenumbers.region_code_for_number(phonenumbers.parse(number, None)) or "")


def shown(number: str) -> str:
    """Return an E.164 number as people read it, with its country code."""
    import phonenumbers  # noqa: PLC0415 - slow to import

    parsed = phonenumbers.parse(number, None)
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL))
