"""Vision: one turn of the conversation. The coach proposes; this step checks, keeps and asks."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from nodes.brief import BusinessBrief, FactUpdate, apply_update
from nodes.conversation import CoachTurn, Interview, Question, Turn
from nodes.fingerprint import fingerprint
from nodes.inputs import VisionInput
from nodes.ports import Phrases, Services
from nodes.quotes import Said
from nodes.recap import recap
from nodes.slots import answered, missing
from nodes.state import CoachingState
from nodes.wishes import add_wish

ASKINGS = 2
"""How often a fact is asked for at most: once, and once more after an answer about something else or a vague one."""
KEPT_ASIDE = 3
"""How many sentences that fit no fact are kept to be offered later."""


def prepare(state: CoachingState, said: tuple[str, ...], recent: tuple[Turn, ...], gate: str) -> VisionInput:
    """Return what the coach is given: the new words, a bounded tail of the talk, and the brief so far."""
    return VisionInput(
        language=state.language or "en",
        said=said,
        recent=recent,
        brief=state.brief,
        interview=state.interview,
        question=state.question,
        missing=missing(state.brief, state.interview),
        gate=gate,
    )


async def vision(state: CoachingState, request: VisionInput | None, services: Services) -> dict[str, Any]:
    """Hear the person out and return the changed keys: the brief, and the next question if one is left.

    With no request nothing was said: the open question, the first one or the recap is asked.
    """
    if request is None:
        return _again(state) or _ask(state, CoachTurn(), services.phrases)
    turn = await services.coach.respond(request)
    heard = _hear(state, turn, request, services)
    return heard | _ask(state.model_copy(update=heard), turn, services.phrases)


def subject(brief: BusinessBrief) -> str:
    """Return the fingerprint of a brief: what a yes to the recap counts for."""
    return fingerprint("vision", brief)


def _hear(state: CoachingState, turn: CoachTurn, request: VisionInput, services: Services) -> dict[str, Any]:
    """Apply what was understood, and only what was said."""
    accepted, brief = accept(state.brief, turn.updates, Said.of(request))
    changed: dict[str, Any] = {
        "brief": brief,
        "evidence": state.evidence | {update.fact: update.quote for update in accepted},
        "interview": _progress(state, turn, brief),
        "remark": turn.remark,
    }
    if turn.language:
        changed["language"] = turn.language
    if request.gate == "vision":
        return changed
    if accepted and "vision" in state.approved:
        changed["approved"] = state.approved | {"vision": subject(brief)}
    wish = turn.wish or ("" if accepted or turn.remark else " ".join(request.said))
    return changed | add_wish(state, wish, request.gate, services) if wish else changed


def accept(
    brief: BusinessBrief, updates: tuple[FactUpdate, ...], said: Said
) -> tuple[tuple[FactUpdate, ...], BusinessBrief]:
    """Return the updates that hold and the brief with them made.

    An update falls when its quote was not said, when it names no fact, when its field refuses the value, or when it
    would take the name away: a proposal that fails a check is no fact, and the interview goes on asking.
    """
    accepted = []
    for update in updates:
        if not said.supports(update):
            continue
        try:
            changed = apply_update(brief, update)
        except (KeyError, ValidationError):
            continue
        if brief.business_name and not changed.business_name:
            continue
        brief = changed
        accepted.append(update)
    return tuple(accepted), brief


def _progress(state: CoachingState, turn: CoachTurn, brief: BusinessBrief) -> Interview:
    """Return the interview after this reply; a fact the person talked past may be asked for once more."""
    interview, asked = state.interview, state.interview.asked
    open_facts = state.question.asks if state.question and state.question.kind == "fact" else ()
    passed = tuple(dict.fromkeys((*interview.passed, *turn.passed)))
    clarified = (*interview.clarified, *open_facts[:1]) if turn.clarify else interview.clarified
    talked_past = interview.talked_past
    for name in open_facts[:1]:
        if answered(brief, name) or name in passed:
            continue
        once_more = _talked_past(turn) and talked_past.count(name) < ASKINGS - 1
        if _digression(turn) or turn.drafting or once_more:
            asked = _without_last(asked, name)
            talked_past = (*talked_past, name) if once_more and not turn.drafting else talked_past
    return interview.model_copy(
        update={
            "asked": asked,
            "passed": passed,
            "clarified": clarified,
            "talked_past": talked_past,
            "aside": tuple(dict.fromkeys((*interview.aside, *turn.aside)))[-KEPT_ASIDE:],
            "drafting": turn.drafting,
            "draft": turn.draft,
        }
    )


def _digression(turn: CoachTurn) -> bool:
    """Whether the person asked something back instead of answering: the talk returns to the same question."""
    return bool(turn.remark) and not turn.updates and not turn.passed


def _talked_past(turn: CoachTurn) -> bool:
    return bool(turn.updates) or turn.clarify


def _without_last(asked: tuple[str, ...], name: str) -> tuple[str, ...]:
    position = len(asked) - 1 - asked[::-1].index(name) if name in asked else len(asked)
    return asked[:position] + asked[position + 1 :]


def _again(state: CoachingState) -> dict[str, Any]:
    """Return the open question once more if its fact is still wanted, after what was remarked since."""
    question = state.question
    if question is None or question.kind != "fact":
        return {}
    if answered(state.brief, question.asks[0]) or question.asks[0] in state.interview.passed:
        return {}
    return {
        "question": _worded(question, state.remark, question.text.removeprefix(question.remark).strip()),
        "remark": "",
    }


def _worded(question: Question, remark: str, ask: str) -> Question:
    text = "\n\n".join(part for part in (remark, ask) if part)
    return question.model_copy(update={"remark": remark, "text": text})


def _ask(state: CoachingState, turn: CoachTurn, phrases: Phrases) -> dict[str, Any]:
    """Return the next question about a missing fact, the recap, or nothing when the recap was approved."""
    if state.approved.get("vision") == subject(state.brief):
        return {}
    wanted = missing(state.brief, state.interview)
    question = _fact_question(state, wanted, turn, phrases) if wanted else _recap_question(state, phrases)
    asked = (*state.interview.asked, *question.asks)
    interview = state.interview.model_copy(update={"asked": asked, "questions": state.interview.questions + 1})
    return {"question": question, "interview": interview, "remark": ""}


def _fact_question(state: CoachingState, wanted: tuple[str, ...], turn: CoachTurn, phrases: Phrases) -> Question:
    """Word the next question by the coach if it asks for a missing fact, else by the phrase book."""
    fits = bool(turn.ask) and bool(turn.asks) and turn.asks[0] in wanted
    name = turn.asks[0] if fits else wanted[0]
    ask = turn.ask if fits else phrases.say(state.language, f"interview.ask.{name}")
    question = Question(
        id=f"vision-{name}-{state.interview.questions + 1}",
        gate="vision",
        kind="fact",
        text=ask,
        asks=(name,),
        suggestions=turn.suggestions if fits else (),
        actions=("skip", "ask", "back", "choose"),
    )
    return _worded(question, state.remark, ask)


def _recap_question(state: CoachingState, phrases: Phrases) -> Question:
    told = (
        state.remark,
        phrases.say(state.language, "recap.intro"),
        recap(state.brief, state.language, phrases),
        phrases.say(state.language, "recap.ask"),
    )
    return Question(
        id=f"vision-recap-{state.interview.questions + 1}",
        gate="vision",
        kind="recap",
        text="\n\n".join(part for part in told if part),
        actions=("approve", "change", "ask"),
        subject=subject(state.brief),
    )
