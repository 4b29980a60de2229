"""Runs the work on one contender and counts: wall time, CPU of this process, writes to the socket, bytes stored."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from langchain_core.messages import HumanMessage
from langgraph.types import Command

from benchmarks.checkpoint import graphs, savers

TURNS = (10, 50, 200)
WINDOW = 10
"""Turns whose median is reported; with the last of them the named turn is reached."""
WALKS = 15


@dataclass(frozen=True)
class Cost:
    work: str
    wall_ms: float
    cpu_ms: float
    round_trips: float
    stored: int


class Trips:
    """Counts what this process writes to Redis: one per command or pipeline."""

    def __init__(self) -> None:
        self.count = 0

    @contextmanager
    def counting(self) -> Any:
        from redis.asyncio.connection import AbstractConnection

        inner = AbstractConnection.send_packed_command

        async def counted(connection: Any, *args: Any, **kwargs: Any) -> Any:
            self.count += 1
            return await inner(connection, *args, **kwargs)

        AbstractConnection.send_packed_command = counted  # type: ignore[method-assign]
        try:
            yield self
        finally:
            AbstractConnection.send_packed_command = inner  # type: ignore[method-assign]


async def timed(trips: Trips, work: Callable[[], Any]) -> tuple[float, float, int]:
    before, wall, cpu = trips.count, time.perf_counter(), time.process_time()
    await work()
    return (time.perf_counter() - wall) * 1e3, (time.process_time() - cpu) * 1e3, trips.count - before


def median(label: str, found: list[tuple[float, float, int]], stored: int) -> Cost:
    wall, cpu, trips = (statistics.median(column) for column in zip(*found, strict=True))
    return Cost(label, round(wall, 2), round(cpu, 2), trips, stored)


async def talk(contender: savers.Contender, trips: Trips) -> list[Cost]:
    """Measure the chat. Without a saver the messages are handed in again each turn."""
    graph = graphs.chat(contender.saver)
    costs, found, said = [], [], []
    base = await contender.size()
    for turn in range(1, max(TURNS) + 1):

        async def speak() -> None:
            message = HumanMessage(graphs.TEXT)
            out = await graph.ainvoke({"messages": [*said, message]}, _config("chat"), **_durability(contender))
            if contender.saver is None:
                said[:] = out["messages"]

        found.append(await timed(trips, speak))
        if turn in TURNS:
            costs.append(median(f"chat, turn {turn}", found[-WINDOW:], await contender.size() - base))
    return costs


async def take_steps(contender: savers.Contender, trips: Trips) -> Cost:
    graph = graphs.walk(contender.saver)
    found = []
    base = await contender.size()
    for number in range(WALKS):

        async def steps(number: int = number) -> None:
            await graph.ainvoke({"said": ["hello"]}, _config(f"walk {number}"), **_durability(contender))
            if contender.saver is not None:
                await graph.ainvoke(Command(resume="I sew"), _config(f"walk {number}"), durability="sync")

        found.append(await timed(trips, steps))
    return median("five steps", found, (await contender.size() - base) // WALKS)


async def measure(name: str) -> list[dict[str, Any]]:
    """Return the costs of a contender, after a warm-up on the same graphs."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        async with savers.ALL[name](Path(folder)) as contender:
            graph = graphs.chat(contender.saver)
            for _ in range(20):
                await graph.ainvoke({"messages": [HumanMessage("warm")]}, _config("warm"))
            with Trips().counting() as trips:
                costs = [*await talk(contender, trips), await take_steps(contender, trips)]
    return [asdict(cost) for cost in costs]


def _durability(contender: savers.Contender) -> dict[str, Any]:
    return {} if contender.saver is None else {"durability": "sync"}


def _config(thread: str) -> Any:
    return {"configurable": {"thread_id": thread}}


def run(name: str) -> list[dict[str, Any]]:
    return asyncio.run(measure(name))
