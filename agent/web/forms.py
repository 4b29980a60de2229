"""Forms as browsers send them, and what they mean as replies."""

from __future__ import annotations

import hmac
import uuid
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from starlette.exceptions import HTTPException

from agent.web.access import form_token
from agent.web.context import web_of

if TYPE_CHECKING:
    from starlette.requests import Request

FIELDS = 400
"""Fields of one form at most."""
_KIND = "application/x-www-form-urlencoded"

Form = dict[str, list[str]]


async def read_form(request: Request) -> Form:
    """Return the fields of a form. HTTPException: 415 for another kind of body, 400 for one that cannot be read."""
    if request.headers.get("content-type", "").partition(";")[0].strip().casefold() != _KIND:
        raise HTTPException(415)
    body = await request.body()
    try:
        return parse_qs(
            body.decode("utf-8"), keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=FIELDS
        )
    except ValueError as error:
        raise HTTPException(400) from error


async def own_form(request: Request, session_id: str) -> Form:
    """Return the fields of a form of this session's page. HTTPException 403 for one made by somebody else."""
    form = await read_form(request)
    expected = form_token(web_of(request).seals, session_id)
    if not hmac.compare_digest(first(form, "token").encode(), expected.encode()):
        raise HTTPException(403)
    return form


def first(form: Form, name: str) -> str:
    """Return a field's first value, empty when it is missing."""
    return form.get(name, [""])[0]


def turn_of(form: Form) -> str:
    """Return the reply's id, a new one when the form has none that can be one."""
    given = first(form, "turn")
    try:
        return str(uuid.UUID(given))
    except ValueError:
        return str(uuid.uuid4())


def reply_of(form: Form) -> Any:
    """Return what a form says: words, or a typed action. Written words win over a button, so none are lost."""
    words = first(form, "text").strip()
    if words:
        return words
    if picked := first(form, "choose"):
        return {"action": "choose", "option": picked}
    if "back" in form:
        return {"action": "back", "step": first(form, "back")}
    if first(form, "do") in ("approve", "skip", "back", "retry", "repeat"):
        return {"action": first(form, "do")}
    return first(form, "say")
