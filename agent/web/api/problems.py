"""Errors of the API as problem+json (RFC 9457)."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse

if TYPE_CHECKING:
    from starlette.requests import Request


def problem(request: Request, status: int, error: Exception, headers: dict[str, str]) -> JSONResponse:
    """Return an error as a problem document; nothing of an unexpected one is told."""
    from agent.web.failures import phrase_of  # noqa: PLC0415 - it uses this module

    del request
    key = phrase_of(status, error).removeprefix("web.")
    body = {"type": f"urn:coach:{key.replace('.', ':')}", "title": HTTPStatus(status).phrase, "status": status}
    return JSONResponse(body, status, headers=headers, media_type="application/problem+json")
