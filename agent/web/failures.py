"""What a failed request is answered: a page in the person's language, or problem+json for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog
from pydantic import ValidationError
from redis.exceptions import RedisError
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, Response

from agent.intake import LARGEST_PHOTO
from agent.web.context import base_of, web_of
from agent.web.limits import takes_picture
from agent.web.pages import language_of, plain_values, wants_json
from agent.web.rendering import render
from nodes.errors import (
    CoachError,
    InvalidAction,
    NotSaved,
    RateLimited,
    SessionBusy,
    SessionNotFound,
    StateTooLarge,
    Unavailable,
    UploadGone,
    UploadRefused,
)

if TYPE_CHECKING:
    from starlette.requests import Request

log = structlog.get_logger(__name__)

STATUS: tuple[tuple[type[Exception], int], ...] = (
    (SessionNotFound, 404),
    (SessionBusy, 409),
    (InvalidAction, 422),
    (UploadRefused, 422),
    (UploadGone, 410),
    (ValidationError, 422),
    (RateLimited, 429),
    (StateTooLarge, 413),
    (NotSaved, 503),
    (RedisError, 503),
    (Unavailable, 503),
    (CoachError, 500),
)
"""The status of each error, the most special first."""
_PHRASE = {403: "web.error.refused", 413: "web.error.too_large", 429: "web.error.too_many"}


def status_of(error: Exception) -> int:
    """Return the status an error is answered with."""
    if isinstance(error, HTTPException):
        return error.status_code
    return next((status for kind, status in STATUS if isinstance(error, kind)), 500)


async def failed(request: Request, error: Exception) -> Response:
    """Answer an error. Nothing of it is shown but its kind: its text is for operators."""
    status = status_of(error)
    if status >= 500:  # noqa: PLR2004 - server errors
        log.error("request.failed", path_kind=request.url.path.split("/")[1:2], error=type(error).__name__)
    headers = dict(getattr(error, "headers", None) or {})
    if isinstance(error, RateLimited) and error.retry_after:
        headers["retry-after"] = str(int(error.retry_after) + 1)
    if _for_programs(request):
        from agent.web.api.problems import problem  # noqa: PLC0415 - the API's, with its own models

        return problem(request, status, error, headers)
    return _page(request, status, error, headers)


def _page(request: Request, status: int, error: Exception, headers: dict[str, str]) -> Response:
    web = web_of(request)
    language = language_of(request)
    key, told = phrase_of(status, error), getattr(error, "values", {})
    if status == 413 and takes_picture(request.method, _path(request)):  # noqa: PLR2004
        key, told = "pictures.refused.bytes", {"most": LARGEST_PHOTO // 1024**2}
    text = web.phrases.say(language, key, **told)
    if wants_json(request):
        return JSONResponse({"problem": text}, status, headers=headers)
    values: dict[str, Any] = plain_values(web, request, language)
    session = request.path_params.get("session_id") if status != 404 else None  # noqa: PLR2004
    say = values["say"]
    values |= {
        "heading": say("error.title"),
        "texts": [text, *([say("error.not_found_hint")] if status == 404 else [])],  # noqa: PLR2004
        "back": f"{base_of(request)}/s/{session}" if session else f"{base_of(request)}/",
        "back_label": say("back_to_talk") if session else say("error.home"),
    }
    return HTMLResponse(render("error.html", **values), status, headers=headers)


def phrase_of(status: int, error: Exception) -> str:
    """Return the key of what the person is told."""
    if status in _PHRASE:
        return _PHRASE[status]
    if isinstance(error, HTTPException) or status == 404:  # noqa: PLR2004
        return "web.error.not_found" if status == 404 else "web.error.refused"  # noqa: PLR2004
    return error.key if isinstance(error, CoachError) else "error.not_saved" if status == 503 else "error.unexpected"  # noqa: PLR2004


def _path(request: Request) -> str:
    """Return the path without the prefix the application is mounted under."""
    path: str = request.scope.get("path", "")
    return path.removeprefix(base_of(request))


def _for_programs(request: Request) -> bool:
    path = _path(request)
    return bool(path.startswith(("/v1/", "/health", "/metrics")) or path == "/v1")
