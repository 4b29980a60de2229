"""A Redis Cluster of three masters, for as long as a test module needs it."""

from __future__ import annotations

import asyncio
import socket
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from redis.asyncio import Redis

from agent.checkpoint.embedded import find_binary

SLOTS = 16384


def free_port() -> int:
    """A free port whose cluster bus port, 10000 above, is free as well."""
    while True:
        with socket.socket() as one, socket.socket() as bus:
            one.bind(("127.0.0.1", 0))
            port = int(one.getsockname()[1])
            if port < 55_000:
                try:
                    bus.bind(("127.0.0.1", port + 10_000))
                except OSError:
                    continue
                return port


async def joined(ports: list[int]) -> None:
    """Share the slots out, introduce the nodes to each other, and wait until they agree."""
    nodes = [Redis(port=port) for port in ports]
    share = -(-SLOTS // len(ports))
    for number, node in enumerate(nodes):
        first, last = number * share, min((number + 1) * share, SLOTS) - 1
        await node.execute_command("CLUSTER", "ADDSLOTSRANGE", first, last)
        await node.execute_command("CLUSTER", "MEET", "127.0.0.1", ports[0])
    for node in nodes:
        while b"cluster_state:ok" not in await _info(node):
            await asyncio.sleep(0.02)
        await node.aclose()


async def _info(node: Redis) -> bytes:
    found = await node.execute_command("CLUSTER", "INFO")
    if isinstance(found, dict):
        return "".join(f"{name}:{value}\n" for name, value in found.items()).encode()
    return bytes(found)


@contextmanager
def running_cluster(folder: Path) -> Iterator[str]:
    """Start three masters and yield their URL; they are killed at the end."""
    ports = [free_port() for _ in range(3)]
    nodes = [_node(folder / str(port), port) for port in ports]
    try:
        with ThreadPoolExecutor(1) as thread:  # an event loop may be running in this one
            thread.submit(asyncio.run, _up(ports)).result(60)
        yield f"redis+cluster://127.0.0.1:{ports[0]}"
    finally:
        for node in nodes:
            node.kill()
            node.wait()


async def _up(ports: list[int]) -> None:
    for port in ports:
        client = Redis(port=port)
        while True:
            try:
                await client.ping()
            except OSError:
                await asyncio.sleep(0.02)
            else:
                break
        await client.aclose()
    await joined(ports)


def _node(folder: Path, port: int) -> subprocess.Popen[bytes]:
    folder.mkdir()
    settings = {"port": port, "bind": "127.0.0.1", "cluster-enabled": "yes", "dir": folder, "save": ""}
    arguments = [str(part) for name, value in settings.items() for part in (f"--{name}", value)]
    return subprocess.Popen([find_binary(), *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
