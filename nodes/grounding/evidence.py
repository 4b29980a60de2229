"""Judges what a text says by what may be said about the business."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from nodes.brief import BusinessBrief
from nodes.facts.text import key
from nodes.frozen import Frozen
from nodes.grounding.abroad import names_same_place
from nodes.grounding.claim import Claim, Kind
from nodes.grounding.home import Home
from nodes.grounding.lexicon import folded_words, table
from nodes.grounding.offering import offers
from nodes.grounding.reader import claims
from nodes.grounding.sentences import sentences
from nodes.grounding.sources import Known, Source, from_brief, from_findings, from_words, stems
from nodes.grounding.support import backs, backs_each
from nodes.grounding.transliteration import has_same_name
from nodes.results import Finding

_OF_OTHERS: frozenset[Kind] = frozenset(("number", "percentage", "date", "name", "price", "topic"))
"""What a source about the market may back. The rest is about the business, which only its owner knows."""
_SHARED_WORDS = 2
_ROOT = 4
"""Letters that "lawn" and "lawns" share."""


class Violation(Frozen):
    """A claim that traces to nothing."""

    kind: Kind
    claim: str
    """The words that make the claim."""
    sentence: str
    where: str = ""
    """The page's language and field, such as "fr.story"."""


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
        self._home = Home(brief.location)
        self._known = [*from_brief(brief), *from_words(said, brief), *from_findings(findings)]

    def violations(self, text: str, where: str = "") -> tuple[Violation, ...]:
        """Return every claim of a text that traces to nothing, sentence by sentence."""
        return tuple(
            Violation(kind=kind, claim=words, sentence=sentence, where=where)
            for sentence in sentences(text)
            for kind, words in self._untraced(sentence)
        )

    def _untraced(self, sentence: str) -> Iterator[tuple[Kind, str]]:
        """Yield the claims of a sentence without backing; or the whole of it when it offers what nobody spoke of."""
        stated = claims(self._without_name(sentence))
        untraced = [claim for claim in stated if not self._backing(claim) or self._misplaced(claim, sentence)]
        yield from ((claim.kind, claim.text) for claim in untraced)
        if not stated and offers(sentence) and not self.heard(sentence):
            yield ("offer", sentence)

    def heard(self, sentence: str) -> bool:
        """Whether a sentence shares a word with the sources, or has none that tells what it is about."""
        telling = {stem[:_ROOT] for stem in stems(sentence) - stems(" ".join(table("offering")["words"]))}
        return not telling or any(telling & {word[:_ROOT] for word in known.words} for known in self._known)

    def trace(self, sentence: str) -> tuple[Source, ...]:
        """Return what a sentence rests on: the sources of its claims, then those it repeats or shares its words with.

        Empty for wording that claims nothing.
        """
        stated = claims(self._without_name(sentence))
        backing = [known for claim in stated for known in self._backing(claim) or self._same_day(claim)]
        ours, words = stems(sentence), key(sentence)
        shared = {id(known): len(ours & known.words) for known in self._known}
        need = min(_SHARED_WORDS, len(ours))
        alike = [known for known in self._known if (need and shared[id(known)] >= need) or _has_word(words, known.text)]
        ranked = sorted(dict.fromkeys((*backing, *alike)), key=lambda known: -shared[id(known)])
        return tuple(dict.fromkeys(known.source for known in ranked))

    def _same_day(self, claim: Claim) -> list[Known]:
        """Return what is known of a weekday, open or closed: a table of hours names the days alone."""
        day = claim.value.rpartition("-")[0] if claim.value.startswith("day-") else None
        return [
            known for known in self._known if day and any(each.value.rpartition("-")[0] == day for each in known.claims)
        ]

    def _without_name(self, sentence: str) -> str:
        """Put a letter in the place of the business's name: what a name says ("Express", "Halal") is no claim."""
        name = self.brief.business_name
        return sentence.replace(name, "X") if len(name) > 1 else sentence

    def _backing(self, claim: Claim) -> list[Known]:
        return [known for known in self._known if self._backs(known, claim)]

    def _backs(self, known: Known, claim: Claim) -> bool:
        if known.source.kind == "source" and claim.kind not in _OF_OTHERS:
            return False
        if claim.value.endswith("-each"):
            return known.source.fact != "opening_hours" and any(backs_each(each, claim) for each in known.claims)
        if claim.kind == "name":
            return all(_has_name(known, word) for word in claim.value.split()) or self._at_home(known, claim)
        if claim.kind == "address":
            if claim.value in table("concepts"):
                return any(backs(each, claim) for each in known.claims)
            return all(_has_word(known.text, word) for word in _telling(claim.value))
        if claim.kind == "testimonial" and claim.value.startswith("“"):
            return claim.value.strip("“”") in known.text
        return any(backs(each, claim) for each in known.claims)

    def _at_home(self, known: Known, claim: Claim) -> bool:
        """Whether a name is the business's own place in another language, its people's adjective or its continent."""
        return known.source.fact in ("city", "country") and self._home.has(claim.value)

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


def _telling(address: str) -> list[str]:
    """Return the names and figures of an address; its street words may be translated."""
    words = address.split()
    common = folded_words("places", "streets") | folded_words("places", "joints")
    telling = [word for word in words if word not in common and word.strip("'") not in common]
    return telling if any(word.isalpha() for word in telling) else words


def _has_name(known: Known, word: str) -> bool:
    return _has_word(known.text, word) or has_same_name(known.source.quote, word) or names_same_place(known.text, word)


def _has_word(text: str, word: str) -> bool:
    return f" {word} " in f" {text} "
