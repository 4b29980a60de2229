"""An endpoint as one declaration, from which its route and its description are made."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter
from starlette.exceptions import HTTPException
from starlette.routing import Route

from agent.web.api.auth import require_service, user_of
from agent.web.context import web_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

LIMIT, LONGEST = 20, 100
"""Items of one page: by default, and at most."""
FARTHEST = 10_000


@dataclass(frozen=True)
class Call:
    """One authorised request."""

    request: Request
    user: str

    async def body(self, model: Any) -> Any:
        """Return the body as the model. HTTPException 415 for anything but JSON; pydantic.ValidationError."""
        kind = self.request.headers.get("content-type", "").partition(";")[0].strip().casefold()
        if kind != "application/json":
            raise HTTPException(415, "send application/json")
        return _adapter(model).validate_json(await self.request.body())

    def whole(self, name: str, default: int, least: int, most: int) -> int:
        """Return a whole number of the query. HTTPException 422 outside of its bounds."""
        text = self.request.query_params.get(name)
        if text is None:
            return default
        value = int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else -1  # noqa: PLR2004 - digits
        if not least <= value <= most:
            raise HTTPException(422, f"{name} is a whole number from {least} to {most}")
        return value

    async def bytes(self, kinds: tuple[str, ...]) -> bytes:
        """Return the body as it is. HTTPException 415 for another kind; what it really is is looked at later."""
        kind = self.request.headers.get("content-type", "").partition(";")[0].strip().casefold()
        if kind not in kinds:
            raise HTTPException(415, f"send one of {', '.join(kinds)}")
        return await self.request.body()

    def text(self, name: str, most: int) -> str:
        """Return a text of the query, empty when it is missing. HTTPException 422 for one that is too long."""
        found = self.request.query_params.get(name, "")
        if len(found) > most:
            raise HTTPException(422, f"{name} has at most {most} characters")
        return found

    def part(self, name: str) -> str:
        """Return a part of the path."""
        return str(self.request.path_params[name])


@cache
def _adapter(model: Any) -> TypeAdapter[Any]:
    return TypeAdapter(model)


Handler = Callable[[Call], Awaitable["Response"]]


@dataclass(frozen=True)
class Endpoint:
    """method and path; what it takes, a model or media types, and gives, a model or one; statuses beyond the common."""

    method: str
    path: str
    name: str
    summary: str
    handler: Handler
    takes: Any = None
    gives: Any = None
    status: int = 200
    also: tuple[int, ...] = ()
    """Further statuses of success with the same body."""
    paged: bool = False
    headers: tuple[tuple[str, int], ...] = ()
    """Headers it reads, each with the characters it may have, 0 for as many as there are."""
    texts: tuple[tuple[str, int, str], ...] = ()
    """Texts of the query, each with the characters it may have and its pattern, empty for any text."""


def routes_of(endpoints: Iterable[Endpoint]) -> list[Route]:
    """Return one route for each path, which lets only the platform pass, for a user it names."""
    by_path: dict[str, dict[str, Endpoint]] = {}
    for endpoint in endpoints:
        by_path.setdefault(endpoint.path, {})[endpoint.method] = endpoint
    return [_route(path, methods) for path, methods in by_path.items()]


def _route(path: str, methods: dict[str, Endpoint]) -> Route:
    async def answer(request: Request) -> Response:
        require_service(request)
        call = Call(request, user_of(request))
        await web_of(request).rates.check("api", call.user)
        return await methods["GET" if request.method == "HEAD" else request.method].handler(call)

    return Route(f"/v1{path}", answer, methods=list(methods))
