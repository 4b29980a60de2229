"""Whoever is killed, client or server, at whatever moment: everything acknowledged is there afterwards.

KILL_WRITES=5000 makes the two kinds of kills go on until so many writes were acknowledged; -s shows the counts.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from agent.checkpoint import PlainRedisSaver, embedded, guardian
from agent.checkpoint.connection import connect
from agent.checkpoint.embedded import ensure_server

ROOT = Path(__file__).parents[2]
WRITES = int(os.environ.get("KILL_WRITES", "300"))
"""Acknowledged writes after which a test is content: a checkpoint and a pending write each."""
CLIENT = """
import asyncio, sys
from agent.checkpoint import PlainRedisSaver
from agent.checkpoint.connection import connect
from langgraph.checkpoint.base import empty_checkpoint

async def main(url, lines):
    client = connect(url, patience=15)
    saver = PlainRedisSaver(client)
    config = {"configurable": {"thread_id": "t", "checkpoint_ns": ""}}
    found = await saver.aget_tuple(config)
    said = found.checkpoint["channel_values"]["said"] if found else []
    for _ in range(lines):
        said = [*said, len(said)]
        version = saver.get_next_version(None, None) + (len(said) << 24)
        checkpoint = empty_checkpoint() | {"channel_values": {"said": said}, "channel_versions": {"said": version}}
        parent = found.config if found else config
        config = await saver.aput(parent, checkpoint, {"source": "loop", "step": len(said)}, {"said": version})
        await saver.aput_writes(config, [("said", len(said))], "task")
        found = await saver.aget_tuple(config)
        print(len(said), flush=True)
    await client.aclose()

asyncio.run(main(sys.argv[1], int(sys.argv[2])))
"""


def start(url: str, lines: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", CLIENT, url, str(lines)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


async def stored(url: str) -> list[int]:
    client = connect(url, patience=15)
    found = await PlainRedisSaver(client).aget_tuple({"configurable": {"thread_id": "t", "checkpoint_ns": ""}})
    await client.aclose()
    return list(found.checkpoint["channel_values"]["said"]) if found else []


def lines_of(process: subprocess.Popen[str], count: int) -> int:
    """Return the last of the next lines, each of which is the number of a write that was acknowledged."""
    assert process.stdout
    return int([process.stdout.readline() for _ in range(count)][-1])


def last_line(process: subprocess.Popen[str]) -> int:
    assert process.stdout
    with process:
        return max((int(line) for line in process.stdout), default=0)


async def test_a_client_killed_at_random_points_loses_nothing_it_was_told_is_stored(tmp_path: Path) -> None:
    acknowledged, kills = 0, 0
    async with ensure_server(tmp_path) as url:
        while acknowledged < WRITES:
            client = start(url, 100_000)
            seen = await asyncio.to_thread(lines_of, client, random.randint(1, WRITES // 2))
            client.kill()
            kills += 1
            acknowledged = max(acknowledged, seen, await asyncio.to_thread(last_line, client))

            said = await stored(url)
            assert said == list(range(len(said)))
            assert len(said) >= acknowledged
    print(f"{kills} kills of the client: {acknowledged} acknowledged, 0 lost")


async def test_a_server_killed_under_load_loses_nothing_and_the_client_only_waits(tmp_path: Path) -> None:
    """A guardian gives up a server that dies more often within a minute, so a longer run has several of them."""
    acknowledged, kills = 0, 0
    while acknowledged < WRITES:
        async with ensure_server(tmp_path) as url:
            client = start(url, 600)
            for _ in range(4):
                await asyncio.to_thread(lines_of, client, random.randint(30, 140))
                os.kill(_server(tmp_path), signal.SIGKILL)
                kills += 1
            acknowledged += 600
            assert await asyncio.to_thread(last_line, client) == acknowledged
            assert client.returncode == 0

            assert await stored(url) == list(range(acknowledged))
    print(f"{kills} kills of the server: {acknowledged} acknowledged, 0 lost")


def _server(folder: Path) -> int:
    name = embedded.run_name(folder.resolve()).encode()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            line = (entry / "cmdline").read_bytes()
            if name in line and b"unixsocket" in line and b"guardian.py" not in line:
                return int(entry.name)
    raise AssertionError("no server")


async def test_without_the_log_of_writes_a_killed_server_loses_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the same server without its append-only file."""
    whole = guardian.command

    def without_log(*arguments: Any) -> list[str]:
        return ["no" if part == "yes" else part for part in whole(*arguments)]

    monkeypatch.setattr(guardian, "command", without_log)
    async with ensure_server(tmp_path) as url:
        client = start(url, 50)
        assert await asyncio.to_thread(last_line, client) == 50
        os.kill(_server(tmp_path), signal.SIGKILL)

        assert await stored(url) == []
