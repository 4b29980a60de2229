"""What may be said about a business: the person's words, the brief made of them, and quoted sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from nodes.brief import FACTS, BusinessBrief, OpeningHours, fact
from nodes.facts import gazetteer
from nodes.facts.text import fold, key
from nodes.frozen import Frozen
from nodes.grounding.claim import Claim, Kind
from nodes.grounding.lexicon import entry_pattern, table
from nodes.grounding.names import country_of_demonym
from nodes.grounding.reader import claims
from nodes.grounding.sentences import sentences
from nodes.grounding.support import backs
from nodes.results import Finding

_OF_OTHERS: frozenset[Kind] = frozenset(("number", "percentage", "date", "name", "price"))
"""What a source about the market may back. The rest is about the business, which only its owner knows."""
_CODES = {"country", "sector", "languages", "opening_hours"}
"""Facts that are stored as codes; what they stand for is added in words."""
_LANGUAGES = ("en", "fr", "pt", "sw", "ar")
_STEM = 5
_SHARED_WORDS = 2
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


class Violation(Frozen):
    """A claim that traces to nothing."""

    kind: Kind
    claim: str
    """The words that make the claim."""
    sentence: str
    where: str = ""
    """The page's language and field, such as "fr.story"."""


@dataclass(frozen=True)
class _Known:
    """One source with what it says."""

    source: Source
    claims: tuple[Claim, ...]
    words: frozenset[str]
    text: str


class Evidence:
    """Judges claims. Made once per brief; reading it is linear in the length of the words given."""

    def __init__(
        self,
        brief: BusinessBrief,
        said: Mapping[str, str] | Iterable[str] = (),
        findings: Iterable[Finding] = (),
    ) -> None:
        """Gather what may be said.

        `said` are the person's words, by the fact they state if that is known; a question states nothing, and where
        the brief holds prices only those count, as the words may include one that was corrected later.
        """
        self.brief = brief
        self._known = [*_from_brief(brief), *_from_words(said, brief), *_from_findings(findings)]

    def violations(self, text: str, where: str = "") -> tuple[Violation, ...]:
        """Return every claim of a text that traces to nothing, sentence by sentence."""
        return tuple(
            Violation(kind=claim.kind, claim=claim.text, sentence=sentence, where=where)
            for sentence in sentences(text)
            for claim in claims(sentence)
            if not self._backing(claim) or self._misplaced(claim, sentence)
        )

    def trace(self, sentence: str) -> tuple[Source, ...]:
        """Return what a sentence rests on: the sources of its claims, then those it shares its words with.

        Empty for wording that claims nothing.
        """
        backing = [known for claim in claims(sentence) for known in self._backing(claim)]
        ours = _stems(sentence)
        shared = {id(known): len(ours & known.words) for known in self._known}
        need = min(_SHARED_WORDS, len(ours))
        alike = [known for known in self._known if need and shared[id(known)] >= need]
        ranked = sorted(dict.fromkeys((*backing, *alike)), key=lambda known: -shared[id(known)])
        return tuple(dict.fromkeys(known.source for known in ranked if known in alike or known in backing))

    def _backing(self, claim: Claim) -> list[_Known]:
        return [known for known in self._known if self._backs(known, claim)]

    def _backs(self, known: _Known, claim: Claim) -> bool:
        if known.source.kind == "source" and claim.kind not in _OF_OTHERS:
            return False
        if claim.kind == "name":
            return all(_has_word(known.text, word) for word in claim.value.split()) or self._is_home(known, claim)
        if claim.kind == "address":
            if claim.value in table("concepts"):
                return any(backs(each, claim) for each in known.claims)
            return all(_has_word(known.text, word) for word in claim.value.split())
        if claim.kind == "testimonial" and claim.value.startswith("“"):
            return claim.value.strip("“”") in known.text
        return any(backs(each, claim) for each in known.claims)

    def _is_home(self, known: _Known, claim: Claim) -> bool:
        """Whether a name is the business's own place in another language, its people's adjective or its continent."""
        if known.source.fact not in ("city", "country"):
            return False
        return (
            bool(self._places.search(claim.value))
            or country_of_demonym(claim.value) == self._home_country
            or self._same_city(claim)
        )

    @property
    def _home_country(self) -> str:
        return self.brief.location.country or "-"

    def _same_city(self, claim: Claim) -> bool:
        """Whether a name is the business's city in another language or script."""
        there = gazetteer.place(claim.value, self.brief.location.country)
        return there is not None and self._city == (there.country, there.people)

    @cached_property
    def _city(self) -> tuple[str, int]:
        home = gazetteer.place(self.brief.location.city, self.brief.location.country)
        return (home.country, home.people) if home else ("-", 0)

    @cached_property
    def _places(self) -> re.Pattern[str]:
        return re.compile("|".join(rf"^(?:{form})$" for form in _home_forms(self.brief)) or "(?!)")

    def _misplaced(self, claim: Claim, sentence: str) -> bool:
        """Whether a price stands beside the one offer it is not the price of."""
        if claim.kind != "price":
            return False
        words = f" {key(sentence)} "
        named = [offer for offer in self.brief.offer if f" {key(offer.name)} " in words]
        prices = {offer.price.amount for offer in named if offer.price}
        others = {offer.price.amount for offer in self.brief.offer if offer.price}
        amount = next(
            (price for price in others if f"{price:f}".rstrip("0").rstrip(".") == claim.value.rstrip("0").rstrip(".")),
            None,
        )
        return len(named) == 1 and amount is not None and amount not in prices


