"""Sessions: start, reply, resume, look, list and forget, as typed events. One writer per session."""

from __future__ import annotations

import traceback
import uuid
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, aclosing, contextmanager
from typing import Any, Protocol

import structlog
from langchain_core.messages import AnyMessage
from redis.exceptions import RedisError

from agent.checkpoint.errors import CheckpointError
from agent.checkpoint.sessions import SessionIndex
from agent.events import Asked, Event, Made, Problem, Working
from agent.graph import GraphState
from agent.messages import coach_says, from_person, recent
from nodes.conversation import Turn
from nodes.errors import AlreadyAnswered, CoachError, NotSaved, SessionError, SessionNotFound, Unavailable
from nodes.ports import Phrases
from nodes.publish import STEP as PUBLISH
from nodes.results import Result, Website
from nodes.state import CoachingState

log = structlog.get_logger(__name__)

OWNERS = 4096
"""Sessions whose user this process remembers."""


Rested = Callable[[GraphState], None]


class Writers(Protocol):
    """Lets one writer at a time work on a session."""

    def writing(self, session_id: str) -> AbstractAsyncContextManager[None]:
        """Hold the session for writing; what runs inside writes with its fencing token.

        Raises SessionBusy when another writer keeps it too long or took it over, NotSaved when the store is away.
        """


class Files(Protocol):
    """Shows a session's results to others by name."""

    async def keep(self, before: CoachingState, after: CoachingState) -> None:
        """Write what changed."""

    async def restore(self, state: CoachingState, uploads: Mapping[str, bytes]) -> None:
        """Keep the photos of a session that comes from elsewhere."""

    async def forget(self, session_id: str, user_id: str) -> None:
        """Remove all of them, and every other trace of the session outside its checkpoints. Raises NotSaved."""


