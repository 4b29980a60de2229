"""Which of several tellings of one fact stays: the better one, whichever was said first."""

from __future__ import annotations

from agent.integrations.coach.heard import Context, Heard, corrected
from agent.integrations.coach.told_facts import MOST
from nodes.brief import Change, fact
from nodes.facts.clauses import cues_of
from nodes.facts.text import Span, Text, fold

PROMISE = 120
"""Most characters of a strength that is kept beside the first one."""
_ALSO = {"target_audience": frozenset({"target_audience", "for_whom"})}
"""Cues that announce a fact, where it is not the one of its name alone."""


def stays(heard: Heard, context: Context) -> bool:
    """Whether what is known of a fact that is told in words is better than what was heard now.

    A correction, and the answer to a question for the fact, are better than anything before them.
    """
    known = str(fact(context.brief, heard.fact)) if heard.fact in MOST else ""
    if not known or heard.fact == context.asked or corrected(heard.text, heard.span, context):
        return False
    texts = (*context.earlier, heard.text)
    return _rank(known, heard.fact, texts, context) >= _rank(str(heard.value), heard.fact, texts, context)


def kept_aside(heard: Heard) -> Heard | None:
    """Return a strength that is not the first one as a promise, if it is short enough; None for any other fact."""
    if heard.fact != "differentiation" or len(str(heard.value)) > PROMISE:
        return None
    return Heard("promises", [heard.value], heard.text, heard.span, Change.ADD)


def _rank(words: str, name: str, texts: tuple[Text, ...], context: Context) -> tuple[bool, float, str]:
    """Rank a telling: announced, then likely to be about its fact, then by its words."""
    for text in texts:
        start = text.folded.find(fold(words))
        if start >= 0:
            sentence = Span(text.sentence_start(start), start + len(fold(words)))
            said = {cue.removesuffix("_after") for cue, _ in cues_of(text, context.lexicon, sentence)}
            return bool(said & _ALSO.get(name, {name})), round(context.fits(text, sentence, name), 2), words
    return False, 0.0, words
