"""Settings that read no environment, retries without waiting, and small builders of OpenAI's replies."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import httpx
import pytest
import stamina
import structlog

from agent.integrations.http import open_client
from agent.settings import Settings

KEYS = {
    "openai_api_key": "sk-canary-openai-1234567890",
    "tavily_api_key": "tvly-canary-1234567890",
    "logoai_api_key": "logo-canary-1234567890",
    "recraft_api_key": "recraft-canary-1234567890",
    "digitalcloud360_service_secret": "dc-canary-1234567890",
    "digitalcloud360_base_url": "https://api.example.test",
}


async def _pieces(content: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(content), 64):
        yield content[start : start + 64]


@pytest.fixture
def settings() -> Callable[..., Settings]:
    def make(**values: Any) -> Settings:
        return Settings(_env_file=None, **{**KEYS, **values})

    return make


@pytest.fixture
def no_waiting() -> Iterator[None]:
    """Retries happen, without the waits between them."""
    with stamina.set_testing(True, attempts=10, cap=True):
        yield


@pytest.fixture
def events() -> Iterator[list[Any]]:
    with structlog.testing.capture_logs() as captured:
        yield captured


@pytest.fixture
def served() -> Callable[..., tuple[httpx.AsyncClient, list[httpx.Request]]]:
    """A client whose answers are scripted: each a response, an error to raise, or a function of the request.

    The last one repeats. The requests are recorded.
    """

    def make(*answers: Any, **options: Any) -> tuple[httpx.AsyncClient, list[httpx.Request]]:
        requests: list[httpx.Request] = []

        async def handle(request: httpx.Request) -> httpx.Response:
            await request.aread()
            answer = answers[min(len(requests), len(answers) - 1)]
            requests.append(request)
            if isinstance(answer, Exception):
                raise answer
            if callable(answer):
                answer = answer(request)
            return httpx.Response(answer.status_code, headers=answer.headers, content=_pieces(answer.content))

        return open_client(timeout=5, transport=httpx.MockTransport(handle), **options), requests

    return make


@pytest.fixture
def completion() -> Callable[..., httpx.Response]:
    """A reply of the chat protocol."""

    def make(content: str | None = "Bonjour", *, finish: str = "stop", refusal: str | None = None) -> httpx.Response:
        message = {"role": "assistant", "content": content, "refusal": refusal}
        return httpx.Response(
            200,
            json={
                "id": "c1",
                "object": "chat.completion",
                "created": 1,
                "model": "gpt-4o",
                "choices": [{"index": 0, "finish_reason": finish, "message": message}],
                "usage": {"prompt_tokens": 30, "completion_tokens": 12, "total_tokens": 42},
            },
        )

    return make


@pytest.fixture
def stream() -> Callable[..., httpx.Response]:
    """A streamed reply of the chat protocol; a string among the parts is sent raw, a dict as it is."""

    def make(*parts: str, finish: str | None = "stop", raw: tuple[str, ...] = (), done: bool = True) -> httpx.Response:
        def chunk(delta: dict[str, str], reason: str | None = None) -> str:
            choice = {"index": 0, "delta": delta, "finish_reason": reason}
            shape = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "gpt-4o"}
            return json.dumps({**shape, "choices": [choice]})

        lines = [chunk({"role": "assistant", "content": part}) for part in parts]
        lines += [*raw, *([chunk({}, finish)] if finish else [])]
        text = "".join(f"data: {line}\n\n" for line in lines) + ("data: [DONE]\n\n" if done else "")
        return httpx.Response(200, text=text, headers={"content-type": "text/event-stream"})

    return make
