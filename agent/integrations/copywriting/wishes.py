"""Reads wishes ("shorter", "plus chaleureux", "tutoyez-les") as far as a template can follow them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from agent.integrations.copywriting.playbook import all_playbooks

_WORD = re.compile(r"[^\W_]+(?:[&'’][^\W_]+)?", re.UNICODE)
_QUOTED = re.compile(r"«\s*([^«»]{2,160}?)\s*»|“\s*([^“”]{2,160}?)\s*”|\"\s*([^\"]{2,160}?)\s*\"")
_REACH = 3
"""How many words before a wish word a "less" or "not" still turns it around."""

_OPPOSITE = {"short": "long", "long": "short", "warm": "formal", "formal": "warm", "familiar": "polite"}


@dataclass(frozen=True)
class Style:
    """How the words are to be, as far as templates can vary."""

    tone: str = "plain"
    """plain, warm, formal or familiar."""
    length: str = ""
    """short, long or empty."""
    faq: bool = True
    story: bool = True
    headline: str = ""
    """Words the person gave for the headline."""
    unwanted: tuple[str, ...] = ()
    """Quoted passages the person wants gone."""


def read_wishes(tone: str, wishes: Iterable[str]) -> Style:
    """Return the style asked for by tone and wishes; a later one wins, an unknown one changes nothing."""
    style = Style()
    for wish in (tone, *wishes):
        style = _follow(style, wish)
    return style


def _follow(style: Style, wish: str) -> Style:
    quoted = [next(filter(None, groups)) for groups in _QUOTED.findall(wish)]
    found = list(_meanings(_QUOTED.sub(" ", wish)))
    meanings = {meaning for meaning, _ in found}
    if quoted and "headline" in meanings:
        return replace(style, headline=quoted[0])
    if quoted and "against" in meanings:
        return replace(style, unwanted=(*style.unwanted, *quoted))
    for meaning, turned in found:
        style = _apply(style, meaning, turned)
    return style


def _apply(style: Style, meaning: str, turned: bool) -> Style:
    if meaning in ("faq", "story"):
        return replace(style, **{meaning: not turned})  # type: ignore[arg-type]
    wanted = _OPPOSITE.get(meaning, meaning) if turned else meaning
    if wanted in ("short", "long"):
        return replace(style, length=wanted)
    if wanted == "polite":
        return replace(style, tone="plain" if style.tone == "familiar" else style.tone)
    return replace(style, tone=wanted) if wanted in ("warm", "formal", "familiar") else style


def _meanings(wish: str) -> Iterator[tuple[str, bool]]:
    words = _WORD.findall(wish.casefold().replace("’", "'"))
    last_against = -_REACH - 1
    for index, word in enumerate(words):
        pair = f"{words[index - 1]} {word}" if index else ""
        meaning = _lexicon().get(pair) or _lexicon().get(word)
        if meaning == "against":
            last_against = index
            yield meaning, False
        elif meaning == "enough":
            last_against = -_REACH - 1
        elif meaning:
            yield meaning, index - last_against <= _REACH


@cache
def _lexicon() -> dict[str, str]:
    return {
        str(word).casefold().replace("’", "'"): meaning
        for book in all_playbooks()
        for meaning, words in book.data["wishes"].items()
        for word in words
    }
