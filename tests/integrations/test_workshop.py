"""The workshop makes each thing once, tells what went wrong, and leaves no process behind."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from agent.integrations.workshop import KEPT, Workshop, open_workshop
from nodes.errors import Rejected, Unavailable

ABANDONED = """
import asyncio, os, sys
from agent.integrations.workshop import Workshop
async def main():
    workshop = Workshop(1)
    print(await workshop.make("pid", os.getpid), flush=True)
    await asyncio.Event().wait()
if __name__ == "__main__":
    asyncio.run(main())
"""


class Counting:
    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, text: str = "") -> str:
        self.calls += 1
        return text.upper()


def refuse(text: str) -> str:
    raise Rejected(f"no {text}", service="press", details="d")


def die_once(mark: str) -> str:
    """End the process without a word, but not a second time."""
    if not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "made"


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


async def test_things_of_one_name_are_made_once_and_given_to_all() -> None:
    work = Counting()
    async with open_workshop() as workshop:
        made = await asyncio.gather(*(workshop.make("a", work, "x") for _ in range(5)))
        assert made == ["X"] * 5
        assert await workshop.make("a", work, "x") == "X"
        assert work.calls == 1
        assert await workshop.make("b", work, "y") == "Y"


async def test_a_failure_is_told_and_not_remembered() -> None:
    async with open_workshop() as workshop:
        with pytest.raises(Rejected):
            await workshop.make("a", refuse, "x")
        assert await workshop.make("a", str.upper, "x") == "X"


async def test_what_was_made_long_ago_is_forgotten() -> None:
    work = Counting()
    async with open_workshop() as workshop:
        for number in range(KEPT + 10):
            await workshop.make(str(number), work)
        assert len(workshop._things) == KEPT
        before = work.calls
        await workshop.make("0", work)
        assert work.calls == before + 1


async def test_one_who_stops_waiting_takes_nothing_from_the_others() -> None:
    began, go = asyncio.Event(), asyncio.Event()
    async with open_workshop() as workshop:
        real = workshop._made

        async def slow(work: object, arguments: tuple[object, ...]) -> object:
            began.set()
            await go.wait()
            return await real(work, arguments)  # type: ignore[arg-type]

        workshop._made = slow  # type: ignore[method-assign, assignment]
        first = asyncio.create_task(workshop.make("a", str.upper, "x"))
        second = asyncio.create_task(workshop.make("a", str.upper, "x"))
        await began.wait()
        first.cancel()
        go.set()
        assert await second == "X"


async def test_what_takes_too_long_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agent.integrations.workshop.SECONDS", 0)
    async with open_workshop() as workshop:
        with pytest.raises(Unavailable):
            await workshop.make("a", str.upper, "x")


async def test_a_process_that_hangs_is_ended_and_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_workshop(1) as workshop:
        hung = await workshop.make("pid", os.getpid)
        monkeypatch.setattr("agent.integrations.workshop.SECONDS", 0.2)
        with pytest.raises(Unavailable):
            await workshop.make("a", time.sleep, 1000)
        monkeypatch.undo()
        assert await workshop.make("pid again", os.getpid) != hung


async def test_an_error_of_a_process_comes_back_whole() -> None:
    async with open_workshop(1) as workshop:
        assert await workshop.make("pid", os.getpid) != os.getpid()
        with pytest.raises(Rejected) as caught:
            await workshop.make("a", refuse, "paper")
        assert (str(caught.value), caught.value.service, caught.value.details) == ("no paper", "press", "d")


async def test_a_process_that_dies_is_replaced_and_the_thing_made(tmp_path: Path) -> None:
    async with open_workshop(1) as workshop:
        assert await workshop.make("a", die_once, str(tmp_path / "mark")) == "made"
        with pytest.raises(Unavailable):
            await workshop.make("b", die)
        assert await workshop.make("c", str.upper, "x") == "X"


async def test_a_killed_server_leaves_no_drawing_process(tmp_path: Path) -> None:
    program = tmp_path / "abandoned.py"
    program.write_text(ABANDONED)
    with subprocess.Popen([sys.executable, str(program)], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        drawer = int(await asyncio.to_thread(parent.stdout.readline))
        parent.kill()
    async with asyncio.timeout(30):
        while _lives(drawer):
            await asyncio.sleep(0.05)


def _lives(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits to be noted has."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


async def test_closing_drops_what_is_being_made() -> None:
    workshop = Workshop()
    task = asyncio.create_task(workshop.make("a", Counting(), "x"))
    await asyncio.sleep(0)
    await workshop.close()
    with pytest.raises(asyncio.CancelledError):
        await task
