"""The stand-in for a chat model: honest, dull, and quick. It repeats the facts it is given and invents nothing."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from agent.sandbox.faults import Cut, Fault

_PIECE = 24
"""Characters of one streamed piece."""


async def complete(request: Request, fault: Fault | None) -> Response:
    """Answer POST /chat/completions, with the fault of the model's answer if there is one."""
    body = await request.json()
    kind = fault.kind if fault else ""
    if kind == "quota":
        return _error(429, "insufficient_quota", "insufficient_quota")
    if kind == "too_long":
        return _error(400, "context_length_exceeded")
    if kind == "policy":
        return _error(400, "content_policy_violation")
    content, finish = _answer(body, kind)
    if body.get("stream"):
        options = body.get("stream_options") or {}
        pieces = _stream(body, content, finish, fault, usage=bool(options.get("include_usage")))
        return StreamingResponse(pieces, media_type="text/event-stream")
    message = {"role": "assistant", "content": None if kind == "refusal" else content, "refusal": None}
    if kind == "refusal":
        message["refusal"] = "I can't help with that."
    choices = [] if kind == "no_choices" else [{"index": 0, "message": message, "finish_reason": finish}]
    return JSONResponse(_shape("chat.completion", body) | {"choices": choices, "usage": _usage(body, content)})


def _answer(body: dict[str, Any], kind: str) -> tuple[str, str]:
    if kind == "nonsense":
        return "Sorry, what?", "stop"
    shape = ((body.get("response_format") or {}).get("json_schema") or {}).get("name", "")
    told = _told(body["messages"])
    content = {"CoachReply": _coach, "PageWords": _page}.get(shape, _echo)(told)
    if kind == "truncated":
        return content[: len(content) // 2], "length"
    return content, "content_filter" if kind == "filtered" else "stop"


def _told(messages: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the JSON object that the first message of the user is, or its text."""
    text = next((str(message["content"]) for message in messages if message["role"] == "user"), "")
    try:
        found = json.loads(text)
    except ValueError:
        return {"text": text}
    return found if isinstance(found, dict) else {"text": text}


def _echo(told: dict[str, Any]) -> str:
    return str(told.get("text") or json.dumps(told))


def _coach(told: dict[str, Any]) -> str:
    empty = {"facts": [], "wish": "", "remark": "", "about": "", "ask": "", "suggestions": []}
    return json.dumps(empty | {"language": told.get("language", "")})


def _page(told: dict[str, Any]) -> str:
    facts: dict[str, Any] = told.get("facts") or {}
    name, trade = facts.get("business_name", ""), facts.get("activity", "")
    city = (facts.get("location") or {}).get("city", "")
    headline = ", ".join(part for part in (name, trade) if part) or "…"
    offers = [
        {"name": offer.get("name", ""), "description": offer.get("description", "")}
        for offer in facts.get("offer") or []
    ]
    page = {
        "headline": headline,
        "subheadline": facts.get("target_audience", ""),
        "offers": offers,
        "points": [facts[key] for key in ("differentiation", "value_proposition") if facts.get(key)],
        "story": [facts[key] for key in ("story", "vision") if facts.get(key)],
        "meta_title": name or headline,
        "meta_description": ", ".join(part for part in (name, trade, city) if part),
        "keywords": [part for part in (name, trade, city) if part],
    }
    lines = ("offers_title", "story_title", "call_to_action", "whatsapp_message")
    return json.dumps(page | {"faq": []} | dict.fromkeys(lines, ""), ensure_ascii=False)


async def _stream(
    body: dict[str, Any], content: str, finish: str, fault: Fault | None, *, usage: bool
) -> AsyncIterator[bytes]:
    kind = fault.kind if fault else ""
    pieces = [content[start : start + _PIECE] for start in range(0, len(content), _PIECE)]
    for number, piece in enumerate(pieces):
        if kind in _IN_THE_MIDDLE and number >= len(pieces) // 2:
            break
        yield _event(_chunk(body, {"content": piece}))
        await asyncio.sleep(0)
    if kind == "stream_cut":
        raise Cut
    if kind == "stream_stall" and fault:
        await asyncio.sleep(fault.seconds)
    if kind == "stream_garbage":
        yield b"data: {not json\n\n"
    if kind == "stream_error":
        yield _event({"error": {"message": "sandbox", "type": "server_error", "code": "server_error"}})
    if kind in _IN_THE_MIDDLE:
        return
    yield _event(_chunk(body, {}, finish))
    if usage:
        yield _event(_shape("chat.completion.chunk", body) | {"choices": [], "usage": _usage(body, content)})
    yield b"data: [DONE]\n\n"


_IN_THE_MIDDLE = frozenset({"stream_cut", "stream_end", "stream_garbage", "stream_error", "stream_stall"})


def _chunk(body: dict[str, Any], delta: dict[str, str], finish: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return _shape("chat.completion.chunk", body) | {"choices": [choice]}


def _shape(kind: str, body: dict[str, Any]) -> dict[str, Any]:
    return {"id": "sandbox", "object": kind, "created": 0, "model": body.get("model", "sandbox")}


def _usage(body: dict[str, Any], content: str) -> dict[str, int]:
    asked = sum(len(str(message.get("content"))) for message in body["messages"]) // 4
    return {"prompt_tokens": asked, "completion_tokens": len(content) // 4, "total_tokens": asked + len(content) // 4}


def _event(data: dict[str, Any]) -> bytes:
    return f"data: {json.dumps(data)}\n\n".encode()


def _error(status: int, code: str, kind: str = "invalid_request_error") -> Response:
    return JSONResponse({"error": {"message": "sandbox", "type": kind, "code": code, "param": None}}, status)
