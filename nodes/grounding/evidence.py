"""Judges what a text says by what may be said about the business."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from nodes.brief import BusinessBrief, Offer
from nodes.facts.text import fold, key
from nodes.frozen import Frozen
from nodes.grounding.abroad import names_same_place
from nodes.grounding.claim import Claim, Kind
from nodes.grounding.footing import Footing
from nodes.grounding.home import Home
from nodes.grounding.lexicon import folded_words, listed, table
from nodes.grounding.meanings import meaning_by_word, meanings
from nodes.grounding.reader import claims
from nodes.grounding.sentences import sentences
from nodes.grounding.sources import Known, Source, from_brief, from_findings, from_words, stems
from nodes.grounding.support import backs, backs_each
from nodes.grounding.transliteration import has_same_name
from nodes.results import Finding

_OF_OTHERS: frozenset[Kind] = frozenset(("number", "percentage", "date", "name", "price", "topic"))
"""What a source about the market may back. The rest is about the business, which only its owner knows."""
_SHARED_WORDS = 2
_LOOSE = ("delivery", "handmade", "natural", "local")
"""Promises that are said in many ways: words of the same meaning back them."""
_TONGUES = frozenset(("english", "french", "arabic", "portuguese", "swahili"))
_OFFERS = ".offers"
_REASONS = (".points", _OFFERS)
_HEADINGS = (".headline", ".meta_title", ".keywords", ".call_to_action")
_FORMS = (".whatsapp_message", ".call_to_action", ".offers_title", ".story_title", ".keywords")
"""Fields that invite or name and state nothing: only their claims are judged."""


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
        self._footing = Footing(self._known)

    def violations(self, text: str, where: str = "", answered: str = "") -> tuple[Violation, ...]:
        """Return every claim of a text that traces to nothing, sentence by sentence.

        `where` is the page's language and field: a point has to rest on something. `answered` is the question that an
        answer need not repeat.
        """
        return tuple(
            Violation(kind=kind, claim=words, sentence=sentence, where=where)
            for sentence in sentences(text)
            for kind, words in self._untraced(sentence, where, answered)
        )

    def _untraced(self, sentence: str, where: str, answered: str) -> Iterator[tuple[Kind, str]]:
        """Yield the claims of a sentence without backing; or the whole of it when it states what nobody spoke of."""
        nameless = self._without_name(sentence)
        stated = claims(nameless)
        untraced = [claim for claim in stated if not self._holds(claim, sentence, where)]
        traced = [claim for claim in stated if claim not in untraced]
        if untraced and self._footing.translates(nameless, traced):
            untraced = [claim for claim in untraced if claim.kind != "topic" or self._backing(claim)]
        yield from ((claim.kind, claim.text) for claim in untraced)
        if untraced or where.endswith(_FORMS):
            return
        told = self._beyond_names(nameless) if where.endswith(_OFFERS) else nameless
        if self._footing.lacks(told, traced, answered, reason=where.endswith(_REASONS)):
            yield ("statement", sentence)

    def heard(self, text: str) -> bool:
        """Whether a text shares a word with the sources, in any language, or has none that tells what it is about."""
        return self._footing.hears(text)

    def names_offer(self, name: str, offer: Offer) -> bool:
        """Whether a name may stand for an offer: it shares a word with it."""
        return Footing(from_brief(BusinessBrief(offer=(offer,)))).hears(name)

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

    def _holds(self, claim: Claim, sentence: str, where: str) -> bool:
        """Whether a claim traces and stands where it may.

        A dream is no fact of today, and no heading, which tells what is. A price belongs to its offer.
        """
        backing = self._backing(claim)
        if not backing or self._misplaced(claim, sentence):
            return False
        if any(known.source.fact != "vision" for known in backing):
            return True
        said = key(sentence)
        wish = _is_wish(sentence) or any(said in known.text for known in backing)
        return wish and not where.endswith(_HEADINGS)

    def _beyond_names(self, sentence: str) -> str:
        """Return what a sentence about an offer tells besides the offers' names."""
        for offer in self.brief.offer:
            sentence = re.sub(re.escape(offer.name), " ", sentence, flags=re.IGNORECASE)
        return sentence

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
        if (claim.kind == "topic" or claim.value in _LOOSE) and _is_said(known, claim):
            return True
        if claim.value == "founded" and known.source.fact == "story":
            return True
        if claim.kind == "testimonial" and claim.value.startswith("“"):
            return claim.value.strip("“”") in known.text
        return any(backs(each, claim) for each in known.claims)

    def _at_home(self, known: Known, claim: Claim) -> bool:
        """Whether a name is the business's own place in another language, its people's adjective or its continent."""
        return known.source.fact in ("city", "country") and self._home.has(claim.value)

    def _misplaced(self, claim: Claim, sentence: str) -> bool:
        """Whether a price, the only one of a sentence, stands beside the one offer it is not the price of."""
        if claim.kind != "price" or sum(other.kind == "price" for other in claims(sentence)) > 1:
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


def _is_wish(sentence: str) -> bool:
    return bool(listed("wishes", "words").search(fold(sentence)))


def _is_said(known: Known, claim: Claim) -> bool:
    """Whether every word of a claim was said in whatever language, as far as the dictionary knows them."""
    meant = list(meaning_by_word(claim.text).values())
    return bool(meant) and all(meaning & known.meanings for meaning in meant)


def _telling(address: str) -> list[str]:
    """Return the names and figures of an address; its street words may be translated."""
    words = address.split()
    common = folded_words("places", "streets") | folded_words("places", "joints")
    telling = [word for word in words if word not in common and word.strip("'") not in common]
    return telling if any(word.isalpha() for word in telling) else words


def _has_name(known: Known, word: str) -> bool:
    if known.meanings & meanings(word) & _TONGUES:
        return True
    return _has_word(known.text, word) or has_same_name(known.source.quote, word) or names_same_place(known.text, word)


def _has_word(text: str, word: str) -> bool:
    return f" {word} " in f" {text} "
