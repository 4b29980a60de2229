"""Several processes behind one port: all get work, the dead are replaced, and none is left behind."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from agent.web.workers import EVENLY, STARTUP_FAILED, bound

SCRIPT = """
import os, sys
from agent.web.workers import Workers

def answer(listening):
    while True:
        connection, _ = listening.accept()
        connection.sendall(str(os.getpid()).encode())
        connection.close()

def fail(listening):
    sys.exit(3)

if __name__ == "__main__":
    sys.exit(Workers(globals()[sys.argv[1]], "127.0.0.1", int(sys.argv[2]), count=2, patience=10).run())
"""


class Running:
    """The script above as a process."""

    def __init__(self, folder: Path, work: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        script = folder / "workers.py"
        script.write_text(SCRIPT)
        self.process = subprocess.Popen([sys.executable, str(script), work, str(self.port)], stdout=subprocess.DEVNULL)

    def ask(self) -> int:
        """Return the process that answers, 0 for none."""
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            return int(connection.recv(20) or 0)
        return 0

    async def answering(self, wanted: int, without: int = 0) -> set[int]:
        """Ask until so many processes have answered, and return them."""
        found: set[int] = set()
        async with asyncio.timeout(60):
            while len(found) < wanted:
                found |= {await asyncio.to_thread(self.ask)} - {0, without}
                await asyncio.sleep(0.01)
        return found

    async def silent(self) -> None:
        async with asyncio.timeout(60):
            while await asyncio.to_thread(self.ask):
                await asyncio.sleep(0.01)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    started = Running(tmp_path, "answer")
    yield started
    started.process.terminate()
    started.process.wait(30)


@pytest.mark.skipif(not EVENLY, reason="needs a kernel that spreads connections")
async def test_all_workers_get_people_and_a_killed_one_is_replaced(running: Running) -> None:
    first, second = await running.answering(2)
    os.kill(first, signal.SIGKILL)
    assert second in await running.answering(2, without=first)


async def test_a_stop_ends_all_workers(running: Running) -> None:
    await running.answering(1)
    running.process.terminate()
    assert await asyncio.to_thread(running.process.wait, 30) == 0
    assert running.ask() == 0


async def test_workers_end_when_their_keeper_was_killed(running: Running) -> None:
    await running.answering(1)
    running.process.kill()
    await running.silent()


async def test_workers_that_cannot_begin_end_the_whole(tmp_path: Path) -> None:
    failing = Running(tmp_path, "fail")
    assert await asyncio.to_thread(failing.process.wait, 60) == STARTUP_FAILED


def test_a_port_that_somebody_serves_is_not_shared() -> None:
    with bound("127.0.0.1", 0) as taken, pytest.raises(OSError, match="in use"):
        bound("127.0.0.1", taken.getsockname()[1], evenly=False)
