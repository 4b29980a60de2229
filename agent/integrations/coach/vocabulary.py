"""Loads the words of all languages for the parsers."""

from __future__ import annotations

from functools import cache

from agent import resources
from nodes.facts.lexicon import Lexicon


@cache
def lexicon() -> Lexicon:
    """Return the merged lexicon of every language that has one."""
    return Lexicon({language: resources.load_yaml(f"playbooks/{language}/lexicon.yaml") for language in languages()})


@cache
def languages() -> tuple[str, ...]:
    """Return the languages the guided interview understands."""
    return tuple(each for each in resources.languages("playbooks") if _has_lexicon(each))


def _has_lexicon(language: str) -> bool:
    return resources.ROOT.joinpath(f"playbooks/{language}/lexicon.yaml").is_file()
