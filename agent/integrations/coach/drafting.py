"""Finding words together: two tiny questions, then a wording of the person's own words to accept or edit."""

from __future__ import annotations

import re

from agent.integrations.coach import intents
from agent.integrations.coach.asking import Asking
from agent.integrations.coach.hearing import Understood
from agent.integrations.coach.listening import Hearing
from nodes.brief import FactUpdate, apply_update
from nodes.conversation import CoachTurn
from nodes.ports import Phrases

_LONGEST = 280
"""Characters of one answer that goes into a wording: two of them fit every field."""
_LEAD = re.compile(r"^[^:]{1,24}:\s+")


def can_help(hearing: Hearing, phrases: Phrases) -> bool:
    """Whether there are tiny questions for the fact that is asked."""
    return bool(phrases.options(hearing.language, f"interview.help.{hearing.asked}"))


def begin(hearing: Hearing, asking: Asking) -> CoachTurn:
    """Ask the first tiny question."""
    return _ask(asking, hearing.asked, (), asking.say("remark.helping"))


def go_on(hearing: Hearing, asking: Asking) -> CoachTurn:
    """Take a reply while a wording is being found."""
    fact, draft = hearing.request.interview.drafting, hearing.request.interview.draft
    request = intents.request(hearing.texts, hearing.lexicon)
    if request == "skip":
        return asking.next(CoachTurn(passed=(fact,)), hearing.brief)
    if len(draft) >= len(_questions(asking, fact)):
        return _settle(hearing, asking, fact)
    topics = [topic for text in hearing.texts for topic in intents.questions_back(text, hearing.lexicon)[0]]
    if topics and topics != [intents.UNKNOWN]:
        return _ask(asking, fact, draft, asking.answer(topics[0]))
    said = "" if request else hearing.words[:_LONGEST]
    return _ask(asking, fact, (*draft, said), "")


def _settle(hearing: Hearing, asking: Asking, fact: str) -> CoachTurn:
    """Take the wording, or the person's own words in its place."""
    chosen = intents.picked(hearing.texts[-1], hearing.suggestions, hearing.lexicon)
    if not chosen and not any(map(str.isalpha, hearing.words)):
        return _ask(asking, fact, hearing.request.interview.draft, asking.say("remark.not_understood"))
    own = _LEAD.sub("", hearing.words) if intents.is_choice_lead(hearing.texts[-1], hearing.lexicon) else hearing.words
    value = chosen or own[: 2 * _LONGEST]
    update = FactUpdate(fact=fact, value=value, quote=value)
    return asking.told(Understood((update,), apply_update(hearing.brief, update)))


def _ask(asking: Asking, fact: str, draft: tuple[str, ...], remark: str) -> CoachTurn:
    """Ask the next tiny question, or propose the wording when both are answered."""
    questions = _questions(asking, fact)
    if len(draft) < len(questions):
        return CoachTurn(remark=remark, ask=questions[len(draft)], asks=(fact,), drafting=fact, draft=draft)
    given = [_sentence(answer) for answer in draft if answer.strip()]
    if not given:
        return asking.next(CoachTurn(passed=(fact,)), asking.hearing.brief)
    text = asking.say(f"worded.{fact}", first=given[0], second=given[1]) if len(given) > 1 else f"{given[0]}."
    ask = f"{asking.say('remark.wording')}\n« {text} »"
    return CoachTurn(remark=remark, ask=ask, asks=(fact,), suggestions=(text,), drafting=fact, draft=draft)


def _sentence(answer: str) -> str:
    words = answer.strip(" .!;,")
    return words[:1].upper() + words[1:]


def _questions(asking: Asking, fact: str) -> tuple[str, ...]:
    return asking.phrases.options(asking.hearing.language, f"interview.help.{fact}")
