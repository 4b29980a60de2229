"""The person's own logo and photos over HTTP: handed in as they are, one a request."""

from __future__ import annotations

import re
from collections.abc import Awaitable
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException

from agent.web.api.endpoints import Call
from agent.web.api.models import PhotoCaption, PhotoChange
from agent.web.api.replies import say
from agent.web.context import web_of
from agent.web.pictures import photo_response
from nodes.errors import UploadRefused
from nodes.uploads import LONGEST_CAPTION

if TYPE_CHECKING:
    from starlette.responses import Response

    from agent.graph import GraphState

KINDS = ("image/jpeg", "image/png", "image/webp", "image/avif", "image/svg+xml", "application/octet-stream")
"""Media types of a body that may be a picture. What it is, its bytes say."""
_TURN = re.compile(r"[A-Za-z0-9_-]{0,64}")


async def add_logo(call: Call) -> Response:
    """Take the person's own logo; it is the choice from now on. 422 says why a picture cannot be used."""
    state, turn = await _state(call), _turn(call)
    data = await call.bytes(KINDS)
    return await say(call, await _taken(call, web_of(call.request).application.intake.logo(state, data)), turn)


async def remove_logo(call: Call) -> Response:
    """Forget the person's own logo. Without one nothing changes."""
    return await say(call, {"action": "remove_logo"}, None)


async def add_photo(call: Call) -> Response:
    """Take a photo for the site, as add_logo does."""
    state, turn, alt = await _state(call), _turn(call), call.text("alt", LONGEST_CAPTION)
    data = await call.bytes(KINDS)
    return await say(call, await _taken(call, web_of(call.request).application.intake.photo(state, data, alt)), turn)


async def show(call: Call) -> Response:
    """Give a photo as it is kept."""
    return await photo_response(call.request, await _state(call), call.part("photo"))


async def change(call: Call) -> Response:
    """Say what a photo shows, or put it in another place."""
    wish = await call.body(PhotoChange)
    photo = await _known(call)
    if isinstance(wish, PhotoCaption):
        return await say(call, {"action": "caption_photo", "photo": photo, "alt": wish.alt}, wish.turn_id)
    return await say(call, {"action": "move_photo", "photo": photo, "to": wish.place}, wish.turn_id)


async def remove(call: Call) -> Response:
    """Take a photo off the site and forget it."""
    return await say(call, {"action": "remove_photo", "photo": await _known(call)}, None)


def _turn(call: Call) -> str | None:
    turn = call.text("turn_id", 64)
    if not _TURN.fullmatch(turn):
        raise HTTPException(422, "turn_id has letters, digits, _ and - only")
    return turn or None


async def _taken(call: Call, taking: Awaitable[dict[str, Any]]) -> dict[str, Any]:
    try:
        return await taking
    except UploadRefused as error:
        phrases = web_of(call.request).phrases
        raise HTTPException(422, phrases.say("en", error.key, **error.values)) from error


async def _state(call: Call) -> GraphState:
    return await web_of(call.request).application.sessions.state(call.part("session_id"), user_id=call.user)


async def _known(call: Call) -> str:
    """Return the photo of the path. HTTPException 404 for one that the session does not have."""
    photo = call.part("photo")
    if photo not in [each.upload.digest for each in (await _state(call)).photos]:
        raise HTTPException(404)
    return photo
