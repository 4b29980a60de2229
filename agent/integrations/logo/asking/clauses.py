"""Splits what a person asks into single wishes, and tells a wish from its opposite."""

from __future__ import annotations

import re
from typing import Any

from agent import resources
from agent.integrations.logo.words import Hit, find, has, spaced

REACH = 4
"""Words over which a negation reaches forward: "pas de couleur trop verte"."""


def table(name: str) -> Any:
    """Return one part of the words of wishes."""
    return resources.load_yaml("assets/logo/wishes.yaml")[name]


def listed(*path: str | int) -> tuple[str, ...]:
    """Return the words at a path in the words of wishes."""
    node = table(str(path[0]))
    for part in path[1:]:
        node = node[part]
    return tuple(str(word) for word in node)


def sentences(text: str) -> list[str]:
    """Return the parts of a text between marks of punctuation, each made by `spaced`."""
    parts = (spaced(part) for part in re.split(r"[.,;:!?()،؛؟\n]+", text))
    return [part for part in parts if part.strip()]


def clauses(sentence: str) -> list[str]:
    """Return the parts of a sentence between words like "but" and "and"; a wish and its negation share one."""
    found: list[str] = []
    while hit := find(sentence, listed("parting")):
        found.append(sentence[: hit.start])
        sentence = sentence[hit.end :]
    return [f" {part.strip()} " for part in (*found, sentence) if part.strip()]


def negated(clause: str, hit: Hit) -> bool:
    """Whether a word of negation stands shortly before a hit, and nothing softens it."""
    before = f" {' '.join(clause[: hit.start + 1].split()[-REACH:])} "
    after = f" {' '.join(clause[clause.find(' ', hit.end) :].split()[:1])} "
    against = has(before, listed("negation")) or has(after, listed("negation_after"))
    return against and not has(clause, listed("enough"))
