"""Correcting one fact in its own field."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from agent.graph import GraphState
from agent.web.access import form_token
from agent.web.board import HELD
from agent.web.context import base_of, web_of
from agent.web.editing import Unreadable, empty_value, field_of, value_of
from agent.web.forms import Form, first, own_form, turn_of
from agent.web.languages import spoken
from agent.web.pages import PATIENCE, changes, opened, plain_values, stand, wants_json
from agent.web.rendering import render
from nodes.brief import FACTS, FactUpdate, apply_update, fact

if TYPE_CHECKING:
    from starlette.requests import Request


async def edit(request: Request) -> Response:
    """Show the field of a fact: as a page, or as its form alone for a page that puts it in place."""
    state = await web_of(request).application.sessions.state(opened(request))
    return _form(request, state, wrong=False)


async def save(request: Request) -> Response:
    """Set the fact to what was typed; what cannot be read is asked for once more."""
    web, session_id, name = web_of(request), opened(request), _name(request)
    form = await own_form(request, session_id)
    await web.rates.check("turn", session_id)
    state = await web.application.sessions.state(session_id)
    try:
        value = _checked(form, name, state)
    except (Unreadable, ValidationError):
        return _form(request, state, wrong=True)
    action = {"action": "edit", "fact": name, "value": value}
    await web.turns.reply(session_id, action, turn_id=turn_of(form)).wait(PATIENCE)
    if wants_json(request):
        return changes(web, request, await stand(web, session_id), {name: first(form, name) for name in form})
    return RedirectResponse(f"{base_of(request)}/s/{session_id}?view=board#fact-{name}", 303)


def _checked(form: Form, name: str, state: GraphState) -> Any:
    """Return the value as JSON has it, after the brief took it. Unreadable or ValidationError when it does not."""
    brief = state.brief
    value = empty_value(brief, name) if "clear" in form else value_of(form, name, brief)
    changed = apply_update(brief, FactUpdate(fact=name, value=value, quote=""))
    if name in HELD and fact(brief, name) and not fact(changed, name):
        raise Unreadable
    dumped: Any = changed.model_dump(mode="json")
    for part in FACTS[name]:
        dumped = dumped[part]
    return dumped


def _form(request: Request, state: GraphState, *, wrong: bool) -> Response:
    web, name = web_of(request), _name(request)
    language = web.phrases.spoken(state.language or "en")
    values = plain_values(web, request, language)
    label = web.phrases.say(language, f"fact.{name}")

    def say(key: str, **more: object) -> str:
        return web.phrases.say(language, key, **more)

    values |= {
        "path": f"{base_of(request)}/s/{state.session_id}",
        "token": form_token(web.seals, state.session_id),
        "turn": str(uuid.uuid4()),
        "name": name,
        "label": label,
        "heading": say("web.edit.title", fact=label),
        "texts": [],
        "field": field_of(state.brief, name, language, say, spoken()),
        "removable": bool(fact(state.brief, name)) and name not in HELD,
        "wrong": wrong,
    }
    template = "edit_form.html" if "x-part" in request.headers else "edit.html"
    return HTMLResponse(render(template, **values), 422 if wrong else 200, headers={"vary": "x-part"})


def _name(request: Request) -> str:
    name: str = request.path_params["fact"]
    if name not in FACTS:
        raise HTTPException(404)
    return name
