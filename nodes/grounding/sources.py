"""What a business may be said to be: spans of the person's words, facts of the brief, and quoted passages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from nodes.brief import FACTS, BusinessBrief, OpeningHours, fact
from nodes.facts import gazetteer
from nodes.facts.text import fold, key
from nodes.frozen import Frozen
from nodes.grounding.claim import Claim
from nodes.grounding.lexicon import folded_words, table
from nodes.grounding.meanings import meanings
from nodes.grounding.reader import statements
from nodes.grounding.sentences import sentences
from nodes.results import Finding

_CODES = {"country", "sector", "languages", "opening_hours"}
"""Facts that are stored as codes; what they stand for is added in words."""
_READ_AS = {"payments": "par {0}, by {0}, kwa {0}", "business_name": ""}
"""How facts are read that are no sentence: a means of payment by itself; a name, which claims nothing."""
_STEM = 5
_TELLING = 4
"""Letters from which a word tells what a sentence is about."""
_DAYS = 7


class Source(Frozen):
    """A span that a sentence of the site traces to."""

    kind: Literal["person", "source"]
    fact: str = ""
    """The fact of the brief it belongs to, by its name in FACTS; empty for other words of the person."""
    quote: str
    """The person's words, or the passage of the source."""
    title: str = ""
    url: str = ""


@dataclass(frozen=True)
class Known:
    """One source with what it says."""

    source: Source
    claims: tuple[Claim, ...]
    words: frozenset[str]
    text: str
    meanings: frozenset[str] = frozenset()
    """What its words mean in any language, as far as the dictionary has them."""


def from_brief(brief: BusinessBrief) -> Iterator[Known]:
    for name in (name for name in FACTS if name not in _CODES):
        for text in _texts(fact(brief, name)):
            yield _known(Source(kind="person", fact=name, quote=text), _READ_AS.get(name, "{}").format(text))
    for offer in brief.offer:
        if offer.description:
            yield _known(Source(kind="person", fact="offer", quote=f"{offer.name} - {offer.description}"))
        if offer.price:
            amount = f"{offer.price.amount.normalize():f}"
            claim = Claim("price", amount, amount, frozenset((offer.price.currency,)))
            quote = f"{offer.name}: {amount} {offer.price.currency}"
            yield Known(
                Source(kind="person", fact="offer", quote=quote),
                (claim,),
                stems(offer.name),
                key(quote),
                meanings(quote),
            )
    if brief.sector in table("sectors"):
        yield _known(Source(kind="person", fact="sector", quote=brief.sector), table("sectors")[brief.sector])
    if brief.contact.opening_hours:
        yield _hours(brief.contact.opening_hours)
    if brief.location.country:
        country = gazetteer.country_name(brief.location.country, "en")
        yield _known(Source(kind="person", fact="country", quote=country))


def _texts(value: object) -> Iterator[str]:
    """Yield the texts of a fact's value, whatever its shape."""
    if isinstance(value, str):
        if value:
            yield value
    elif isinstance(value, Frozen):
        for name in type(value).model_fields:
            if name not in ("price", "days", "opens", "closes", "starting"):
                yield from _texts(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)


def from_words(said: Mapping[str, str] | Iterable[str], brief: BusinessBrief) -> Iterator[Known]:
    pairs = said.items() if isinstance(said, Mapping) else (("", words) for words in said)
    priced = any(offer.price for offer in brief.offer)
    for name, words in pairs:
        stated = " ".join(sentence for sentence in sentences(words) if not sentence.rstrip().endswith(("?", "؟")))
        known = _known(Source(kind="person", fact=name, quote=words), stated)
        kept = tuple(claim for claim in known.claims if not (priced and claim.kind == "price"))
        yield replace(known, claims=kept)


def from_findings(findings: Iterable[Finding]) -> Iterator[Known]:
    for finding in findings:
        source = Source(kind="source", quote=finding.quote, title=finding.source_title, url=finding.url)
        yield _known(source, finding.quote)


def _known(source: Source, text: str | None = None) -> Known:
    words = source.quote if text is None else text
    found = tuple(claim for sentence in sentences(words) for claim in statements(sentence))
    return Known(source, found, stems(source.quote), key(source.quote), meanings(f"{source.quote} {words}"))


def _hours(opening: tuple[OpeningHours, ...]) -> Known:
    """Return the opening hours as claims: times, each weekday open or closed, and the ranges of days."""
    open_days = {day for hours in opening for day in hours.days}
    found = [f"day-{day}-{'open' if day in open_days else 'closed'}" for day in range(_DAYS)]
    found += [time for hours in opening for time in (hours.opens, hours.closes)]
    runs = [hours.days for hours in opening] + [tuple(sorted(open_days))]
    found += [f"days-{min(days)}-{max(days)}" for days in runs if days and len(set(days)) == max(days) - min(days) + 1]
    found += ["always_open"] if len(open_days) == _DAYS else []
    found += ["weekend"] if {5, 6} <= open_days else []
    quote = "; ".join(f"{hours.opens}-{hours.closes}" for hours in opening)
    claimed = tuple(Claim("opening hour", value, value) for value in found)
    return Known(Source(kind="person", fact="opening_hours", quote=quote), claimed, frozenset(), key(quote))


def stems(text: str) -> frozenset[str]:
    """Return the beginnings of the words that tell what a text is about; a sentence shares them with its source."""
    words = re.findall(r"[^\W\d_]+", fold(text))
    telling = (word for word in words if len(word) >= _TELLING and word not in folded_words("common", "words"))
    return frozenset(word[:_STEM] for word in telling)
