from __future__ import annotations

import json

import httpx
import pytest
import respx

from agent.integrations import OpenAIClient
from agent.integrations.openai_client import Ask
from agent.integrations.openai_errors import ContentRefused, ContextTooLong, StreamCut, Truncated, Unsupported
from agent.integrations.session_context import current_session
from agent.integrations.token_budget import TokenBudget
from agent.settings import Settings
from nodes.errors import (
    BudgetSpent,
    IntegrationException,
    Malformed,
    Misconfigured,
    RateLimited,
    Rejected,
    Unavailable,
)


def body(request: httpx.Request) -> dict:
    return json.loads(request.content)


def error(status: int, code: str = "", *, kind: str = "", message: str = "no", **headers: str) -> httpx.Response:
    shape = {"error": {"message": message, "type": kind or "invalid_request_error", "code": code, "param": None}}
    return httpx.Response(
        status, json=shape, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )


def test_a_missing_key_is_said_and_logged(events) -> None:
    with pytest.raises(IntegrationException, match=r"^OpenAI API key is not configured\.$"):
        OpenAIClient(Settings(_env_file=None, openai_api_key=None))
    assert events[0]["event"] == "OPENAI_API_KEY not found in environment variables."
    assert events[0]["log_level"] == "error"


def test_the_environment_configures_it(monkeypatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-x")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    assert str(OpenAIClient().client.base_url) == "http://127.0.0.1:9/v1/"


@respx.mock
async def test_the_request_is_as_described(settings, completion) -> None:
    route = respx.post("https://api.openai.com/v1/chat/completions").mock(return_value=completion("Bienvenue"))
    async with OpenAIClient(settings()) as client:
        assert await client.generate_text("Say hello") == "Bienvenue"
        await client.generate_text("Again", max_tokens=500, temperature=0.8)
    first, second = (call.request for call in route.calls)
    assert first.headers["authorization"] == "Bearer sk-canary-openai-1234567890"
    sent = body(first)
    assert sent.pop("stream", False) is False
    assert sent == {
        "model": "gpt-4o",
        "messages": [{"role": "user", "content": "Say hello"}],
        "max_tokens": 1500,
        "temperature": 0.7,
    }
    assert (body(second)["max_tokens"], body(second)["temperature"]) == (500, 0.8)


async def test_a_failure_is_restated_and_logged_without_the_services_words(settings, served, events) -> None:
    http, _ = served(error(401, "invalid_api_key", message="Incorrect API key provided: sk-canary-openai"))
    with pytest.raises(IntegrationException, match=r"^Failed to generate text with OpenAI\.$") as caught:
        await OpenAIClient(settings(), http=http).generate_text("x")
    assert isinstance(caught.value, Misconfigured)
    assert caught.value.details
    logged = next(event for event in events if event["event"] == "Error during OpenAI text generation")
    assert {"action": "generate_text", "service": "openai", "status": "failed"}.items() <= logged.items()
    assert "canary" not in f"{events} {caught.value} {caught.value.details}"


@pytest.mark.parametrize(
    ("answer", "kind", "calls"),
    [
        (error(429, "rate_limit_exceeded"), RateLimited, 3),
        (error(429, "slow_down", kind="requests"), RateLimited, 3),
        (error(429, "credit_balance_exhausted", kind="insufficient_quota"), Misconfigured, 1),
        (error(429, "insufficient_quota"), Misconfigured, 1),
        (error(429, "organization_spend_limit_exceeded"), Misconfigured, 1),
        (error(429, "project_spend_limit_exceeded"), Misconfigured, 1),
        (error(429, "organization_usage_limit_exceeded"), Misconfigured, 1),
        (error(401, "invalid_api_key"), Misconfigured, 1),
        (error(403, "unsupported_country_region_territory"), Misconfigured, 1),
        (error(404, "model_not_found"), Misconfigured, 1),
        (error(400, "context_length_exceeded"), ContextTooLong, 1),
        (error(400, "content_policy_violation"), ContentRefused, 1),
        (error(400, "invalid_value", message="bad request"), Rejected, 1),
        (error(422, "x"), Rejected, 1),
        (error(408), Unavailable, 3),
        (error(500, kind="server_error"), Unavailable, 3),
        (httpx.Response(502, text="<html>bad gateway</html>"), Unavailable, 3),
        (error(503, "server_is_overloaded"), Unavailable, 3),
        (httpx.ConnectError("x"), Unavailable, 3),
        (httpx.ReadTimeout("x"), Unavailable, 3),
        (httpx.RemoteProtocolError("x"), Unavailable, 3),
        (httpx.Response(302, headers={"location": "/x"}), Malformed, 1),
        (httpx.Response(200, text="<html>", headers={"content-type": "text/html"}), Malformed, 1),
        (httpx.Response(200, text='{"choices": [', headers={"content-type": "application/json"}), Malformed, 1),
        (httpx.Response(200, json={"choices": []}), Malformed, 1),
        (httpx.Response(200, json={"choices": None}), Malformed, 1),
        (httpx.Response(200, json={"error": {"message": "odd"}}), Malformed, 1),
        (httpx.Response(200, json=[1, 2]), Malformed, 1),
        (httpx.Response(200, text="[" * 200_000, headers={"content-type": "application/json"}), Malformed, 1),
    ],
    ids=lambda value: (
        getattr(value, "__name__", None) or (str(value.status_code) if hasattr(value, "status_code") else None)
    ),
)
@pytest.mark.usefixtures("no_waiting")
async def test_each_way_of_failing_has_its_meaning_and_its_number_of_calls(
    answer, kind, calls, settings, served
) -> None:
    http, requests = served(answer)
    with pytest.raises(kind) as caught:
        await OpenAIClient(settings(), http=http).generate_text("x")
    assert type(caught.value) is kind
    assert len(requests) == calls


async def test_the_wait_asked_for_reaches_the_caller(settings, served) -> None:
    http, requests = served(error(429, "rate_limit_exceeded", retry_after="90"))
    with pytest.raises(RateLimited) as caught:
        await OpenAIClient(settings(), http=http).generate_text("x")
    assert caught.value.retry_after == 90
    assert len(requests) == 1


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        ({"content": None, "refusal": "I can't"}, ContentRefused),
        ({"content": "half", "finish": "content_filter"}, ContentRefused),
        ({"content": ""}, Malformed),
        ({"content": "   \n"}, Malformed),
        ({"content": None}, Malformed),
    ],
)
async def test_what_is_no_answer_is_never_returned(reply, kind, settings, served, completion) -> None:
    http, requests = served(completion(reply.pop("content"), **reply))
    with pytest.raises(kind):
        await OpenAIClient(settings(), http=http).generate_text("x")
    assert len(requests) == 1


