"""A logo the person brings: made safe, redrawn as outlines if it is pixels, and read for its colours."""

from __future__ import annotations

import asyncio

from agent.integrations.logo.fetched import LARGEST_PICTURE, variant
from nodes.errors import IntegrationException, Rejected
from nodes.results import LogoSet

NAME = "own logo"
UNREADABLE = "drawing.unreadable_upload"


async def uploaded(picture: bytes, name: str) -> LogoSet:
    """Return an uploaded SVG, PNG, JPEG or WebP as a set of one logo, with a palette drawn from it.

    An SVG keeps shapes and paint and loses all that runs, loads, links or animates; pixels are decoded and redrawn,
    so nothing of the file itself remains. Raises Rejected, with the key of what to say, for anything else.
    """
    if len(picture) > LARGEST_PICTURE:
        raise Rejected("the picture is too large", service=NAME, key=UNREADABLE)
    try:
        made = await asyncio.to_thread(variant, picture, number=1, name=name, service=NAME)
    except IntegrationException as error:
        raise Rejected(error.message, service=NAME, details=error.details, key=UNREADABLE) from error
    return LogoSet(made_by=NAME, live=False, variants=(made,))
