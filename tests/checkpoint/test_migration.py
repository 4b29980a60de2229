"""Sessions of older formats open; those of newer ones are left alone."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agent.checkpoint import PlainRedisSaver, store
from agent.checkpoint.errors import NewerFormat
from agent.checkpoint.migration import STEPS, StoredThread, write_thread

LONG = "a value that is stored apart because it is longer than forty-eight bytes"
CONFIG = {"configurable": {"thread_id": "t", "checkpoint_ns": ""}}
RECORDED = Path(__file__).parent / "data"


async def mark(client: Any, saver: PlainRedisSaver) -> bytes:
    return bytes(await client.hget(saver._links.store().keys("t").items, "@"))


def doubling(thread: StoredThread) -> StoredThread:
    """Undo the make-believe older format of `aged`: item names had a letter in front."""
    return replace(thread, items={name.removeprefix(b"x"): value for name, value in thread.items.items()})


async def aged(client: Any, saver: PlainRedisSaver, number: int) -> None:
    """Rewrite the thread as an older release would have stored it."""
    items = saver._links.store().keys("t").items
    for name, value in (await client.hgetall(items)).items():
        if name not in (b"@", b"#"):
            await client.hdel(items, name)
            await client.hset(items, b"x" + name, value)
    await client.hset(items, "@", b"%d:%s" % (number, (await mark(client, saver)).partition(b":")[2]))


@pytest.mark.parametrize("first", ["read", "put", "write"])
async def test_an_older_thread_is_brought_forward_by_its_first_use(
    client: Any, prefix: str, put: Any, first: str
) -> None:
    config = await put(PlainRedisSaver(client, prefix=prefix, ttl=7200), {"list": [LONG], "text": LONG})
    saver = PlainRedisSaver(client, prefix=prefix, ttl=7200)
    saver._links.store().steps = {store.FORMAT - 1: doubling}
    await aged(client, saver, store.FORMAT - 1)

    if first == "put":
        config = await put(saver, {"list": [LONG, "more"], "text": LONG}, config)
    elif first == "write":
        await saver.aput_writes(config, [("a", 1)], "task")
    found = await saver.aget_tuple(CONFIG)

    assert found is not None
    expected = [LONG, "more"] if first == "put" else [LONG]
    assert found.checkpoint["channel_values"] == {"list": expected, "text": LONG}
    assert (await mark(client, saver)).startswith(b"%d:" % store.FORMAT)
    assert (
        min([await client.pttl(key) for key in saver._links.store().keys("t").stored if await client.exists(key)]) > 0
    )


async def test_a_missing_step_leaves_the_thread_as_it_was(client: Any, prefix: str, put: Any) -> None:
    saver = PlainRedisSaver(client, prefix=prefix)
    await put(saver, {"text": LONG})
    await aged(client, saver, store.FORMAT - 1)
    before = await client.hgetall(saver._links.store().keys("t").items)
    fresh = PlainRedisSaver(client, prefix=prefix)
    fresh._links.store().steps = {}

    with pytest.raises(KeyError):
        await fresh.aget_tuple(CONFIG)
    assert await client.hgetall(saver._links.store().keys("t").items) == before


async def test_a_thread_of_a_newer_release_is_neither_read_nor_written(client: Any, prefix: str, put: Any) -> None:
    saver = PlainRedisSaver(client, prefix=prefix)
    config = await put(saver, {"text": LONG})
    items = saver._links.store().keys("t").items
    await client.hset(items, "@", b"%d:abc" % (store.FORMAT + 1))
    before = await client.hgetall(items)
    fresh = PlainRedisSaver(client, prefix=prefix)

    for use in (fresh.aget_tuple(CONFIG), fresh.aput_writes(config, [("a", 1)], "task"), put(saver, {"text": "x"})):
        with pytest.raises(NewerFormat):
            await use
    assert await client.hgetall(items) == before


def test_there_is_a_step_from_every_older_format() -> None:
    assert set(STEPS) == set(range(1, store.FORMAT))


@pytest.mark.parametrize("recorded", sorted(RECORDED.glob("format-*.json")), ids=lambda path: path.stem)
async def test_a_recorded_session_of_every_format_opens_and_goes_on(
    client: Any, prefix: str, chat: Any, recorded: Path
) -> None:
    kept = json.loads(recorded.read_text())
    saver = PlainRedisSaver(client, prefix=prefix)
    graph = chat(saver)

    def raw(text: str) -> bytes:
        return base64.b64decode(text)

    thread = StoredThread(
        [raw(one) for one in kept["checkpoints"]],
        [raw(one) for one in kept["writes"]],
        {raw(name): raw(value) for name, value in kept["items"].items()},
        -1,
    )
    async with client.pipeline(transaction=True) as pipe:
        write_thread(pipe, saver._links.store().keys("t"), thread)
        await pipe.execute()

    said = [message.content for message in (await graph.aget_state(CONFIG)).values["messages"]]
    assert said == kept["said"]
    assert len([state async for state in graph.aget_state_history(CONFIG)]) == kept["states"]
    out = await graph.ainvoke({"messages": [("user", "on we go")]}, CONFIG)
    assert [message.content for message in out["messages"]] == [*said, "on we go", f"answer {len(said) + 1}"]


def test_the_current_format_is_recorded() -> None:
    assert (RECORDED / f"format-{store.FORMAT}.json").exists()
