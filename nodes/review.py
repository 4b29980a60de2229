"""The human gate: what a reply to the open question changes, and where the walk goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from nodes.actions import (
    Action,
    AddLogo,
    AddPhoto,
    Approve,
    Ask,
    Back,
    CaptionPhoto,
    ChangeWish,
    Choose,
    Edit,
    MovePhoto,
    RemoveLogo,
    RemovePhoto,
    Repeat,
    Retry,
    Say,
    Settle,
    Skip,
    Stop,
)
from nodes.brief import BusinessBrief, FactUpdate, apply_update
from nodes.inputs import ABSENT
from nodes.pictures import arrange, caption, unwanted_logo, without_logo
from nodes.ports import Services
from nodes.publish import STEP as PUBLISH
from nodes.state import CoachingState
from nodes.step import Step
from nodes.understanding import is_question
from nodes.uploads import OWN
from nodes.vision import subject


@dataclass(frozen=True)
class Decision:
    """What the walk does with a reply."""

    changes: dict[str, Any] = field(default_factory=dict)
    """Keys of the state that change."""
    words: str = ""
    """What the coach must hear, when the reply is more than a command."""


def decide(state: CoachingState, action: Action, walk: Sequence[Step], services: Services) -> Decision:
    """Return what an action changes. An action that does not fit changes nothing and says so.

    A picture handed in is taken by nodes.pictures.take: it has to be looked up.
    """
    return _pictured(state, action, services) or _decided(state, action, walk, services)


def _decided(state: CoachingState, action: Action, walk: Sequence[Step], services: Services) -> Decision:
    match action:
        case Say(text=text) | Ask(text=text) | ChangeWish(text=text):
            return Decision(words=text)
        case Approve():
            return _approve(state, services)
        case Choose(option=option):
            return _choose(state, option, services)
        case Skip():
            return _skip(state, services)
        case Back(step=step):
            return _back(state, step, walk, services)
        case Edit():
            return _edit(state, action, services)
        case Settle(url=url):
            return Decision({"found": url or ABSENT})
        case Stop():
            return Decision({"remark": services.phrases.say(state.language, "back.stopped")})
        case Retry() | Repeat() | AddLogo() | RemoveLogo() | AddPhoto() | CaptionPhoto() | MovePhoto() | RemovePhoto():
            return Decision()


def next_step(state: CoachingState, walk: Sequence[Step]) -> str:
    """Return the first step of the walk that has something to make or to ask."""
    if state.approved.get("vision") != subject(state.brief):
        return "vision"
    for step in walk:
        if step is not PUBLISH and not step.settled(state):
            return step.name
    return "publish" if previewed(state) else "preview"


def previewed(state: CoachingState) -> bool:
    """Whether the person said yes to publishing exactly this, or it is online already."""
    expected = PUBLISH.expected(state)
    return bool(expected) and (state.approved.get("preview") == expected or PUBLISH.current(state))


def _pictured(state: CoachingState, action: Action, services: Services) -> Decision | None:
    """Return what an action on pictures changes, None for any other action."""
    match action:
        case CaptionPhoto() | MovePhoto() | RemovePhoto():
            return Decision(arrange(state, action, services.phrases))
        case RemoveLogo():
            return Decision(without_logo(state, services.phrases))
        case Say(text=text) | ChangeWish(text=text) if unwanted_logo(state, text, services.phrases):
            return Decision(without_logo(state, services.phrases))
        case AddLogo() | AddPhoto():
            return Decision()
    if state.question is None or state.question.kind != "caption":
        return None
    if isinstance(action, Say) and not is_question(action.text):
        return Decision(caption(state, action.text, services.phrases))
    return Decision(caption(state, "", services.phrases)) if isinstance(action, Skip) else None


def _approve(state: CoachingState, services: Services) -> Decision:
    question = state.question
    if question is None or "approve" not in question.actions:
        return _unfit(state, services)
    if not state.brief.business_name:
        return _name_first(state, services)
    return Decision({"approved": state.approved | {question.gate: question.subject}})


def _name_first(state: CoachingState, services: Services) -> Decision:
    """Ask for the name once more: it is the one fact no site can do without."""
    interview = state.interview
    without = {"asked": interview.asked, "passed": interview.passed}
    without = {key: tuple(name for name in names if name != "business_name") for key, names in without.items()}
    remark = services.phrases.say(state.language, "confirm.name_missing")
    return Decision({"interview": interview.model_copy(update=without), "remark": remark})


def _choose(state: CoachingState, option: str, services: Services) -> Decision:
    question = state.question
    if question and question.gate == "logo" and state.logo:
        numbers = [variant.id for variant in state.logo.variants]
        if state.own_logo and option == str(len(numbers) + 1):
            option = OWN
        if option in numbers or (state.own_logo and option == OWN):
            return Decision({"logo_choice": option, "approved": state.approved | {"logo": question.subject}})
    elif question and option.isdecimal() and 0 < int(option) <= len(question.suggestions):
        return Decision(words=question.suggestions[int(option) - 1])
    return _unfit(state, services)


def _skip(state: CoachingState, services: Services) -> Decision:
    question = state.question
    if question is None or "skip" not in question.actions:
        return _unfit(state, services)
    if question.gate == "vision":
        interview = state.interview
        passed = tuple(dict.fromkeys((*interview.passed, *question.asks)))
        return Decision({"interview": interview.model_copy(update={"passed": passed, "drafting": "", "draft": ()})})
    return Decision({"skipped": (*state.skipped, question.gate)})


def _back(state: CoachingState, target: str, walk: Sequence[Step], services: Services) -> Decision:
    """Open a step again, and with it the yes of every later one."""
    order = ["vision", *(step.name for step in walk if step is not PUBLISH), "preview"]
    here = state.question.gate if state.question else next_step(state, walk)
    target = target or order[max(order.index(here) - 1, 0) if here in order else len(order) - 1]
    if target == "publish":
        target = "preview"
    if target not in order:
        return _unfit(state, services)
    reopened = order[order.index(target) :]
    return Decision(
        {
            "approved": {name: yes for name, yes in state.approved.items() if name not in reopened},
            "skipped": tuple(name for name in state.skipped if name not in reopened),
            "remark": services.phrases.say(state.language, f"back.{target}") if target == "vision" else "",
        }
    )


def _edit(state: CoachingState, edit: Edit, services: Services) -> Decision:
    """Set a fact. It was typed into that fact's own field, so it needs no further yes."""
    quote = edit.value if isinstance(edit.value, str) else ""
    brief: BusinessBrief | None
    try:
        brief = apply_update(state.brief, FactUpdate(fact=edit.fact, value=edit.value, quote=quote, change=edit.change))
    except (KeyError, ValidationError):
        brief = None
    if brief is None or (state.brief.business_name and not brief.business_name):
        return Decision({"remark": services.phrases.say(state.language, "error.invalid_fact", fact=edit.fact)})
    changes: dict[str, Any] = {"brief": brief, "evidence": state.evidence | {edit.fact: quote}}
    if "vision" in state.approved:
        changes["approved"] = state.approved | {"vision": subject(brief)}
    return Decision(changes)


def _unfit(state: CoachingState, services: Services) -> Decision:
    return Decision({"remark": services.phrases.say(state.language, "error.invalid_action")})
