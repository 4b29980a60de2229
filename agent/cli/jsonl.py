"""The conversation for programs: one reply a line in, one JSON event a line out."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from agent.bootstrap import Application
    from agent.events import Event


async def converse(application: Application, session_id: str, replies: TextIO, events: TextIO) -> None:
    """Answer each line until the input ends.

    A line is plain text, {"text": ...} or a typed action ({"action": "back", "step": "logo"}); an object may carry
    "turn_id", which makes a repeated delivery harmless, and "answers", the id of the question it replies to. A
    picture is handed in as a file of this machine: {"action": "add_photo", "file": "shop.jpg", "alt": "My shop"}, or
    "add_logo". A line that cannot be used gives a problem event and changes nothing; so does one that cannot be saved
    now, which may be sent again under its turn_id.
    """
    _write(events, {"event": "session", "session_id": session_id})
    language = application.settings.coach_language or "en"
    async for event in application.sessions.resume(session_id):
        language = _told(event, events) or language
    while line := await asyncio.to_thread(replies.readline):
        language = await _answer(application, session_id, line.rstrip("\r\n"), events, language)


async def _answer(application: Application, session_id: str, line: str, events: TextIO, language: str) -> str:
    """Answer a line; return the language of the conversation from there on."""
    from pydantic import ValidationError

    from nodes.errors import NotSaved, SessionBusy, UploadRefused

    try:
        reply, extra = parse(line)
        if isinstance(reply, dict) and "file" in reply:
            reply = await application.intake.file(await application.sessions.state(session_id), reply)
        async for event in application.sessions.reply(session_id, reply, **extra):
            language = _told(event, events) or language
    except (NotSaved, SessionBusy) as error:
        text = application.services.phrases.say(language, error.key)
        _write(events, {"event": "problem", "session_id": session_id, "key": error.key, "text": text, "retry": True})
    except UploadRefused as error:
        state = await application.sessions.state(session_id)
        text = application.services.phrases.say(state.language, error.key, **error.values)
        _write(events, {"event": "problem", "session_id": session_id, "key": error.key, "text": text})
    except OSError as error:
        text = f"file: {error.strerror or error}"
        _write(events, {"event": "problem", "session_id": session_id, "key": "error.invalid_action", "text": text})
    except ValidationError as error:
        text = "; ".join(f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors())
        _write(events, {"event": "problem", "session_id": session_id, "key": "error.invalid_action", "text": text})
    return language


def _told(event: Event, events: TextIO) -> str:
    """Write an event; return the language it is in, "" if it does not say."""
    _write(events, event.model_dump(mode="json"))
    return str(getattr(event, "language", ""))


def parse(line: str) -> tuple[Any, dict[str, Any]]:
    """Return the reply of a line and what it carries besides; text that is no JSON object is the reply itself."""
    if not line.lstrip().startswith("{"):
        return line, {}
    try:
        data = json.loads(line)
    except json.JSONDecodeError:
        return line, {}
    extra = {name: str(data.pop(name)) for name in ("turn_id", "answers") if name in data}
    if "action" not in data and isinstance(data.get("text"), str):
        return data["text"], extra
    return data, extra


def _write(events: TextIO, event: dict[str, Any]) -> None:
    events.write(json.dumps(event, ensure_ascii=False) + "\n")
    events.flush()
