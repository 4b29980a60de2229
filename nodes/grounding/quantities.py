"""Amounts with what they are amounts of: percentages, prices, lengths of time, years and counted things."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from nodes.facts.numbers import THREE_DECIMALS, parse
from nodes.facts.text import fold
from nodes.grounding import currencies
from nodes.grounding.calendar import years
from nodes.grounding.claim import Claim, Kind, Reading
from nodes.grounding.lengths import length_at, lengths_in_words, usual
from nodes.grounding.lexicon import any_of, entry_pattern, folded_map, folded_words, listed, meant, table
from nodes.grounding.meanings import meanings
from nodes.grounding.names import country_of_demonym
from nodes.grounding.numerals import Amount, amounts, canonical

_WORD = re.compile(r"[^\W\d_]+")
_PAIR = re.compile("(?<!\\w)[وفبلك]?(?:ال|لل)?([\u0621-\u064a]{2,})(?:ان|ين|اه|تان|تين)(?:ها|نا)?(?!\\w)")
_FOLLOWING = re.compile(r"\s([^\W\d_]+)")
_CLAUSE = re.compile(r"[.,;:!?()\"\x1f]")
_MARK = 24
"""Characters before an amount in which its mark of money stands."""
_HALF = Decimal("0.5")
_GAP = 3
"""Words between a figure and the thing counted ("500 very happy customers")."""


def quantities(reading: Reading) -> Iterator[Claim]:
    """Take every amount of a text."""
    found = amounts(reading.folded)
    later: Claim | None = None
    for index in range(len(found) - 1, -1, -1):
        amount = found[index]
        if (claim := _measured(reading, amount, later)) is not None:
            later = claim
            yield claim
    yield from _duals(reading)
    yield from lengths_in_words(reading)
    yield from years(reading)
    yield from _ordinals(reading)
    for amount in amounts(reading.folded):
        if (claim := _counted(reading, amount)) is not None:
            yield claim


def _measured(reading: Reading, amount: Amount, later: Claim | None) -> Claim | None:
    """Return the amount as a percentage, price or length; the first of "2 to 3 days" has the second one's unit."""
    folded, start, end = reading.folded, amount.start, amount.end
    if mark := _percent().match(folded, end):
        return _claim(reading, "percentage", amount, (start, mark.end()))
    if before := _percent_before().search(folded[:start]):
        return _claim(reading, "percentage", amount, (before.start(), end))
    if price := _priced(reading, amount):
        codes, span = price
        value, others = amount.value, _read_otherwise(amount, folded, codes)
        if half := _half().match(folded, span[1]):
            value, span = canonical(Decimal(value) + _HALF), (span[0], half.end())
        return Claim("price", value, reading.take(*span), codes | others, span[0])
    if length := length_at(folded, amount):
        unit, span = length
        marks = _marks(folded, unit, span)
        return Claim("duration", usual(amount.value, unit), reading.take(*span), marks, start)
    joint = _between().match(folded, end)
    if (
        later is not None
        and joint
        and joint.end() == later.position
        and later.kind in ("price", "duration", "percentage")
    ):
        unit = later.value.partition(" ")[2]
        value = usual(amount.value, unit) if unit else amount.value
        return Claim(later.kind, value, reading.take(start, end), later.marks, start)
    return None


def _claim(
    reading: Reading, kind: Kind, amount: Amount, span: tuple[int, int], marks: frozenset[str] = frozenset()
) -> Claim:
    return Claim(kind, amount.value, reading.take(*span), marks, span[0])


def _marks(folded: str, unit: str, span: tuple[int, int]) -> frozenset[str]:
    """Return what a length is, besides a length: that of a way, or somebody's age."""
    if unit in ("minute", "hour") and _away().match(folded, span[1]):
        return frozenset(("away",))
    return frozenset(("age",)) if unit == "year" and _aged().search(folded[: span[0]]) else frozenset()


def _read_otherwise(amount: Amount, folded: str, codes: frozenset[str]) -> frozenset[str]:
    """Return what an amount is in a currency with thousandths: "35,500" Tunisian dinars are thirty-five and a half."""
    written = folded[amount.start : amount.end]
    fine = next(iter(codes & THREE_DECIMALS), "")
    in_thousandths = re.fullmatch(r"\d{1,3}(?:[ '\u00a0\u202f]?\d{3})*[.,]\d{3}", written)
    return frozenset((f"={canonical(parse(written, fine))}",)) if fine and in_thousandths else frozenset()


def _priced(reading: Reading, amount: Amount) -> tuple[frozenset[str], tuple[int, int]] | None:
    folded = reading.folded
    after = _currency_after().match(folded, amount.end)
    if after and (
        after[1] not in folded_words("currencies", "capital") or reading.text.quote(*after.span(1)).isupper()
    ):
        return currencies.codes(after[1]), (amount.start, _of_country(folded, after.end()))
    if before := _currency_before().search(folded[max(0, amount.start - _MARK) : amount.start]):
        start = max(0, amount.start - _MARK) + before.start()
        return currencies.codes(before["mark"] or before["letter"]), (start, amount.end)
    return None


