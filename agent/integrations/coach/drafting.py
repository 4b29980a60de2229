"""Finding words together: two tiny questions, then a wording of the person's own words to accept or edit."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from agent.integrations.coach import intents, wording
from nodes.brief import BusinessBrief, FactUpdate, apply_update
from nodes.conversation import CoachTurn
from nodes.ports import Phrases

if TYPE_CHECKING:
    from agent.integrations.coach.guided_coach import Hearing

    Told = Callable[[Hearing, tuple[FactUpdate, ...], BusinessBrief], CoachTurn]


def can_help(hearing: Hearing, phrases: Phrases) -> bool:
    """Whether there are tiny questions for the fact that is asked."""
    return bool(_questions(hearing, phrases, hearing.asked))


def begin(hearing: Hearing, phrases: Phrases) -> CoachTurn:
    """Ask the first tiny question."""
    remark = wording.say(phrases, hearing.language, "remark.helping")
    return _ask(hearing, phrases, hearing.asked, (), remark)


def go_on(hearing: Hearing, phrases: Phrases, told: Told) -> CoachTurn:
    """Take a reply while a wording is being found."""
    interview, brief = hearing.request.interview, hearing.request.brief
    fact, draft = interview.drafting, interview.draft
    said = " ".join(" ".join(text.raw.split()) for text in hearing.texts)
    wish = intents.request(hearing.texts[-1], hearing.lexicon) if hearing.texts else "empty"
    if wish in ("skip", "unknown") and not draft:
        return told(hearing, (), brief)
    if hearing.suggestions and len(draft) >= len(_questions(hearing, phrases, fact)):
        chosen = intents.picked(hearing.texts[-1], hearing.suggestions, hearing.lexicon) if hearing.texts else ""
        update = FactUpdate(fact=fact, value=chosen or said, quote=chosen or said)
        return told(hearing, (update,), apply_update(brief, update))
    gathered = draft if wish else (*draft, said[:400])
    remark = "" if wish != "empty" else wording.say(phrases, hearing.language, "remark.empty")
    return _ask(hearing, phrases, fact, gathered, remark)


def _ask(hearing: Hearing, phrases: Phrases, fact: str, draft: tuple[str, ...], remark: str) -> CoachTurn:
    questions = _questions(hearing, phrases, fact)
    if len(draft) < len(questions):
        return CoachTurn(remark=remark, ask=questions[len(draft)], asks=(fact,), drafting=fact, draft=draft)
    text = _worded(hearing, phrases, fact, draft)
    ask = wording.say(phrases, hearing.language, "remark.wording")
    return CoachTurn(ask=f"{ask}\n« {text} »", asks=(fact,), suggestions=(text,), drafting=fact, draft=draft)


def _worded(hearing: Hearing, phrases: Phrases, fact: str, draft: tuple[str, ...]) -> str:
    first, second = (_sentence(answer) for answer in draft[:2])
    text = wording.say(phrases, hearing.language, f"worded.{fact}", first=first, second=second)
    return text


def _sentence(answer: str) -> str:
    words = answer.strip(" .!;,")
    return words[:1].upper() + words[1:]


def _questions(hearing: Hearing, phrases: Phrases, fact: str) -> tuple[str, ...]:
    return phrases.options(hearing.language, f"interview.help.{fact}")
