"""A form with a file, as browsers send it (RFC 7578)."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

if TYPE_CHECKING:
    from starlette.requests import Request

    from agent.web.forms import Form

PARTS = 20
"""Parts of one form at most."""
_HEADERS = 2_000
"""Bytes of a part's headers at most."""


@dataclass(frozen=True)
class FileForm:
    fields: Form
    file: bytes
    """Of the field `file`; empty when none was chosen. Its name and the type it claims are not looked at."""


async def read_file_form(request: Request) -> FileForm:
    """Return a form's fields and its file. HTTPException: 415 for another kind of body, 400 for one that is broken."""
    boundary = _boundary(request.headers.get("content-type", ""))
    body = await request.body()
    fields: Form = {}
    file = b""
    parts = (b"\r\n" + body).split(b"\r\n--" + boundary, PARTS + 2)
    if len(parts) > PARTS + 1 or not parts[-1].startswith(b"--"):
        raise HTTPException(400)
    for part in parts[1:-1]:
        head, separator, content = part.partition(b"\r\n\r\n")
        if not separator or len(head) > _HEADERS:
            raise HTTPException(400)
        name, is_file = _name(head)
        if is_file:
            file = content if name == "file" else file
        else:
            fields.setdefault(name, []).append(_text(content))
    return FileForm(fields, file)


def _boundary(kind: str) -> bytes:
    header = _header("content-type", kind)
    boundary = header.get_boundary() if header.get_content_type() == "multipart/form-data" else None
    if not boundary or len(boundary) > 70 or not boundary.isascii():  # noqa: PLR2004 - RFC 2046, 5.1.1
        raise HTTPException(415)
    return boundary.encode()


def _name(head: bytes) -> tuple[str, bool]:
    """Return the name of a part, and whether it is a file."""
    for line in _text(head).split("\r\n"):
        name, _, value = line.partition(":")
        if name.strip().casefold() == "content-disposition":
            header = _header("content-disposition", value.strip())
            field = header.get_param("name", header="content-disposition")
            if isinstance(field, str) and field:
                return field, header.get_filename() is not None
    raise HTTPException(400)


def _header(name: str, value: str) -> EmailMessage:
    message = EmailMessage()
    try:
        message[name] = value
    except ValueError as error:
        raise HTTPException(400) from error
    return message


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise HTTPException(400) from error
