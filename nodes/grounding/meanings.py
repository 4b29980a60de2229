"""What words mean, whatever their language: a page in one language rests on words said in another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise

from nodes.facts.text import fold
from nodes.grounding.lexicon import table

_WORD = re.compile(r"[^\W\d_]+")
_ARABIC = re.compile(r"[\u0621-\u064a]")
_SHORTEST = 2
_STANDS_BEFORE = {
    "arabic": re.compile("^[وفبلك]?(?:ال|لل)?"),
    "arabic verb": re.compile("^[وف]?س?[نيتا]"),
    "swahili verb": re.compile(
        "^(?:(?:ha)?(?:ni|si|u|a|tu|m|wa|i|zi|ya|ki|vi|li|yu)(?:na|li|ta|me|ki|ka|nge|ja|to|si)|ha(?:tu|wa|m|i|u)|ku|hu|tu|u|wa|a|i|zi|vi)"
        "(?:o|cho|vyo|zo|yo|po|ye)?(?:ku|wa|m|mw|tu|ni|i|zi|ki|vi|ya|li|u)?"
    ),
}


def meanings(text: str) -> frozenset[str]:
    """Return what the words of a text mean, as far as the dictionary knows them."""
    return frozenset(meaning for found in meaning_by_word(text).values() for meaning in found)


@lru_cache(maxsize=4096)
def meaning_by_word(text: str) -> dict[str, frozenset[str]]:
    """Return each word of a text, folded, with what it may mean; a pair of words may mean something together."""
    words = _WORD.findall(fold(text))
    swahili = language(text) in ("sw", "")
    found = {word: set(_meanings_of(word, swahili=swahili)) for word in words}
    for first, second in pairwise(words):
        if together := _index()[0].get(f"{first}-{second}", ()):
            found[first].update(together)
            found[second].update(together)
    return {word: frozenset(meant) for word, meant in found.items()}


@lru_cache(maxsize=8192)
def _meanings_of(word: str, *, swahili: bool) -> frozenset[str]:
    whole, beginnings, roots = _index()
    found: set[str] = set()
    for form in _forms(word):
        found.update(whole.get(form, ()))
        for length in range(_SHORTEST, len(form) + 1):
            found.update(beginnings.get(form[:length], ()))
    for root in _roots(word) if swahili or _ARABIC.match(word) else ():
        for length in range(_SHORTEST, len(root) + 1):
            found.update(roots.get(root[:length], ()))
    return frozenset(found)


def _forms(word: str) -> tuple[str, ...]:
    if not _ARABIC.match(word):
        return (word,)
    return tuple(dict.fromkeys((word, word[1:] if word[0] in "وفبلك" else word, _bare(word, "arabic"))))


def _roots(word: str) -> Iterator[str]:
    """Yield a word without what may stand before a verb's root: every split, as the root itself may begin alike."""
    name = "arabic verb" if _ARABIC.match(word) else "swahili verb"
    longest = _STANDS_BEFORE[name].match(word)
    for start in range((longest.end() if longest else 0) + 1):
        if start and _STANDS_BEFORE[name].fullmatch(word, 0, start):
            yield word[start:]


def _bare(word: str, name: str) -> str:
    return _STANDS_BEFORE[name].sub("", word)


def tells_nothing(word: str) -> bool:
    """Whether a folded word is one of those that every sentence is made with."""
    return word in _small_words()


def language(text: str) -> str:
    """Return the language that most of a text's small words belong to, empty when they do not tell."""
    scores: Counter[str] = Counter()
    for word in _WORD.findall(fold(text)):
        if _ARABIC.match(word):
            return "ar"
        found = _small_words().get(word, ())
        scores.update(dict.fromkeys(found, 1) if len(found) == 1 else ())
    ranked = scores.most_common(2)
    return "" if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]) else ranked[0][0]


@cache
def _small_words() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for tongue, words in table("small_words").items():
        for word in {fold(word) for word in words.split()}:
            found.setdefault(word, []).append(str(tongue))
    return {word: tuple(tongues) for word, tongues in found.items()}


@cache
def _index() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Return the dictionary's whole words, beginnings of words, and roots of verbs."""
    found: tuple[dict[str, list[str]], ...] = ({}, {}, {})
    for meaning, words in table("dictionary").items():
        for word in str(words).split():
            folded = fold(word).replace("_", "-")
            kind = 2 if folded.startswith("-") else 1 if folded.endswith("*") else 0
            found[kind].setdefault(folded.strip("-*"), []).append(str(meaning))
    whole, beginnings, roots = ({word: tuple(meant) for word, meant in each.items()} for each in found)
    return whole, beginnings, roots
