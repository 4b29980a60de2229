"""Errors of the API as problem+json (RFC 9457)."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from agent.web.api.models import Fault, Problem
from nodes.errors import CoachError

if TYPE_CHECKING:
    from starlette.requests import Request

_SHOWN = 20
"""Faults of one request that are listed."""


def problem(request: Request, status: int, error: Exception, headers: dict[str, str]) -> JSONResponse:
    """Return an error as a problem document: what is wrong with the request, and nothing about the inside."""
    del request
    title = HTTPStatus(status).phrase
    own = status < 500 and isinstance(error, HTTPException) and error.detail != title  # noqa: PLR2004 - server errors
    body = Problem(
        type=f"urn:coach:problem:{_kind(status, error)}",
        title=title,
        status=status,
        detail=str(error.detail) if own and isinstance(error, HTTPException) else "",
        faults=_faults(error) if isinstance(error, ValidationError) else [],
    )
    return JSONResponse(body.model_dump(), status, headers=headers, media_type="application/problem+json")


def _kind(status: int, error: Exception) -> str:
    if isinstance(error, CoachError):
        return error.key.removeprefix("error.").replace("_", "-")
    return HTTPStatus(status).name.lower().replace("_", "-")


def _faults(error: ValidationError) -> list[Fault]:
    """Return what is wrong without repeating what was sent."""
    return [
        Fault(at=".".join(str(part) for part in item["loc"])[:200], message=item["msg"])
        for item in error.errors(include_url=False, include_input=False, include_context=False)[:_SHOWN]
    ]
