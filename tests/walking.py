"""A person who talks with the graph over fakes, by plain messages or by resuming interrupts."""

from __future__ import annotations

from typing import Any

from fakes import Calls, fake_services
from langchain_core.messages import HumanMessage
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command

from agent.graph import GraphState, build_graph
from agent.serializer import state_serializer
from nodes.conversation import Question

FACTS = (
    "business_name=Awa Couture; activity=tailor; city=Dakar; offer=dress 9000; target_audience=women; "
    "differentiation=care; vision=to grow; phone=+221771234567"
)
"""A first message that says it all."""


def answer(step: str, kind: str) -> str:
    """Return what brings a session to its site, whatever the interview still asks after FACTS."""
    if kind == "fact":
        return "dress at 5000 XOF"
    return "1" if step == "logo" else "yes"


class Person:
    """Talks with one session."""

    def __init__(
        self, *, resumes: bool = False, saver: Any = None, thread: str = "t", calls: Calls | None = None
    ) -> None:
        self.calls = calls or Calls()
        self.services = fake_services(self.calls)
        self.graph = build_graph(self.services).compile(saver or InMemorySaver(serde=state_serializer()))
        self.config = {"configurable": {"thread_id": thread}}
        self.resumes = resumes

    async def start(self, language: str = "en") -> Question:
        return self._question(await self.graph.ainvoke({"language": language}, self.config, durability="sync"))

    async def say(self, *replies: Any) -> Question:
        question = None
        for reply in replies:
            given = Command(resume=reply) if self.resumes else {"messages": [_message(reply)]}
            question = self._question(await self.graph.ainvoke(given, self.config, durability="sync"))
        assert question
        return question

    async def state(self) -> GraphState:
        return GraphState.model_validate((await self.graph.aget_state(self.config)).values)

    @staticmethod
    def _question(values: dict[str, Any]) -> Question:
        return values["question"]


def _message(reply: Any) -> HumanMessage:
    if isinstance(reply, str):
        return HumanMessage(reply)
    return HumanMessage("", additional_kwargs={"action": reply})
