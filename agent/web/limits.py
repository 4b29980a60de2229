"""Limits on what a request may bring and how slowly, counted as it comes: a body may have no length."""

from __future__ import annotations

import asyncio
import re
import time
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from agent.intake import LARGEST_PHOTO

if TYPE_CHECKING:
    from starlette.types import Message, Receive

BODY_LIMIT = 65_536
"""Bytes of a request at most: a message of 10,000 characters in any script, escaped, fits."""
BODY_SECONDS = 30.0
SLOWEST = 1_000
"""Seconds for a body at least, and the bytes that earn one more: a photo may take minutes on a slow network."""

PICTURE_LIMIT = LARGEST_PHOTO + BODY_LIMIT
"""The same where pictures are handed in: a photo, and a form around it."""
_PICTURES = re.compile(r"/(s|v1/sessions)/[^/]+/(logo|photos)")


def takes_picture(method: str, path: str) -> bool:
    """Whether a picture is handed in by this request; the path is the application's own, without a prefix."""
    return method == "POST" and _PICTURES.fullmatch(path) is not None


def limit_of(method: str, path: str) -> int:
    """Return how many bytes a request may bring."""
    return PICTURE_LIMIT if takes_picture(method, path) else BODY_LIMIT


def too_large(length: str | None, limit: int) -> bool:
    """Whether a Content-Length says that the body is too large; one that is no number is refused later."""
    return length is not None and length.isascii() and length.isdecimal() and int(length[:12]) > limit


def limited(receive: Receive, limit: int, seconds: float = BODY_SECONDS) -> Receive:
    """Return a receiver that raises HTTPException 413 once too much has come, and 408 when it comes too slowly."""
    total, whole = 0, False
    began = time.monotonic()

    async def counted() -> Message:
        nonlocal total, whole
        if whole:
            return await receive()  # the end of the connection, which may be long in coming
        try:
            async with asyncio.timeout(began + seconds + total / SLOWEST - time.monotonic()):
                message = await receive()
        except TimeoutError:
            raise HTTPException(408, headers={"connection": "close"}) from None
        whole = not message.get("more_body", False)
        total += len(message.get("body", b""))
        if total > limit:
            raise HTTPException(413)
        return message

    return counted