async def test_a_truncated_answer_is_asked_for_once_more_with_room(settings, served, completion) -> None:
    http, requests = served(completion("hal", finish="length"), completion("half and whole"))
    assert await OpenAIClient(settings(), http=http).generate_text("x", max_tokens=100) == "half and whole"
    assert [body(request)["max_tokens"] for request in requests] == [100, 200]


async def test_a_twice_truncated_answer_is_an_error(settings, served, completion) -> None:
    http, requests = served(completion("hal", finish="length"))
    with pytest.raises(Truncated):
        await OpenAIClient(settings(), http=http).generate_text("x")
    assert len(requests) == 2


async def test_a_parameter_the_server_does_not_take_is_left_out_from_then_on(settings, served, completion) -> None:
    no_cap = error(400, "unsupported_parameter", message="Unsupported parameter: 'max_tokens'")
    no_heat = error(400, "unsupported_value", message="'temperature' does not support 0.7")
    http, requests = served(no_cap, no_heat, completion("ok"))
    client = OpenAIClient(settings(), http=http)
    assert await client.generate_text("x") == "ok"
    assert await client.generate_text("y") == "ok"
    assert len(requests) == 4
    assert set(body(requests[3])) == {"model", "messages", "max_completion_tokens", "stream"}


async def test_a_server_that_never_takes_it_does_not_loop(settings, served) -> None:
    http, requests = served(error(400, "unsupported_parameter", message="max_tokens"))
    with pytest.raises(Unsupported):
        await OpenAIClient(settings(), http=http).generate_text("x")
    assert len(requests) == 2


