"""A limit on what a request may bring: counted as it comes, so that a body without a length is limited too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

if TYPE_CHECKING:
    from starlette.types import Message, Receive

BODY_LIMIT = 65_536
"""Bytes of a request at most: a message of 10,000 characters in any script, escaped, fits."""


def too_large(length: str | None) -> bool:
    """Whether a Content-Length says that the body is too large; one that is no number is refused later."""
    return length is not None and length.isascii() and length.isdecimal() and int(length[:12]) > BODY_LIMIT


def limited(receive: Receive) -> Receive:
    """Return a receiver that raises HTTPException 413 once too much has come."""
    total = 0

    async def counted() -> Message:
        nonlocal total
        message = await receive()
        total += len(message.get("body", b""))
        if total > BODY_LIMIT:
            raise HTTPException(413)
        return message

    return counted
