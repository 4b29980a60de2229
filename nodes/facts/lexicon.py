"""The words the parsers know, of all languages together: people mix languages in one sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from nodes.facts.text import fold


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Words and patterns by meaning, merged from one mapping per language.

    Lists hold patterns: plain words, or small regular expressions over folded text in which a space stands for
    any white space. Mappings hold words and their value (a weekday's number, a sector).
    """

    languages: Mapping[str, Mapping[str, Any]]
    _patterns: dict[str, re.Pattern[str]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _words: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _mappings: dict[tuple[str, ...], dict[str, Any]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _groups: dict[tuple[str, ...], dict[str, tuple[str, ...]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _among: dict[frozenset[str], Lexicon] = field(default_factory=dict, init=False, repr=False, compare=False)

    def only(self, language: str) -> Lexicon | None:
        """Return the part of one language, None if there is none."""
        return self.among((language,)) if language in self.languages else None

    def among(self, languages: Iterable[str]) -> Lexicon:
        """Return the part of some languages: fewer languages, fewer words that look alike."""
        chosen = frozenset(languages).intersection(self.languages)
        if chosen not in self._among:
            self._among[chosen] = Lexicon({name: words for name, words in self.languages.items() if name in chosen})
        return self._among[chosen]

    def words(self, *path: str) -> tuple[str, ...]:
        """Return the folded entries of a list, of all languages, longest first."""
        if path not in self._words:
            self._words[path] = self._folded(path)
        return self._words[path]

    def _folded(self, path: Iterable[str]) -> tuple[str, ...]:
        found = {fold(str(word)) for part in self._parts(path) if isinstance(part, list) for word in part}
        return tuple(sorted(found, key=lambda word: (-len(word), word)))

    def mapping(self, *path: str) -> Mapping[str, Any]:
        """Return word -> value of a mapping, of all languages; shared, so callers do not change it."""
        if path not in self._mappings:
            self._mappings[path] = self._mapping(path)
        return self._mappings[path]

    def _mapping(self, path: Iterable[str]) -> dict[str, Any]:
        return {
            fold(str(word)): value
            for part in self._parts(path)
            if isinstance(part, Mapping)
            for word, value in part.items()
        }

    def groups(self, *path: str) -> dict[str, tuple[str, ...]]:
        """Return name -> folded entries for a mapping of lists, of all languages."""
        if path not in self._groups:
            names = {str(name) for part in self._parts(path) if isinstance(part, Mapping) for name in part}
            self._groups[path] = {name: self.words(*path, name) for name in sorted(names)}
        return self._groups[path]

    def pattern(self, *path: str) -> re.Pattern[str]:
        """Return one compiled pattern that finds any entry of a list as whole words; it never matches if empty."""
        name = ".".join(path)
        return self.compiled(name, lambda _: re.compile(whole_words(self.words(*path) or self.mapping(*path))))

    def compiled(self, name: str, build: Callable[[Lexicon], re.Pattern[str]]) -> re.Pattern[str]:
        """Return a pattern built from this lexicon, once."""
        if name not in self._patterns:
            self._patterns[name] = build(self)
        return self._patterns[name]

    def cues_in(self, folded: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        """Yield the cues in a range, left to right and apart: the fact announced, where the cue begins and ends.

        Of several cues that begin at one place the longest counts.
        """
        while start < end and (first := self._any_cue.search(folded, start, end)):
            begin = first.start()
            found = ((cue.match(folded, begin, end), name) for name, cue in self._cues)
            stop, name = max(((match.end(), name) for match, name in found if match), default=(begin + 1, ""))
            if name and stop > begin:
                yield name, begin, stop
            start = max(stop, begin + 1)

    @cached_property
    def _cues(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        return tuple(
            (name, re.compile(rf"(?<!\w){spaced(cue)}{_end(cue)}"))
            for name, cues in self.groups("cues").items()
            for cue in cues
        )

    @cached_property
    def _any_cue(self) -> re.Pattern[str]:
        each = "|".join(f"{spaced(cue)}{_end(cue)}" for cues in self.groups("cues").values() for cue in cues)
        return re.compile(rf"(?<!\w)(?:{each or '(?!)'})")

    def _parts(self, path: Iterable[str]) -> list[Any]:
        parts: list[Any] = list(self.languages.values())
        for name in path:
            parts = [part[name] for part in parts if isinstance(part, Mapping) and name in part]
        return parts


def spaced(entry: str) -> str:
    """Return an entry as a pattern: a space stands for a little white space of any kind."""
    return entry.replace(" ?", r"\s?").replace(" ", r"\s{1,3}")


def _end(cue: str) -> str:
    return "" if cue.endswith("'") or "(?=" in cue else r"(?!\w)"


def whole_words(entries: Iterable[str]) -> str:
    """Return a pattern for any of the entries as whole words, longest first."""
    ordered = sorted(entries, key=lambda word: (-len(word), word))
    return rf"(?<!\w)(?:{'|'.join(map(spaced, ordered)) or '(?!)'})(?!\w)"
