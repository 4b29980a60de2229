"""What every request passes: the right host, no other site's form, and headers that limit what a page may do."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request

from agent.web.context import KEY
from agent.web.failures import failed
from agent.web.limits import limit_of, limited, too_large

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from agent.web.context import Web

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SECURE = {
    "content-security-policy": PAGE_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cache-control": "no-store",
}
"""Sent with every answer that does not say otherwise."""
_SAFE = ("GET", "HEAD", "OPTIONS")
_OWN_NAMES = ("localhost", "testserver")


class Guard:
    """Outermost layer of the application."""

    def __init__(self, app: ASGIApp, opened: Callable[[], Web], hosts: Callable[[], Iterable[str]]) -> None:
        """Take the application behind, what gives the open services, and the host names it is known by.

        Addresses in digits and localhost are always let in: only a name can be pointed here by somebody else.
        A name of "*" lets all in.
        """
        self._app = app
        self._opened = opened
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope[KEY] = self._opened()
        headers = Headers(scope=scope)
        limit = limit_of(scope["method"], scope["path"].removeprefix(scope.get("root_path", "")))
        refused = self._refused(scope["method"], headers, limit)

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                sent = MutableHeaders(scope=message)
                for name, value in SECURE.items():
                    sent.setdefault(name, value)
            await send(message)

        if refused:
            answer = await failed(Request(scope), HTTPException(refused))
            await answer(scope, receive, guarded)
        else:
            await self._app(scope, limited(receive, limit), guarded)

    def _refused(self, method: str, headers: Headers, limit: int) -> int:
        """Return the status a request is refused with, 0 when it may pass."""
        if not self._known(headers.get("host", "")):
            return 421
        if too_large(headers.get("content-length"), limit):
            return 413
        return 403 if method not in _SAFE and _foreign(headers) else 0

    def _known(self, host: str) -> bool:
        name = _name(host)
        names = {each.casefold() for each in self._hosts()}
        return bool(name) and (name in _OWN_NAMES or name in names or "*" in names or _digits(name))


def _foreign(headers: Headers) -> bool:
    """Whether a browser says that another site sent this. Programs send neither header and need a key anyway."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = headers.get("origin")
    return origin is not None and origin.partition("://")[2].casefold() != headers.get("host", "").casefold()


def _name(host: str) -> str:
    """Return the name in a Host header without its port, empty when it is none."""
    if any(char in host for char in "/?#@\\ "):
        return ""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _digits(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
