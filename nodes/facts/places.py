"""Where a business is: places and countries named in a text, and whether the words place the business there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import partial

from nodes.facts import gazetteer
from nodes.facts.gazetteer import Place
from nodes.facts.lexicon import Lexicon, spaced
from nodes.facts.sectors import names_trade
from nodes.facts.text import Span, Text

_WORD = re.compile(r"[^\W_]+")
_LONGEST = 4
_KNOWN_BY_ALL = 100_000
"""People above which a capitalised name alone, with no preposition, is taken for the city."""
_KNOWN_SMALL = 50_000
"""People above which a name in lower-case letters after a preposition is taken for the city."""
_NOTE = 6
"""Words before a town in a note such as "tailor, Dakar"."""
_METROPOLIS = 1_000_000
"""People of a city that is rather meant than a country of the same name elsewhere (Salvador in Brazil)."""
_AROUND = 2
"""Words around a city in lower-case letters that answers the question for it: "mi niko | kisumu"."""
_SHORTEST = 4
"""Letters of a name that is believed in lower-case letters, or alone."""
_AND = re.compile(r"\s*(?:,|/|et|and|ou|or|e|na|au|و)\s*(?:(?:a|au|en|in|to|at|em|kwa|الى|في)\s+)?")
"""Between two places of one list: "we deliver to Lagos and to Ibadan"."""
_BESIDE = re.compile(r"\s*[,(]?\s*(?:(?:en|au|aux|du|de|in|la|le|the|na|no|do|da|nchini|في)\s+|d'|l')?$")


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
    found: list[Mention] = []
    other = Span(0, 0)
    for name in _listed(text, taken):
        if _elsewhere(text, lexicon, name, found, other):
            other = name
            continue
        mention = _country(text, lexicon, name, found, asked=asked) or _place(text, lexicon, name, asked=asked)
        if mention:
            found.append(mention)
    hint = next((mention.country for mention in found if mention.place is None), "") or country
    return [_resolved(text, mention, hint) for mention in found]


def _listed(text: Text, taken: Sequence[Span]) -> Iterator[Span]:
    """Yield the longest runs of words that name a place or country, apart from each other."""
    words = [Span(*word.span()) for word in _WORD.finditer(text.folded)]
    position = 0
    while position < len(words):
        sizes = range(min(_LONGEST, len(words) - position), 0, -1)
        size = next((size for size in sizes if _is_listed(text, words[position : position + size])), 0)
        name = Span(words[position].start, words[position + max(size, 1) - 1].end)
        if size and not any(name.meets(span) for span in taken):
            yield name
        position += max(size, 1)


def _is_listed(text: Text, run: Sequence[Span]) -> bool:
    return gazetteer.listed(" ".join(text.folded[word.start : word.end] for word in run))


def _country(text: Text, lexicon: Lexicon, name: Span, before: Sequence[Mention], *, asked: bool) -> Mention | None:
    form = text.folded[name.start : name.end]
    code = gazetteer.country_code(form)
    if not code:
        return None
    namesake = gazetteer.place(form)
    if namesake and _before_country(text, name):
        return None
    if _beside(text, name, before):
        return Mention(Span(before[-1].name.end, name.end), name, None, code, before[-1].strength)
    if namesake and namesake.primary and namesake.people >= _METROPOLIS and namesake.country not in ("", code):
        return None
    strength, start = _strength(text, lexicon, name)
    unsure = strength is Strength.BARE and not asked and (len(form) <= _SHORTEST or not text.capital(name.start))
    if unsure:
        return None
    return Mention(Span(start, name.end), name, None, code, strength)


def _place(text: Text, lexicon: Lexicon, name: Span, *, asked: bool) -> Mention | None:
    form = text.folded[name.start : name.end]
    place = gazetteer.place(form)
    strength, start = _strength(text, lexicon, name)
    if not place or not _believable(text, lexicon, name, place, strength, asked=asked):
        return None
    if strength is Strength.BARE and (_noted(text, name, place) or _texted(text, lexicon, name, place)):
        strength = Strength.PREPOSITION
    return Mention(Span(start, name.end), name, place, place.country, strength)


def _believable(text: Text, lexicon: Lexicon, name: Span, place: Place, strength: Strength, *, asked: bool) -> bool:
    """Whether the word is the place and not a word like any other."""
    form = text.folded[name.start : name.end]
    alone = asked and strength is Strength.BARE and not text.folded.replace(form, "", 1).strip(" ,.!'")
    if lexicon.pattern("names", "kinds").fullmatch(form):
        return False
    capital, short = text.capital(name.start), len(form) < _SHORTEST
    large = capital and place.primary and place.people >= _KNOWN_BY_ALL and strength > Strength.BARE
    if lexicon.pattern("places", "not_places").fullmatch(form) and not large:
        return False
    if lexicon.pattern("stopwords").fullmatch(form) and not alone:
        return False
    if strength is Strength.BARE:
        named = capital and (place.people >= _KNOWN_BY_ALL or _noted(text, name, place))
        few = len(text.folded.split()) - len(form.split()) <= _AROUND
        answers = asked and not short and (capital or (few and place.people >= _KNOWN_SMALL))
        noted = _noted(text, name, place) or _texted(text, lexicon, name, place)
        return alone or noted or (place.primary and not place.alias and (named or answers))
    lower = not short and place.primary and place.people >= _KNOWN_SMALL
    return capital or lower or bool(place.district) or place.alias


def _noted(text: Text, name: Span, place: Place) -> bool:
    """Whether the town's name stands where a note gives the place."""
    return text.capital(name.start) and (_before_country(text, name) or _closes(text, name, place))


