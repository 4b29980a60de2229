"""Which of a model's proposals become updates: only what the person just said, word for word, and typed by rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pydantic import ValidationError

from agent.integrations.coach.coach_reply import SOFT, CoachReply, ToldFact
from agent.integrations.coach.heard import Context
from agent.integrations.coach.hearing import hear
from agent.integrations.coach.name_facts import is_the_persons
from nodes.brief import BusinessBrief, Change, FactUpdate, apply_update, known
from nodes.facts.text import Text, fold, key
from nodes.grounding.denial import denied

_TYPED = frozenset(
    {
        "sector",
        "country",
        "city",
        "offer",
        "phone",
        "whatsapp",
        "email",
        "opening_hours",
        "social",
        "languages",
        "payments",
        "testimonials",
    }
)
"""Facts whose value is read from the quote by rules: a model's own figures, codes and spellings are never taken."""
_MOSTLY = 0.7
"""Part of an answer's words that other facts rest on, from which it is no answer of its own."""
_LISTS = frozenset({"promises", "style", "colors"})
_FEWEST_WORDS = 3
"""Words of a sentence-like fact that nobody asked for; fewer are a guess."""
_LONGEST = {"business_name": 80, "activity": 120, "region": 80, "address": 200, "tone": 120}


def proposed(
    reply: CoachReply, texts: tuple[Text, ...], context: Context, heard: tuple[FactUpdate, ...]
) -> tuple[FactUpdate, ...]:
    """Return updates for what the rules did not hear; `heard` is what they did, and it stands.

    A fact that is known already changes only when the words correct something or answer the question for it.
    """
    taken = {update.fact for update in heard}
    used = [key(update.quote) for update in heard]
    trades = {key(str(update.value)) for update in heard if update.fact == "activity"}
    trades |= {key(told.value) for told in reply.facts if told.fact == "activity"}
    correcting = any(context.lexicon.pattern("correction").search(text.folded) for text in texts)
    found: list[FactUpdate] = []
    for told in reply.facts:
        if told.fact in taken or (told.change == "remove") or not _said(told.quote, texts):
            continue
        if known(context.brief, told.fact) and told.fact != context.asked and not correcting:
            continue
        if told.fact in SOFT and (
            _mostly_of(told.quote, used) or (told.fact != context.asked and not _tells(told, used))
        ):
            continue
        if told.fact == "business_name" and key(told.value) in trades:
            continue
        for update in _updates(told, texts, context):
            found.append(update)
            used.append(key(update.quote))
            if told.fact != "offer":
                taken.add(update.fact)
    return tuple(found)


def _updates(told: ToldFact, texts: tuple[Text, ...], context: Context) -> Iterator[FactUpdate]:
    if told.fact in _TYPED:
        read = replace(context, asked=told.fact, answering=False)
        updates = hear([Text(told.quote)], read).updates
        yield from (update for update in updates if update.fact == told.fact)
        return
    literal = _said(told.value, texts)
    value = (told.value if literal else told.quote).strip(" .,;:!\"'«»")
    if literal and _denied(told.value, texts):
        return
    if not value or len(value) > _LONGEST.get(told.fact, len(value)) or value.endswith("?"):
        return
    if told.fact not in SOFT and not literal:
        return
    if told.fact == "business_name" and any(is_the_persons(value, text.raw) for text in texts):
        return
    listed = told.fact in _LISTS
    yield FactUpdate(
        fact=told.fact,
        value=[value] if listed else value,
        quote=told.quote,
        change=Change.ADD if listed else Change.SET,
    )


def _said(words: str, texts: tuple[Text, ...]) -> bool:
    """Whether the words stand in the new messages, whole and in this order."""
    folded = key(words)
    return bool(folded) and any(f" {folded} " in f" {key(text.raw)} " for text in texts)


def _denied(value: str, texts: tuple[Text, ...]) -> bool:
    """Whether the person said that it is not so ("no delivery"), of which the model took the half that is."""
    folded = fold(value)
    befores = (text.folded.partition(folded) for text in texts if folded in text.folded)
    return any(denied(before) for before, _, _ in befores)


def _tells(told: ToldFact, used: list[str]) -> bool:
    """Whether an unasked sentence says enough and is not what another fact already rests on."""
    words = key(told.quote)
    if len(words.split()) < _FEWEST_WORDS or told.quote.rstrip().endswith("?"):
        return False
    return not any(words in other or other in words for other in used if other)


def told_elsewhere(heard: tuple[FactUpdate, ...], asked: str) -> tuple[FactUpdate, ...]:
    """Return what was heard without an answer that is nothing but other facts.

    "Dresses at 20,000, shirts at 5,000" tells what is sold, also when it was asked who buys.
    """
    others = [key(update.quote) for update in heard if update.fact != asked]
    return tuple(
        update
        for update in heard
        if update.fact != asked or update.fact not in SOFT or not _mostly_of(update.quote, others)
    )


def _mostly_of(quote: str, others: list[str]) -> bool:
    """Whether nearly all words of a quote are those of other facts' quotes."""
    words, told = key(quote).split(), {word for other in others for word in other.split()}
    return bool(told) and sum(word in told for word in words) >= _MOSTLY * len(words)


def tightened(heard: tuple[FactUpdate, ...], reply: CoachReply, asked: str) -> tuple[FactUpdate, ...]:
    """Return what was heard, an asked sentence without its filler words where the model points to the heart of it."""
    return tuple(_tightened(update, reply) if update.fact == asked else update for update in heard)


def _tightened(update: FactUpdate, reply: CoachReply) -> FactUpdate:
    if update.fact not in SOFT or not isinstance(update.value, str):
        return update
    for told in reply.facts:
        heart = told.value.strip(" .,;:!")
        if told.fact != update.fact or not heart or 2 * len(heart) < len(update.value):
            continue
        before, found, _ = update.value.partition(heart)
        if found and not denied(fold(before)):
            return update.model_copy(update={"value": heart})
    return update


def after(brief: BusinessBrief, updates: tuple[FactUpdate, ...]) -> BusinessBrief:
    """Return the brief with the updates made that its fields accept."""
    for update in updates:
        try:
            brief = apply_update(brief, update)
        except (KeyError, ValidationError):
            continue
    return brief