def _of_country(folded: str, end: int) -> int:
    """Return where a currency's name ends with the country it belongs to ("dollars américains")."""
    following = _FOLLOWING.match(folded, end)
    return following.end() if following and country_of_demonym(following[1]) else end


@cache
def _currency_after() -> re.Pattern[str]:
    return re.compile(rf"\s?(?:de\s|[^\W\d_]+\s(?=[^\W\d_]{{4}}))?({currencies.written()})s?(?!\w)")


@cache
def _ordinal() -> re.Pattern[str]:
    return re.compile(any_of(folded_map("numbers", "ordinals")))


@cache
def _half() -> re.Pattern[str]:
    return re.compile(rf"\s{any_of(table('currencies')['half'])}")


@cache
def _currency_before() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:(?P<mark>{currencies.written()})\.?\s?|(?P<letter>[knrp]))$")


def _duals(reading: Reading) -> Iterator[Claim]:
    """Take the Arabic "two dinars", which is one word."""
    duals = [(fold(word), str(code)) for code, words in table("currencies")["duals"].items() for word in words]
    for match in listed("currencies", "duals").finditer(reading.folded):
        found = frozenset(code for word, code in duals if match[0].endswith(word))
        yield Claim("price", "2", reading.take(*match.span()), found, match.start())


def things_in_pairs(reading: Reading) -> Iterator[Claim]:
    """Take the Arabic "two sons", which is one word; in words of the person only, as plurals may end alike."""
    for match in _PAIR.finditer(reading.folded):
        if any(meanings(form) for form in (match[1], f"{match[1]}ه", match[1].removesuffix("ت") + "ه")):
            yield Claim("number", "2", match[0], position=match.start())


def _ordinals(reading: Reading) -> Iterator[Claim]:
    """Take "a second shop", "10th anniversary": the former only where it counts shops, as "second" has other uses."""
    for match in _ordinal().finditer(reading.folded):
        value = meant(match[0], folded_map("numbers", "ordinals"))
        around = [*_following(reading.folded, match.end()), *_WORD.findall(reading.folded[: match.start()])[-2:]]
        marks = _things(around)
        if value > 2 or "shop" in marks:  # noqa: PLR2004 - the third and later ones are numbers
            yield Claim("number", str(value), reading.take(*match.span()), marks, match.start())


def _following(folded: str, end: int) -> list[str]:
    return _WORD.findall(_CLAUSE.split(folded[end : end + 60])[0])[: _GAP + 1]


def _counted(reading: Reading, amount: Amount) -> Claim | None:
    """Return a bare or counting amount with what is counted; None for a word that only looks like a number."""
    folded = reading.folded
    word = folded[amount.start : amount.end]
    following = _following(folded, amount.end)
    if word in folded_words("numbers", "ambiguous") and not _counts(following):
        return None
    things = _things(following) or _things(_WORD.findall(folded[max(0, amount.start - 30) : amount.start])[-2:])
    known = folded_words("common", "words")
    money = currencies.possible_codes(following[0]) if following else frozenset()
    unknown = (word for word in following[:1] if not (word in known or money or currencies.is_money(word)))
    marks = things or frozenset(f"?{word[:5]}" for word in unknown)
    end = (
        amount.end + 1 + len(following[0]) if money and folded.startswith(following[0], amount.end + 1) else amount.end
    )
    return Claim("number", amount.value, reading.take(amount.start, end), marks | money, amount.start)


def _counts(following: list[str]) -> bool:
    """Whether a word follows that stands in the plural, as after "neuf" the number and not "neuf" the adjective."""
    return bool(following) and (following[0].endswith(("s", "x")) or bool(_things(following[:1])))


def _things(words: list[str]) -> frozenset[str]:
    return frozenset(name for word in words for name, pattern in _nouns().items() if pattern.fullmatch(word))


@cache
def _nouns() -> dict[str, re.Pattern[str]]:
    return {
        name: re.compile("|".join(entry_pattern(str(word)) for word in words)) for name, words in table("nouns").items()
    }


@cache
def _percent() -> re.Pattern[str]:
    marks = (entry_pattern(str(mark)) for mark in table("numbers")["percent"])
    return re.compile(rf"\s?(?:{'|'.join(marks)})(?!\w)")


@cache
def _percent_before() -> re.Pattern[str]:
    return re.compile(rf"{any_of(table('numbers')['percent_before'])}\s$")


@cache
def _between() -> re.Pattern[str]:
    return re.compile(rf"\s?(?:-|{any_of(table('numbers')['between'])})\s?")


@cache
def _away() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{'|'.join(entry_pattern(word) for word in table('calendar')['away'])})")


@cache
def _aged() -> re.Pattern[str]:
    """What stands before an age, perhaps with another age between ("children from two to five years")."""
    return re.compile(rf"{any_of(table('calendar')['aged'])}(?:\s\S+){{0,4}}\s$")
