"""The blocking methods do what the async ones do, from any thread, next to a running loop."""

from __future__ import annotations

import asyncio
from typing import Any

import fakeredis
import pytest
from langchain_core.messages import AIMessage, HumanMessage
from langgraph.checkpoint.base import empty_checkpoint
from langgraph.graph import END, START, MessagesState, StateGraph

from agent.checkpoint import PlainRedisSaver
from agent.checkpoint.errors import StaleWriter
from agent.checkpoint.fencing import writing_with

CONFIG = {"configurable": {"thread_id": "t", "checkpoint_ns": ""}}


def put(saver: PlainRedisSaver, text: str, config: Any = CONFIG) -> Any:
    checkpoint = empty_checkpoint() | {"channel_values": {"a": text}, "channel_versions": {"a": 1}}
    return saver.put(config, checkpoint, {"source": "loop", "step": 0, "run_id": text}, {"a": 1})


@pytest.fixture
def saver(fake_server: fakeredis.FakeServer) -> Any:
    saver = PlainRedisSaver(fakeredis.FakeAsyncRedis(server=fake_server))
    yield saver
    asyncio.run(saver.aclose())


def test_every_sync_method_works_without_a_running_loop(saver: PlainRedisSaver) -> None:
    first = put(saver, "one")
    second = put(saver, "two", first)
    saver.put_writes(second, [("a", 1)], "task", "path")
    found = saver.get_tuple(CONFIG)
    assert found is not None
    assert found.pending_writes == [("task", "a", 1)]
    assert saver.get(CONFIG) == found.checkpoint
    assert [one.checkpoint["channel_values"]["a"] for one in saver.list(CONFIG)] == ["two", "one"]
    assert [one.checkpoint["channel_values"]["a"] for one in saver.list(CONFIG, limit=1)] == ["two"]
    assert saver.get_delta_channel_history(config=CONFIG, channels=["a"])["a"]["seed"] == "one"
    saver.copy_thread("t", "copy")
    saver.delete_for_runs(["two"])
    assert [one.checkpoint["channel_values"]["a"] for one in saver.list(CONFIG)] == ["one"]
    saver.prune(["copy"])
    assert len(list(saver.list({"configurable": {"thread_id": "copy"}}))) == 1
    saver.delete_thread("t")
    assert saver.get_tuple(CONFIG) is None


def test_a_listing_may_be_left_early(saver: PlainRedisSaver) -> None:
    put(saver, "two", put(saver, "one"))

    listing = saver.list(CONFIG)
    assert next(listing).checkpoint["channel_values"]["a"] == "two"
    listing.close()


def test_a_sync_graph_and_an_async_one_share_a_session(saver: PlainRedisSaver) -> None:
    built = StateGraph(MessagesState)
    built.add_node("answer", lambda state: {"messages": [AIMessage(f"after {len(state['messages'])}")]})
    built.add_edge(START, "answer")
    built.add_edge("answer", END)
    graph = built.compile(checkpointer=saver)

    graph.invoke({"messages": [HumanMessage("sync")]}, CONFIG)
    asyncio.run(graph.ainvoke({"messages": [HumanMessage("async")]}, CONFIG))
    graph.invoke({"messages": [HumanMessage("sync again")]}, CONFIG)

    said = [message.content for message in graph.get_state(CONFIG).values["messages"]]
    assert said == ["sync", "after 1", "async", "after 3", "sync again", "after 5"]


def test_one_saver_serves_one_loop_after_the_other(saver: PlainRedisSaver) -> None:
    async def text() -> str:
        found = await saver.aget_tuple(CONFIG)
        assert found is not None
        return str(found.checkpoint["channel_values"]["a"])

    put(saver, "kept")

    assert [asyncio.run(text()) for _ in range(3)] == ["kept"] * 3


def test_the_token_of_the_calling_code_reaches_the_background_loop(saver: PlainRedisSaver) -> None:
    with writing_with("t", "1"), pytest.raises(StaleWriter):
        put(saver, "no lease was ever issued for this token")

    assert saver.get_tuple(CONFIG) is None


def test_a_client_that_cannot_be_copied_says_so() -> None:
    class Cluster:
        pass

    saver = PlainRedisSaver(Cluster())

    async def use() -> None:
        saver._links.store()

    asyncio.run(use())
    with pytest.raises(TypeError, match="from_conn_string"):
        asyncio.run(use())