@pytest.mark.filterwarnings("ignore:This model does not support")
async def test_a_schema_is_sent_strictly_and_dropped_where_it_is_not_understood(settings, served, completion) -> None:
    refused = error(400, message="'response_format' of type 'json_schema' is not supported with this model")
    http, requests = served(refused, completion("{}"))
    ask = Ask((("user", "x"),), schema={"name": "Turn", "schema": {"type": "object"}})
    assert await OpenAIClient(settings(), http=http).answer(ask) == "{}"
    assert body(requests[0])["response_format"] == {
        "type": "json_schema",
        "json_schema": {"name": "Turn", "strict": True, "schema": {"type": "object"}},
    }
    assert "response_format" not in body(requests[1])


async def test_a_stream_is_heard_as_it_grows(settings, served, stream) -> None:
    heard: list[str] = []
    http, requests = served(stream("Bon", "jour"))
    assert await OpenAIClient(settings(), http=http).answer(Ask((("user", "x"),), listener=heard.append)) == "Bonjour"
    assert heard[:2] == ["Bon", "Bonjour"]
    assert body(requests[0])["stream"] is True


async def test_a_cut_stream_is_told_again_from_the_start(settings, served, stream, no_waiting) -> None:
    heard: list[str] = []
    http, requests = served(stream("Bon", finish=None, done=False), stream("Salut"))
    assert await OpenAIClient(settings(), http=http).answer(Ask((("user", "x"),), listener=heard.append)) == "Salut"
    assert len(requests) == 2
    assert "Bon" in heard
    assert heard[-1] == "Salut"


@pytest.mark.parametrize(
    "broken",
    [
        {"finish": None, "done": False},
        {"finish": None},
        {"raw": ('{"error": {"message": "boom", "code": "server_error"}}',)},
    ],
    ids=["clean end", "done without a reason", "error inside"],
)
async def test_a_stream_that_breaks_off_is_never_an_answer(broken, settings, served, stream, no_waiting) -> None:
    http, requests = served(stream("Bon", **broken))
    with pytest.raises(StreamCut):
        await OpenAIClient(settings(), http=http).answer(Ask((("user", "x"),), listener=lambda _: None))
    assert len(requests) == 3


async def test_a_malformed_piece_breaks_the_stream(settings, served, stream, no_waiting) -> None:
    http, requests = served(stream("Bon", raw=("{bad",)), stream("Salut"))
    assert await OpenAIClient(settings(), http=http).answer(Ask((("user", "x"),), listener=lambda _: None)) == "Salut"
    assert len(requests) == 2


async def test_a_stream_cut_at_the_limit_or_by_a_filter_is_told_apart(settings, served, stream) -> None:
    for finish, kind in (("length", Truncated), ("content_filter", ContentRefused)):
        http, _ = served(stream("Bon", finish=finish))
        with pytest.raises(kind):
            await OpenAIClient(settings(), http=http).answer(Ask((("user", "x"),), listener=lambda _: None))


async def test_the_budget_counts_what_was_used(settings, served, completion) -> None:
    budget = TokenBudget(10_000)
    http, _ = served(completion())
    token = current_session.set("s1")
    await OpenAIClient(settings(), http=http, budget=budget).generate_text("x")
    current_session.reset(token)
    assert await budget.spent("s1") == 42


async def test_a_spent_budget_sends_nothing(settings, served, completion) -> None:
    http, requests = served(completion())
    token = current_session.set("s1")
    with pytest.raises(BudgetSpent):
        await OpenAIClient(settings(), http=http, budget=TokenBudget(1000)).generate_text("x", max_tokens=1500)
    current_session.reset(token)
    assert requests == []


async def test_a_failed_call_gives_its_reservation_back(settings, served, completion, no_waiting) -> None:
    budget = TokenBudget(10_000)
    http, _ = served(error(500))
    token = current_session.set("s1")
    with pytest.raises(Unavailable):
        await OpenAIClient(settings(), http=http, budget=budget).generate_text("x")
    current_session.reset(token)
    assert await budget.spent("s1") == 0
