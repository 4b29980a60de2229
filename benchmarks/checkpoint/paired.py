"""Ours against the floor, turn by turn in one process, so that what else the machine does meets both alike."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from langchain_core.messages import HumanMessage
from langgraph.types import Command

from benchmarks.checkpoint import graphs, savers
from benchmarks.checkpoint.floor import Floor

TURNS = (10, 50, 200)
WINDOW = 10
"""Turns that count for a named one: it and those before it."""
WALKS = 15
WARM = 20

Run = Callable[[str], Any]


def talk(saver: Any) -> Run:
    graph = graphs.chat(saver)

    async def turn(thread: str) -> None:
        await graph.ainvoke({"messages": [HumanMessage(graphs.TEXT)]}, _config(thread), durability="sync")

    return turn


def walk(saver: Any) -> Run:
    graph = graphs.walk(saver)

    async def steps(thread: str) -> None:
        await graph.ainvoke({"said": ["hello"]}, _config(thread), durability="sync")
        await graph.ainvoke(Command(resume="I sew"), _config(thread), durability="sync")

    return steps


async def flush_bytes(saver: Any, kind: Callable[[Any], Run]) -> int:
    """Return what our saver sends in a flush of this work, on average; its reads left out."""
    run = kind(saver)
    with sent() as sizes:
        for number in range(WARM):
            await run(f"warm {number % 2}" if kind is talk else f"warm {number}")
    reads = WARM if kind is talk else 2 * WARM
    flushes = sorted(sizes)[reads:]
    return sum(flushes) // len(flushes)


@contextmanager
def sent() -> Iterator[list[int]]:
    """Note how many bytes each call sends."""
    from redis.asyncio.connection import AbstractConnection

    inner, sizes = AbstractConnection.send_packed_command, []

    async def noted(connection: Any, command: Any, *args: Any, **kwargs: Any) -> Any:
        sizes.append(sum(map(len, command)))
        return await inner(connection, command, *args, **kwargs)

    AbstractConnection.send_packed_command = noted  # type: ignore[method-assign]
    try:
        yield sizes
    finally:
        AbstractConnection.send_packed_command = inner  # type: ignore[method-assign]


async def pair(ours: Run, floor: Run, thread: str, *, ours_first: bool) -> tuple[float, float]:
    """Return the CPU seconds of this process for the same run on both."""
    spent = {}
    for run in (ours, floor) if ours_first else (floor, ours):
        before = time.process_time()
        await run(thread)
        spent[run] = time.process_time() - before
    return spent[ours], spent[floor]


async def compare(rounds: int) -> dict[str, list[tuple[float, float]]]:
    """Return pairs of CPU seconds, ours and the floor's, by work."""
    found: dict[str, list[tuple[float, float]]] = {}
    async with AsyncExitStack() as stack:
        folders = [Path(stack.enter_context(TemporaryDirectory(ignore_cleanup_errors=True))) for _ in range(2)]
        ours = (await stack.enter_async_context(savers.ours(folders[0]))).saver
        client, _, _ = await stack.enter_async_context(savers.server(folders[1]))
        floors = {kind: Floor(client, await flush_bytes(ours, kind)) for kind in (talk, walk)}
        for number in range(rounds):
            runs = talk(ours), talk(floors[talk])
            for turn in range(1, max(TURNS) + 1):
                spent = await pair(*runs, f"chat {number}", ours_first=turn % 2 == 0)
                for named in TURNS:
                    if named - WINDOW < turn <= named:
                        found.setdefault(f"chat, turn {named}", []).append(spent)
            runs = walk(ours), walk(floors[walk])
            for step in range(WALKS):
                spent = await pair(*runs, f"walk {number} {step}", ours_first=step % 2 == 0)
                found.setdefault("five steps", []).append(spent)
    return found


def report(rounds: int) -> None:
    print(f"\nours / floor, CPU, {rounds} rounds of pairs: median ratio (quartiles), median ms of ours and floor")
    for work, pairs in asyncio.run(compare(rounds)).items():
        low, middle, high = statistics.quantiles([ours / floor for ours, floor in pairs], n=4)
        ours, floor = (statistics.median(column) * 1e3 for column in zip(*pairs, strict=True))
        print(f"{work:<18}{middle:.2f} ({low:.2f} to {high:.2f}){ours:>9.2f}{floor:>7.2f}")


def _config(thread: str) -> Any:
    return {"configurable": {"thread_id": thread}}
