from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import stamina.instrumentation
import structlog
from pydantic import SecretStr

from agent.logs import HIDDEN, configure, redact, safe
from nodes.brief import BusinessBrief
from nodes.errors import Unavailable


@pytest.fixture
def logged() -> Iterator[Callable[..., list[dict[str, Any]]]]:
    """Configure logging into memory and give the events; everything is put back afterwards."""
    root = logging.getLogger()
    before = (root.handlers, root.level)
    out = io.StringIO()

    def events(level: str = "debug") -> list[dict[str, Any]]:
        if not out.getvalue():
            configure(level, pretty=False, stream=out)
            return []
        return [json.loads(line) for line in out.getvalue().splitlines()]

    yield events
    root.handlers, root.level = before
    structlog.reset_defaults()
    stamina.instrumentation.set_on_retry_hooks(None)


SECRETS = [
    "sk-proj-abcdef123456",
    "tvly-abcdef123456",
    "Bearer abc.def.ghi",
    "eyJhbGciOi.eyJzdWIi.c2ln",
    "rediss://admin:hunter22@cache.test:6379",
    "https://x.test/?api_key=abcdef&x=1",
    "write to awa.ndiaye@mail.test please",
    "call +221 77 123 45 67 now",
    "call 0771234567 now",
]


@pytest.mark.parametrize("text", SECRETS)
def test_secrets_and_ways_to_reach_people_are_hidden_in_any_text(text: str) -> None:
    shown = str(safe(f"failed: {text}"))
    assert HIDDEN in shown
    for part in ("abcdef", "abc.def", "c2ln", "hunter22", "ndiaye", "77 123", "0771234567"):
        assert part not in shown


@pytest.mark.parametrize(
    "text",
    [
        "3f2c9c1e-5b7a-4d9e-8f61-0a1b2c3d4e5f",
        "HTTP 429",
        "took 12.345 s",
        "version 1.2.3",
        "vision-phone-3",
        "12345678",
    ],
)
def test_what_operators_need_stays(text: str) -> None:
    assert safe(text) == text


@pytest.mark.parametrize(
    "name",
    [
        "api_key",
        "OPENAI_API_KEY",
        "authorization",
        "service_secret",
        "password",
        "prompt",
        "brief",
        "text",
        "phone",
        "said",
    ],
)
def test_private_fields_are_hidden_whatever_they_hold(name: str) -> None:
    assert redact(None, "", {"event": "x", name: 42})[name] == HIDDEN
    assert safe({"inside": {name: "plain"}}) == {"inside": {name: HIDDEN}}


def test_fields_about_the_call_are_kept() -> None:
    event = {"event": "service.called", "action": "search", "service": "tavily", "status": "success", "tokens": 12}
    assert redact(None, "", dict(event)) == event


def test_values_of_ours_are_named_and_not_shown() -> None:
    assert safe(SecretStr("hush")) == HIDDEN
    assert safe(BusinessBrief(business_name="Awa")) == "<BusinessBrief>"
    assert safe(Unavailable("Awa said so")) == "Unavailable"
    assert safe(b"abc") == "<3 bytes>"
    assert safe(object()) == "<object>"


def test_long_and_deep_values_are_bounded() -> None:
    assert len(str(safe("x" * 100_000))) < 600
    nested: Any = "x"
    for _ in range(50):
        nested = [nested]
    assert len(str(safe(nested))) < 100
    assert len(safe(list(range(1000)))) == 20  # type: ignore[arg-type]


def test_our_events_are_one_json_object_a_line(logged) -> None:
    logged()
    structlog.get_logger().info("service.called", action="search", api_key="sk-abcdef123")
    (event,) = logged()
    assert {"event": "service.called", "level": "info", "action": "search", "api_key": HIDDEN}.items() <= event.items()
    assert "timestamp" in event


def test_an_exception_is_told_by_type_and_place_only(logged) -> None:
    logged()
    try:
        int("Awa, +221771234567")
    except ValueError:
        structlog.get_logger().exception("it.broke")
    (event,) = logged()
    assert event["exception"] == "ValueError"
    assert "test_logs.py" in event["at"][-1]
    assert "Awa" not in json.dumps(event)


def test_libraries_are_redacted_too_and_hold_their_tongue_about_requests(logged) -> None:
    logged()
    logging.getLogger("some.library").warning("key %s refused", "sk-abcdef123456")
    logging.getLogger("httpx").info("HTTP Request: GET https://x.test")
    logging.getLogger("openai").debug("headers: Authorization")
    (event,) = logged()
    assert event["event"] == f"key {HIDDEN} refused"


def test_the_level_is_kept(logged) -> None:
    logged("error")
    structlog.get_logger().warning("unheard")
    logging.getLogger("x").warning("unheard")
    structlog.get_logger().error("heard")
    assert [event["event"] for event in logged()] == ["heard"]


def test_people_get_lines_to_read(logged) -> None:
    out = io.StringIO()
    logged()
    configure("info", pretty=True, stream=out)
    structlog.get_logger().info("hello", phone="+221771234567")
    assert "hello" in out.getvalue()
    assert "221" not in out.getvalue()
