"""The web application: pages, HTTP API, health and metrics behind one guard, to be mounted anywhere."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from pydantic import ValidationError
from redis.exceptions import RedisError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route

from agent.bootstrap import Application, bootstrap
from agent.web import assets, devices, facts, files, pages, pictures, stream
from agent.web.context import Web
from agent.web.failures import failed
from agent.web.feed import Feed
from agent.web.guard import Guard
from agent.web.metrics import Measure, Metrics
from agent.web.preview import Previews
from agent.web.rates import Rates
from agent.web.seals import Seals
from agent.web.stopping import on_stop
from agent.web.turns import Turns
from agent.web.watch import Watch
from nodes.errors import CoachError

Opener = Callable[[], AbstractAsyncContextManager[Application]]

THREADS = 4
"""Threads of one process for reading and writing files and for hearing facts in words. More would only take the
interpreter's lock from the loop that answers everybody."""
GRACE = 20.0
"""Seconds running turns get when the process is asked to stop; what is cut then is finished by the next visit."""
_SECRET_KEY = "coach:web:secret"  # noqa: S105 - the name of a key


def create_app(prefix: str = "", opener: Opener = bootstrap) -> Starlette:
    """Return the application below `prefix` ("/app"); its lifespan opens the coach and closes it after the last turn.

    opener gives the open coach, so that another server can share its own.
    """
    holder: list[Web] = []
    inner = Starlette(
        routes=_routes(),
        middleware=[
            Middleware(Measure),
            Middleware(Guard, opened=lambda: holder[-1], hosts=lambda: holder[-1].hosts),
            Middleware(GZipMiddleware, minimum_size=500, compresslevel=6),
        ],
        exception_handlers=dict.fromkeys((HTTPException, CoachError, ValidationError, RedisError, Exception), failed),
    )

    # A path has one spelling; a redirect would be one more answer that nobody expects of the API.
    inner.router.redirect_slashes = False

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS, "work"))
        async with opener() as application, _opened(application) as web:
            holder.append(web)
            try:
                with on_stop(web.watch.end_all):
                    yield
            finally:
                holder.remove(web)

    # A server that mounts this one's routes does not lead from a path to the one with its slash.
    door = [Route(prefix, _to_home)] if prefix else []
    app = Starlette(routes=[*door, Mount(prefix or "/", app=inner)], lifespan=lifespan)
    if not prefix:
        # A path with a line end matches no mount; it is answered like any other that is not there.
        app.router.default = inner
    return app


async def _to_home(request: Request) -> Response:
    return RedirectResponse(f"{request.url.path}/")


@asynccontextmanager
async def _opened(application: Application) -> AsyncIterator[Web]:
    settings, redis = application.settings, application.redis
    ttl = settings.session_ttl if application.store == "redis" else 0
    feed = Feed(redis, ttl)
    turns = Turns(application.sessions, feed)
    limits = {
        "start": settings.web_starts_per_minute,
        "turn": settings.web_turns_per_minute,
        "api": settings.api_requests_per_minute,
    }
    seals = Seals(await _page_secrets(application))
    previews = Previews(application.workshop, application.uploads)
    async with Watch(feed) as watch, Metrics(redis) as metrics:
        yield Web(application, seals, feed, turns, watch, previews, Rates(redis, limits), metrics)
        await turns.close(GRACE)


async def _page_secrets(application: Application) -> list[bytes]:
    """Return the secrets of the page's seals: from the settings, else one that all processes share in the store."""
    given = application.settings.web_secret
    if given:
        return [part.strip().encode() for part in given.get_secret_value().split(",") if part.strip()]
    store: Any = application.redis
    await store.set(_SECRET_KEY, secrets.token_hex(32), nx=True)
    return [await store.get(_SECRET_KEY)]


def _routes() -> list[Any]:
    session = "/s/{session_id}"
    return [
        Route("/", pages.home),
        Route("/start", pages.start, methods=["POST"]),
        Route(session, pages.session),
        Route(f"{session}/live", pages.live),
        Route(f"{session}/reply", pages.reply, methods=["POST"]),
        Route(f"{session}/feed", stream.page_feed),
        Route(f"{session}/edit/{{fact}}", facts.edit, methods=["GET"]),
        Route(f"{session}/edit/{{fact}}", facts.save, methods=["POST"]),
        Route(f"{session}/logo/{{variant}}.svg", files.logo),
        Route(f"{session}/logo", pictures.add_logo, methods=["POST"]),
        Route(f"{session}/logo/remove", pictures.remove_logo, methods=["POST"]),
        Route(f"{session}/photos", pictures.add_photo, methods=["POST"]),
        Route(f"{session}/photos/{{photo}}.jpg", pictures.photo),
        Route(f"{session}/photos/{{photo}}", pictures.arrange, methods=["POST"]),
        Route(f"{session}/site/{{path:path}}", files.site),
        Route(f"{session}/export", files.export),
        Route(f"{session}/device", devices.device),
        Route(f"{session}/forget", devices.forgetting, methods=["GET"]),
        Route(f"{session}/forget", devices.forget, methods=["POST"]),
        Route("/r/{token}", devices.resume, methods=["GET"]),
        Route("/r/{token}", devices.take_up, methods=["POST"]),
        Route("/sites/{site_id}", files.published_home),
        Route("/sites/{site_id}/{path:path}", files.published),
        Route("/assets/{version}/{name}", assets.asset),
        *_programs(),
    ]


def _programs() -> list[Any]:
    from agent.web.api.routes import routes  # noqa: PLC0415
    from agent.web.exposition import exposed  # noqa: PLC0415
    from agent.web.health import live, ready  # noqa: PLC0415

    return [
        Route("/health/live", live),
        Route("/health/ready", ready),
        Route("/metrics", exposed),
        *routes(),
    ]
