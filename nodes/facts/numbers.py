"""Amounts as people write them: "25 000", "25.000", "25 mille", "5k", "2,5 millions", "cinq mille", "elfu tano"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from nodes.facts.lexicon import Lexicon, whole_words
from nodes.facts.text import Span, Text

THREE_DECIMALS = frozenset({"TND", "LYD", "KWD", "BHD", "OMR", "JOD", "IQD"})
"""Currencies whose minor unit is a thousandth (ISO 4217), where "12,500" is twelve and a half."""

_DIGITS = r"(?<![\d.,])(?:\d{1,3}(?:[ .,']\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d{1,15}(?:[.,]\d{1,3}(?!\d))?)"
_ATTACHED = "بول"
"""Arabic "for", "and", "to": written with the word they stand before."""
_WORD_START = r"(?<!\w)"
_GROUP = 3
_HUNDRED = 100
_FOUR_TWENTIES = (4, 20)
"""Eighty in French."""


@dataclass(frozen=True)
class Number:
    """An amount found in a text."""

    span: Span
    value: Decimal
    digits: str = ""
    """The bare digits as written; empty when words took part, such as "25 mille"."""


def numbers(text: Text, lexicon: Lexicon) -> Iterator[Number]:
    """Yield the amounts of a text, left to right; never overlapping."""
    after = lexicon.mapping("numbers", "after")
    before = lexicon.mapping("numbers", "before")
    words = lexicon.mapping("numbers", "words")
    for found in _pattern(lexicon).finditer(text.folded):
        span = Span(*found.span())
        if found["digits"]:
            scale = after.get(_plain(found["after"]), 1) * before.get(_plain(found["before"]), 1)
            yield Number(span, parse(found["digits"]) * scale, found["digits"] if scale == 1 else "")
        elif (value := _spelled(found[0], words, after, before)) is not None:
            yield Number(span, value)


def parse(digits: str, currency: str = "") -> Decimal:
    """Return the value of digits with any separators.

    Three digits after a separator are thousands, save in currencies with three decimals; of two kinds of
    separator the last one is the decimal one.
    """
    compact = digits.replace(" ", "").replace("'", "")
    last = max(compact.rfind("."), compact.rfind(","))
    if last < 0:
        return Decimal(compact)
    whole, fraction = re.sub(r"[.,]", "", compact[:last]), compact[last + 1 :]
    once = compact.count(compact[last]) == 1
    mixed = once and "." in compact and "," in compact
    thousandths = once and (currency in THREE_DECIMALS or whole == "0")
    if len(fraction) == _GROUP and not mixed and not thousandths:
        return Decimal(whole + fraction)
    return Decimal(f"{whole}.{fraction}")


def _spelled(
    phrase: str, words: Mapping[str, int], after: Mapping[str, int], before: Mapping[str, int]
) -> Decimal | None:
    """Return the value of number words; a scale multiplies the words before it, in Swahili those after it."""
    total, group, leading, known = 0, 0, 1, False
    for written in re.findall(r"[^\W\d_]+", phrase):
        known_word = written in words or written in after or written in before
        word = written if known_word or written[0] not in _ATTACHED else written[1:]
        if word in words:
            amount = int(words[word])
            times = amount == _HUNDRED or (group, amount) == _FOUR_TWENTIES
            group = (group or 1) * amount if times else group + amount
            known = True
        elif word in after:
            total, group, known = total + (group or 1) * int(after[word]), 0, True
        elif word in before:
            total, group, leading = total + group * leading, 0, int(before[word])
    value = total + group * leading
    return Decimal(value) if known and value else None


def _plain(phrase: str | None) -> str:
    return " ".join((phrase or "").split())


def _pattern(lexicon: Lexicon) -> re.Pattern[str]:
    return lexicon.compiled("amounts", _compile)


def _compile(lexicon: Lexicon) -> re.Pattern[str]:
    after, before = lexicon.mapping("numbers", "after"), lexicon.mapping("numbers", "before")
    word = _attached({*lexicon.mapping("numbers", "words"), *(w for w in after if len(w) > 2), *before})  # noqa: PLR2004 - "k" and "m" only follow digits
    joint = rf"(?:[ \-]+(?:(?:{'|'.join(lexicon.words('numbers', 'joints')) or '(?!)'}) )?)"
    scaled = rf"(?:(?P<before>{whole_words(before)})\s*)?(?P<digits>{_DIGITS})(?:\s*(?P<after>{_suffix(after)}))?"
    return re.compile(rf"{scaled}|{word}(?:{joint}{word})*")


def _attached(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, with what Arabic writes before it in one word."""
    return rf"(?<!\w)(?:[{_ATTACHED}](?=[^\W\d_]{{3}}))?{whole_words(words).replace(_WORD_START, '', 1)}"


def _suffix(entries: Mapping[str, int]) -> str:
    ordered = sorted(entries, key=lambda entry: -len(entry))
    return rf"(?:{'|'.join(ordered) or '(?!)'})(?![^\W\d_])"
