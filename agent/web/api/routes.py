"""Every endpoint of the API, in one table."""

from __future__ import annotations

from functools import partial
from typing import Any

from starlette.responses import JSONResponse
from starlette.routing import Route

from agent.web.api import pictures, replies, sessions
from agent.web.api.endpoints import Endpoint, routes_of
from agent.web.api.models import (
    BackTo,
    BriefPage,
    BriefView,
    FactValue,
    History,
    NewSession,
    PhotoChange,
    Reply,
    SessionPage,
    SessionView,
    TurnResult,
    Yes,
)
from nodes.uploads import LONGEST_CAPTION

_SESSION = "/sessions/{session_id}"


def endpoints() -> tuple[Endpoint, ...]:
    """Return all endpoints."""
    return (
        Endpoint(
            "POST",
            "/sessions",
            "createSession",
            "Create a session",
            sessions.create,
            NewSession,
            SessionView,
            201,
            (200,),
            headers=(("Idempotency-Key", sessions.KEY_LIMIT),),
        ),
        Endpoint(
            "GET",
            "/sessions",
            "listSessions",
            "List the user's sessions",
            sessions.listing,
            None,
            SessionPage,
            paged=True,
        ),
        Endpoint("GET", _SESSION, "getSession", "The session as it stands", sessions.show, None, SessionView),
        Endpoint("DELETE", _SESSION, "forgetSession", "Delete all that is stored", sessions.forget, status=204),
        Endpoint("GET", f"{_SESSION}/history", "getHistory", "The conversation", sessions.history, None, History),
        Endpoint(
            "GET",
            f"{_SESSION}/events",
            "streamEvents",
            "Follow the session",
            sessions.events,
            None,
            "text/event-stream",
            headers=(("Last-Event-ID", 0),),
        ),
        Endpoint(
            "GET",
            f"{_SESSION}/export",
            "exportSession",
            "Site, logos and facts",
            sessions.export,
            None,
            "application/zip",
        ),
        Endpoint("GET", f"{_SESSION}/brief", "getBrief", "The business brief", sessions.brief, None, BriefView),
        Endpoint(
            "POST",
            f"{_SESSION}/replies",
            "reply",
            "Reply to the open question",
            replies.reply,
            Reply,
            TurnResult,
            also=(202,),
        ),
        Endpoint(
            "POST", f"{_SESSION}/approve", "approve", "Say yes to a step", replies.approve, Yes, TurnResult, also=(202,)
        ),
        Endpoint(
            "POST",
            f"{_SESSION}/publish",
            "publish",
            "Say yes to publishing",
            replies.publish,
            Yes,
            TurnResult,
            also=(202,),
        ),
        Endpoint(
            "POST",
            f"{_SESSION}/back",
            "goBack",
            "Open an earlier step again",
            replies.back,
            BackTo,
            TurnResult,
            also=(202,),
        ),
        Endpoint(
            "PUT",
            f"{_SESSION}/facts/{{fact}}",
            "editFact",
            "Set a fact",
            replies.edit,
            FactValue,
            TurnResult,
            also=(202,),
        ),
        Endpoint(
            "POST",
            f"{_SESSION}/resume",
            "resume",
            "Finish what was cut off",
            replies.resume,
            None,
            TurnResult,
            also=(202,),
        ),
        *_pictures(),
        Endpoint(
            "GET",
            "/briefs/{brief_id}",
            "getBriefById",
            "A business brief by its id",
            sessions.brief_by_id,
            None,
            BriefView,
        ),
        Endpoint(
            "GET",
            "/users/{user_id}/briefs",
            "listBriefs",
            "A user's business briefs",
            sessions.briefs_of_user,
            None,
            BriefPage,
            paged=True,
        ),
    )


def _pictures() -> tuple[Endpoint, ...]:
    """Return the endpoints of the person's own logo and photos."""
    photos, one = f"{_SESSION}/photos", f"{_SESSION}/photos/{{photo}}"
    turn, words = ("turn_id", 64, "^[A-Za-z0-9_-]*$"), ("alt", LONGEST_CAPTION, "")
    answer = partial(Endpoint, gives=TurnResult, also=(202,))
    send = partial(answer, "POST", takes=pictures.KINDS)
    return (
        send(f"{_SESSION}/logo", "addLogo", "Use an own logo", pictures.add_logo, texts=(turn,)),
        answer("DELETE", f"{_SESSION}/logo", "removeLogo", "Forget an own logo", pictures.remove_logo),
        send(photos, "addPhoto", "Add a photo", pictures.add_photo, texts=(turn, words)),
        Endpoint("GET", one, "getPhoto", "A photo", pictures.show, None, "image/jpeg"),
        answer("PATCH", one, "changePhoto", "Describe or move a photo", pictures.change, takes=PhotoChange),
        answer("DELETE", one, "removePhoto", "Take a photo off the site", pictures.remove),
    )


def routes() -> list[Route]:
    """Return the routes of the API and of its description."""
    return [*routes_of(endpoints()), Route("/v1/openapi.json", _description)]


async def _description(request: Any) -> JSONResponse:
    from agent.web.api.openapi import description  # noqa: PLC0415 - built once, when it is asked for
    from agent.web.context import base_of  # noqa: PLC0415

    return JSONResponse({**description(endpoints()), "servers": [{"url": f"{base_of(request)}/v1"}]})
