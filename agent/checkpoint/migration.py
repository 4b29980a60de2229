"""Steps that bring a thread written by an older release to today's format, whole or not at all.

The number in front of a thread's mark says which format it has. A step takes everything the thread has in the
store and returns what it shall have; it runs when the thread is first read or written. A release that changes
the layout raises store.FORMAT, adds a step here, and keeps a recorded thread of the old format among its tests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from agent.checkpoint.keys import ThreadKeys
from agent.checkpoint.unscripted import transact


@dataclass(frozen=True)
class StoredThread:
    """Everything a thread has in the store."""

    checkpoints: list[bytes]
    writes: list[bytes]
    items: dict[bytes, bytes]
    life: int
    """Milliseconds left, negative for no end."""


Step = Callable[[StoredThread], StoredThread]

STEPS: Mapping[int, Step] = {}
"""From each older format to the one after it."""


async def read_thread(client: Any, keys: ThreadKeys) -> StoredThread:
    """Return the whole thread. On a watching pipeline this is a view of one moment."""
    return StoredThread(
        await client.zrange(keys.checkpoints, 0, -1),
        await client.zrange(keys.writes, 0, -1),
        await client.hgetall(keys.items),
        await client.pttl(keys.checkpoints),
    )


def write_thread(pipe: Any, keys: ThreadKeys, thread: StoredThread) -> None:
    """Queue commands that replace what the keys hold by this thread."""
    unlink(pipe, keys)
    for key, members in ((keys.checkpoints, thread.checkpoints), (keys.writes, thread.writes)):
        if members:
            pipe.zadd(key, dict.fromkeys(members, 0))
    if thread.items:
        pipe.hset(keys.items, mapping=thread.items)
    if thread.life > 0:
        for key in keys.stored:
            pipe.pexpire(key, thread.life)


def unlink(pipe: Any, keys: ThreadKeys) -> None:
    """Queue the removal of the thread. A cluster pipeline's own `unlink` would be sent at once."""
    pipe.execute_command("UNLINK", *keys.stored)


async def upgrade(client: Any, keys: ThreadKeys, target: int, steps: Mapping[int, Step]) -> None:
    """Bring the thread to the target format in one transaction. KeyError if a step is missing."""

    async def change(pipe: Any) -> None:
        thread = await read_thread(pipe, keys)
        mark = thread.items.get(b"@", b"")
        number, _, birth = mark.partition(b":")
        pipe.multi()
        if not mark or int(number) >= target:
            pipe.exists(keys.items)
            return
        for old in range(int(number), target):
            thread = steps[old](thread)
        write_thread(pipe, keys, replace(thread, items={**thread.items, b"@": b"%d:%s" % (target, birth)}))

    await transact(client, keys.stored, change)
