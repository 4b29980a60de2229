"""Hears the name of the business, and its correction."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from agent.integrations.coach.heard import Context, Heard, corrected, negated
from agent.resources import load_yaml
from nodes.facts.clauses import Clause
from nodes.facts.lexicon import Lexicon, spaced
from nodes.facts.money import prices
from nodes.facts.names import name_in, names, supposed
from nodes.facts.subjects import Subject
from nodes.facts.text import Span, Text, key

_LIKELY = 0.4
"""How likely a sentence must be about the name for its words to be one."""
_ALIKE = 0.5
"""Likeness (difflib's ratio) from which a name after "sorry, it's" is the known one, spelled right."""


def hear_name(text: Text, clauses: Sequence[Clause], context: Context) -> Iterator[Heard]:
    """Hear the one name a message gives: the last of a correction, else the first that is not denied.

    A known name changes only when the new one is announced, or the words say that something is to change.
    """
    known = context.brief.business_name
    titles = context.asked != "business_name"
    amounts = [price.span for price in prices(text, context.lexicon) if price.currencies]
    found = [
        span
        for span in names(text, context.lexicon, clauses, titles=titles)
        if _may_be_name(text, span, amounts, context)
    ]
    announced = [clause.value for clause in clauses if clause.fact == "business_name"]
    firm = [span for span in found if any(span.meets(value) for value in announced)]
    if known:
        found = firm or [span for span in found if corrected(text, span, context)] or list(_respelled(text, context))
    chosen = firm or found or ([] if known else list(_supposed(text, amounts, context)))
    last = len(firm) > 1 and corrected(text, firm[-1], context)
    for first in chosen[-1:] if last else chosen[:1]:
        span = _restated(text, first, context) or first
        if text.quote(span.start, span.end) != known:
            yield Heard("business_name", text.quote(span.start, span.end), text, span)


def _supposed(text: Text, amounts: Sequence[Span], context: Context) -> Iterator[Span]:
    """Yield the words in capitals of a sentence that is about the name, though no word announces it."""
    for sentence in text.sentences():
        if context.likely(text, sentence, Subject.NAME) >= _LIKELY:
            name = supposed(text, sentence, context.lexicon)
            if not name or not _may_be_name(text, name, amounts, context):
                continue
            if not is_the_persons(text.quote(name.start, name.end), text.quote(sentence.start, sentence.end)):
                yield name


def _may_be_name(text: Text, span: Span, amounts: Sequence[Span], context: Context) -> bool:
    return not negated(text, span, context) and not any(map(span.meets, amounts))


def is_the_persons(name: str, said: str) -> bool:
    """Whether people introduce themselves with a name: "moi c'est Awa", "my name is Awa"."""
    padded = f" {key(said)} "
    return any(f" {key(words)} {key(name)} " in padded for words in load_yaml("prompts/names.yaml")["self"])


def _restated(text: Text, name: Span, context: Context) -> Span | None:
    """Return the name that takes a slip back at once: "Linha Fina, no, sorry, Linha de Ouro"."""
    slip = context.own.compiled("names.slip", _slip).match(text.folded, name.end)
    restated = name_in(text, Span(slip.end(), len(text.folded)), context.lexicon) if slip else None
    return restated if restated and text.capital(restated.start) else None


def _slip(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(rf"[\s,\"]*(?:{lexicon.pattern('slips').pattern}[\s,.:]*)+")


def _respelled(text: Text, context: Context) -> Iterator[Span]:
    """Yield the corrected spelling of the known name: "sorry, it's Soul Man", "not Wax Royal but Wax Imperial"."""
    known = key(context.brief.business_name)
    for found in context.lexicon.compiled("names.instead$", _instead).finditer(text.folded):
        span = name_in(text, Span(found.end(), len(text.folded)), context.lexicon)
        if span is None or not text.capital(span.start) or negated(text, span, context):
            continue
        meant = corrected(text, span, context) or known in key(text.raw)
        if meant and SequenceMatcher(None, known, key(text.quote(span.start, span.end))).ratio() >= _ALIKE:
            yield span


def _instead(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(spaced, lexicon.words('names', 'instead'))) or '(?!)'})\s\"?\s?")
