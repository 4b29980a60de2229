"""Work that is done again and again until a block ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager


@asynccontextmanager
async def repeating(work: Callable[[], Awaitable[object]], seconds: float, *, name: str) -> AsyncIterator[None]:
    """Do the work so many seconds after the beginning and after each time it was done, until the block ends.

    What the work raises ends the repeating and nothing else. Leaving the block waits until it has ended.
    """
    ended = False

    async def repeat() -> None:
        while not ended:
            await asyncio.sleep(seconds)
            await work()

    task = asyncio.create_task(repeat(), name=name)
    try:
        yield
    finally:
        ended = True  # a client may swallow the cancellation of a command, so that alone must not be what ends this
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