class Sessions:
    """All coaching sessions of one application."""

    def __init__(
        self,
        graph: Any,
        phrases: Phrases,
        writers: Writers,
        index: SessionIndex,
        files: Files,
        *,
        steps: tuple[str, ...],
        language: str = "",
        guests: bool = False,
    ) -> None:
        """Take the compiled graph.

        steps are its gates in order, as progress is told; language is that of the first question when a session
        names none; guests lists the sessions of no user too, which only a store with one user may do.
        """
        self._guests = guests
        self._steps = steps
        self._graph = graph
        self._phrases = phrases
        self._writers = writers
        self._index = index
        self._files = files
        self._language = language
        self._owners: dict[str, str] = {}

    async def start(self, *, user_id: str = "", language: str = "", session_id: str = "") -> str:
        """Create a session and return its id: 128 random bits as a UUID, unless one is given.

        Its first question is asked by the first `resume`.
        """
        session_id = session_id or str(uuid.uuid4())
        state = {"session_id": session_id, "user_id": user_id, "language": language or self._language}
        async with self._writers.writing(session_id):
            await self._graph.aupdate_state(_config(session_id), state, as_node="__start__")
            await self._touch(user_id, session_id)
        return session_id

    async def resume(
        self, session_id: str, *, user_id: str | None = None, rested: Rested | None = None
    ) -> AsyncGenerator[Event, None]:
        """Go on where the session stands: finish work that was cut off, then give the open question.

        rested is called with the session as the turn leaves it.
        """
        async with aclosing(self._turn(session_id, user_id, None, rested)) as events:
            async for event in events:
                yield event

    async def reply(
        self,
        session_id: str,
        reply: Any,
        *,
        user_id: str | None = None,
        turn_id: str = "",
        answers: str = "",
        rested: Rested | None = None,
    ) -> AsyncGenerator[Event, None]:
        """Give a reply: words, or an action ({"action": "back", "step": "logo"}); yield what happens.

        turn_id makes a repeated delivery harmless; answers is the id of the question replied to, and a reply to
        one that is no longer open changes nothing. The reply is stored before the first event. A failure is a
        Problem event, never a lost reply. rested is called with the session as the turn leaves it.
        Raises SessionNotFound, SessionBusy, NotSaved, and pydantic.ValidationError for a mapping that is no action.
        """
        message = from_person(reply, turn_id=turn_id or str(uuid.uuid4()), answers=answers)
        async with aclosing(self._turn(session_id, user_id, message, rested)) as events:
            async for event in events:
                yield event

    async def state(self, session_id: str, *, user_id: str | None = None) -> GraphState:
        """Return the session's state.

        Raises SessionNotFound, also for a session of another user, NotSaved when the store is away, and SessionError
        for a session that cannot be read.
        """
        with _reading():
            snapshot = await self._graph.aget_state(_config(session_id))
        state = GraphState.model_validate(snapshot.values)
        if not state.session_id or (user_id is not None and state.user_id != user_id):
            raise SessionNotFound(f"no session {session_id}")
        self._owners[session_id] = state.user_id
        while len(self._owners) > OWNERS:
            del self._owners[next(iter(self._owners))]
        return state

    async def confirm(self, session_id: str, user_id: str) -> None:
        """Make sure that a session is this user's, as far as this process knows. Raises what `state` does."""
        if self._owners.get(session_id) != user_id:
            await self.state(session_id, user_id=user_id)

    async def history(self, session_id: str, *, user_id: str | None = None) -> tuple[Turn, ...]:
        """Return the whole conversation, oldest first. Raises SessionNotFound."""
        state = await self.state(session_id, user_id=user_id)
        return recent(state.messages, (), limit=None)

    async def list(self, user_id: str = "", *, offset: int = 0, limit: int = 50) -> Sequence[str]:
        """Return the ids of a user's sessions, the latest first. Raises NotSaved when the store is away."""
        with _reading():
            found = await self._index.list(user_id, offset=offset, limit=limit)
        return [activity.thread for activity in found]

    async def adopt(self, state: GraphState, uploads: Mapping[str, bytes] | None = None) -> str:
        """Take over a session from elsewhere, as it stands and with its photos, and return its id.

        Raises SessionError when there is a session of that id already, or the state has none.
        """
        session_id = state.session_id
        if not session_id:
            raise SessionError("the session has no id")
        async with self._writers.writing(session_id):
            if (await self._graph.aget_state(_config(session_id))).values.get("session_id"):
                raise SessionError(f"session {session_id} is here already; forget it first")
            await self._files.restore(state, uploads or {})
            await self._put(state, state.question.gate if state.question else "__start__")
            await self._touch(state.user_id, session_id)
        return session_id

    async def replace_site(self, session_id: str, website: Website, *, user_id: str | None = None) -> None:
        """Note that another version of the site is shown than the session published last.

        The session's own words stay; the next yes publishes them as a new version.
        """
        async with self._writers.writing(session_id):
            state = await self.state(session_id, user_id=user_id)
            website = website.model_copy(update={"made_from": f"undone-{uuid.uuid4().hex}"})
            question = PUBLISH.review(state.model_copy(update={"publish": website, "remark": ""}), self._phrases)
            values = {"publish": website, "question": question, "messages": [coach_says(question.text)]}
            await self._graph.aupdate_state(_config(session_id), values, as_node="publish")

    async def _put(self, state: GraphState, node: str) -> None:
        values = {name: getattr(state, name) for name in type(state).model_fields}
        await self._graph.aupdate_state(_config(state.session_id), values, as_node=node)

    async def forget(self, session_id: str, *, user_id: str | None = None) -> None:
        """Delete everything stored about a session, once no turn is at work in it; its published site stays.

        Raises SessionNotFound, SessionBusy, and NotSaved when the store went away before all was deleted; the session
        is still there then, to be forgotten again.
        """
        state = await self.state(session_id, user_id=user_id)
        async with self._writers.writing(session_id):
            await self._files.forget(session_id, state.user_id)
            await self._index.forget(state.user_id, session_id)
            await self._graph.checkpointer.adelete_thread(session_id)

    async def _turn(
        self, session_id: str, user_id: str | None, message: AnyMessage | None, rested: Rested | None
    ) -> AsyncGenerator[Event, None]:
        async with self._writers.writing(session_id):
            state = await self.state(session_id, user_id=user_id)
            left: list[GraphState] = []
            try:
                async for event in self._run(state, message, left.append):
                    yield event
            except (RedisError, CheckpointError):
                raise
            except CoachError as error:
                log.warning("turn.failed", session_id=session_id, error=type(error).__name__, detail=str(error))
                left.clear()
                yield self._problem(error, await self.state(session_id))
            except Exception as error:  # noqa: BLE001 - a bug must not cost the person the conversation
                log.error("turn.crashed", session_id=session_id, error=type(error).__name__, at=_place(error))  # noqa: TRY400
                left.clear()
                yield self._problem(CoachError(), await self.state(session_id))
            after = left[-1] if left else await self.state(session_id)
            if rested:
                rested(after)
            if after.question:
                yield self._asked(after)
            await self._files.keep(state, after)
            await self._touch(state.user_id, session_id)

    async def _touch(self, user_id: str, session_id: str) -> None:
        if user_id or self._guests:
            await self._index.touch(user_id, session_id)

    async def _run(self, state: GraphState, message: AnyMessage | None, rested: Rested) -> AsyncGenerator[Event, None]:
        """Run the graph on a reply, or on nothing new: a delivery that was stored before only finishes its work."""
        if message is not None and message.id in {known.id for known in state.messages}:
            message = None
        answers = message.additional_kwargs.get("answers") if message else None
        if answers and (state.question is None or state.question.id != answers):
            raise AlreadyAnswered(f"question {answers} is not open")
        given = {"messages": [message]} if message else None
        config = _config(state.session_id)
        stream = self._graph.astream(given, config, stream_mode=["custom", "updates", "values"], durability="sync")
        values: dict[str, Any] = {}
        async for mode, data in stream:
            if mode == "custom":
                yield Working(session_id=state.session_id, step=data["working"])
            elif mode == "values":
                values = data if "session_id" in data else values
            else:
                for step, update in data.items():
                    if event := _made(state.session_id, step, update):
                        yield event
        if values:
            rested(GraphState.model_validate(values))

    def _asked(self, state: CoachingState) -> Asked:
        assert state.question is not None  # noqa: S101 - the caller looked
        gate = state.question.gate
        return Asked(
            session_id=state.session_id,
            question=state.question,
            step=gate,
            number=self._steps.index(gate) + 1,
            count=len(self._steps),
            language=state.language,
            brief=state.brief.model_dump(mode="json", exclude_defaults=True),
        )

    def _problem(self, error: CoachError, state: CoachingState) -> Problem:
        return Problem(
            session_id=state.session_id,
            key=error.key,
            text=self._phrases.say(state.language, error.key),
            retry=isinstance(error, Unavailable) or type(error) is CoachError,
            retry_after=getattr(error, "retry_after", None),
        )


@contextmanager
def _reading() -> Iterator[None]:
    """Turn what the store raises into the product's own errors."""
    try:
        yield
    except RedisError as error:
        raise NotSaved(f"the session store does not answer ({type(error).__name__})") from error
    except CheckpointError as error:
        raise SessionError(str(error)) from error


def _made(session_id: str, step: str, update: Any) -> Made | None:
    result = update.get(step) if isinstance(update, dict) else None
    if not isinstance(result, Result):
        return None
    data = result.model_dump(mode="json")
    return Made(session_id=session_id, step=step, made_by=result.made_by, live=result.live, result=data)


def _place(error: Exception) -> str:
    """Return where an error was raised; a whole traceback could show what the person said."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{frame.filename}:{frame.lineno}"


def _config(session_id: str) -> dict[str, Any]:
    return {"configurable": {"thread_id": session_id}}
