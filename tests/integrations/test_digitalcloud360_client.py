from __future__ import annotations

import json
import time

import httpx
import pytest
import respx

from agent.integrations import DigitalCloud360APIClient
from agent.settings import Settings
from nodes.errors import IntegrationException, Malformed

BRIEF = {"brief_id": "1", "business_name": "Canari Couture"}
API = "https://api.example.test"


def client(settings, served, *answers, **values) -> tuple[DigitalCloud360APIClient, list[httpx.Request]]:
    http, requests = served(*answers)
    return DigitalCloud360APIClient(settings(**values), http=http), requests


def test_a_missing_secret_is_an_integration_exception() -> None:
    with pytest.raises(IntegrationException, match="DIGITALCLOUD360_SERVICE_SECRET"):
        DigitalCloud360APIClient(Settings(_env_file=None, digitalcloud360_service_secret=None))


def test_the_defaults_are_as_described(settings) -> None:
    made = DigitalCloud360APIClient(settings(digitalcloud360_base_url=""))
    assert (made.base_url, made.timeout, made.max_retries) == ("https://api.digitalcloud360.com", 30, 3)


@respx.mock
async def test_the_requests_are_as_described(settings) -> None:
    made = respx.post(f"{API}/v1/websites").mock(return_value=httpx.Response(201, json={"id": "w1"}))
    health = respx.get(f"{API}/health").mock(return_value=httpx.Response(200))
    user = respx.get(f"{API}/v1/users/123").mock(return_value=httpx.Response(200, json={"id": 123}))
    async with DigitalCloud360APIClient(settings()) as dc:
        assert await dc.health_check() is True
        assert await dc.create_website(BRIEF) == {"id": "w1"}
        assert await dc.get_user_profile(123) == {"id": 123}
    for route in (made, health, user):
        assert route.calls[0].request.headers["X-Service-Secret"] == "dc-canary-1234567890"
    sent = made.calls[0].request
    assert sent.headers["content-type"] == "application/json"
    assert json.loads(sent.content) == BRIEF
    assert "idempotency-key" not in sent.headers


@respx.mock
async def test_the_path_prefix_is_a_setting(settings) -> None:
    route = respx.post(f"{API}/api/v1/websites").mock(return_value=httpx.Response(200, json={}))
    await DigitalCloud360APIClient(settings(digitalcloud360_path_prefix="/api/v1/")).create_website(BRIEF)
    assert route.called


@pytest.mark.parametrize("answer", [httpx.Response(500), httpx.ConnectError("x"), httpx.ReadTimeout("x")])
async def test_an_ill_platform_is_asked_three_times_and_reported_ill(
    answer, settings, served, no_waiting, events
) -> None:
    dc, requests = client(settings, served, answer)
    assert await dc.health_check() is False
    assert len(requests) == 3
    assert any(event["log_level"] == "error" for event in events)


async def test_a_wrong_secret_is_not_tried_again(settings, served, no_waiting) -> None:
    dc, requests = client(settings, served, httpx.Response(401))
    assert await dc.health_check() is False
    assert len(requests) == 1


async def test_a_platform_that_recovers_is_healthy_after_two_to_the_attempt_seconds(settings, served) -> None:
    dc, requests = client(settings, served, httpx.Response(503), httpx.Response(200))
    begun = time.monotonic()
    assert await dc.health_check() is True
    assert 1.0 <= time.monotonic() - begun < 2
    assert len(requests) == 2


async def test_the_number_of_tries_is_a_setting(settings, served, no_waiting) -> None:
    dc, requests = client(settings, served, httpx.Response(500), digitalcloud360_max_retries=5)
    await dc.health_check()
    assert len(requests) == 5


@pytest.mark.parametrize("status", [400, 401, 403, 409, 422, 429, 500, 503])
async def test_an_answer_other_than_2xx_is_a_status_error_and_never_repeated(
    status, settings, served, no_waiting
) -> None:
    dc, requests = client(settings, served, httpx.Response(status))
    with pytest.raises(httpx.HTTPStatusError) as caught:
        await dc.create_website(BRIEF)
    assert caught.value.response.status_code == status
    assert len(requests) == 1


@pytest.mark.parametrize("error", [httpx.ReadTimeout("x"), httpx.ReadError("x"), httpx.WriteError("x")])
async def test_a_request_that_may_have_arrived_is_not_sent_again(error, settings, served, no_waiting) -> None:
    dc, requests = client(settings, served, error)
    with pytest.raises(type(error)):
        await dc.create_website(BRIEF)
    assert len(requests) == 1


@pytest.mark.parametrize("error", [httpx.ConnectError("x"), httpx.ConnectTimeout("x"), httpx.PoolTimeout("x")])
async def test_a_request_that_surely_did_not_arrive_is_sent_again(error, settings, served, no_waiting) -> None:
    dc, requests = client(settings, served, error, error, httpx.Response(200, json={"id": "w1"}))
    assert await dc.create_website(BRIEF) == {"id": "w1"}
    assert len(requests) == 3


async def test_a_success_without_json_is_malformed(settings, served) -> None:
    for answer in (httpx.Response(201, text="made"), httpx.Response(201), httpx.Response(201, json=["x"])):
        dc, _ = client(settings, served, answer)
        with pytest.raises(Malformed):
            await dc.create_website(BRIEF)


async def test_an_unknown_user_is_none(settings, served) -> None:
    dc, requests = client(settings, served, httpx.Response(404))
    assert await dc.get_user_profile("a/../b") is None
    assert requests[0].url.raw_path == b"/v1/users/a%2F..%2Fb"


async def test_other_failures_of_a_profile_are_raised(settings, served, no_waiting) -> None:
    dc, requests = client(settings, served, httpx.Response(500))
    with pytest.raises(httpx.HTTPStatusError):
        await dc.get_user_profile(1)
    assert len(requests) == 3


async def test_neither_brief_nor_secret_is_logged(settings, served, events, no_waiting) -> None:
    dc, _ = client(settings, served, httpx.Response(422, json={"detail": "Canari Couture"}))
    with pytest.raises(httpx.HTTPStatusError):
        await dc.create_website(BRIEF)
    assert events
    assert "Canari" not in str(events)
    assert "canary" not in str(events)
