"""The work every saver is measured on: a chat that grows, and a five-step graph with one question to the person."""

from __future__ import annotations

import operator
from typing import Annotated, Any, TypedDict

from langchain_core.messages import AIMessage
from langgraph.graph import END, START, MessagesState, StateGraph
from langgraph.types import interrupt

TEXT = "five hundred bytes of talk ".ljust(500, ".")
STEPS = ("vision", "research", "content", "logo", "publish")


class Walk(TypedDict, total=False):
    said: Annotated[list[str], operator.add]
    vision: dict[str, Any]
    research: dict[str, Any]
    content: dict[str, Any]
    logo: dict[str, Any]
    publish: dict[str, Any]


def chat(saver: Any) -> Any:
    """One message of 500 bytes in, one out: three checkpoints and two sets of writes a turn."""

    async def answer(_: MessagesState) -> dict[str, Any]:
        return {"messages": [AIMessage(TEXT)]}

    graph = StateGraph(MessagesState)
    graph.add_node("answer", answer)
    graph.add_edge(START, "answer")
    graph.add_edge("answer", END)
    return graph.compile(checkpointer=saver)


def walk(saver: Any) -> Any:
    """Five steps of 2 kB each; the first asks the person something."""

    def step(name: str) -> Any:
        async def run(_: Walk) -> dict[str, Any]:
            answer = interrupt("what do you do?") if name == "vision" and saver is not None else ""
            return {name: {"made": TEXT * 4, "answer": answer}, "said": [f"{name} done"]}

        return run

    graph = StateGraph(Walk)
    for before, name in zip((START, *STEPS), STEPS, strict=False):
        graph.add_node(name, step(name))
        graph.add_edge(before, name)
    graph.add_edge(STEPS[-1], END)
    return graph.compile(checkpointer=saver)
