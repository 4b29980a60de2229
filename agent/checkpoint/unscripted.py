"""The scripts' work in optimistic transactions, for servers that refuse EVAL. More round trips, the same replies."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from agent.checkpoint.keys import bounds

Change = Callable[[Any], Awaitable[Any]]
_SEGMENT = re.compile(rb"(\d+):(\d+)-(\d+)")


async def read(client: Any, keys: Sequence[str], arguments: Sequence[Any]) -> list[Any]:
    checkpoints, writes, items = keys
    ns, id_, known, held, ttl = _bytes(arguments)
    low, high = bounds(ns + id_ + b"\x01" if id_ else ns)
    async with client.pipeline(transaction=False) as pipe:
        pipe.zrevrangebylex(checkpoints, high, low, start=0, num=1)
        pipe.hmget(items, ["@", "#"])
        _extend(pipe, keys, int(ttl))
        found, head, *_ = await pipe.execute()
    if not found:
        return list(head)
    _, found_id, stamp, needs, _ = found[0].split(b"\x01", 4)
    async with client.pipeline(transaction=False) as pipe:
        pipe.zrangebylex(writes, *bounds(ns + found_id + b"\x01"))
        same = known == found_id + b"\x01" + stamp + b"\x01"
        wanted = [] if same else _wanted(needs, held)
        if wanted:
            pipe.hmget(items, wanted)
        pending, *values = await pipe.execute()
    return [*head, b"" if same else found[0], pending, values[0] if values else []]


def _wanted(needs: bytes, held: bytes) -> list[bytes]:
    have = {stream: (int(first), int(last)) for stream, first, last in _SEGMENT.findall(held)}
    wanted: list[bytes] = []
    for part in filter(None, needs.split(b",")):
        segment = _SEGMENT.fullmatch(part)
        if segment is None:
            wanted.append(part)
            continue
        first, last = have.get(segment[1], (0, -1))
        numbers = range(int(segment[2]), int(segment[3]) + 1)
        wanted += [b"%s:%d" % (segment[1], number) for number in numbers if not first <= number <= last]
    return wanted


async def write(client: Any, keys: Sequence[str], arguments: Sequence[Any]) -> list[Any]:
    token, ttl, format_, birth, expected, *body = _bytes(arguments)
    checkpoints, writes, items, fence = keys

    async def change(pipe: Any) -> list[Any]:
        if token:
            newest = await pipe.get(fence)
            if newest is None or int(newest) > int(token):
                return [b"stale"]
        mark, last = await pipe.hmget(items, ["@", "#"])
        if mark is not None and mark.partition(b":")[0] != format_:
            return [b"format", mark]
        refusal = [b"moved", mark or b"", last or b"0"]
        if expected and mark != expected:
            return refusal
        puts, pending = _parse(body)
        fresh = [put for put in puts if not await _done(pipe, checkpoints, put)]
        if not all([await _fits(pipe, checkpoints, items, put) for put in fresh]):
            return refusal
        added = [one for one in pending if one[1] == b"1" or not await _first(pipe, writes, one[0])]
        pipe.multi()
        pipe.hsetnx(items, "@", birth)
        _queue_puts(pipe, checkpoints, items, fresh, int(last or 0))
        for prefix, _, member in added:
            pipe.zremrangebylex(writes, *bounds(prefix))
            pipe.zadd(writes, {member: 0})
        _extend(pipe, keys[:3], int(ttl))
        return [b"ok", mark or birth]

    return list(await transact(client, keys, change))


Put = tuple[bytes, bytes, bytes, bytes, bytes, dict[bytes, bytes]]


def _parse(body: Sequence[bytes]) -> tuple[list[Put], list[tuple[bytes, bytes, bytes]]]:
    puts: list[Put] = []
    pending = []
    at = 0
    while at < len(body):
        if body[at] == b"p":
            prefix, stamp, member, parent, last, count = body[at + 1 : at + 7]
            end = at + 7 + 2 * int(count)
            fields = dict(zip(body[at + 7 : end : 2], body[at + 8 : end : 2], strict=True))
            puts.append((prefix, stamp, member, parent, last, fields))
            at = end
        else:
            pending.append((body[at + 1], body[at + 2], body[at + 3]))
            at += 4
    return puts, pending


def _queue_puts(pipe: Any, checkpoints: str, items: str, puts: Sequence[Put], last: int) -> None:
    for prefix, _, member, _, number, fields in puts:
        pipe.zremrangebylex(checkpoints, *bounds(prefix))
        pipe.zadd(checkpoints, {member: 0})
        last = max(last, int(number))
        pipe.hset(items, mapping={**fields, b"#": last})


async def _done(pipe: Any, checkpoints: str, put: Put) -> bool:
    before = await _first(pipe, checkpoints, put[0])
    return before is not None and before.startswith(put[0] + put[1] + b"\x01")


async def _fits(pipe: Any, checkpoints: str, items: str, put: Put) -> bool:
    _, _, _, parent, _, fields = put
    if parent and await _first(pipe, checkpoints, parent) is None:
        return False
    return not fields or not any(value is not None for value in await pipe.hmget(items, list(fields)))


async def _first(pipe: Any, key: str, prefix: bytes) -> bytes | None:
    low, high = bounds(prefix)
    found = await pipe.zrangebylex(key, low, high, start=0, num=1)
    return found[0] if found else None


async def take(client: Any, keys: Sequence[str], arguments: Sequence[Any]) -> list[Any]:
    owner, life, memory = _bytes(arguments)
    lease, fence = keys

    async def change(pipe: Any) -> list[Any]:
        holder, newest = await pipe.get(lease), await pipe.get(fence)
        if holder and holder != owner:
            return [b"held", await pipe.pttl(lease)]
        token = newest
        if not (holder and newest):
            seconds, micros = await pipe.time()
            token = b"%d" % max(seconds * 1_000_000 + micros, int(newest or 0) + 1)
        pipe.multi()
        pipe.set(lease, owner, px=int(life))
        pipe.set(fence, token, px=int(memory))
        return [token]

    return list(await transact(client, keys, change))


async def keep(client: Any, keys: Sequence[str], arguments: Sequence[Any]) -> int:
    owner, life, memory = _bytes(arguments)
    lease, fence, checkpoints = keys

    async def change(pipe: Any) -> int:
        if await pipe.get(lease) != owner:
            return 0
        empty = not int(life) and not await pipe.exists(checkpoints)
        pipe.multi()
        if int(life):
            pipe.pexpire(lease, int(life))
            pipe.pexpire(fence, int(memory))
        else:
            for key in (lease, fence) if empty else (lease,):
                pipe.delete(key)
        return 1

    return int(await transact(client, keys, change))


async def transact(client: Any, keys: Sequence[str], change: Change) -> Any:
    """Run `change` until no key moved while it ran; what it queues after `multi` happens all at once."""
    from redis.exceptions import WatchError  # noqa: PLC0415

    while True:
        async with client.pipeline(transaction=True) as pipe:
            await pipe.watch(*keys)
            answer = await change(pipe)
            try:
                await pipe.execute()
            except WatchError:
                continue
            return answer


def _extend(pipe: Any, keys: Sequence[str], ttl: int) -> None:
    if ttl > 0:
        for key in keys:
            pipe.pexpire(key, ttl)


def _bytes(arguments: Sequence[Any]) -> list[bytes]:
    return [one if isinstance(one, bytes) else str(one).encode() for one in arguments]


TWINS: dict[str, Callable[[Any, Sequence[str], Sequence[Any]], Awaitable[Any]]] = {
    "read": read,
    "write": write,
    "take": take,
    "keep": keep,
}
"""By the names of the scripts."""
