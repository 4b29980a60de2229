"""The walk as a LangGraph state graph: vision -> research -> content -> logo -> publish, a gate after each.

A step makes its result and puts its question into the state. If there is something to ask, its gate interrupts; the
reply goes to `steer`, which understands it and leads to the first step that has something to do. A step whose input
and yes still hold is passed over, so a change anywhere costs only what depends on it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import pairwise
from typing import Annotated, Any, Protocol

from langchain_core.messages import AnyMessage
from langchain_core.runnables import RunnableConfig
from langgraph.config import get_stream_writer
from langgraph.graph import START, StateGraph
from langgraph.graph.message import add_messages
from langgraph.types import Command, interrupt
from pydantic import Field

from agent.ahead import RunAhead, within
from agent.messages import action_of, coach_says, from_resume, recent, unheard
from nodes import content, logo, publish, research
from nodes.actions import AddLogo, AddPhoto
from nodes.conversation import Question
from nodes.pictures import ask_caption, take, unnamed
from nodes.ports import Services
from nodes.review import Decision, decide, next_step, previewed
from nodes.state import CoachingState
from nodes.step import Step
from nodes.understanding import understand
from nodes.vision import prepare, vision

WALK: tuple[Step, ...] = (research.STEP, content.STEP, logo.STEP, publish.STEP)
"""The steps after the vision, in order. A new step is one line here."""

Update = dict[str, Any]
Scope = Callable[[str], AbstractContextManager[object]]


class GraphState(CoachingState):
    """The session's state with its transcript."""

    messages: Annotated[list[AnyMessage], add_messages] = Field(default_factory=list)


class Node(Protocol):
    """A node without configuration. All are coroutines, edges too: LangGraph runs plain functions in a thread each."""

    def __call__(self, state: GraphState) -> Awaitable[Update]: ...


class ConfiguredNode(Protocol):
    def __call__(self, state: GraphState, config: RunnableConfig) -> Awaitable[Update]: ...


class Steering(Protocol):
    def __call__(self, state: GraphState) -> Awaitable[Command[str]]: ...


def build_graph(
    services: Services,
    *,
    walk: Sequence[Step] = WALK,
    state: type[GraphState] = GraphState,
    ahead: RunAhead | None = None,
    scope: Scope = nullcontext,
) -> StateGraph[Any, Any, Any, Any]:
    """Return the uncompiled graph over these services.

    walk and state are given only to extend the product by a step; ahead finds results computed before their turn;
    scope is entered with the session's id around every call of an integration.
    """
    ahead = ahead or RunAhead(services)
    graph: StateGraph[Any, Any, Any, Any] = StateGraph(state)
    names = gates(walk)
    graph.add_node("vision", _vision_node(services, walk, ahead, scope))
    graph.add_node("preview", _preview_node(services, ahead, scope))
    for step in walk:
        graph.add_node(step.name, _step_node(step, services, walk, ahead, scope))
    for name in names:
        graph.add_node(f"review_{name}", _gate(name))
        graph.add_edge(f"review_{name}", "steer")
    for name, following in pairwise(names):
        graph.add_conditional_edges(name, _asks_or(following), [f"review_{name}", following])
    graph.add_edge("publish", "review_publish")
    graph.add_node("steer", _steer_node(services, walk), destinations=names)
    graph.add_conditional_edges(START, _entrance, ["vision", "steer"])
    return graph


def gates(walk: Sequence[Step]) -> tuple[str, ...]:
    """Return the names of all gates in the order of the walk; the preview stands before publishing."""
    return ("vision", *(step.name for step in walk if step is not publish.STEP), "preview", "publish")


async def _entrance(state: GraphState) -> str:
    """Begin with the vision; later, a plain message is the reply to the open question."""
    return "steer" if state.question or state.heard else "vision"


def _asks_or(following: str) -> Callable[[GraphState], Awaitable[str]]:
    """Lead from a step to its gate when it has asked something, else on."""

    async def route(state: GraphState) -> str:
        return f"review_{state.question.gate}" if state.question else following

    return route


