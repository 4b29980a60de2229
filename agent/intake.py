"""The door for pictures: what a person hands in is made safe, kept beside the session, and becomes an action."""

from __future__ import annotations

import asyncio
import hashlib
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from agent.integrations.workshop import Workshop
from agent.uploads import RedisUploads
from nodes.errors import UploadRefused
from nodes.results import LogoVariant
from nodes.state import CoachingState
from nodes.uploads import MOST_PHOTOS

LARGEST_PHOTO = 12 * 1024 * 1024
"""Bytes of a file: what phones take in their usual settings."""
SIDE = 1600
"""Pixels of the longer side of a photo as it is kept; a site shows 960."""
_LEAST = 160
"""Pixels of the longer side."""
_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
_QUALITY = 84


class Intake:
    """Takes pictures in. What it returns is said to the session like any other action."""

    def __init__(self, uploads: RedisUploads, workshop: Workshop) -> None:
        """Take where pictures are kept and where they are made safe, which takes a processor up to a second."""
        self._uploads = uploads
        self._workshop = workshop

    async def logo(self, state: CoachingState, data: bytes) -> dict[str, Any]:
        """Keep the person's own logo and return the action that uses it. Raises UploadRefused."""
        logo = await self._workshop.make(f"own logo {_name(data)}", _own_logo, data)
        return {"action": "add_logo", "upload": await self._uploads.put_logo(state, logo)}

    async def photo(self, state: CoachingState, data: bytes, alt: str = "") -> dict[str, Any]:
        """Keep a photo and return the action that shows it. Raises UploadRefused."""
        if len(state.photos) >= MOST_PHOTOS:
            raise UploadRefused("many", most=MOST_PHOTOS)
        if len(data) > LARGEST_PHOTO:
            raise UploadRefused("bytes", most=LARGEST_PHOTO // 1024**2)
        kept, width, height = await self._workshop.make(f"photo {_name(data)}", _as_kept, data)
        return {"action": "add_photo", "upload": await self._uploads.put_photo(state, kept, width, height), "alt": alt}

    async def file(self, state: CoachingState, wish: Mapping[str, Any]) -> dict[str, Any]:
        """Take in a file of this machine, as programs and scripts name it, and return the action that uses it.

        wish: {"action": "add_logo", "file": path} or {"action": "add_photo", "file": path, "alt": words}. Raises
        UploadRefused, and OSError for a file that cannot be read.
        """
        data = await asyncio.to_thread(_read, Path(str(wish["file"])))
        if wish.get("action") == "add_logo":
            return await self.logo(state, data)
        return await self.photo(state, data, str(wish.get("alt", "")))


def _read(path: Path) -> bytes:
    """Return a file's bytes; of one that is too large only as many as show that it is."""
    with path.expanduser().open("rb") as file:
        return file.read(LARGEST_PHOTO + 1)


def _name(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _own_logo(data: bytes) -> LogoVariant:
    from agent.integrations.logo.uploaded import own_logo  # noqa: PLC0415 - native libraries

    return own_logo(data)


def _as_kept(data: bytes) -> tuple[bytes, int, int]:
    """Return a photo upright, in bounds and without a word about where and when it was taken."""
    from agent.drawing.pixels import on_white, upright  # noqa: PLC0415 - a native library

    image = on_white(upright(data, _FORMATS, side=SIDE, least=_LEAST))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=_QUALITY, progressive=True, optimize=True)
    return out.getvalue(), image.width, image.height
