"""Serves the stand-ins on loopback, each below its own path."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from agent import resources
from agent.sandbox import model
from agent.sandbox.faults import Cut, Fault, Faults, broken
from agent.sandbox.platform import Platform, rendered

if TYPE_CHECKING:
    import uvicorn

HOST = "127.0.0.1"
PORT = 8260
KEY = "sandbox"
"""Every key and secret that begins so is accepted; all others are refused."""
_LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 120"><circle cx="60" cy="60" r="52" fill="#1f6f54"/>'
    '<path d="M36 64l18 18 32-40" fill="none" stroke="#ffffff" stroke-width="12"/></svg>'
)

Answer = Callable[[Request, Fault | None], Awaitable[Response]]


@dataclass
class Sandbox:
    """The stand-ins and what they are told to do."""

    url: str = ""
    faults: Faults = field(default_factory=Faults)
    platform: Platform = field(default_factory=Platform)

    def forget(self) -> None:
        """Begin anew: no faults, no counts, no sites."""
        for kept in (self.faults.planned, self.faults.calls, self.faults.requests):
            kept.clear()
        self.platform.sites.clear()
        self.platform.answered.clear()
        self.platform.render = rendered

    def app(self) -> Starlette:
        """Return the application. POST /faults plans faults, DELETE clears them, GET /calls counts."""
        return Starlette(
            routes=[
                self._route("openai", "/openai/v1/chat/completions", "POST", model.complete),
                self._route("tavily", "/tavily/search", "POST", _search),
                self._route("logoai", "/logoai/logoapi/async/logo", "POST", _logoai),
                self._route("logoai", "/logoai/files/logo.svg", "GET", _picture, guarded=False),
                self._route("recraft", "/recraft/v1/images/generations", "POST", _recraft),
                self._route("digitalcloud360", "/dc360/health", "GET", _healthy),
                self._route("digitalcloud360", "/dc360/v1/websites", "POST", self._create),
                self._route("digitalcloud360", "/dc360/v1/websites", "GET", _sync(self.platform.find)),
                self._route("digitalcloud360", "/dc360/v1/users/{user_id}", "GET", _sync(self.platform.user)),
                Route("/sites/{site}/{path:path}", self.platform.page, name="site"),
                Route("/faults", self._plan, methods=["POST", "DELETE"]),
                Route("/calls", self._count),
            ]
        )

    def _route(self, service: str, path: str, method: str, answer: Answer, *, guarded: bool = True) -> Route:
        async def endpoint(request: Request) -> Response:
            body = await request.body()
            self.faults.calls[service] += 1
            self.faults.requests.append((service, f"{method} {request.url.path}", body))
            if guarded and not _key(request).startswith(KEY):
                return JSONResponse({"error": {"message": "wrong key", "code": "invalid_api_key"}}, 401)
            fault = self.faults.take(service, request.url.path, streaming=_streams(body))
            if fault and (found := await broken(fault, request)):
                return found
            return await answer(request, fault)

        return Route(path, endpoint, methods=[method])

    async def _create(self, request: Request, fault: Fault | None) -> Response:
        made = await self.platform.create(request)
        if fault and fault.kind == "odd":
            return Response("made", 201)
        if fault and fault.kind == "lost":
            raise Cut
        return made

    async def _plan(self, request: Request) -> Response:
        if request.method == "DELETE":
            self.faults.clear()
            return Response(status_code=204)
        try:
            plan = await request.json()
            self.faults.add(plan.pop("service"), plan.pop("fault"), **plan)
        except (ValueError, TypeError, KeyError, AttributeError):
            return JSONResponse(
                {"detail": "give service and fault, and perhaps times, retry_after, seconds, path"}, 422
            )
        return Response(status_code=204)

    def _count(self, request: Request) -> Response:  # noqa: ARG002 - a route
        return JSONResponse({"calls": dict(self.faults.calls), "sites": len(self.platform.sites)})


def settings_for(url: str) -> dict[str, str]:
    """Return the environment that leads the product to a sandbox."""
    return {
        "OPENAI_API_KEY": f"{KEY}-openai",
        "OPENAI_BASE_URL": f"{url}/openai/v1",
        "TAVILY_API_KEY": f"{KEY}-tavily",
        "TAVILY_BASE_URL": f"{url}/tavily",
        "LOGOAI_API_KEY": f"{KEY}-logoai",
        "LOGOAI_BASE_URL": f"{url}/logoai",
        "DIGITALCLOUD360_BASE_URL": f"{url}/dc360",
        "DIGITALCLOUD360_SERVICE_SECRET": f"{KEY}-secret",
    }


@asynccontextmanager
async def running(port: int = 0) -> AsyncIterator[Sandbox]:
    """Serve a sandbox on loopback inside this program, on any free port unless one is given."""
    sandbox = Sandbox()
    with _listening(port) as listener:
        sandbox.url = f"http://{HOST}:{listener.getsockname()[1]}"
        server = _server(sandbox)
        task = asyncio.create_task(server.serve(sockets=[listener]), name="sandbox")
        try:
            while not server.started and not task.done():  # noqa: ASYNC110 - the server tells by a flag only
                await asyncio.sleep(0.01)
            yield sandbox
        finally:
            server.should_exit = server.force_exit = True
            await asyncio.gather(task, return_exceptions=True)


def serve(port: int = PORT, say: Callable[[str], None] = print) -> None:
    """Serve a sandbox until interrupted, and say how to lead the product to it."""

    async def until_interrupted() -> None:
        async with running(port) as sandbox:
            for name, value in settings_for(sandbox.url).items():
                say(f"{name}={value}")
            await asyncio.Event().wait()

    with suppress(KeyboardInterrupt):
        asyncio.run(until_interrupted())


@contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        yield listener


def _server(sandbox: Sandbox) -> uvicorn.Server:
    import uvicorn  # noqa: PLC0415 - slow to import

    class Server(uvicorn.Server):
        """Leaves signals to the program it runs in."""

        @contextmanager
        def capture_signals(self) -> Iterator[None]:
            yield

    quiet: dict[str, Any] = {"log_config": None, "log_level": "critical", "access_log": False}
    return Server(uvicorn.Config(sandbox.app(), lifespan="off", ws="none", http="h11", **quiet))


def _key(request: Request) -> str:
    headers = request.headers
    bearer = headers.get("authorization", "").removeprefix("Bearer ")
    return headers.get("x-service-secret") or headers.get("logoapikey") or bearer


def _streams(body: bytes) -> bool:
    try:
        return bool(json.loads(body).get("stream"))
    except (ValueError, AttributeError, RecursionError):
        return False


def _sync(answer: Callable[[Request], Response]) -> Answer:
    async def endpoint(request: Request, _fault: Fault | None) -> Response:
        return answer(request)

    return endpoint


async def _search(request: Request, _fault: Fault | None) -> Response:
    query = str((await request.json()).get("query", ""))
    results = [
        {
            "title": words["title"],
            "url": f"https://example.org/{language}",
            "content": words["content"].format(query=query),
            "score": 0.5,
        }
        for language, words in resources.load_yaml("sandbox/results.yaml").items()
    ]
    return JSONResponse({"query": query, "results": results, "response_time": 0.1})


async def _logoai(request: Request, _fault: Fault | None) -> Response:
    home = str(request.base_url).rstrip("/")
    return JSONResponse({"success": True, "errCode": 0, "errMsg": "", "data": f"{home}/logoai/files/logo.svg"})


async def _recraft(request: Request, _fault: Fault | None) -> Response:
    home, count = str(request.base_url).rstrip("/"), int((await request.json()).get("n", 1))
    return JSONResponse({"data": [{"url": f"{home}/logoai/files/logo.svg"}] * count})


async def _picture(_request: Request, _fault: Fault | None) -> Response:
    return Response(_LOGO, media_type="image/svg+xml")


async def _healthy(_request: Request, _fault: Fault | None) -> Response:
    return JSONResponse({"status": "healthy"})
