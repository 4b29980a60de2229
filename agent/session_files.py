"""What the platform can read of a session by name: brief, findings, words, logo and the files of the site."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

import structlog

from agent.checkpoint.keys import ThreadKeys
from agent.integrations.redis_fs import RedisVirtualFileSystem
from agent.integrations.session_context import session_key, session_keys
from nodes.errors import NotSaved
from nodes.inputs import PublishInput
from nodes.ports import Uploads
from nodes.publish import prepare, with_files
from nodes.results import Website
from nodes.state import CoachingState

log = structlog.get_logger(__name__)


class KeptUploads(Uploads, Protocol):
    """The pictures of sessions, as far as their life is that of their session."""

    async def keep(self, before: CoachingState, after: CoachingState) -> None:
        """Let them live on after a turn; forget those it took away."""

    async def restore(self, state: CoachingState, files: Mapping[str, bytes]) -> None:
        """Keep the photos of a session that comes from elsewhere, by their digests."""


Render = Callable[[PublishInput, str], Awaitable[Mapping[str, bytes]]]
"""Gives the files of a site at an address."""


class SessionFiles:
    """Mirrors a session into the virtual file system after each turn. The checkpoint stays the only truth."""

    def __init__(self, redis: Any, render: Render, ttl: int | None, uploads: KeptUploads) -> None:
        """Take what makes the files of a site, and the seconds they live after the last turn, None for good."""
        self._uploads = uploads
        self._redis = redis
        self._fs = RedisVirtualFileSystem(client=redis)
        self._render = render
        self._ttl = ttl

    async def keep(self, before: CoachingState, after: CoachingState) -> None:
        """Write what a turn changed. A file that cannot be written is logged and written with the next change."""
        await self._keep_uploads(before, after)
        files = dict(_changed(before, after))
        if after.publish and after.publish != before.publish and (request := prepare(after)):
            site = await self._render(await with_files(request, self._uploads), _address(after.publish))
            files |= {f"site/{name}": content for name, content in site.items()}
            old = await self._fs.list_files(after.session_id)
            gone = [name for name in old if name.startswith("site/") and name not in files]
            await self._fs.delete_files(after.session_id, gone)
        if not files:
            return
        await self._fs.write_session(after.session_id, _summary(after), self._ttl, files)

    async def _keep_uploads(self, before: CoachingState, after: CoachingState) -> None:
        """Let pictures live on. The turn is over and said; what fails here is logged and mended by the next turn."""
        from redis.exceptions import RedisError  # noqa: PLC0415 - the client is slow to import

        try:
            await self._uploads.keep(before, after)
        except RedisError as error:
            log.warning("uploads.not_kept", session_id=after.session_id, error=type(error).__name__)

    async def restore(self, state: CoachingState, uploads: Mapping[str, bytes]) -> None:
        """Keep the photos of a session that comes from elsewhere."""
        await self._uploads.restore(state, uploads)

    async def forget(self, session_id: str, user_id: str) -> None:
        """Remove the files, and all that integrations and the page keep for the session.

        A session that is gone never publishes again, so what a publisher noted to avoid a second website goes too.
        Raises NotSaved when the files stay, and what Redis raises.
        """
        if not await self._fs.delete_session(session_id, user_id):
            raise NotSaved("the session's files could not be deleted")
        page = ThreadKeys("coach", session_id).tag
        noted = await self._redis.smembers(session_key("elsewhere", session_id))
        for key in (*noted, *session_keys(session_id), f"{page}:feed", f"{page}:problem"):
            await self._redis.delete(key)


def _changed(before: CoachingState, after: CoachingState) -> list[tuple[str, bytes]]:
    files = []
    if after.brief != before.brief:
        files.append(("brief.json", _json(after.brief.model_dump(mode="json"))))
    for name, result in (("findings.json", "research"), ("content.json", "content")):
        if (made := getattr(after, result)) and made != getattr(before, result):
            files.append((name, _json(made.model_dump(mode="json"))))
    logo = after.chosen_logo()
    if logo and logo != before.chosen_logo():
        files.append(("logo.svg", logo.svg.encode()))
    return files


def _address(website: Website) -> str:
    """Return where the site is on the web, empty when it is only on a disk."""
    return f"{website.url.rstrip('/')}/" if website.url.startswith(("http://", "https://")) else ""


def _summary(state: CoachingState) -> dict[str, Any]:
    """Return what a list of sessions shows."""
    return {
        "session_id": state.session_id,
        "user_id": state.user_id,
        "step": state.question.gate if state.question else "vision",
        "language": state.language,
        "business_name": state.brief.business_name,
        "website": state.publish.url if state.publish else "",
    }


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode()
