"""The people of the load test: what each says, under a name nobody else has."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from agent.events import Asked
from agent.play import Player
from agent.script import Script
from nodes.conversation import Question


@dataclass(frozen=True)
class Person:
    """One person with a script of their own."""

    number: int
    name: str
    """The business's name; it ends in the person's number."""
    script: Script


class Talk:
    """What a person says next."""

    def __init__(self, person: Person) -> None:
        self._player = Player(person.script)

    def reply(self, question: dict[str, Any]) -> Any:
        """Return the reply to the open question, None when the person is done."""
        asked = Question.model_validate(question)
        place: dict[str, Any] = {"session_id": "", "number": 1, "count": 1, "language": "", "brief": {}}
        return self._player.reply(Asked(question=asked, step=asked.gate, **place))


def people(count: int) -> list[Person]:
    """Return so many people, all kinds in turn."""
    kinds = yaml.safe_load(Path(__file__).with_name("people.yaml").read_text(encoding="utf-8"))
    return [_person(number, kinds[number % len(kinds)]) for number in range(count)]


def kind_of(question: dict[str, Any]) -> str:
    """Return what kind of turn a reply to this question is."""
    return {"fact": "interview", "recap": "recap"}.get(question["kind"], question["gate"])


def _person(number: int, kind: dict[str, Any]) -> Person:
    names = kind["names"]
    name = names[number // 5 % len(names)].format(n=1000 + number)
    said = {key: _filled(value, name) for key, value in kind.items() if key != "names"}
    return Person(number, name, Script.model_validate(said))


def _filled(value: Any, name: str) -> Any:
    if isinstance(value, dict):
        return {key: _filled(part, name) for key, part in value.items()}
    if isinstance(value, list):
        return [_filled(part, name) for part in value]
    return value.replace("{name}", name) if isinstance(value, str) else value
