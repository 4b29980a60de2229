"""Sessions over HTTP: create, look, list, follow, export and forget."""

from __future__ import annotations

import hashlib
import uuid

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from agent.web.api.endpoints import FARTHEST, LIMIT, LONGEST, Call
from agent.web.api.models import BriefPage, History, NewSession, SessionPage
from agent.web.api.views import brief_view, session_view, standing_of, states, summary
from agent.web.context import base_of, web_of
from agent.web.feed import readable_id
from agent.web.files import archive_of
from agent.web.pages import PATIENCE
from agent.web.stream import event_stream, for_programs
from nodes.errors import SessionNotFound

KEY_LIMIT = 200


async def create(call: Call) -> Response:
    """Create a session and ask its first question; the same Idempotency-Key gives the same session."""
    web = web_of(call.request)
    wish: NewSession = await call.body(NewSession)
    session_id = _session_id(call)
    try:
        await web.application.sessions.state(session_id, user_id=call.user)
        status = 200
    except SessionNotFound:
        await web.application.sessions.start(user_id=call.user, language=wish.language, session_id=session_id)
        await web.turns.resume(session_id, user_id=call.user).wait(PATIENCE)
        status = 201
    view = session_view(await standing_of(web, session_id, call.user))
    headers = {"location": f"{base_of(call.request)}/v1/sessions/{session_id}"}
    return JSONResponse(view.model_dump(mode="json"), status, headers=headers)


async def listing(call: Call) -> Response:
    """List the user's sessions, the latest first."""
    offset, limit = call.whole("offset", 0, 0, FARTHEST), call.whole("limit", LIMIT, 1, LONGEST)
    found = await states(web_of(call.request), call.user, offset, limit)
    page = SessionPage(items=[summary(state) for state in found], offset=offset, limit=limit)
    return JSONResponse(page.model_dump(mode="json"))


async def show(call: Call) -> Response:
    """Give the session as it stands."""
    standing = await standing_of(web_of(call.request), call.part("session_id"), call.user)
    return JSONResponse(session_view(standing).model_dump(mode="json"))


async def history(call: Call) -> Response:
    """Give the whole conversation."""
    turns = await web_of(call.request).application.sessions.history(call.part("session_id"), user_id=call.user)
    return JSONResponse(History(turns=list(turns)).model_dump(mode="json"))


async def events(call: Call) -> Response:
    """Stream what happens in the session, from Last-Event-ID on, from the oldest kept entry without one."""
    web, session_id = web_of(call.request), call.part("session_id")
    await web.application.sessions.state(session_id, user_id=call.user)
    last = readable_id(call.request.headers.get("last-event-id", ""))
    return event_stream(web.watch, session_id, last, "", for_programs)


async def export(call: Call) -> Response:
    """Give site, logos and facts as a ZIP archive."""
    web = web_of(call.request)
    state = await web.application.sessions.state(call.part("session_id"), user_id=call.user)
    return Response(await archive_of(web, state), media_type="application/zip")


async def forget(call: Call) -> Response:
    """Delete everything stored about the session. Its published site stays."""
    web, session_id = web_of(call.request), call.part("session_id")
    await web.application.sessions.forget(session_id, user_id=call.user)
    await web.feed.forget(session_id)
    return Response(status_code=204)


async def brief(call: Call) -> Response:
    """Give the session's business brief."""
    web = web_of(call.request)
    state = await web.application.sessions.state(call.part("session_id"), user_id=call.user)
    return JSONResponse((await brief_view(web, state)).model_dump(mode="json"))


async def brief_by_id(call: Call) -> Response:
    """Give a business brief by its id, which the platform knows from publishing."""
    from agent.integrations.publishing.platform_brief import brief_id  # noqa: PLC0415 - needed here only

    web = web_of(call.request)
    for session_id in await web.application.sessions.list(call.user, limit=FARTHEST):
        if str(brief_id(session_id)) == call.part("brief_id"):
            state = await web.application.sessions.state(session_id, user_id=call.user)
            return JSONResponse((await brief_view(web, state)).model_dump(mode="json"))
    raise HTTPException(404)


async def briefs_of_user(call: Call) -> Response:
    """List a user's business briefs, the latest first."""
    if call.part("user_id") != call.user:
        raise HTTPException(404)
    web = web_of(call.request)
    offset, limit = call.whole("offset", 0, 0, FARTHEST), call.whole("limit", LIMIT, 1, LONGEST)
    items = [await brief_view(web, state) for state in await states(web, call.user, offset, limit)]
    return JSONResponse(BriefPage(items=items, offset=offset, limit=limit).model_dump(mode="json"))


def _session_id(call: Call) -> str:
    """Return a new session's id; the same for the same user and Idempotency-Key."""
    key = call.request.headers.get("idempotency-key", "")
    if not key:
        return str(uuid.uuid4())
    if len(key) > KEY_LIMIT:
        raise HTTPException(400, f"Idempotency-Key has at most {KEY_LIMIT} characters")
    secret = web_of(call.request).seals.seal("session id", f"{len(call.user)}:{call.user}:{key}")
    return str(uuid.UUID(bytes=hashlib.sha256(secret.encode()).digest()[:16], version=4))
