"""Plays a script: answers each open question as its person would, until the site is online."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Any

from agent.events import Asked, Event, Problem
from agent.intake import Intake
from agent.phrases import PhraseBook
from agent.script import Script
from agent.sessions import Sessions
from nodes.errors import ScriptError, UploadRefused
from nodes.state import CoachingState

TURNS = 200
"""Turns after which a script that never ends is stopped."""

YES: dict[str, str] = {"action": "approve"}


class Player:
    """Gives the replies of one script, in the order its person would."""

    def __init__(self, script: Script) -> None:
        """Take the script; nothing is said yet."""
        self._script = script
        self._said = script.said()
        self._facts = script.facts()
        self._skipped: set[str] = set()
        self._by_gate = {gate: script.replies(gate) for gate in type(script.answers).model_fields}

    def reply(self, asked: Asked) -> Any:
        """Return the reply to the open question, None when the script is over."""
        gate, question = asked.step, asked.question
        if self._said:
            return self._said.pop(0)
        if gate == "vision" and (told := self._tell(question.kind, question.asks)):
            return told
        if self._by_gate.get(gate):
            reply = self._by_gate[gate].pop(0)
            return {"action": reply} if reply in ("approve", "skip") else reply
        if gate == "publish" or (gate == "preview" and not self._script.publish):
            return None
        if question.kind == "caption":
            return {"action": "skip"}
        if question.kind != "fact":
            return YES
        if self._skipped.intersection(question.asks):
            return None
        self._skipped.update(question.asks)
        return {"action": "skip"}

    def _tell(self, kind: str, asks: tuple[str, ...]) -> str:
        """Answer the fact that is asked; at the recap, say all that was never asked."""
        for name in asks:
            if name in self._facts:
                return self._facts.pop(name)
        if kind != "recap" or not self._facts:
            return ""
        rest, self._facts = self._facts, {}
        return "\n".join(rest.values())


async def play(sessions: Sessions, script: Script, intake: Intake | None = None) -> AsyncGenerator[Event, None]:
    """Start a session, play the script and yield every event. The last one is the question left open.

    intake takes the script's pictures; they are handed in before anything is said. Raises ScriptError for a picture
    that cannot be used and when the walk does not end; other errors are those of `Sessions.reply`.
    """
    session_id = await sessions.start(user_id=script.user, language=script.language)
    player = Player(script)
    events = sessions.resume(session_id)
    for wish in script.handed_in():
        if intake is None:
            raise ScriptError("pictures cannot be handed in here")
        async for event in events:
            yield event
        events = sessions.reply(session_id, await _taken(intake, await sessions.state(session_id), wish))
    for _ in range(TURNS):
        last: Event | None = None
        async for event in events:
            yield event
            if isinstance(event, Problem):
                return
            last = event
        reply = player.reply(last) if isinstance(last, Asked) else None
        if reply is None:
            return
        events = sessions.reply(session_id, reply)
    raise ScriptError(f"the script was not over after {TURNS} replies")


async def _taken(intake: Intake, state: CoachingState, wish: dict[str, str]) -> dict[str, str]:
    try:
        return await intake.file(state, wish)
    except UploadRefused as error:
        raise ScriptError(f"{wish['file']}: {PhraseBook().say('en', error.key, **error.values)}") from error
    except OSError as error:
        raise ScriptError(f"{wish['file']}: {error.strerror or error}") from error
