"""Whether an Arabic word and a Latin one are the same name, as the pages of one site write it."""

from __future__ import annotations

import re
from functools import lru_cache

from nodes.facts.text import fold
from nodes.grounding.lexicon import folded_map

_ARABIC = re.compile(r"[\u0621-\u064a]+")
_PREFIX = re.compile("^[وبل]?ال(?=\\w{3})")
_LATIN_NAME = re.compile(r"\b[A-ZÀ-Þ][\w'-]+")
_SHORT, _LONG = 3, 4
"""Letters from which an Arabic word is hardly like a name by chance; more in Arabic, where no capital tells a name."""
_VOWELS = "[aeiouyhw]*"
_LETTERS = {
    "ا": "[aeiou]+", "ء": "", "ئ": "[aeiouy]*", "ؤ": "[aeiou]*", "ع": "[aeiou]*", "ه": "h?", "ي": "[aeiy]+",
    "و": "(?:[ouvw]+|au|ow)", "ب": "[bp]+", "ت": "t+h?", "ث": "(?:t+h?|s+)", "ج": "(?:d?j|g|dg)", "ح": "h+",
    "خ": "(?:k+h?|h|x)", "د": "d+h?", "ذ": "(?:d+h?|z)", "ر": "r+", "ز": "[zs]+", "س": "s+", "ش": "(?:s?ch|sh)",
    "ص": "s+", "ض": "d+h?", "ط": "t+", "ظ": "(?:z|d)h?", "غ": "(?:g+h?|r)", "ف": "(?:f+|ph|v)", "ق": "(?:[qkcg]|gu)",
    "ك": "(?:[kcg]+h?|qu?|ck)", "ل": "l+", "م": "m+", "ن": "n+",
}  # fmt: skip
"""How each letter is written in French, English or Portuguese, after common usage in passports and press."""


def has_same_name(words: str, name: str) -> bool:
    """Return whether a text as written has a folded name in the other script: "سامية" is "Samia"."""
    if _ARABIC.fullmatch(name):
        latin = (fold(word) for word in _LATIN_NAME.findall(words))
        return len(name) >= _LONG and any(_pattern(form).fullmatch(each) for each in latin for form in _forms(name))
    numbers = folded_map("numbers", "words")
    arabic = (each for each in _ARABIC.findall(fold(words)) if len(each) >= _SHORT and each not in numbers)
    return any(_pattern(form).fullmatch(name) for each in arabic for form in _forms(each))


def _forms(word: str) -> set[str]:
    return {word, _PREFIX.sub("", word)}


@lru_cache(maxsize=1024)
def _pattern(word: str) -> re.Pattern[str]:
    """Return a pattern for the Latin spellings: Arabic leaves short vowels out, and doubles are not written twice."""
    letters = (_LETTERS.get(letter, "(?!)") for letter in word)
    return re.compile(_VOWELS.join(letters) + _VOWELS)
