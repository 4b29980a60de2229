"""The words that claims are made of, in all languages together: people and models mix languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from nodes.facts.text import fold

_ARABIC = re.compile(r"[\u0600-\u06ff]")
_ARABIC_PREFIX = "[وفبلك]?(?:ال|لل)?"
_WRITTEN_TO = ("^[وفبلك]", "^[وفبلك]?ال", "^[وفبلك]?لل")


@cache
def table(name: str) -> Any:
    """Return a table of nodes/grounding/data, parsed once and shared: callers do not change it."""
    import yaml  # noqa: PLC0415 - not needed by those who only read the models

    text = files("nodes.grounding").joinpath(f"data/{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe


def entry_pattern(entry: str) -> str:
    """Return an entry as a pattern over folded text: `*` is the rest of a word, a space any white space.

    Arabic entries may carry the article and the one-letter prepositions that Arabic writes together.
    """
    folded = fold(entry).strip()
    body = r"\s+".join(re.escape(word).replace(r"\*", r"[\w'-]*") for word in folded.split())
    return f"{_ARABIC_PREFIX}{body}" if _ARABIC.match(folded) else body


def any_of(entries: Iterable[str]) -> str:
    """Return a pattern for any entry as whole words, longest first; it never matches if there is none."""
    ordered = sorted({str(entry) for entry in entries}, key=lambda entry: (-len(entry), entry))
    inner = "|".join(entry_pattern(entry) for entry in ordered)
    return rf"(?<!\w)(?:{inner or '(?!)'})(?!\w)"


def meant(words: str, meanings: Mapping[str, Any]) -> Any:
    """Return what words found by a pattern of `any_of` mean: as listed, or with what Arabic writes to them."""
    plain = " ".join(words.split())
    forms = (plain, *(re.sub(prefix, "", plain) for prefix in _WRITTEN_TO))
    return meanings[next(form for form in forms if form in meanings)]


@cache
def listed(name: str, key: str) -> re.Pattern[str]:
    """Return a pattern for any word of a table's list, or of a mapping of meanings to word lists."""
    entry = table(name)[key]
    words = [word for words in entry.values() for word in words] if isinstance(entry, dict) else entry
    return re.compile(any_of(words))


@cache
def folded_map(name: str, key: str) -> dict[str, Any]:
    """Return a mapping of a table with folded words as keys."""
    return {fold(str(word)).strip(): value for word, value in table(name)[key].items()}


@cache
def folded_lists(name: str, key: str) -> dict[str, Any]:
    """Return word -> meaning for a mapping of meanings to word lists; an empty key is the whole table."""
    meanings = table(name)[key] if key else table(name)
    return {fold(str(word)): meaning for meaning, words in meanings.items() for word in words}


@cache
def folded_words(name: str, key: str) -> frozenset[str]:
    """Return a list, or a block of words, as a set of folded words."""
    entry = table(name)[key]
    words = " ".join(entry).split() if isinstance(entry, list) and key == "not_places" else entry
    return frozenset(fold(str(word)) for word in (words.split() if isinstance(words, str) else words))
