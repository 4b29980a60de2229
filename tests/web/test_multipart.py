"""Forms with a file are read as browsers send them, and nothing else passes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.exceptions import HTTPException
from starlette.requests import Request

from agent.web.multipart import PARTS, read_file_form


def request(body: bytes, kind: str = "multipart/form-data; boundary=frontier") -> Request:
    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    return Request({"type": "http", "method": "POST", "headers": [(b"content-type", kind.encode())]}, receive)


def part(head: str, content: bytes) -> bytes:
    return b"--frontier\r\nContent-Disposition: form-data; " + head.encode() + b"\r\n\r\n" + content + b"\r\n"


END = b"--frontier--\r\n"


@given(st.binary(max_size=200).filter(lambda data: b"frontier" not in data), st.text(max_size=40))
async def test_a_file_arrives_as_it_was_sent(data: bytes, alt: str) -> None:
    if "frontier" in alt:
        return
    body = part('name="alt"', alt.encode("utf-8", "ignore")) + part('name="file"; filename="a\\"b.png"', data) + END
    form = await read_file_form(request(body))
    assert form.file == data
    assert form.fields == {"alt": [alt.encode("utf-8", "ignore").decode()]}


async def test_a_file_under_another_name_is_left_out() -> None:
    form = await read_file_form(request(part('name="token"; filename="x"', b"secret") + END))
    assert (form.file, form.fields) == (b"", {})


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"", "multipart/form-data; boundary=frontier", 400),
        (part('name="a"', b"1"), "multipart/form-data; boundary=frontier", 400),
        (part("", b"1") + END, "multipart/form-data; boundary=frontier", 400),
        (b"--frontier\r\nno head" + END, "multipart/form-data; boundary=frontier", 400),
        (part('name="a"', b"\xff") + END, "multipart/form-data; boundary=frontier", 400),
        (part('name="a"', b"1") * (PARTS + 1) + END, "multipart/form-data; boundary=frontier", 400),
        (part(f'name="{"a" * 3000}"', b"1") + END, "multipart/form-data; boundary=frontier", 400),
        (END, "multipart/form-data", 415),
        (END, f"multipart/form-data; boundary={'b' * 71}", 415),
        (END, "application/x-www-form-urlencoded", 415),
        (END, "", 415),
    ],
)
async def test_what_is_no_such_form_is_refused(body: bytes, kind: str, status: int) -> None:
    with pytest.raises(HTTPException) as refused:
        await read_file_form(request(body, kind))
    assert refused.value.status_code == status
