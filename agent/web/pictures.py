"""The person's own logo and photos on the page: handed in, described, put in order and taken away."""

from __future__ import annotations

import hmac
import uuid
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from agent.web.access import form_token
from agent.web.context import base_of, web_of
from agent.web.files import DRAWING_POLICY
from agent.web.forms import Form, first, own_form, turn_of
from agent.web.multipart import read_file_form
from agent.web.pages import PATIENCE, changes, opened, plain_values, stand, wants_json
from agent.web.rendering import render
from nodes.errors import UploadGone, UploadRefused
from nodes.uploads import LONGEST_CAPTION

if TYPE_CHECKING:
    from starlette.requests import Request

    from agent.graph import GraphState

KEPT = "private, max-age=86400"
"""A picture's address names its bytes, so they never change."""


async def add_logo(request: Request) -> Response:
    """Take the person's own logo; it is the choice from now on."""
    return await _hand_in(request, "logo")


async def remove_logo(request: Request) -> Response:
    """Forget the person's own logo; a drawn one stands in its place."""
    form = await own_form(request, opened(request))
    await web_of(request).rates.check("turn", opened(request))
    return await _said(request, form, {"action": "remove_logo"})


async def add_photo(request: Request) -> Response:
    """Take a photo for the site."""
    return await _hand_in(request, "photo")


async def arrange(request: Request) -> Response:
    """Change what is said of a photo, move it up, or take it off the site."""
    web, session_id, photo = web_of(request), opened(request), request.path_params["photo"]
    form = await own_form(request, session_id)
    await web.rates.check("turn", session_id)
    state = await web.application.sessions.state(session_id)
    places = [each.upload.digest for each in state.photos]
    if photo not in places:
        raise HTTPException(404)
    wishes: dict[str, dict[str, Any]] = {
        "remove": {"action": "remove_photo"},
        "up": {"action": "move_photo", "to": max(1, places.index(photo))},
        "save": {"action": "caption_photo", "alt": _alt(form)},
    }
    return await _said(request, form, wishes.get(first(form, "do"), wishes["save"]) | {"photo": photo})


async def photo(request: Request) -> Response:
    """Serve a photo as it is kept."""
    web = web_of(request)
    state = await web.application.sessions.state(opened(request))
    return await photo_response(request, state, request.path_params["photo"])


async def photo_response(request: Request, state: GraphState, digest: str) -> Response:
    """Return a photo of the session. HTTPException 404 for one that it does not have."""
    if digest not in [each.upload.digest for each in state.photos]:
        raise HTTPException(404)
    try:
        found = await web_of(request).application.uploads.read(state.session_id, (digest,))
    except UploadGone as error:
        raise HTTPException(404) from error
    headers = {"content-security-policy": DRAWING_POLICY, "cache-control": KEPT}
    return Response(found[digest], media_type="image/jpeg", headers=headers)


async def _hand_in(request: Request, what: str) -> Response:
    web, session_id = web_of(request), opened(request)
    await web.rates.check("turn", session_id)
    sent = await read_file_form(request)
    expected = form_token(web.seals, session_id)
    if not hmac.compare_digest(first(sent.fields, "token").encode(), expected.encode()):
        raise HTTPException(403)
    state, intake = await web.application.sessions.state(session_id), web.application.intake
    alt = _alt(sent.fields)
    if not sent.file:
        return _refused(request, state, what, UploadRefused("missing"), alt)
    try:
        action = await (intake.logo(state, sent.file) if what == "logo" else intake.photo(state, sent.file, alt))
    except UploadRefused as error:
        return _refused(request, state, what, error, alt)
    return await _said(request, sent.fields, action)


async def _said(request: Request, form: Form, action: dict[str, Any]) -> Response:
    web, session_id = web_of(request), opened(request)
    await web.turns.reply(session_id, action, turn_id=turn_of(form)).wait(PATIENCE)
    if wants_json(request):
        return changes(web, request, await stand(web, session_id), {name: first(form, name) for name in form})
    return RedirectResponse(f"{base_of(request)}/s/{session_id}?view=board#card-pictures", 303)


def _refused(request: Request, state: GraphState, what: str, error: UploadRefused, alt: str) -> Response:
    """Say why, and what helps; without scripts on a page where another file can be chosen at once."""
    web = web_of(request)
    language = web.phrases.spoken(state.language or "en")
    text = web.phrases.say(language, error.key, **error.values)
    if wants_json(request):
        return JSONResponse({"problem": text}, 422)
    path = f"{base_of(request)}/s/{state.session_id}"
    values = plain_values(web, request, language) | {
        "path": path,
        "token": form_token(web.seals, state.session_id),
        "turn": str(uuid.uuid4()),
        "phrase": lambda key, **more: web.phrases.say(language, key, **more),
        "heading": web.phrases.say(language, "pictures.page.refused"),
        "texts": [text],
        "what": what,
        "alt": alt,
        "back": f"{path}?view=board#card-pictures",
    }
    return HTMLResponse(render("picture.html", **values), 422)


def _alt(form: Form) -> str:
    return first(form, "alt").strip()[:LONGEST_CAPTION]
