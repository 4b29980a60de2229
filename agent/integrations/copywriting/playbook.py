"""The copy playbook of one language: its words, by tone and sector."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from agent import resources
from nodes.brief import Sector


@dataclass(frozen=True)
class Playbook:
    """One language's copy.yaml. Its words never claim anything about a business."""

    language: str
    data: Mapping[str, Any]

    def phrase(self, key: str, tone: str = "plain", **values: str) -> str:
        """Return a phrase in the tone, or in the plain one, with its placeholders filled."""
        return _in_tone(self.data["phrases"][key], tone).format_map(values)

    def sector(self, sector: Sector, key: str, tone: str = "plain") -> str:
        """Return a sector's label, offers_title or call_to_action."""
        return _in_tone(self.data["sectors"][sector.value][key], tone)

    def question(self, key: str, tone: str, name: str) -> str:
        """Return a question of the FAQ."""
        return _in_tone(self.data["faq"][key], tone).format(name=name)

    def separator(self, key: str) -> str:
        """Return what stands between listed words: "comma", or "and" before the last."""
        return str(self.data[key])

    def words(self, group: str, key: str) -> tuple[str, ...]:
        """Return a word list, such as drop in fragment."""
        return tuple(str(word) for word in self.data[group][key])

    def text(self, group: str, key: str) -> str:
        """Return a single template, such as city in place."""
        return str(self.data[group][key])


def _in_tone(phrase: Any, tone: str) -> str:
    return str(phrase.get(tone, phrase["plain"]) if isinstance(phrase, Mapping) else phrase)


@cache
def find_playbook(language: str) -> Playbook | None:
    """Return the playbook of a language, None when the product has none."""
    try:
        return Playbook(language, resources.load_yaml(f"playbooks/{language}/copy.yaml"))
    except FileNotFoundError:
        return None


@cache
def all_playbooks() -> tuple[Playbook, ...]:
    """Return every language's playbook: people mix languages, and wishes are read in all of them."""
    found = (find_playbook(language) for language in resources.languages("playbooks"))
    return tuple(book for book in found if book)
