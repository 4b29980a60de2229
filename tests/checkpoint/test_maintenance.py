"""Deleting, copying and pruning leave exactly what they say."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from langchain_core.messages import HumanMessage

from agent.checkpoint import PlainRedisSaver
from agent.checkpoint.lease import lease

LONG = "a value that is stored apart because it is longer than forty-eight bytes"


def at(thread: str) -> dict[str, Any]:
    return {"configurable": {"thread_id": thread, "checkpoint_ns": ""}}


async def values(saver: PlainRedisSaver, thread: str) -> Any:
    found = await saver.aget_tuple(at(thread))
    return found.checkpoint["channel_values"] if found else None


async def test_a_deleted_thread_leaves_no_key(client: Any, prefix: str, put: Any, scan: Any) -> None:
    saver = PlainRedisSaver(client, prefix=prefix)
    async with lease(client, "t", prefix=prefix):
        for ns in ("", "child"):
            config = await put(saver, {"text": LONG, "list": [LONG]}, thread="t", ns=ns)
            await saver.aput_writes(config, [("a", LONG)], "task")
        assert len(await scan(client, prefix)) == 5
        await saver.adelete_thread("t")

        assert await scan(client, prefix) == set()
    assert await scan(client, prefix) == set()


async def test_a_thread_never_has_more_than_five_keys(client: Any, prefix: str, chat: Any, scan: Any) -> None:
    graph = chat(PlainRedisSaver(client, prefix=prefix))
    for turn in range(20):
        async with lease(client, "t", prefix=prefix):
            await graph.ainvoke({"messages": [HumanMessage(str(turn))]}, at("t"))

    assert len(await scan(client, prefix)) == 4


async def test_a_copy_is_independent_of_its_source(client: Any, prefix: str, put: Any) -> None:
    saver = PlainRedisSaver(client, prefix=prefix)
    config = await put(saver, {"list": [LONG], "text": LONG}, thread="one")
    await put(saver, {"left": "over"}, thread="two")
    await saver.acopy_thread("one", "two")
    assert await values(saver, "two") == {"list": [LONG], "text": LONG}

    copied = await saver.aget_tuple(at("two"))
    assert copied is not None
    await put(saver, {"list": [LONG, "two"], "text": LONG}, copied.config)
    await put(saver, {"list": [LONG, "one"], "text": LONG}, config)

    assert (await values(saver, "one"))["list"] == [LONG, "one"]
    assert (await values(saver, "two"))["list"] == [LONG, "two"]
    await saver.adelete_thread("one")
    assert (await values(saver, "two"))["list"] == [LONG, "two"]


async def test_pruning_frees_what_only_the_past_needed(client: Any, prefix: str, put: Any) -> None:
    saver = PlainRedisSaver(client, prefix=prefix)
    config = await put(saver, {"list": [LONG], "text": LONG})
    for edit in (["edited"], ["edited", LONG], [LONG], [LONG, "end"]):
        config = await put(saver, {"list": edit, "text": LONG + edit[-1]}, config)
    keys = saver._links.store().keys("t")
    before = await client.hlen(keys.items)
    await saver.aprune(["t"])

    assert await values(saver, "t") == {"list": [LONG, "end"], "text": LONG + "end"}
    assert before > 8
    assert await client.hlen(keys.items) == 2 + 2 + 1
    assert await client.zcard(keys.checkpoints) == 1


async def test_a_process_that_remembers_the_past_goes_on_after_another_pruned_it(
    client: Any, prefix: str, put: Any
) -> None:
    one, other = PlainRedisSaver(client, prefix=prefix), PlainRedisSaver(client, prefix=prefix)
    root = await put(one, {"list": [LONG], "text": LONG})
    await put(other, {"list": ["other"], "text": LONG + "2"}, root)
    await other.aprune(["t"])
    after = await put(one, {"list": [LONG, "on an old branch"], "text": LONG}, root, changed={"list", "text"})

    found = await PlainRedisSaver(client, prefix=prefix).aget_tuple(after)
    assert found is not None
    assert found.checkpoint["channel_values"] == {"list": [LONG, "on an old branch"], "text": LONG}


async def test_pruning_and_writing_at_once_lose_nothing(real: Any, prefix: str, chat: Any) -> None:
    saver, pruner = PlainRedisSaver(real, prefix=prefix), PlainRedisSaver(real, prefix=prefix)
    graph = chat(saver)

    async def talk() -> None:
        for turn in range(30):
            await graph.ainvoke({"messages": [HumanMessage(f"turn {turn}")]}, at("t"), durability="sync")

    talking = asyncio.create_task(talk())
    while not talking.done():
        await pruner.aprune(["t"])
    await talking

    said = (await chat(PlainRedisSaver(real, prefix=prefix)).aget_state(at("t"))).values["messages"]
    assert [message.content for message in said[::2]] == [f"turn {turn}" for turn in range(30)]


async def test_deleting_runs_frees_their_values(client: Any, prefix: str, put: Any) -> None:
    saver = PlainRedisSaver(client, prefix=prefix)
    first = await put(saver, {"text": LONG}, metadata={"source": "loop", "step": 0, "run_id": "a"})
    await put(saver, {"text": LONG + "b"}, first, metadata={"source": "loop", "step": 1, "run_id": "b"})
    await saver.adelete_for_runs(["b"])

    assert await values(saver, "t") == {"text": LONG}
    assert await client.hlen(saver._links.store().keys("t").items) == 3


async def test_an_unknown_strategy_is_refused(saver: PlainRedisSaver) -> None:
    with pytest.raises(ValueError, match="keep_some"):
        await saver.aprune(["t"], strategy="keep_some")
