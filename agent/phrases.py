"""The phrase book: every sentence the product says by itself, from data files, in the person's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from agent import resources

FALLBACK = "en"
_LOOSE_MARK = re.compile(r"(?<=\S) (?=[?!:;»])|(?<=«) ")


class PhraseBook:
    """Phrases by dotted key.

    The first part of a key names the file: "interview.ask.city" is at ask.city in playbooks/<language>/interview.yaml;
    a key whose first part is no playbook is in locales/<language>.yaml. A phrase with plural forms is a mapping
    of CLDR categories (one, few, other ...) and is chosen by the value named `count`.
    """

    languages = resources.languages("locales")

    def say(self, language: str, key: str, **values: object) -> str:
        """Return the phrase with its placeholders filled; KeyError when neither the language nor English has it."""
        phrase = self._find(language, key)
        if isinstance(phrase, Mapping) and "other" in phrase:
            phrase = phrase.get(_plural(self.spoken(language), int(str(values.get("count", 0)))), phrase["other"])
        if not isinstance(phrase, str):
            raise KeyError(key)
        return _typeset(phrase.strip(), self.spoken(language)).format_map(values)

    def name(self, language: str, provider: str) -> str:
        """Return a provider's name as the person reads it: translated for a local default, a brand as it is."""
        key = f"provider.{provider.replace(' ', '_')}"
        return self.say(language, key) if self.has(language, key) else provider

    def options(self, language: str, key: str) -> tuple[str, ...]:
        """Return the list of phrases under a key, empty when there is none."""
        try:
            found = self._find(language, key)
        except KeyError:
            return ()
        return tuple(str(item) for item in found) if isinstance(found, list) else ()

    def has(self, language: str, key: str) -> bool:
        """Whether the language itself, or English, has this key."""
        try:
            self._find(language, key)
        except KeyError:
            return False
        return True

    def spoken(self, language: str) -> str:
        """Return the language itself if there are phrases for it, else English."""
        return language if language in self.languages else FALLBACK

    def _find(self, language: str, key: str) -> Any:
        for tongue in dict.fromkeys((self.spoken(language), FALLBACK)):
            found = _lookup(tongue, key)
            if found is not None:
                return found
        raise KeyError(key)


@cache
def _lookup(language: str, key: str) -> Any:
    book, *path = key.split(".")
    node: Any = _load(f"playbooks/{language}/{book}.yaml")
    if node is None:
        node, path = _load(f"locales/{language}.yaml"), [book, *path]
    for part in path:
        if not isinstance(node, Mapping) or part not in node:
            return None
        node = node[part]
    return node


def _load(path: str) -> Any:
    try:
        return resources.load_yaml(path)
    except FileNotFoundError:
        return None


@cache
def _typeset(phrase: str, language: str) -> str:
    """Keep French marks on the line of the word they belong to: "vous ?", "« oui »"."""
    return _LOOSE_MARK.sub("\N{NO-BREAK SPACE}", phrase) if language == "fr" else phrase


def _plural(language: str, count: int) -> str:
    from babel import Locale  # noqa: PLC0415 - slow to import and rarely needed

    return str(Locale.parse(language).plural_form(count))


@cache
def vocabulary() -> dict[str, tuple[str, ...]]:
    """Return the command words of all languages together, by meaning, casefolded: people mix languages."""
    words: dict[str, list[str]] = {}
    for language in resources.languages("locales"):
        for meaning, found in (_load(f"locales/{language}.yaml") or {}).get("vocabulary", {}).items():
            words.setdefault(meaning, []).extend(str(word).casefold() for word in found)
    return {meaning: tuple(dict.fromkeys(found)) for meaning, found in words.items()}
