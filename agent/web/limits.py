"""A limit on what a request may bring: counted as it comes, so that a body without a length is limited too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from agent.intake import LARGEST_PHOTO

if TYPE_CHECKING:
    from starlette.types import Message, Receive

BODY_LIMIT = 65_536
"""Bytes of a request at most: a message of 10,000 characters in any script, escaped, fits."""


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


def limited(receive: Receive, limit: int) -> Receive:
    """Return a receiver that raises HTTPException 413 once too much has come."""
    total = 0

    async def counted() -> Message:
        nonlocal total
        message = await receive()
        total += len(message.get("body", b""))
        if total > limit:
            raise HTTPException(413)
        return message

    return counted
