"""Replies over HTTP: words, typed actions, and the ones the platform's own pages need most."""

from __future__ import annotations

import uuid
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from agent.web.api.endpoints import Call
from agent.web.api.models import BackTo, FactValue, Reply, TurnResult, Words, Yes
from agent.web.api.views import session_view, standing_of
from agent.web.context import web_of
from agent.web.pages import PATIENCE
from agent.web.standing import Standing
from agent.web.turns import Turn, problems
from agent.web.voice import announced
from nodes.brief import FACTS


async def reply(call: Call) -> Response:
    """Take a reply to the open question."""
    given = await call.body(Reply)
    said = given.text if isinstance(given, Words) else given.action.model_dump(mode="json")
    return await say(call, said, given.turn_id, given.answers)


async def approve(call: Call) -> Response:
    """Say yes to what is under review; publishing has its own endpoint."""
    return await _yes(call, publishing=False)


async def publish(call: Call) -> Response:
    """Say yes to publishing what is shown; 409 unless that is the open question."""
    return await _yes(call, publishing=True)


async def back(call: Call) -> Response:
    """Open an earlier step again."""
    wish: BackTo = await call.body(BackTo)
    return await say(call, {"action": "back", "step": wish.step}, wish.turn_id)


async def edit(call: Call) -> Response:
    """Set a fact; steps that depend on it are made anew. 404 for an unknown fact."""
    given: FactValue = await call.body(FactValue)
    name = call.part("fact")
    if name not in FACTS:
        raise HTTPException(404)
    action = {"action": "edit", "fact": name, "value": given.value, "change": given.change.value}
    return await say(call, action, given.turn_id)


async def resume(call: Call) -> Response:
    """Finish work that was cut off and give the open question."""
    web, session_id = web_of(call.request), call.part("session_id")
    await web.application.sessions.confirm(session_id, call.user)
    return await _result(call, web.turns.resume(session_id, user_id=call.user))


async def say(call: Call, said: Any, turn_id: str | None, answers: str = "") -> Response:
    """Give a reply or an action to the session and answer with what it brought about."""
    web, session_id = web_of(call.request), call.part("session_id")
    await web.application.sessions.confirm(session_id, call.user)
    await web.rates.check("turn", session_id)
    turn = web.turns.reply(session_id, said, turn_id=turn_id or str(uuid.uuid4()), answers=answers, user_id=call.user)
    return await _result(call, turn)


async def _result(call: Call, turn: Turn) -> Response:
    """Return what the turn brought about: 200 when it has ended, 202 when it goes on, its reply stored."""
    events = await turn.wait(PATIENCE)
    left = Standing(turn.left) if turn.left and events and not problems(events) else None
    if left is None or left.working:
        left = await standing_of(web_of(call.request), call.part("session_id"), call.user)
    result = TurnResult(events=[announced(event) for event in events or ()], session=session_view(left))
    return JSONResponse(result.model_dump(mode="json"), 202 if events is None else 200)


async def _yes(call: Call, *, publishing: bool) -> Response:
    """Say yes to the open question and to no other. HTTPException 409 when it cannot be said yes to here.

    One that was said before, or to a question that is no longer open, passes: it changes nothing, and is told so.
    """
    yes: Yes = await call.body(Yes)
    state = await web_of(call.request).application.sessions.state(call.part("session_id"), user_id=call.user)
    question = state.question
    before = yes.turn_id is not None and any(message.id == yes.turn_id for message in state.messages)
    late = bool(yes.answers) and (question is None or yes.answers != question.id)
    fits = question is not None and "approve" in question.actions and (question.gate == "preview") is publishing
    if not (before or late or fits):
        raise HTTPException(409, "the open question is not the one to say yes to here")
    return await say(call, {"action": "approve"}, yes.turn_id, yes.answers or (question.id if question else ""))
