"""What happens in a session, as a log in Redis that every process can read on from any entry.

Entries are announcements and no truth: the session's state is, and whoever missed an entry reads the state.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from agent.checkpoint.keys import PREFIX, ThreadKeys

KEPT = 256
"""Entries kept for a session, about ten turns with their words."""
_ID = re.compile(r"[0-9]{1,19}-[0-9]{1,19}")
FIRST = "0-0"
_UNFINISHED = "w"
"""Marks the version of a session that somebody writes to."""

News = tuple[str, dict[str, Any]]
"""An event and its data, still to be added."""


@dataclass(frozen=True)
class Entry:
    """One entry of the log."""

    id: str
    event: str
    """working, made, question, problem or words."""
    data: dict[str, Any]


@dataclass(frozen=True)
class Glance:
    """What one look at a session found."""

    entries: list[Entry]
    version: str
    """Changes whenever the session's state does; empty for a session that is not there."""
    writing: bool
    """Whether somebody works on the session at the moment."""


@dataclass(frozen=True)
class Where:
    """Where a session stands. Read it before the state: the state may then be newer than this, never older."""

    last: str
    """Id of the log's newest entry."""
    version: str
    """As in Glance; another one while somebody writes, so that who saw it then looks again when the writer is gone."""
    writing: bool
    problem: dict[str, Any] | None
    """What ended the last turn, None when it ended well."""


class Feed:
    """The logs of all sessions over one redis.asyncio client."""

    def __init__(self, redis: Any, ttl: int) -> None:
        """Keep each log for `ttl` seconds after its last entry, for a day where sessions live for good."""
        self._redis = redis
        self._ttl = ttl or 86_400

    async def append(self, session_id: str, entries: Sequence[News], *, afresh: bool = False) -> None:
        """Add entries. A problem among them stays noted; afresh: forget the one noted before, somebody tries again."""
        key, note = self._keys(session_id)
        async with self._redis.pipeline(transaction=False) as pipe:
            if afresh:
                pipe.delete(note)
            for event, data in entries:
                packed = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
                pipe.xadd(key, {"event": event, "data": packed}, maxlen=KEPT, approximate=True)
                if event == "problem":
                    pipe.set(note, packed, ex=self._ttl)
            pipe.expire(key, self._ttl)
            await pipe.execute()

    async def where(self, session_id: str) -> Where:
        """Return where the session stands, in one round trip."""
        log, note = self._keys(session_id)
        keys = ThreadKeys(PREFIX, session_id)
        async with self._redis.pipeline(transaction=False) as pipe:
            pipe.xrevrange(log, count=1)
            pipe.zrange(keys.checkpoints, -1, -1)
            pipe.exists(keys.lease)
            pipe.get(note)
            newest, checkpoint, leased, packed = await pipe.execute()
        last = newest[0][0].decode() if newest else FIRST
        version = _short(checkpoint) + (_UNFINISHED if leased else "")
        return Where(last, version, bool(leased), json.loads(packed) if packed else None)

    async def look(self, sessions: dict[str, str]) -> dict[str, Glance]:
        """Look at several sessions in one round trip; each is given with the last entry known of it."""
        async with self._redis.pipeline(transaction=False) as pipe:
            for session_id, last in sessions.items():
                keys = ThreadKeys(PREFIX, session_id)
                pipe.xrange(self._keys(session_id)[0], min=f"({last}", count=KEPT)
                pipe.zrange(keys.checkpoints, -1, -1)
                pipe.exists(keys.lease)
            answers = iter(await pipe.execute())
        return {
            session_id: Glance([_entry(*raw) for raw in entries], _short(newest), bool(leased))
            for session_id, entries, newest, leased in zip(sessions, answers, answers, answers, strict=True)
        }

    async def forget(self, session_id: str) -> None:
        """Delete a session's log."""
        await self._redis.delete(*self._keys(session_id))

    def _keys(self, session_id: str) -> tuple[str, str]:
        tag = ThreadKeys("coach", session_id).tag
        return f"{tag}:feed", f"{tag}:problem"


def readable_id(text: str) -> str:
    """Return the id of an entry as a client gave it back, that of the very first for anything else."""
    return text if _ID.fullmatch(text) else FIRST


def _entry(id_: bytes, fields: dict[bytes, bytes]) -> Entry:
    return Entry(id_.decode(), fields[b"event"].decode(), json.loads(fields[b"data"]))


def _short(newest: list[bytes]) -> str:
    """Return a short name for the newest checkpoint's record."""
    return hashlib.sha256(newest[0]).hexdigest()[:12] if newest else ""
