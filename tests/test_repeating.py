"""Repeated work: again and again inside of the block, never after it."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from agent.repeating import repeating


async def test_the_work_is_done_again_and_again_until_the_block_ends() -> None:
    done, thrice = 0, asyncio.Event()

    async def work() -> None:
        nonlocal done
        done += 1
        if done == 3:
            thrice.set()

    async with asyncio.timeout(10), repeating(work, 0, name="work"):
        await thrice.wait()
    after = done
    for _ in range(5):
        await asyncio.sleep(0)
    assert done == after


async def test_it_ends_even_when_its_cancellation_gets_lost() -> None:
    begun = asyncio.Event()

    async def work() -> None:
        begun.set()
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()

    async with asyncio.timeout(10), repeating(work, 0, name="work"):
        await begun.wait()


async def test_an_error_of_the_work_is_not_one_of_the_block() -> None:
    begun = asyncio.Event()

    async def work() -> None:
        begun.set()
        raise OSError

    async with asyncio.timeout(10), repeating(work, 0, name="work"):
        await begun.wait()
        await asyncio.sleep(0)


async def test_an_error_of_the_block_passes() -> None:
    with pytest.raises(LookupError):
        async with repeating(asyncio.Event().wait, 0, name="work"):
            raise LookupError
