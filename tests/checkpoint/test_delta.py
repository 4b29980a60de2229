"""Delta channels: the state is rebuilt from stored writes, so their order and their ancestors must be right."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Annotated, Any, TypedDict

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, StateGraph

from agent.checkpoint import PlainRedisSaver
from agent.checkpoint.history import PAGE

CONFIG = {"configurable": {"thread_id": "t"}}
WIDE = 6


@pytest.fixture(autouse=True)
def _beta() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def joined(state: list[Any] | None, writes: list[Any]) -> list[Any]:
    return [*(state or []), *(item for write in writes for item in write)]


def graph(saver: Any, snapshot_frequency: int) -> Any:
    from langgraph.channels import DeltaChannel

    log = Annotated[list[str], DeltaChannel(joined, snapshot_frequency=snapshot_frequency)]
    schema = TypedDict("schema", {"log": log, "turn": int})  # noqa: UP013 - its types are local

    def worker(name: str) -> Any:
        async def work(state: Any) -> dict[str, Any]:
            return {"log": [f"{name} in turn {state.get('turn', 0)}"]}

        return work

    async def count(state: Any) -> dict[str, Any]:
        return {"turn": state.get("turn", 0) + 1}

    built = StateGraph(schema)
    built.add_node("count", count)
    built.add_edge(START, "count")
    for number in range(WIDE):
        built.add_node(f"w{number}", worker(f"w{number}"))
        built.add_edge("count", f"w{number}")
        built.add_edge(f"w{number}", END)
    return built.compile(checkpointer=saver)


async def turns(compiled: Any, count: int, **options: Any) -> list[str]:
    for number in range(count):
        found = await compiled.ainvoke({"log": [f"said {number}"]}, CONFIG, **options)
    return list(found["log"])


@pytest.mark.parametrize("durability", ["sync", "async", "exit"])
@pytest.mark.parametrize("frequency", [4, 1000])
async def test_six_parallel_writers_reload_in_the_order_of_the_run(
    client: Any, prefix: str, frequency: int, durability: str
) -> None:
    live = await turns(graph(PlainRedisSaver(client, prefix=prefix), frequency), 4, durability=durability)

    reloaded = await graph(PlainRedisSaver(client, prefix=prefix), frequency).aget_state(CONFIG)

    assert reloaded.values["log"] == live
    assert len(live) == 4 * (WIDE + 1)


async def test_the_order_is_the_task_paths_and_not_the_task_ids(client: Any, prefix: str) -> None:
    """The control: with the paths dropped, as older savers do, the same run reloads in another order."""

    class Forgetful(PlainRedisSaver):
        async def aput_writes(self, config: Any, writes: Any, task_id: str, task_path: str = "") -> None:
            await super().aput_writes(config, writes, task_id, "")

    differed = []
    for attempt in range(4):
        saver = Forgetful(client, prefix=f"{prefix}{attempt}")
        live = await turns(graph(saver, 1000), 3)
        reloaded = await graph(saver, 1000).aget_state(CONFIG)
        differed.append(reloaded.values["log"] != live)

    assert any(differed)


async def test_a_long_past_is_fetched_in_few_round_trips(client: Any, prefix: str) -> None:
    saver = PlainRedisSaver(client, prefix=prefix)
    compiled = graph(saver, 10_000)
    live = await turns(compiled, PAGE // 2)
    calls = []
    for name in ("zrevrangebylex", "zrangebylex", "evalsha", "hmget"):
        inner = getattr(client, name)
        setattr(client, name, lambda *a, inner=inner, name=name, **k: (calls.append(name), inner(*a, **k))[1])

    state = await compiled.aget_state(CONFIG)

    assert state.values["log"] == live
    assert len(calls) <= 5


async def test_pruning_keeps_what_the_newest_state_is_rebuilt_from(client: Any, prefix: str) -> None:
    saver = PlainRedisSaver(client, prefix=prefix)
    compiled = graph(saver, 1000)
    live = await turns(compiled, 3)
    await saver.aprune(["t"], strategy="keep_latest")

    assert (await compiled.aget_state(CONFIG)).values["log"] == live
    assert (await turns(compiled, 1))[:-7] == live


async def test_pruning_lets_go_of_what_is_older_than_the_snapshot(client: Any, prefix: str) -> None:
    saver = PlainRedisSaver(client, prefix=prefix)
    compiled = graph(saver, 3)
    live = await turns(compiled, 12)
    before = await client.zcard(saver._links.store().keys("t").checkpoints)
    await saver.aprune(["t"], strategy="keep_latest")

    assert (await compiled.aget_state(CONFIG)).values["log"] == live
    assert await client.zcard(saver._links.store().keys("t").checkpoints) < before / 3


async def test_a_fork_rebuilds_its_own_past(client: Any, prefix: str) -> None:
    async def told(saver: Any) -> list[Any]:
        compiled = graph(saver, 1000)
        await turns(compiled, 2)
        states = [state async for state in compiled.aget_state_history(CONFIG)]
        old = next(state for state in states if len(state.values["log"]) == WIDE + 1 and not state.next)
        await compiled.ainvoke({"log": ["forked"]}, old.config)
        return [state.values["log"] async for state in compiled.aget_state_history(CONFIG)]

    assert await told(PlainRedisSaver(client, prefix=prefix)) == await told(InMemorySaver())


async def test_the_history_of_no_channel_and_of_no_thread_is_empty(client: Any, prefix: str) -> None:
    saver = PlainRedisSaver(client, prefix=prefix)

    assert await saver.aget_delta_channel_history(config=CONFIG, channels=[]) == {}
    assert await saver.aget_delta_channel_history(config=CONFIG, channels=["log"]) == {"log": {"writes": []}}
