"""What may be taken from search results: a passage in the right language, about the right place, quoted literally."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from agent import resources
from nodes.facts.data import table
from nodes.facts.gazetteer import country_name
from nodes.frozen import clean_text

DATA = "prompts/search.yaml"
_LONGEST_PAGE = 4000
"""Characters read of one result; advanced results are some passages of about 500 characters each."""
_LONGEST_QUOTE = 300
_SHORTEST_QUOTE = 30
_LONGEST_NAME = 60
_LONGEST_URL = 500
_SENTENCE_END = re.compile(r"(?<=[.!?؟。])\s+|\n+|\s+\[\.\.\.\]\s+")
_TITLE_PARTS = re.compile(r"\s+[-–—|•·:»]\s+|\s*[|•·]\s*|:\s+")
_WORD = re.compile(r"[^\W\d_]+")
_ARABIC = re.compile(r"[\u0621-\u064a]")
_DEMONYM = 5
"""Letters a country's name may grow by to name its people ("Senegal" to "Senegalese")."""


@dataclass(frozen=True)
class Page:
    """One usable result."""

    title: str
    url: str
    text: str

    @property
    def whole(self) -> str:
        return f"{self.title}\n{self.text}"


def pages(results: Iterable[Mapping[str, Any]]) -> list[Page]:
    """Return the results that have a title, text and a plain web address, each address once."""
    found: dict[str, Page] = {}
    for result in results:
        title, url, text = (value if isinstance(value := result.get(name), str) else "" for name in _FIELDS)
        page = Page(clean_text(title)[:200], url.strip(), _lines(text[:_LONGEST_PAGE]))
        if page.title and page.text and _is_address(page.url):
            found.setdefault(_canonical(page.url), page)
    return list(found.values())


_FIELDS = ("title", "url", "content")


def in_language(text: str, language: str) -> bool:
    """Whether the text is in the language, or does not tell."""
    if _ARABIC.search(text):
        return language == "ar"
    scores: Counter[str] = Counter()
    words = _common_words()
    for word in _WORD.findall(text.casefold()):
        for tongue in (tongues := words.get(word, ())):
            scores[tongue] += 60 // len(tongues)
    judged = language == "ar" or language in resources.load_yaml(DATA)["recognise"]
    return not scores or not judged or scores[language] == max(scores.values())


def mentions(text: str, city: str, country: str) -> bool:
    """Whether the text names the city, or the country or its people."""
    folded = f" {fold(text)} "
    if city and f" {fold(city)} " in folded:
        return True
    return bool(country) and any(_names_country(folded, name, country) for name in _country_names(country))


def quote(page: Page, wanted: Iterable[str] = (), *, figures: bool = False) -> str:
    """Return the most telling sentence of a page, literally: with the wanted words, and with figures if asked for.

    Empty when figures are asked for and there are none.
    """
    wanted = [fold(word) for word in wanted if word]
    best, best_score = "", -1
    for sentence in _sentences(page.text):
        digits = any(char.isdigit() for char in sentence)
        if figures and not digits:
            continue
        score = sum(f" {word} " in f" {fold(sentence)} " for word in wanted) * 2 + digits
        if score > best_score:
            best, best_score = sentence, score
    return best


def business_named(page: Page) -> str:
    """Return the name of the business that a page is about, empty when it is about none or does not repeat it."""
    data = resources.load_yaml(DATA)
    lists, sites = {fold(word) for word in data["lists"]}, {fold(word) for word in data["sites"]}
    if lists & set(fold(page.title).split()):
        return ""
    for part in _TITLE_PARTS.split(page.title):
        name = part.strip(" .,\"'«»")
        folded = fold(name)
        if not folded or len(name) > _LONGEST_NAME or folded in sites or name.islower():
            continue
        return name if f" {folded} " in f" {fold(page.text)} " else ""
    return ""


def fold(text: str) -> str:
    """Return the words of a text without case, accents and punctuation, one space between them."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(char if char.isalnum() else " " for char in plain if not unicodedata.combining(char))
    return " ".join(kept.split())


def _sentences(text: str) -> list[str]:
    whole = [sentence.strip(" #*-•\t") for sentence in _SENTENCE_END.split(text)]
    return [_clipped(sentence) for sentence in whole if len(sentence) >= _SHORTEST_QUOTE] or [_clipped(text)]


def _clipped(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE].rsplit(" ", 1)[0]


def _lines(text: str) -> str:
    return "\n".join(line for part in text.splitlines() if (line := clean_text(part)))


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    plain = len(url) <= _LONGEST_URL and not any(char.isspace() or char in "\"'<>\\" for char in url)
    return plain and parts.scheme in ("https", "http") and "." in host and not parts.username


def _canonical(url: str) -> str:
    parts = urlsplit(url)
    return f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}?{_without_tracking(parts.query)}"


def _without_tracking(query: str) -> str:
    return "&".join(
        sorted(part for part in query.split("&") if part and not part.startswith(("utm_", "fbclid", "gclid")))
    )


@cache
def _common_words() -> Mapping[str, tuple[str, ...]]:
    words: dict[str, list[str]] = {}
    for language, common in resources.load_yaml(DATA)["recognise"].items():
        for word in common:
            words.setdefault(str(word), []).append(language)
    return {word: tuple(languages) for word, languages in words.items()}


@cache
def _country_names(code: str) -> frozenset[str]:
    names = {fold(country_name(code, language)) for language in ("en", "fr", "pt", "sw", "ar", "es")}
    return frozenset(names | {fold(str(name)) for name, other in table("countries").items() if other == code})


@cache
def _other_countries(name: str, code: str) -> frozenset[str]:
    """Return other countries' names that hold this one: Nigeria for Niger, Guinea-Bissau for Guinea."""
    from babel import Locale  # noqa: PLC0415 - slow to import

    others = {
        fold(str(other))
        for language in ("en", "fr", "pt")
        for key, other in Locale.parse(language).territories.items()
        if key != code and key.isalpha()
    }
    return frozenset(other for other in others if name in other and other not in _country_names(code))


def _names_country(folded: str, name: str, code: str) -> bool:
    for other in _other_countries(name, code):
        folded = folded.replace(other, " ")
    return any(len(match[1]) <= _DEMONYM for match in re.finditer(rf" {re.escape(name)}(\w*)", folded))
