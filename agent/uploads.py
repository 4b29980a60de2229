"""Where the pictures handed in to a session lie: a hash in Redis that lives and ends with the session."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from agent.integrations.session_context import session_key
from nodes.errors import UploadGone
from nodes.results import LogoVariant
from nodes.state import CoachingState
from nodes.uploads import MOST_PHOTOS, Upload

_MOST = 4 * MOST_PHOTOS
"""Fields kept for one session; beyond them what the session does not use goes first."""


class RedisUploads:
    """Fills nodes.ports.Uploads. A photo is its bytes by their digest and what is known of it; a logo is a value."""

    def __init__(self, redis: Any, ttl: int | None) -> None:
        """Take the store's client and the seconds pictures live after the session's last turn, None for good."""
        self._redis = redis
        self._ttl = ttl

    async def put_logo(self, state: CoachingState, logo: LogoVariant) -> str:
        """Keep a logo for the session and return its digest."""
        digest = _logo_digest(logo)
        await self._put(state, {f"logo:{digest}": logo.model_dump_json().encode()})
        return digest

    async def put_photo(self, state: CoachingState, data: bytes, width: int, height: int) -> str:
        """Keep a photo for the session and return its digest."""
        digest = hashlib.sha256(data).hexdigest()
        upload = Upload(digest=digest, size=len(data), width=width, height=height)
        await self._put(state, {digest: data, f"photo:{digest}": upload.model_dump_json().encode()})
        return digest

    async def logo(self, session_id: str, digest: str) -> LogoVariant | None:
        """Return a logo that was handed in, None when there is none of that digest."""
        found = await self._redis.hget(_key(session_id), f"logo:{digest}")
        return LogoVariant.model_validate_json(found) if found else None

    async def photo(self, session_id: str, digest: str) -> Upload | None:
        """Return what is known of a photo that was handed in, None when there is none of that digest."""
        found = await self._redis.hget(_key(session_id), f"photo:{digest}")
        return Upload.model_validate_json(found) if found else None

    async def read(self, session_id: str, digests: Sequence[str]) -> dict[str, bytes]:
        """Return photos by their digests. Raises UploadGone when one of them is no longer kept."""
        if not digests:
            return {}
        found = dict(zip(digests, await self._redis.hmget(_key(session_id), list(digests)), strict=True))
        kept = {digest: bytes(data) for digest, data in found.items() if data is not None}
        if len(kept) < len(found):
            raise UploadGone
        return kept

    async def restore(self, state: CoachingState, files: Mapping[str, bytes]) -> None:
        """Keep the photos of a session that comes from elsewhere, by their digests."""
        uploads = {photo.upload.digest: photo.upload for photo in state.photos}
        fields = {digest: data for digest, data in files.items() if digest in uploads}
        about = {f"photo:{digest}": uploads[digest].model_dump_json().encode() for digest in fields}
        if fields:
            await self._put(state, fields | about)

    async def keep(self, before: CoachingState, after: CoachingState) -> None:
        """Let the pictures live as long as the session that was just touched; forget those taken off the site."""
        gone = {photo.upload.digest for photo in before.photos} - {photo.upload.digest for photo in after.photos}
        logo = [f"logo:{_logo_digest(before.own_logo)}"] if before.own_logo and not after.own_logo else []
        if gone or logo:
            await self._redis.hdel(_key(after.session_id), *_fields(gone), *logo)
        if self._ttl and after.photos:
            await self._redis.expire(_key(after.session_id), self._ttl)

    async def _put(self, state: CoachingState, fields: Mapping[str, bytes]) -> None:
        key = _key(state.session_id)
        if await self._redis.hlen(key) > _MOST:
            used = set(_fields(photo.upload.digest for photo in state.photos))
            known = {name.decode() for name in await self._redis.hkeys(key)}
            if unused := known - used:
                await self._redis.hdel(key, *unused)
        await self._redis.hset(key, mapping=dict(fields))
        if self._ttl:
            await self._redis.expire(key, self._ttl)


def _fields(digests: Iterable[str]) -> list[str]:
    return [name for digest in digests for name in (digest, f"photo:{digest}")]


def _logo_digest(logo: LogoVariant) -> str:
    return hashlib.sha256(logo.svg.encode()).hexdigest()


def _key(session_id: str) -> str:
    return session_key("uploads", session_id)
