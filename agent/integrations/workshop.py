"""Where things are made that take a processor long, drawings above all: each once, and not in the way of a turn.

A drawing in a thread stops every conversation of its process, because the drawing libraries keep the interpreter to
themselves. So a server makes them in processes of their own; a program for one person makes them in a thread, which
begins at once.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import threading
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import asynccontextmanager
from functools import partial
from importlib import import_module
from typing import Any, TypeVar

from nodes.errors import Unavailable

KEPT = 128
"""Things remembered for whoever asks next, about 100 KB each; the oldest goes first. A site is drawn while its owner
looks at the preview, and a crowd looks at many."""
SECONDS = 120.0
"""Longest time for one thing once it is begun, the start of a process included: it takes two seconds of processor, and
forty on a machine that does twenty things at once. Waiting for others is not counted."""
FAREWELL = 3.0
"""Seconds a process gets to end when the workshop closes."""

Made = TypeVar("Made")


class Workshop:
    """Makes things by plain functions, in so many processes, or with 0 in a thread."""

    def __init__(self, processes: int = 0, tools: tuple[str, ...] = ()) -> None:
        """tools: modules a process imports at its beginning, so that no drawing waits for them."""
        self._processes = processes
        self._tools = tools
        self._pool: ProcessPoolExecutor | None = None
        self._things: OrderedDict[str, asyncio.Future[Any]] = OrderedDict()
        self._places = asyncio.Semaphore(max(1, processes))

    async def make(self, name: str, work: Callable[..., Made], *arguments: Any) -> Made:
        """Return what the work makes of its arguments; what has the same name is made once and given to all.

        For processes, work and arguments are sent as pickles. Raises what the work raises, and Unavailable when it
        takes longer than `SECONDS` or ends its process twice; the next call then tries again.
        """
        if name not in self._things:
            self._things[name] = asyncio.ensure_future(self._made(work, arguments))
            self._things[name].add_done_callback(partial(self._settle, name))
        self._things.move_to_end(name)
        return await asyncio.shield(self._things[name])

    def begin(self) -> None:
        """Start the processes now instead of with the first thing."""
        if self._processes:
            self._pool = self._pool or self._opened()
            for _ in range(self._processes):
                self._pool.submit(os.getpid)

    async def close(self) -> None:
        """Drop what is being made and end the processes."""
        left = list(self._things.values())
        for thing in left:
            thing.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        if self._pool:
            self._pool.shutdown(wait=False, cancel_futures=True)
            await asyncio.to_thread(_await_end)
        self._pool = None

    def _clear(self) -> None:
        """Kill the processes, whatever they are at; the next thing begins new ones."""
        pool, self._pool = self._pool, None
        if pool:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in multiprocessing.active_children():
                process.kill()

    async def _made(self, work: Callable[..., Made], arguments: tuple[Any, ...]) -> Made:
        try:
            async with self._places, asyncio.timeout(SECONDS):
                if not self._processes:
                    return await asyncio.to_thread(work, *arguments)
                try:
                    return await self._in_a_process(work, arguments)
                except BrokenProcessPool:
                    return await self._in_a_process(work, arguments)
        except (TimeoutError, BrokenProcessPool) as error:
            self._clear()
            raise Unavailable("a drawing was not made", service="workshop", details=type(error).__name__) from error

    async def _in_a_process(self, work: Callable[..., Made], arguments: tuple[Any, ...]) -> Made:
        pool = self._pool = self._pool or self._opened()
        try:
            return await asyncio.get_running_loop().run_in_executor(pool, work, *arguments)
        except BrokenProcessPool:
            if self._pool is pool:
                self._clear()
            raise

    def _opened(self) -> ProcessPoolExecutor:
        spawning = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._processes, spawning, initializer=_settle_in, initargs=(self._tools,))

    def _settle(self, name: str, thing: asyncio.Future[Any]) -> None:
        """Keep what was made, and forget what was not."""
        if thing.cancelled() or thing.exception():
            self._things.pop(name, None)
        done = [key for key, each in self._things.items() if each.done()]
        for key in done[: max(0, len(self._things) - KEPT)]:
            del self._things[key]


@asynccontextmanager
async def open_workshop(processes: int = 0, tools: tuple[str, ...] = ()) -> AsyncIterator[Workshop]:
    """Open a workshop; its processes end with the context."""
    workshop = Workshop(processes, tools)
    workshop.begin()
    try:
        yield workshop
    finally:
        await workshop.close()


def _await_end() -> None:
    """Let the processes end what they are at, for a little while."""
    for process in multiprocessing.active_children():
        process.join(FAREWELL)
        process.kill()


def _settle_in(tools: tuple[str, ...]) -> None:
    """Begin as a drawing process: leave Ctrl-C to the parent, and end when the parent does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    for tool in tools:
        import_module(tool)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
    os._exit(1)