def _from_brief(brief: BusinessBrief) -> Iterator[_Known]:
    for name in (name for name in FACTS if name not in _CODES):
        for text in _texts(fact(brief, name)):
            yield _known(Source(kind="person", fact=name, quote=text), f"par {text}," if name == "payments" else text)
    for offer in brief.offer:
        if offer.price:
            amount = f"{offer.price.amount.normalize():f}"
            claim = Claim("price", amount, amount, frozenset((offer.price.currency,)))
            quote = f"{offer.name}: {amount} {offer.price.currency}"
            yield _Known(Source(kind="person", fact="offer", quote=quote), (claim,), _stems(offer.name), key(quote))
    if brief.contact.opening_hours:
        yield _hours(brief.contact.opening_hours)
    if brief.location.country:
        country = gazetteer.country_name(brief.location.country, "en")
        yield _known(Source(kind="person", fact="country", quote=country))
    for testimonial in brief.testimonials:
        source = Source(kind="person", fact="testimonials", quote=testimonial.quote)
        social = (Claim("testimonial", "social_proof", ""), Claim("testimonial", "satisfaction", ""))
        yield _Known(source, social, frozenset(), key(testimonial.quote))


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


def _from_words(said: Mapping[str, str] | Iterable[str], brief: BusinessBrief) -> Iterator[_Known]:
    pairs = said.items() if isinstance(said, Mapping) else (("", words) for words in said)
    priced = any(offer.price for offer in brief.offer)
    for name, words in pairs:
        stated = " ".join(sentence for sentence in sentences(words) if not sentence.rstrip().endswith(("?", "؟")))
        known = _known(Source(kind="person", fact=name, quote=words), stated)
        kept = tuple(claim for claim in known.claims if not (priced and claim.kind == "price"))
        yield _Known(known.source, kept, known.words, known.text)


def _from_findings(findings: Iterable[Finding]) -> Iterator[_Known]:
    for finding in findings:
        source = Source(kind="source", quote=finding.quote, title=finding.source_title, url=finding.url)
        yield _known(source, finding.quote)


def _known(source: Source, text: str | None = None) -> _Known:
    words = source.quote if text is None else text
    found = tuple(claim for sentence in sentences(words) for claim in claims(sentence, named=False))
    return _Known(source, found, _stems(words), key(words))


def _hours(opening: tuple[OpeningHours, ...]) -> _Known:
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
    return _Known(Source(kind="person", fact="opening_hours", quote=quote), claimed, frozenset(), key(quote))


def _home_forms(brief: BusinessBrief) -> Iterator[str]:
    """Yield patterns of names that stand for the business's own city and country."""
    country, city = brief.location.country, brief.location.city
    if city:
        yield rf"{re.escape(key(city))}\w{{0,4}}"
    if not country:
        return
    for language in _LANGUAGES:
        for word in key(gazetteer.country_name(country, language)).split():
            if len(word) >= _STEM - 1:
                yield rf"(?:ال)?{re.escape(word[: max(_STEM - 1, len(word) - 2)])}\w{{0,6}}"
    continents = table("places")["continents"]
    for words in (continents[name] for name in _continents(country)):
        yield from (entry_pattern(str(word)) for word in words)


def _continents(country: str) -> Iterator[str]:
    regions = {"AF": "africa"}
    from nodes.facts.data import table as facts_table  # noqa: PLC0415 - read only when a place is judged

    for name, listed in regions.items():
        if country in facts_table(listed):
            yield name


def _has_word(text: str, word: str) -> bool:
    return f" {word} " in f" {text} "


def _stems(text: str) -> frozenset[str]:
    """Return the beginnings of the longer words, by which a sentence and its source are told to speak of the same."""
    return frozenset(word[:_STEM] for word in re.findall(r"[^\W\d_]+", fold(text)) if len(word) > 3)  # noqa: PLR2004 - articles are shorter
