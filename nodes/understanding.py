"""Plain words at a gate, understood as an action where that is certain, else left to the coach."""

from __future__ import annotations

import re
from collections.abc import Mapping

from nodes.actions import Action, Approve, Ask, Back, ChangeWish, Choose, Repeat, Retry, Say, Settle, Skip, Stop
from nodes.conversation import Question
from nodes.words import consists_of, plain

_COMMANDS: dict[str, Action] = {
    "retry": Retry(),
    "repeat": Repeat(),
    "skip": Skip(),
    "stop": Stop(),
    "restart": Back(step="vision"),
}
"""Words that mean an action wherever they are said."""

Vocabulary = Mapping[str, tuple[str, ...]]

QUESTION_MARKS = ("?", "؟", "\N{FULLWIDTH QUESTION MARK}", "፧")

_ADDRESS = re.compile(r"https?://[^\s\"'<>]{3,290}")
_COMMAND = re.compile(r"^/(\w+)\s*(.*)$", re.DOTALL)
_NUMBER = re.compile(r"^\D{0,30}?(\d{1,2})\D{0,12}$")


def understand(text: str, question: Question | None, vocabulary: Vocabulary) -> Action:
    """Return the action these words are, Say when they are for the coach.

    Only whole messages count: "yes" approves, "yes, but greener" is for the coach.
    """
    text = text.strip()
    if command := _COMMAND.match(text):
        return _command(command[1].casefold(), command[2], vocabulary) or Say(text=text)
    for meaning, action in _COMMANDS.items():
        if _is(text, meaning, vocabulary):
            return action
    if (back := _back(text, vocabulary)) is not None:
        return back
    if question is None and (seen := _seen(text, vocabulary)):
        return seen
    if question is None:
        return Retry() if _is(text, "yes", vocabulary) else Say(text=text)
    if question.kind == "fact":
        return Say(text=text)
    if question.kind == "caption" and _is(text, "no", vocabulary):
        return Skip()
    if "approve" not in question.actions:
        thanks = (*vocabulary.get("yes", ()), *vocabulary.get("filler", ()))
        return Repeat() if consists_of(text, thanks) else Say(text=text)
    return _at_review(text, question, vocabulary)


def is_question(text: str) -> bool:
    """Whether the text ends as a question does."""
    return text.rstrip().endswith(QUESTION_MARKS)


def _seen(text: str, vocabulary: Vocabulary) -> Settle | None:
    """Understand what was seen on the platform, when something is in doubt: an address alone, or "not there"."""
    if _ADDRESS.fullmatch(text):
        return Settle(url=text)
    return Settle() if _is(text, "absent", vocabulary) else None


def _at_review(text: str, question: Question, vocabulary: Vocabulary) -> Action:
    if is_question(text):
        return Say(text=text)
    if "choose" in question.actions and (number := _ordinal(text, vocabulary)):
        return Choose(option=number)
    if _is(text, "yes", vocabulary) or _is(text, "publish", vocabulary):
        return Approve()
    return Say(text=text)


def _command(name: str, rest: str, vocabulary: Vocabulary) -> Action | None:
    if name in ("back", "retour"):
        return Back(step=step_named(rest, vocabulary))
    if name in ("change", "ask") and rest:
        return ChangeWish(text=rest) if name == "change" else Ask(text=rest)
    if name == "choose" and rest:
        return Choose(option=rest)
    simple: dict[str, Action] = {
        "skip": Skip(),
        "retry": Retry(),
        "repeat": Repeat(),
        "approve": Approve(),
        "yes": Approve(),
    }
    return simple.get(name)


def _is(text: str, meaning: str, vocabulary: Vocabulary) -> bool:
    return consists_of(text, vocabulary.get(meaning, ()), vocabulary.get("filler", ()))


def _back(text: str, vocabulary: Vocabulary) -> Back | None:
    """Understand "back", "retour au logo": words for going back, then at most the name of a step."""
    names = {step: words for key, words in vocabulary.items() if (step := key.removeprefix("step.")) != key}
    every_name = tuple(word for words in names.values() for word in words)
    fillers = (*vocabulary.get("filler", ()), *every_name)
    if not consists_of(text, vocabulary.get("back", ()), fillers):
        return None
    return Back(step=step_named(text, vocabulary))


def step_named(text: str, vocabulary: Vocabulary) -> str:
    """Return the step whose name stands in the text, or an empty text."""
    padded = f" {plain(text)} "
    for key, words in vocabulary.items():
        if key.startswith("step.") and any(f" {plain(word)} " in padded for word in (*words, key[5:])):
            return key.removeprefix("step.")
    return ""


def _ordinal(text: str, vocabulary: Vocabulary) -> str:
    """Return the number in "2", "no. 2" or "the second one", else an empty text."""
    if (number := _NUMBER.match(text)) and (
        len(plain(text).split()) == 1 or consists_of(text, (number[1],), vocabulary.get("choice", ()))
    ):
        return str(int(number[1]))
    for position in range(1, 7):
        if consists_of(
            text,
            vocabulary.get(f"ordinal.{position}", ()),
            (*vocabulary.get("filler", ()), *vocabulary.get("choice", ())),
        ):
            return str(position)
    return ""
