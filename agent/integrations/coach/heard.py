"""What is heard in the person's words, before it becomes a change of the brief."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from nodes.brief import BusinessBrief, Change, FactUpdate
from nodes.facts.lexicon import Lexicon
from nodes.facts.subjects import Subject, likelihoods, signs, subject
from nodes.facts.text import Span, Text


@dataclass(frozen=True)
class Context:
    """What a message is understood by: never more than the words, the brief and the open question."""

    lexicon: Lexicon
    brief: BusinessBrief = field(default_factory=BusinessBrief)
    asked: str = ""
    """The fact the open question asks for."""
    language: str = ""
    """Language of the conversation."""
    country: str = ""
    """ISO code by whose rules phones and prices are read."""
    earlier: tuple[Text, ...] = ()
    """The person's recent messages."""
    answering: bool = True
    """False when bare words are no answer: at a later gate, and when an earlier message is heard again."""
    reviewing: bool = False
    """True at a later gate, where words may be a wish for the step under review."""

    @property
    def own(self) -> Lexicon:
        """The words of the conversation's language alone, for words that mean another thing elsewhere."""
        return self.lexicon.only(self.language) or self.lexicon

    def about(self, text: Text, span: Span) -> Subject:
        """What some words are about that announce no fact."""
        return subject(text, span, self.lexicon, self.language)

    def fits(self, text: Text, span: Span, fact: str) -> float:
        """How likely some words are about a fact that is told in words; ways of serving are strengths too."""
        serving = self.likely(text, span, Subject.SERVICE) if fact == Subject.DIFFERENTIATION else 0.0
        return serving + (self.likely(text, span, Subject(fact)) if fact in set(Subject) else 0.0)

    def likely(self, text: Text, span: Span, about: Subject) -> float:
        """How likely some words are about a subject."""
        return likelihoods(text, span, self.lexicon, self.language).get(about, 0.0)

    def signs(self, text: Text, span: Span) -> Counter[Subject]:
        """How many signs of each subject stand in some words."""
        return signs(text, span, self.lexicon, self.language)


@dataclass(frozen=True)
class Heard:
    """One value with the place where it stands."""

    fact: str
    value: Any
    text: Text
    span: Span
    change: Change = Change.SET

    @property
    def update(self) -> FactUpdate:
        """The change of the brief it proposes, with the person's own words."""
        return FactUpdate(
            fact=self.fact,
            value=self.value,
            quote=self.text.quote(self.span.start, self.span.end).rstrip(" .,;"),
            change=self.change,
        )


def sentence_before(text: Text, place: int) -> str:
    """Return the folded words of the sentence up to a place."""
    return text.folded[text.sentence_start(place) : place]


def corrected(text: Text, span: Span, context: Context) -> bool:
    """Whether the words before, or right after, say that something told earlier is to change."""
    pattern = context.lexicon.pattern("correction")
    return bool(
        pattern.search(sentence_before(text, span.start))
        or pattern.match(text.folded[span.end : span.end + 24].lstrip(" ,"))
    )


def negated(text: Text, span: Span, context: Context) -> bool:
    """Whether the value is named only to be denied: "not Lagos but Abuja"."""
    head = text.folded[max(0, span.start - 30) : span.start]
    return any(
        found.end() == len(head.rstrip()) for found in context.lexicon.pattern("negation").finditer(head.rstrip())
    )


def told_how(text: Text, value: Span, context: Context) -> bool:
    """Whether a verb of making is followed by how it is done and not by what: "I cook | over firewood"."""
    return bool(context.lexicon.pattern("signs", "manner").match(text.folded, value.start, value.end))


def denied(text: Text, span: Span, context: Context) -> bool:
    """Whether the words around say that the business does not do this: "we don't sell | cars"."""
    start = text.sentence_start(span.start)
    found = context.lexicon.pattern("signs", "denied").finditer(text.folded, start, span.end)
    return any(Span(*each.span()).meets(Span(max(0, span.start - 2), span.end)) for each in found)