def _gate(name: str) -> Node:
    """Wait for a reply. Nothing else happens here, so running it again is free."""

    async def gate(state: GraphState) -> Update:
        question = state.question
        reply = interrupt(question.model_dump(mode="json") if question else {"gate": name})
        return {"messages": [from_resume(reply)]}

    return gate


def _vision_node(services: Services, walk: Sequence[Step], ahead: RunAhead, scope: Scope) -> ConfiguredNode:
    async def hear(state: GraphState, config: RunnableConfig) -> Update:
        identity = _identity(state, config)
        state = state.model_copy(update=identity)
        new = unheard(state.messages, state.heard)
        said = tuple(text for message in new if (text := _words(message, state, services)))
        if said:
            get_stream_writer()({"working": "vision"})
        gate = state.question.gate if state.question else next_step(state, walk)
        request = prepare(state, said, recent(state.messages, new), gate) if said else None
        with scope(state.session_id):
            async with within(ahead.patience, "vision"):
                update = identity | {"question": None} | await vision(state, request, services)
            if _interview_over(update):
                ahead.start(state.model_copy(update=update), walk)
        if new:
            update["heard"] = new[-1].id
        return update | _spoken(update["question"])

    return hear


def _words(message: AnyMessage, state: GraphState, services: Services) -> str:
    """Return what a message says to the coach; a command among the words ("again") says nothing."""
    action = action_of(message) or understand(str(message.text), state.question, services.vocabulary)
    return decide(state, action, WALK, services).words


def _interview_over(update: Update) -> bool:
    question: Question | None = update["question"]
    return question is None or question.kind == "recap"


def _step_node(step: Step, services: Services, walk: Sequence[Step], ahead: RunAhead, scope: Scope) -> Node:
    async def run(state: GraphState) -> Update:
        if step.name in state.skipped:
            return {"question": None}
        update: Update = {"question": None}
        with scope(state.session_id):
            ahead.start(state, walk)
        request = step.prepare(state)
        if request is not None and not step.current(state):
            get_stream_writer()({"working": step.name})
            with scope(state.session_id):
                update[step.name] = await ahead.take(step, request)
        if step is publish.STEP:
            update["found"] = ""
        now = state.model_copy(update=update)
        if step.settled(now):
            return update
        question = step.review(now, services.phrases)
        with scope(state.session_id):
            ahead.start(now, walk)
        return update | {"question": question, "remark": ""} | _spoken(question)

    return run


def _preview_node(services: Services, ahead: RunAhead, scope: Scope) -> Node:
    async def preview(state: GraphState) -> Update:
        if previewed(state):
            return {"question": None}
        photo = unnamed(state)
        ask = ask_caption(state, photo, services.phrases) if photo else None
        question = ask or publish.confirm(state, services.phrases)
        if request := None if ask else publish.prepare(state):
            with scope(state.session_id):
                ahead.foresee(request)
        return {"question": question, "remark": ""} | _spoken(question)

    return preview


def _steer_node(services: Services, walk: Sequence[Step]) -> Steering:
    async def steer(state: GraphState) -> Command[str]:
        update: Update = {}
        for message in unheard(state.messages, state.heard):
            now = state.model_copy(update=update)
            action = action_of(message) or understand(str(message.text), now.question, services.vocabulary)
            if isinstance(action, AddLogo | AddPhoto):
                decision = Decision(await take(now, action, services))
            else:
                decision = decide(now, action, walk, services)
            if decision.words:
                return Command(goto="vision", update=update)
            update |= decision.changes | {"heard": message.id}
        target = next_step(state.model_copy(update=update), walk)
        return Command(goto=target, update=update if target == "vision" else update | {"question": None})

    return steer


def _spoken(question: Question | None) -> Update:
    return {"messages": [coach_says(question.text)]} if question else {}


def _identity(state: GraphState, config: RunnableConfig) -> Update:
    """Take the session's id from the thread once, so that the core needs no configuration."""
    return {} if state.session_id else {"session_id": str(config["configurable"]["thread_id"])}
