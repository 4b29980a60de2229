"""Ways to reach somebody: e-mail addresses, links, handles and phone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from nodes.grounding.claim import Claim, Reading
from nodes.grounding.lexicon import any_of, table

_EMAIL = re.compile(
    r"[\w.+-]+(?:@\s?|\s@\s|\s?(?:\(at\)|\[at\]|\barobase\b)\s?)[\w-]+(?:\s?(?:\.|\(dot\)|\[dot\])\s?[\w-]+)*\.?[a-z]{2,}"
)
_HANDLE = re.compile(r"(?<![\w.@])@[a-z_][\w.]+\w")
_PHONE = re.compile(r"(?<![\w+])(?:\+|00)?\(?\d[\d\s().\-/]{5,22}\d(?!\w)")
_THOUSANDS = re.compile(r"\d{1,3}(?:[ .,]\d{3})+")
_SHORTEST = 7
"""Digits of the shortest subscriber numbers in use (ITU-T E.164 allows up to 15)."""
_LONGEST = 15
_PLAIN = 8
"""Digits from which bare figures, not grouped by thousands, are read as a phone number."""


def contacts(reading: Reading) -> Iterator[Claim]:
    """Take every e-mail address, link, handle and phone number."""
    yield from _taken(reading, _EMAIL, "e-mail", lambda text: re.sub(r"\s|\(|\)|\[|\]", "", text))
    yield from _links(reading)
    yield from _taken(reading, _HANDLE, "url", lambda text: text.removeprefix("@"))
    yield from _phones(reading)


def _taken(reading: Reading, pattern: re.Pattern[str], kind: str, canonical: object) -> Iterator[Claim]:
    for match in pattern.finditer(reading.folded):
        value = canonical(match[0])  # type: ignore[operator]
        yield Claim(kind, value, reading.take(*match.span()), position=match.start())  # type: ignore[arg-type]


def _links(reading: Reading) -> Iterator[Claim]:
    for match in _link().finditer(reading.folded):
        written = reading.text.quote(*match.span())
        if match["country"] and not written.endswith(match["country"]) and not match["path"]:
            continue
        bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", match[0]).rstrip("/.,")
        yield Claim("url", bare, reading.take(*match.span()), position=match.start())


def _phones(reading: Reading) -> Iterator[Claim]:
    for match in _PHONE.finditer(reading.folded):
        text = match[0].rstrip(" .(-/")
        digits = re.sub(r"\D", "", text)
        if not _SHORTEST <= len(digits) <= _LONGEST or not _is_phone(text, digits, reading.folded[: match.start()]):
            continue
        value = f"+{digits.removeprefix('00')}" if text.startswith(("+", "00")) else digits
        end = match.start() + len(text)
        yield Claim("phone", value, reading.take(match.start(), end), position=match.start())


def _is_phone(text: str, digits: str, before: str) -> bool:
    if text.startswith(("+", "0", "(")) or _call().search(before):
        return True
    parts = re.split(r"\s*[-/]\s*|\s{2,}", text)
    grouped = all(_THOUSANDS.fullmatch(part) or len(part) <= 4 for part in parts)  # noqa: PLR2004 - a year or less
    return len(digits) >= _PLAIN and not grouped


@cache
def _link() -> re.Pattern[str]:
    """Links with a scheme or www, and bare domains; a country's domain is told from a missing space by its case."""
    from babel import Locale  # noqa: PLC0415 - slow to import

    known = map(str, Locale.parse("en").territories)
    codes = "|".join(code.lower() for code in known if len(code) == 2 and code.isalpha())  # noqa: PLR2004 - ISO 3166-1
    generic = "|".join(table("contacts")["domains"])
    path = r"(?P<path>/[^\s\"<>]*)?"
    label = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
    return re.compile(
        rf"(?:https?://|www\.)[^\s\"<>]+|(?<![\w@.])(?:{label}\.)+(?:(?:{generic})|(?P<country>{codes})){path}(?!\w)"
    )


@cache
def _call() -> re.Pattern[str]:
    return re.compile(rf"{any_of(table('contacts')['call'])}[^\d+]{{0,16}}$")
