"""Names of people, places and organisations, and quotations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from nodes.facts import gazetteer
from nodes.facts.data import table as facts_table
from nodes.facts.text import key
from nodes.grounding.claim import Claim, Reading
from nodes.grounding.lexicon import any_of, entry_pattern, folded_words, table

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_ELISION = re.compile(r"^(?:[dljmtnsc]|qu|lorsqu|jusqu)'(?=\w)")
_POSSESSIVE = re.compile(r"'s?$")
_QUOTE = re.compile(r"«\s*([^«»]+?)\s*»|“\s*([^“”]+?)\s*”|\"\s*([^\"]+?)\s*\"|„\s*([^„“”]+?)\s*[“”]")
_HEAD = re.compile(r"(?:^|[.!?:|•]|(?<!\")\s-)\s*[\"(¡¿']*\s*$")
_ARABIC = re.compile(r"[\u0621-\u064a]")
_ARABIC_PREFIX = re.compile("^[وفبلك]{1,2}(?=\\w{3})")
_TITLE_CASE = 0.6
"""Share of capitalised long words from which a line is a heading, where capitals tell nothing."""
_LONG = 4
_CITY = 500_000
"""People from which a city's name alone, at the head of a sentence, is taken for the city."""
_AFRICAN_CITY = 100_000
"""The same at home, where smaller cities are spoken of."""
_ARABIC_CITY = 500_000
"""The same in Arabic, where no capital sets a city apart from an ordinary word anywhere."""
_ACRONYM = 4
"""Letters of the longest word in capitals that is an acronym and not an emphasis."""
_SPOKEN = 3
"""Words from which quoted words are somebody's speech and not a title."""


def quotations(reading: Reading) -> Iterator[Claim]:
    """Yield quoted speech: it must have been said word for word. The words inside are still read by the others."""
    for match in _QUOTE.finditer(reading.text.raw):
        words = next(filter(None, match.groups()))
        if len(words.split()) >= _SPOKEN or _attributed().match(reading.folded, match.end()):
            yield Claim("testimonial", f"“{key(words)}”", words, position=match.start())


def names(reading: Reading) -> Iterator[Claim]:
    """Yield every name: capitals inside a sentence; known names and cities at its head and where nothing is capital."""
    whole = reading.text.folded
    words = list(_WORD.finditer(reading.folded))
    heading = _is_heading(reading, words)
    previous = ""
    for match in words:
        if _ARABIC.match(match[0]):
            if _arabic_name(match[0], previous):
                yield _claim(reading, *match.span())
            previous = match[0]
            continue
        start, end = _bare(match)
        at_head = heading or (start == match.start() and bool(_HEAD.search(whole[:start])))
        word = reading.folded[start:end]
        if _is_foreign(word):
            yield _claim(reading, start, end)
        elif reading.text.capital(start):
            acronym = not heading and 1 < end - start <= _ACRONYM and reading.text.quote(start, end).isupper()
            if _is_name(word, whole, start, end, at_head=at_head, acronym=acronym):
                yield _claim(reading, start, end)


def _claim(reading: Reading, start: int, end: int) -> Claim:
    return Claim("name", key(reading.text.folded[start:end]), reading.text.quote(start, end), position=start)


def _bare(match: re.Match[str]) -> tuple[int, int]:
    """Return the range of a word without an elided article before it and a possessive behind it."""
    elided, owned = _ELISION.match(match[0]), _POSSESSIVE.search(match[0])
    return match.start() + (elided.end() if elided else 0), match.end() - (len(owned[0]) if owned else 0)


def _is_name(word: str, whole: str, start: int, end: int, *, at_head: bool, acronym: bool) -> bool:
    """Whether a capitalised word is a name; at the head of a sentence only what is known to be one."""
    if acronym:
        return word not in folded_words("names", "acronyms")
    if len(word) == 1 or _ordinary(word):
        return False
    if not at_head:
        return True
    before = whole[:start].split()[-1:]
    return (
        word in _given_and_family()
        or _is_country(word)
        or _is_city(word)
        or bool(before and before[0] in folded_words("names", "titles"))
        or bool(_subject().match(whole, end))
    )


@cache
def _attributed() -> re.Pattern[str]:
    """What stands behind quoted words that somebody is said to have spoken."""
    return re.compile(rf"\s*[,.!-]*\s*{any_of(table('names')['says'])}")


@cache
def _given_and_family() -> frozenset[str]:
    listed = files("nodes.grounding").joinpath("data/names.txt").read_text(encoding="utf-8").splitlines()[1:]
    return frozenset(listed) | folded_words("names", "given") | folded_words("names", "family")


def _ordinary(word: str) -> bool:
    parts = re.split(r"['-]", word)
    common = folded_words("common", "words") | folded_words("names", "titles")
    return all(part in common or len(part) == 1 for part in parts)


def _is_heading(reading: Reading, words: list[re.Match[str]]) -> bool:
    """Whether a line is set in capitals like a heading; a line with a full stop is a sentence with names in it."""
    if reading.text.folded.rstrip().endswith((".", "!", "?")):
        return False
    long = [match for match in words if len(match[0]) >= _LONG and not _ARABIC.match(match[0])]
    capitals = sum(reading.text.capital(match.start()) for match in long)
    return capitals > 1 and capitals / len(long) > _TITLE_CASE


@cache
def _is_city(word: str) -> bool:
    if len(word) < _LONG or word in folded_words("places", "not_places"):
        return False
    place = gazetteer.place(word)
    return place is not None and place.people >= (_AFRICAN_CITY if place.country in facts_table("africa") else _CITY)


@cache
def _is_country(word: str) -> bool:
    return word not in folded_words("places", "not_places") and bool(gazetteer.country_code(word))


def _is_foreign(word: str) -> bool:
    """Whether a word, capital or not, says of which country something is ("cuisine italienne")."""
    return country_of_demonym(word) != ""


@cache
def country_of_demonym(word: str) -> str:
    """Return the ISO code of the country an adjective belongs to, empty if it is none."""
    return next((code for pattern, code in _demonyms() if pattern.fullmatch(word)), "")


@cache
def _demonyms() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(entry_pattern(str(word))), str(code)) for word, code in table("places")["demonyms"].items()
    )


def _arabic_name(word: str, previous: str) -> bool:
    """Arabic has no capitals: known names, big cities and countries tell, and what follows a title."""
    forms = {word, _ARABIC_PREFIX.sub("", word)}
    if any(_is_foreign(form) for form in forms):
        return True
    if {form.removeprefix("ال") for form in forms} & folded_words("names", "arabic"):
        return True
    named = previous in folded_words("names", "founders_arabic") or previous in folded_words("names", "titles")
    return (named and not word.startswith("ال")) or any(_arabic_place(form) for form in forms)


@cache
def _arabic_place(word: str) -> bool:
    if word in folded_words("places", "not_places") or len(word) < _LONG:
        return False
    place = gazetteer.place(word)
    return bool(gazetteer.country_code(word)) or (place is not None and place.people >= _ARABIC_CITY)


@cache
def _subject() -> re.Pattern[str]:
    return re.compile(rf"(?:\s[^\W\d_]+)?\s+{any_of(table('names')['subjects'])}")
