"""Where a business is: places and countries named in a text, and whether the words place the business there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from nodes.facts import gazetteer
from nodes.facts.gazetteer import Place
from nodes.facts.lexicon import Lexicon
from nodes.facts.text import Span, Text

_WORD = re.compile(r"[^\W_]+")
_LONGEST = 4
_KNOWN_BY_ALL = 100_000
"""People above which a capitalised name alone, with no preposition, is taken for the city."""
_KNOWN_SMALL = 50_000
"""People above which a name in lower-case letters after a preposition is taken for the city."""


class Strength(IntEnum):
    """How firmly words place the business."""

    BARE = 1
    """The name alone."""
    PREPOSITION = 2
    """The name after "in", "at"."""
    STATED = 3
    """After "we are in", "located at"."""


@dataclass(frozen=True)
class Mention:
    """A place named in a text."""

    span: Span
    """The name with its preposition."""
    name: Span
    place: Place | None
    """None for a country."""
    country: str
    """ISO code, empty when the place could be in several."""
    strength: Strength


def mentions(
    text: Text, lexicon: Lexicon, country: str = "", taken: Sequence[Span] = (), *, asked: bool = False
) -> list[Mention]:
    """Return the places and countries the business may be at, left to right.

    Places that are only delivered to, or where somebody was born, are left out. `country` decides between
    places of one name; a country in the text does so too. With `asked` a name alone is enough, in any letters.
    """
    found = list(_named(text, lexicon, taken, asked=asked))
    hint = next((mention.country for mention in found if mention.place is None), "") or country
    return [_resolved(text, mention, hint) for mention in found]


def _named(text: Text, lexicon: Lexicon, taken: Sequence[Span], *, asked: bool) -> Iterator[Mention]:
    words = [Span(*word.span()) for word in _WORD.finditer(text.folded)]
    position = 0
    while position < len(words):
        for size in range(min(_LONGEST, len(words) - position), 0, -1):
            run = words[position : position + size]
            if not gazetteer.listed(" ".join(text.folded[word.start : word.end] for word in run)):
                continue
            name = Span(run[0].start, run[-1].end)
            mention = None if any(name.meets(span) for span in taken) else _mention(text, lexicon, name, asked=asked)
            if mention:
                yield mention
                position += size - 1
                break
        position += 1


def _mention(text: Text, lexicon: Lexicon, name: Span, *, asked: bool) -> Mention | None:
    form = text.folded[name.start : name.end]
    code = gazetteer.country_code(form)
    place = None if code else gazetteer.place(form)
    if not code and not place:
        return None
    head = text.folded[max(0, name.start - 60) : name.start]
    head = re.split(r"[.!?;\n]", head)[-1]
    if lexicon.pattern("places", "elsewhere").search(head):
        return None
    strength, start = _strength(lexicon, head, name)
    capital = text.capital(name.start)
    if place and not _believable(place, form, capital or asked, strength, lexicon, asked=asked):
        return None
    if code and not (capital or asked) and strength is Strength.BARE and len(form) < 5:  # noqa: PLR2004 - "mali", "chad"
        return None
    return Mention(Span(start, name.end), name, place, code or (place.country if place else ""), strength)


def _strength(lexicon: Lexicon, head: str, name: Span) -> tuple[Strength, int]:
    for strength, words in ((Strength.STATED, "stated"), (Strength.PREPOSITION, "prepositions")):
        pattern = lexicon.compiled(f"places.{words}.before", lambda lex, words=words: _before(lex, words))
        if found := pattern.search(head):
            return strength, name.start - len(head) + found.start()
    return Strength.BARE, name.start


def _before(lexicon: Lexicon, words: str) -> re.Pattern[str]:
    return re.compile(rf"{lexicon.pattern('places', words).pattern}\s*(?:{'|'.join(lexicon.words('places', 'articles')) or '(?!)'})?\s*[:,]?\s*$")


def _believable(
    place: Place, form: str, capital: bool, strength: Strength, lexicon: Lexicon, *, asked: bool
) -> bool:
    if lexicon.pattern("places", "not_places").fullmatch(form) or len(form) < 3 and not capital:  # noqa: PLR2004 - "si", "of"
        return False
    if strength is Strength.BARE:
        return asked or capital and place.primary and place.people >= _KNOWN_BY_ALL
    return capital or place.people >= _KNOWN_SMALL and place.primary and len(form) > 3 or bool(place.district)  # noqa: PLR2004


def _resolved(text: Text, mention: Mention, hint: str) -> Mention:
    if mention.place is None:
        return mention
    place = gazetteer.place(text.folded[mention.name.start : mention.name.end], hint) or mention.place
    return Mention(mention.span, mention.name, place, place.country, mention.strength)
