"""Who may open which session on the page: one sealed cookie for each session, and sealed links to carry it on."""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING

from agent.web.seals import Seals

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

COOKIE = "coach-"
COOKIE_DAYS = 30
"""How long a browser keeps its key; the session itself lives as long as the store keeps it."""
LINK_SECONDS = 7 * 86_400
"""How long a link to another device opens."""
REMEMBERED = 12
"""Sessions one browser keeps keys for; a new one drops the oldest."""


def cookie_name(session_id: str) -> str:
    """Return the name of a session's cookie: short, and telling nothing about the session."""
    return COOKIE + hashlib.sha256(session_id.encode("utf-8", "replace")).hexdigest()[:12]


def may_open(request: Request, seals: Seals, session_id: str) -> bool:
    """Whether this browser holds the key of the session."""
    held = seals.open("session", request.cookies.get(cookie_name(session_id), ""))
    return held is not None and held.partition(".")[2] == session_id


def held_sessions(request: Request, seals: Seals) -> list[str]:
    """Return the sessions this browser holds keys of, the latest first."""
    found = []
    for name, value in request.cookies.items():
        if name.startswith(COOKIE) and (held := seals.open("session", value)):
            at, _, session_id = held.partition(".")
            if cookie_name(session_id) == name:
                found.append((int(at), session_id))
    return [session_id for _, session_id in sorted(found, reverse=True)]


def grant(request: Request, response: Response, seals: Seals, session_id: str) -> None:
    """Give the browser the key of a session: not readable by scripts, not sent along by other sites."""
    path, secure = _path(request), request.url.scheme == "https"
    for old in held_sessions(request, seals)[REMEMBERED - 1 :]:
        response.delete_cookie(cookie_name(old), path=path)
    response.set_cookie(
        cookie_name(session_id),
        seals.seal("session", f"{int(time.time())}.{session_id}"),
        max_age=COOKIE_DAYS * 86_400,
        path=path,
        secure=secure,
        httponly=True,
        samesite="lax",
    )


def revoke(request: Request, response: Response, session_id: str) -> None:
    """Take the key of a session back."""
    response.delete_cookie(cookie_name(session_id), path=_path(request))


def form_token(seals: Seals, session_id: str) -> str:
    """Return what every form of a session carries; another site cannot know it."""
    return seals.seal("form", session_id).rpartition(".")[2]


def link_token(seals: Seals, session_id: str) -> str:
    """Return the secret part of a link that opens the session on another device."""
    return seals.seal("link", f"{int(time.time()) + LINK_SECONDS}.{session_id}")


def linked_session(seals: Seals, token: str) -> str | None:
    """Return the session a link opens, None when it is not ours or too old."""
    until, _, session_id = (seals.open("link", token) or "").partition(".")
    return session_id if session_id and int(until) > time.time() else None


def _path(request: Request) -> str:
    return str(request.scope.get("root_path") or "/")
