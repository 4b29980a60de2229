"""The pages: start, the session, and what only the session's holder may see."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from agent.intake import LARGEST_PHOTO
from agent.web.access import grant, held_sessions, may_open
from agent.web.compose import page_values
from agent.web.context import base_of, say_in, web_of
from agent.web.forms import first, own_form, read_form, reply_of, turn_of
from agent.web.languages import direction, name_of, preferred, spoken
from agent.web.rendering import regions, render
from agent.web.standing import GATES, Standing
from agent.web.starting import first_session_id, fresh_ticket, open_ticket
from nodes.errors import CoachError, SessionNotFound

if TYPE_CHECKING:
    from starlette.requests import Request

    from agent.web.context import Web

PATIENCE = 20.0
"""Seconds a browser waits for its turn to end; the turn itself goes on."""
_LISTED = 5
STARTERS = ("fashion", "restaurant", "salon", "shop", "crafts")
"""First sentences a person can begin with at a touch."""


async def home(request: Request) -> Response:
    """Show the first question; answering it begins a session."""
    web = web_of(request)
    language = language_of(request)
    values = {
        **plain_values(web, request, language),
        "tongues": [(code, name_of(web.phrases, code)) for code in spoken()],
        "question": web.phrases.say(language, "interview.ask.activity"),
        "starters": STARTERS,
        "turn": fresh_ticket(web.seals),
        "stages": [web.phrases.say(language, f"step.{name}") for name in GATES],
        "sessions": await _resumable(web, request, language),
        "note": web.phrases.say(language, "web.forgotten") if "forgotten" in request.query_params else "",
    }
    return HTMLResponse(render("home.html", **values))


async def start(request: Request) -> Response:
    """Begin a session with the person's first words, and give the browser its key."""
    web = web_of(request)
    form = await read_form(request)
    ticket = open_ticket(web.seals, first(form, "turn"))
    if ticket is None:
        raise HTTPException(403)
    await web.rates.check("start", request.client.host if request.client else "")
    words = first(form, "text").strip() or first(form, "say").strip()
    session_id = first_session_id(ticket, words)
    language = first(form, "lang") if first(form, "lang") in spoken() else language_of(request)
    await _begin(web, session_id, language, words)
    response = RedirectResponse(f"{base_of(request)}/s/{session_id}", 303)
    grant(request, response, web.seals, session_id)
    return response


async def session(request: Request) -> Response:
    """Show the session's page, complete without scripts."""
    web, session_id = web_of(request), opened(request)
    standing = await stand(web, session_id)
    values = page_values(web, request, standing)
    values |= {
        "regions": regions(values, str(uuid.uuid4())),
        "view": "board" if request.query_params.get("view") == "board" else "talk",
        "words": {
            "offline": values["say"]("offline"),
            "unsent": values["say"]("unsent"),
            "working": {gate: values["say"](f"working.{gate}") for gate in GATES},
        },
        "largest_picture": LARGEST_PHOTO,
        "picture_words": {"large": values["phrase"]("pictures.refused.bytes", most=LARGEST_PHOTO // 1024**2)}
        | {
            key: values["phrase"](f"pictures.page.{key}", percent="{percent}")
            for key in ("preparing", "sending", "waiting", "failed")
        },
    }
    return HTMLResponse(render("session.html", **values))


async def live(request: Request) -> Response:
    """Give what a page that has some of the session lacks."""
    web, session_id = web_of(request), opened(request)
    return changes(web, request, await stand(web, session_id), dict(request.query_params))


async def reply(request: Request) -> Response:
    """Take a reply; answer with what changed, or lead a browser without scripts back to the page."""
    web, session_id = web_of(request), opened(request)
    form = await own_form(request, session_id)
    await web.rates.check("turn", session_id)
    turn = web.turns.reply(session_id, reply_of(form), turn_id=turn_of(form), answers=first(form, "answers"))
    await turn.wait(PATIENCE)
    if wants_json(request):
        return changes(web, request, await stand(web, session_id), {name: first(form, name) for name in form})
    return RedirectResponse(f"{base_of(request)}/s/{session_id}", 303)


async def stand(web: Web, session_id: str) -> Standing:
    """Return where a session stands; work that was cut off is taken up again."""
    where = await web.feed.where(session_id)
    state = await web.application.sessions.state(session_id)
    standing = Standing(state, where, busy=web.turns.running(session_id))
    if standing.cut_off:
        web.turns.resume(session_id)
    return standing


def changes(web: Web, request: Request, standing: Standing, have: dict[str, str]) -> Response:
    """Return the lines and regions that a page does not have yet, as JSON."""
    start_at = have.get("count", "")
    count = int(start_at) if start_at.isdecimal() and len(start_at) < 7 else 0  # noqa: PLR2004 - digits of a count
    values = page_values(web, request, standing, count)
    known = frozenset(have.get("have", "")[:2000].split(","))
    return JSONResponse(
        {
            "version": standing.where.version,
            "last": standing.where.last,
            "language": values["language"],
            "from": count,
            "count": values["count"],
            "lines": render("lines.html", **values),
            "regions": regions(values, str(uuid.uuid4()), known),
            "working": standing.working,
        },
        headers={"cache-control": "no-store"},
    )


def opened(request: Request) -> str:
    """Return the session of the path. SessionNotFound unless this browser holds its key."""
    session_id: str = request.path_params["session_id"]
    if not may_open(request, web_of(request).seals, session_id):
        raise SessionNotFound("this browser has no key for the session")
    return session_id


def wants_json(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")


def plain_values(web: Web, request: Request, language: str) -> dict[str, Any]:
    """Return what the frame of every page needs."""
    return {
        "base": base_of(request),
        "language": language,
        "direction": direction(language),
        "say": say_in(web.phrases, language),
    }


def language_of(request: Request) -> str:
    """Return the language a visitor asks for, by the address or the browser, else the server's."""
    asked = request.query_params.get("lang", "")
    default = web_of(request).application.settings.coach_language or "en"
    default = default if default in spoken() else "en"
    return asked if asked in spoken() else preferred(request.headers.get("accept-language", ""), default)


async def _begin(web: Web, session_id: str, language: str, words: str) -> None:
    """Start the session unless a first click did, ask the first question, and hear the first words."""
    sessions = web.application.sessions
    try:
        await sessions.state(session_id)
    except SessionNotFound:
        await sessions.start(language=language, session_id=session_id)
        await web.turns.resume(session_id).wait(PATIENCE)
    if words:
        turn_id = str(uuid.uuid5(uuid.UUID(session_id), "first"))
        await web.turns.reply(session_id, words, turn_id=turn_id).wait(PATIENCE)


async def _resumable(web: Web, request: Request, language: str) -> list[dict[str, str]]:
    """Return the sessions this browser can go on with."""
    found = []
    for session_id in held_sessions(request, web.seals)[:_LISTED]:
        try:
            state = await web.application.sessions.state(session_id)
        except CoachError:
            continue
        step = web.phrases.say(language, f"step.{Standing(state).gate}")
        found.append({"id": session_id, "name": state.brief.business_name, "step": step})
    return found
