"""The site's own few words, in the language of a page or the nearest one that has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from agent import resources


@dataclass(frozen=True)
class Labels:
    """Labels of one page.

    A page may be in a language without labels of its own (Wolof, say): they then come from the first of
    `languages` that has them, English last, and `language` says which.
    """

    languages: tuple[str, ...]

    @cached_property
    def language(self) -> str:
        return next(code for code in (*self.languages, "en") if _book(code))

    def say(self, key: str, **values: object) -> str:
        """Return the label with its placeholders filled; KeyError for an unknown key."""
        phrase: Any = _book(self.language)
        for part in key.split("."):
            phrase = phrase[part]
        return str(phrase).format_map(values)


def _book(language: str) -> Mapping[str, Any]:
    try:
        return dict(resources.load_yaml(f"playbooks/{language}/site.yaml"))
    except FileNotFoundError:
        return {}
