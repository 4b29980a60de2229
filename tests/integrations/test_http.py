from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from agent.integrations.http import NOT_SENT, ReplyTooLarge, open_client, retry_after, status_error, translate
from nodes.errors import IntegrationException, Malformed, Misconfigured, RateLimited, Rejected, Unavailable


def family(root: type[Exception]) -> set[type[Exception]]:
    return {root}.union(*(family(child) for child in root.__subclasses__()))


@pytest.mark.parametrize("kind", sorted(family(httpx.RequestError) - {ReplyTooLarge}, key=lambda kind: kind.__name__))
def test_every_transport_error_is_in_the_tree(kind: type[httpx.RequestError]) -> None:
    assert isinstance(translate(kind("secret text"), "s"), IntegrationException)


@pytest.mark.parametrize("error", [httpx.InvalidURL("x"), TimeoutError(), json.JSONDecodeError("x", "y", 0)])
def test_errors_outside_the_transport_tree_are_mapped_too(error: Exception) -> None:
    assert isinstance(translate(error, "s"), IntegrationException)


def test_the_text_of_an_outside_error_is_not_taken_over() -> None:
    found = translate(httpx.ReadError("sk-secret"), "s")
    assert "sk-secret" not in f"{found} {found.details} {found!r}"


def test_an_error_of_the_program_is_not_mistaken_for_one_of_the_service() -> None:
    assert translate(ZeroDivisionError(), "s") is None


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (204 + 100, Malformed),
        (400, Rejected),
        (401, Misconfigured),
        (402, Misconfigured),
        (403, Misconfigured),
        (404, Misconfigured),
        (408, Unavailable),
        (422, Rejected),
        (425, Unavailable),
        (429, RateLimited),
        (432, Misconfigured),
        (433, Misconfigured),
        (500, Unavailable),
        (503, Unavailable),
        (599, Unavailable),
    ],
)
def test_a_status_means_one_error(status: int, kind: type[IntegrationException]) -> None:
    assert type(status_error(httpx.Response(status), "s")) is kind


def test_the_wait_a_service_asks_for_is_read_in_all_its_forms() -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    assert retry_after(httpx.Headers({"Retry-After": "7"})) == 7
    assert retry_after(httpx.Headers({"retry-after-ms": "250", "retry-after": "9"})) == 0.25
    assert 28 < (retry_after(httpx.Headers({"retry-after": soon})) or 0) <= 30


@pytest.mark.parametrize("value", ["soon", "-1", "nan", "inf", "", "Mon, 99 Foo"])
def test_an_odd_wait_is_no_wait(value: str) -> None:
    assert retry_after(httpx.Headers({"retry-after": value})) is None


async def test_a_reply_is_read_up_to_its_limit_and_no_further(served) -> None:
    client, _ = served(httpx.Response(200, content=b"x" * 1000), max_reply=1000)
    assert len((await client.get("https://s.test")).content) == 1000
    client, _ = served(httpx.Response(200, content=b"x" * 1001), max_reply=1000)
    with pytest.raises(ReplyTooLarge):
        await client.get("https://s.test")


async def test_a_compressed_reply_is_refused_before_it_unfolds(served) -> None:
    bomb = gzip.compress(b"x" * 1_000_000)
    client, requests = served(lambda _: Compressed(bomb))
    with pytest.raises(ReplyTooLarge):
        await client.get("https://s.test")
    assert requests[0].headers["accept-encoding"] == "identity"


class Compressed:
    status_code = 200

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.headers = {"content-encoding": "gzip"}


async def test_redirects_are_not_followed(served) -> None:
    client, requests = served(httpx.Response(302, headers={"location": "https://elsewhere.test"}))
    assert (await client.get("https://s.test")).status_code == 302
    assert len(requests) == 1


async def test_connecting_is_bounded_apart_from_reading() -> None:
    async with open_client(timeout=30) as client:
        assert client.timeout.connect == 3
        assert client.timeout.read == 30


def test_only_errors_before_the_first_byte_count_as_not_sent() -> None:
    assert httpx.ReadTimeout not in NOT_SENT
    assert not any(issubclass(kind, NOT_SENT) for kind in (httpx.WriteError, httpx.ReadError, httpx.WriteTimeout))
    assert not issubclass(httpx.RemoteProtocolError, NOT_SENT)
