"""Turns that run to their end whatever becomes of the connection that asked for them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

from agent.events import Event, Problem
from agent.graph import GraphState
from agent.integrations.session_context import words_listener
from agent.sessions import Sessions
from agent.web.feed import Feed
from agent.web.voice import Voice
from nodes.errors import SessionBusy, Unavailable

Happening = Callable[["Turn"], AsyncGenerator[Event, None]]


class Closing(Unavailable):
    """The process is shutting down; another one takes the reply."""


@dataclass
class Turn:
    """One turn of a session, running or ended."""

    begun_by: str
    """Id of the reply it answers; empty for one that only finishes what was cut off."""
    task: asyncio.Task[None] = field(init=False)
    told: list[Event] = field(default_factory=list)
    left: GraphState | None = None
    """The session as the turn leaves it, once it has got so far."""

    def rest(self, state: GraphState) -> None:
        """Note how the session is left."""
        self.left = state

    async def wait(self, patience: float) -> list[Event] | None:
        """Return the turn's events, None when it goes on by itself after `patience` seconds.

        Raises what the turn raised, and SessionBusy while its reply is not known to be stored: whoever waits has it
        still and must send it again, under the same id.
        """
        done, _ = await asyncio.wait({self.task}, timeout=patience)
        if done:
            self.task.result()
            return self.told
        if self.begun_by and not self.told:
            raise SessionBusy("the reply waits for another writer and is not stored yet")
        return None


class Turns:
    """The turns running in this process, each announced in its session's feed."""

    def __init__(self, sessions: Sessions, feed: Feed) -> None:
        self._sessions = sessions
        self._feed = feed
        self._running: dict[tuple[str, str], Turn] = {}
        self._closing = False

    def reply(
        self, session_id: str, reply: Any, *, turn_id: str, answers: str = "", user_id: str | None = None
    ) -> Turn:
        """Start a reply, or join the one of the same turn id.

        The turn raises what Sessions.reply raises. Raises Closing when the process is shutting down.
        """
        return self._begin(
            (session_id, turn_id),
            lambda turn: self._sessions.reply(
                session_id, reply, user_id=user_id, turn_id=turn_id, answers=answers, rested=turn.rest
            ),
        )

    def resume(self, session_id: str, *, user_id: str | None = None) -> Turn:
        """Finish what was cut off in a session and give its open question, as `reply` does."""
        return self._begin(
            (session_id, ""), lambda turn: self._sessions.resume(session_id, user_id=user_id, rested=turn.rest)
        )

    def running(self, session_id: str) -> bool:
        """Whether this process works on the session."""
        return any(busy == session_id for busy, _ in self._running)

    @property
    def count(self) -> int:
        """How many turns run in this process."""
        return len(self._running)

    @property
    def closing(self) -> bool:
        """Whether no new turn is taken."""
        return self._closing

    async def close(self, patience: float) -> None:
        """Take no new turn and give the running ones `patience` seconds; what is cut is finished by a resume."""
        self._closing = True
        if self._running:
            await asyncio.wait([turn.task for turn in self._running.values()], timeout=patience)
        left = [turn.task for turn in self._running.values()]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def _begin(self, key: tuple[str, str], events: Happening) -> Turn:
        if self._closing:
            raise Closing("the server is shutting down")
        if key not in self._running:
            turn = self._running[key] = Turn(key[1])
            turn.task = asyncio.create_task(self._run(key[0], events, turn), name=f"turn.{key[0]}")
            turn.task.add_done_callback(lambda done: self._ended(key, done))
        return self._running[key]

    def _ended(self, key: tuple[str, str], done: asyncio.Task[None]) -> None:
        """Let go of a turn; looking at its error keeps asyncio from calling it never retrieved."""
        self._running.pop(key, None)
        if not done.cancelled():
            done.exception()

    async def _run(self, session_id: str, events: Happening, turn: Turn) -> None:
        voice = Voice(session_id, self._feed)
        words_listener.set(voice.hear)
        try:
            # Closed here, in the task that holds the session's lease, whatever happens to an announcement.
            async with aclosing(events(turn)) as happening:
                async for event in happening:
                    turn.told.append(event)
                    voice.tell(event)
        finally:
            await voice.close()


def problems(events: list[Event]) -> list[Problem]:
    """Return what went wrong in a turn."""
    return [event for event in events if isinstance(event, Problem)]