def _left(lexicon: Lexicon) -> re.Pattern[str]:
    """Match words for having been somewhere, right before the name of the place."""
    return re.compile(rf"{lexicon.pattern('places', 'left').pattern}\s*(?:\w+\s)?$")


def _before_country(text: Text, name: Span) -> bool:
    """Whether a name is followed by a country at once: "Lamu, Kenya"."""
    after = [Span(*word.span()) for word in _WORD.finditer(text.folded, name.end, min(len(text.folded), name.end + 40))]
    beside = (place for place, word in enumerate(after[:2]) if _BESIDE.fullmatch(text.folded[name.end : word.start]))
    return any(
        gazetteer.country_code(text.folded[after[place].start : word.end])
        for place in beside
        for word in after[place : place + _LONGEST]
    )


def _closes(text: Text, name: Span, place: Place) -> bool:
    """Whether a town ends a short note after a comma: "Cocoa growers, São Tomé."."""
    start = text.sentence_start(name.start)
    head, tail = text.folded[start : name.start], text.folded[name.end :].lstrip(" ")[:1]
    note = head.rstrip().endswith(",") and len(head.split()) <= _NOTE and not re.search(r"\d", head)
    return note and tail in ("", ".", "!", "\n") and place.people >= _KNOWN_SMALL


def _texted(text: Text, lexicon: Lexicon, name: Span, place: Place) -> bool:
    """Whether a city ends a note of a trade typed without a capital: "mi nauza mitumba kisumu"."""
    start = text.sentence_start(name.start)
    ends = text.folded[name.end :].lstrip(" ")[:1] in ("", ".", "!", ",", "\n")
    typed = not any(map(text.upper, range(start, name.end)))
    known = place.primary and place.people >= _KNOWN_BY_ALL and len(text.folded[name.start : name.end]) > _SHORTEST
    return typed and ends and known and names_trade(text.folded[start : name.start], lexicon)


def _elsewhere(text: Text, lexicon: Lexicon, name: Span, before: Sequence[Mention], other: Span) -> bool:
    """Whether a place is only delivered to, come from and the like; so is what is listed after such a place."""
    strength, start = _strength(text, lexicon, name)
    within = strength is Strength.PREPOSITION and " " in text.folded[start : name.start].strip()
    if _beside(text, name, before) or strength is Strength.STATED or within:
        return False
    if lexicon.compiled("places.left$", _left).search(_head(text, name)):
        return True
    if _before_country(text, name):
        return False
    listed = bool(other.end) and bool(_AND.fullmatch(text.folded[other.end : name.start]))
    return listed or bool(lexicon.pattern("places", "elsewhere").search(_head(text, name)))


def _beside(text: Text, name: Span, before: Sequence[Mention]) -> bool:
    """Whether a name stands right after a place, as its country does."""
    return bool(before and before[-1].place and _BESIDE.fullmatch(text.folded[before[-1].name.end : name.start]))


def _strength(text: Text, lexicon: Lexicon, name: Span) -> tuple[Strength, int]:
    head = _head(text, name)
    if lexicon.compiled("places.suffix", _suffix).match(text.folded, name.end):
        return Strength.STATED, name.start
    for strength, words in ((Strength.STATED, "stated"), (Strength.PREPOSITION, "prepositions")):
        pattern = lexicon.compiled(f"places.{words}.before", partial(_before, words))
        if found := pattern.search(head):
            return strength, name.start - len(head) + found.start()
    return Strength.BARE, name.start


def _head(text: Text, name: Span) -> str:
    return re.split(r"[.!?;\n]", text.folded[max(0, name.start - 60) : name.start])[-1]


def _suffix(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(rf"[\s\-]?(?:{'|'.join(map(spaced, lexicon.words('places', 'suffixes'))) or '(?!)'})(?!\w)")


def _before(words: str, lexicon: Lexicon) -> re.Pattern[str]:
    articles = "|".join(map(spaced, lexicon.words("places", "articles"))) or "(?!)"
    return re.compile(rf"{lexicon.pattern('places', words).pattern}\s{{0,2}}(?:{articles})?\s{{0,2}}[:,]?\s{{0,2}}$")


def _resolved(text: Text, mention: Mention, hint: str) -> Mention:
    if mention.place is None:
        return mention
    place = gazetteer.place(text.folded[mention.name.start : mention.name.end], hint) or mention.place
    return replace(mention, place=place, country=place.country)
