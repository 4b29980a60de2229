"""Who calls the API: the platform by its secret, for one of its users."""

from __future__ import annotations

import hmac
import re
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from agent.web.context import web_of

if TYPE_CHECKING:
    from starlette.requests import Request

_USER = re.compile(r"[\x21-\x7e]{1,128}")


def require_service(request: Request) -> None:
    """Let the platform's services pass. HTTPException 401 without a valid secret, or while none is configured."""
    configured = web_of(request).application.settings.service_secret
    known = [part.strip().encode() for part in configured.get_secret_value().split(",")] if configured else []
    given = request.headers.get("x-service-secret") or _bearer(request)
    matches = [hmac.compare_digest(secret, given.encode("utf-8", "replace")) for secret in known if secret]
    if not any(matches):
        raise HTTPException(401, headers={"www-authenticate": 'Bearer realm="coach"'})


def user_of(request: Request) -> str:
    """Return the user the platform acts for. HTTPException 400 for a missing or malformed one, and for two."""
    users = request.headers.getlist("x-user-id")
    user = users[0] if len(users) == 1 else ""
    if not _USER.fullmatch(user):
        raise HTTPException(400, "X-User-Id is missing or malformed")
    return user


def _bearer(request: Request) -> str:
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    return value.strip() if scheme.casefold() == "bearer" else ""
