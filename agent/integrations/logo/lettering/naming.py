"""Reads a business name as a designer does: what is said large, what small, and which initials stand for it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from agent import resources
from agent.integrations.logo.lettering import scripts
from agent.integrations.logo.lettering.facechoice import faces_for
from agent.integrations.logo.lettering.typesetting import clusters
from agent.integrations.logo.words import plain, spaced
from nodes.frozen import clean_text

LONGEST_WORD = 22
"""Clusters of a word that stay on one line; a longer one is parted with hyphens."""
LONGEST = 80
"""Clusters of a name that are drawn; what is longer is cut at a word and ends in an ellipsis."""


class Name(NamedTuple):
    """A name in its parts; `main` is empty when nothing of it can be drawn as letters."""

    before: str
    main: str
    after: str
    initials: str


@lru_cache(maxsize=256)
def read_name(raw: str) -> Name:
    """Split a name. What no typeface here draws is left out: emoji, symbols, words in a script without a face."""
    words = [word for word in drawable(raw).split() if scripts.writable(word)]
    words = words if any(map(_letters, ([word] for word in words))) else []
    before = words.pop(0) if _has_before(words) else ""
    after = words.pop() if _has_after(words) else ""
    whole = " ".join(part for word in words for part in _parted(word))
    return Name(before, whole, after, initials(words))


def _parted(word: str) -> list[str]:
    """Return a very long word in parts of equal length, each but the last with a hyphen; others whole."""
    letters = clusters(word)
    count = -(-len(letters) // LONGEST_WORD)
    if count == 1 or scripts.joined(scripts.main_script(word)):
        return [word]
    ends = [_syllable_end(letters, len(letters) * step // count) for step in range(1, count)]
    edges = [0, *ends, len(letters)]
    parts = ["".join(letters[start:end]) for start, end in pairwise(edges)]
    return [*(f"{part.rstrip('-')}-" for part in parts[:-1]), parts[-1]]


def _syllable_end(letters: list[str], near: int) -> int:
    """Return the place after a vowel and before a consonant that is nearest, within two letters of `near`."""
    places = sorted(range(near - 2, near + 3), key=lambda place: abs(place - near))
    return next((at for at in places if _is_vowel(letters[at - 1]) and not _is_vowel(letters[at])), near)


def _is_vowel(letter: str) -> bool:
    return plain(letter) in set("aeiouy")


def _has_after(words: list[str]) -> bool:
    return len(words) > 1 and _known("after", words[-1]) and not small_word(words[-2])


def complete(raw: str) -> bool:
    """Whether every letter of a name is drawn; emoji and signs do not count."""
    name = read_name(raw)
    drawn = _letters([name.before, name.main, name.after])
    return drawn == _letters([drawable(raw)]) and (not name.main or bool(faces_for(name.main, scripts.DEFAULT_MOOD)))


def _has_before(words: list[str]) -> bool:
    if len(words) < 2 or not _known("before", words[0]) or _known("minor", words[1]):  # noqa: PLR2004 - it and another
        return False
    return _letters(words[1:]) > 1 and not words[1][:1].islower()


def spoken(raw: str) -> str:
    """Return a name as it is read out: without emoji, control characters and symbols, however long."""
    kept = re.sub(_LOOSE_JOINER, "", "".join(char for char in clean_text(raw) if _draws(char)))
    return " ".join(kept.split())


def drawable(raw: str) -> str:
    """Return the text without emoji, control characters and symbols, shortened to what a logo can hold."""
    text = spoken(raw)
    text = text if any(unicodedata.category(char)[0] in "LN" for char in text) else ""
    parts = clusters(text)
    if len(parts) <= LONGEST:
        return text
    words = "".join(parts[: LONGEST - 1]).split()[:-1] or ["".join(parts[: LONGEST - 1])]
    while len(words) > 1 and small_word(words[-1]):
        words.pop()
    return " ".join(words).rstrip(" ,;:-") + "…"


_LOOSE_JOINER = re.compile("(?<![^\\W\\d_])[\u200c\u200d]|[\u200c\u200d](?![^\\W\\d_])")
"""A joiner that stands beside no letter: the rest of an emoji."""


def _draws(char: str) -> bool:
    kind = unicodedata.category(char)
    if char in "\u200c\u200d+&@'’°№·|=~<>$€£":
        return True
    return kind[0] in "LMNPZ" and not 0xFE00 <= ord(char) <= 0xFE0F  # noqa: PLR2004 - variation selectors


def _letters(words: list[str]) -> int:
    return sum(unicodedata.category(char)[0] in "LN" for word in words for char in word)


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text that count, for comparing."""
    return frozenset(word for word in spaced(text).split() if not small_word(word))


@lru_cache(maxsize=1024)
def small_word(word: str) -> bool:
    """Whether a word is too small to stand alone ("de", "&")."""
    return _known("minor", word) or not any(char.isalnum() for char in word)


def _known(kind: str, word: str) -> bool:
    return plain(word).strip(".,") in _words(kind)


@lru_cache(maxsize=8)
def _words(kind: str) -> frozenset[str]:
    return frozenset(str(word) for word in resources.load_yaml("assets/logo/names.yaml")[kind])


def initials(words: list[str]) -> str:
    """Return one or two letters: of the first two words that count, or of the humps of one ("AfroChic": AC)."""
    pieces = [piece for word in words for piece in re.split(r"[-–'’&.·|/]", word)]
    kept = [piece for piece in pieces if _letters([piece]) and not _known("minor", piece)]
    kept = kept or [piece for piece in pieces if _letters([piece])] or [word for word in words if word]
    if not kept:
        return ""
    script = scripts.main_script(kept[0])
    if not scripts.has_capitals(script):
        return _first(kept[0].removeprefix("ال") or kept[0])
    humps = re.findall(r"[^\W\d_][^A-Z]*", kept[0]) if len(kept) == 1 and not kept[0].isupper() else kept
    same = [hump for hump in humps[:2] if scripts.main_script(hump) == script]
    return "".join(_first(hump).upper() for hump in same)


def _first(word: str) -> str:
    found = (cluster for cluster in clusters(word) if unicodedata.category(cluster[0])[0] in "LN")
    return next(found, word[:1])


def upper(text: str) -> str:
    """Return text in capitals where its script has them and they are common in names."""
    capitals = "".join(char.upper() if scripts.has_capitals(scripts.script_of(char)) else char for char in text)
    return _GREEK_ACCENT.sub(r"\1", unicodedata.normalize("NFD", capitals)) if _has_greek(text) else capitals


_GREEK_ACCENT = re.compile("([\u0370-\u03ff])\u0301")
"""Greek capitals are written without the accent of small letters."""


def _has_greek(text: str) -> bool:
    return any("\u0370" <= char <= "\u03ff" for char in text)
