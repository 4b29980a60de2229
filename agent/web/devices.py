"""Carrying a session to another device, and deleting it: acts that need a second yes."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from agent.web.access import form_token, grant, linked_session, revoke
from agent.web.context import base_of, web_of
from agent.web.forms import first, own_form, read_form
from agent.web.links import qr_code, resume_link, whatsapp_link
from agent.web.pages import opened, plain_values
from agent.web.rendering import render
from nodes.errors import SessionNotFound

if TYPE_CHECKING:
    from starlette.requests import Request

    from agent.graph import GraphState


async def device(request: Request) -> Response:
    """Show the link and the code that open the session on another device."""
    web, session_id = web_of(request), opened(request)
    values, say = await _sheet(request, session_id)
    link = resume_link(web, request, session_id)
    values |= {"heading": say("device.title"), "texts": [say("device.hint")], "link": link, "code": qr_code(link)}
    values["share"] = whatsapp_link(link)
    return HTMLResponse(render("device.html", **values))


async def resume(request: Request) -> Response:
    """Ask whether to take a session up here; only the yes gives the browser its key."""
    session_id, state = await _linked(request)
    values, say = await _sheet(request, session_id)
    name = state.brief.business_name or say("home.untitled")
    values |= {
        "heading": say("device.resume_title"),
        "texts": [say("device.resume_lead", name=name)],
        "action": request.url.path,
        "yes": say("device.resume"),
        "back": "",
    }
    return HTMLResponse(render("confirm.html", **values))


async def take_up(request: Request) -> Response:
    """Give the browser the key of the session the link is for."""
    web = web_of(request)
    session_id, _ = await _linked(request)
    form = await read_form(request)
    if not hmac.compare_digest(first(form, "token").encode(), form_token(web.seals, session_id).encode()):
        raise HTTPException(403)
    response = RedirectResponse(f"{base_of(request)}/s/{session_id}", 303)
    grant(request, response, web.seals, session_id)
    return response


async def forgetting(request: Request) -> Response:
    """Ask whether to delete the session."""
    session_id = opened(request)
    values, say = await _sheet(request, session_id)
    values |= {
        "heading": say("own.forget_title"),
        "texts": [say("own.forget_lead")],
        "action": f"{values['path']}/forget",
        "yes": say("own.forget_yes"),
        "back": values["path"],
    }
    return HTMLResponse(render("confirm.html", **values))


async def forget(request: Request) -> Response:
    """Delete the session and take its key back."""
    web, session_id = web_of(request), opened(request)
    await own_form(request, session_id)
    await web.application.sessions.forget(session_id)
    await web.feed.forget(session_id)
    response = RedirectResponse(f"{base_of(request)}/?forgotten", 303)
    revoke(request, response, session_id)
    return response


async def _linked(request: Request) -> tuple[str, GraphState]:
    web = web_of(request)
    session_id = linked_session(web.seals, request.path_params["token"])
    if session_id is None:
        raise SessionNotFound("the link is not ours or too old")
    return session_id, await web.application.sessions.state(session_id)


async def _sheet(request: Request, session_id: str) -> tuple[dict[str, Any], Any]:
    web = web_of(request)
    state = await web.application.sessions.state(session_id)
    values = plain_values(web, request, web.phrases.spoken(state.language or "en"))
    path = f"{base_of(request)}/s/{session_id}"
    return values | {"path": path, "token": form_token(web.seals, session_id)}, values["say"]
