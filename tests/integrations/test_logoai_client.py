from __future__ import annotations

import json

import httpx
import pytest
import respx

from agent.integrations import LogoAIClient
from agent.settings import Settings
from nodes.errors import IntegrationException, Malformed, Misconfigured, RateLimited, Rejected, Unavailable

STYLE = {"colors": ["red", "green"], "style": "modern"}


async def test_without_a_key_the_answer_is_deterministic_and_nothing_is_called() -> None:
    client = LogoAIClient(Settings(_env_file=None, logoai_api_key=None))
    assert await client.generate_logo("AfroChic", STYLE) == "https://cdn.example.com/logos/afrochic.png"
    assert await client.generate_logo("Chez Awa Mode", {}) == "https://cdn.example.com/logos/chez-awa-mode.png"


@respx.mock
async def test_the_request_follows_the_documented_defaults(settings) -> None:
    reply = {"success": True, "errCode": 0, "data": "https://cdn.test/l.svg"}
    route = respx.post("https://api.logoai.com/logoapi/async/logo").mock(return_value=httpx.Response(200, json=reply))
    async with LogoAIClient(settings()) as client:
        assert await client.generate_logo("AfroChic", STYLE | {"slogan": ""}) == "https://cdn.test/l.svg"
    request = route.calls[0].request
    assert request.headers["LOGOAPIKEY"] == "logo-canary-1234567890"
    assert json.loads(request.content) == {"name": "AfroChic", **STYLE}


@respx.mock
async def test_every_part_of_the_wire_can_be_set(settings) -> None:
    reply = {"answer": {"logo": {"versions": [{"id": 1}, {"href": "https://cdn.test/2.svg"}]}}}
    route = respx.get("https://logos.test/v9/make").mock(return_value=httpx.Response(200, json=reply))
    made = settings(
        logoai_base_url="https://logos.test/",
        logoai_path="/v9/make",
        logoai_auth_header="X-Key",
        logoai_method="GET",
        logoai_fields={"name": "companyName", "style": "styleId"},
        logoai_result="answer.logo",
    )
    assert await LogoAIClient(made).generate_logo("AfroChic", STYLE) == "https://cdn.test/2.svg"
    request = route.calls[0].request
    assert request.headers["X-Key"] == "logo-canary-1234567890"
    assert json.loads(request.content) == {"companyName": "AfroChic", "colors": ["red", "green"], "styleId": "modern"}


@pytest.mark.parametrize(
    ("answer", "kind", "calls"),
    [
        (httpx.Response(400), Rejected, 1),
        (httpx.Response(401), Misconfigured, 1),
        (httpx.Response(402), Misconfigured, 1),
        (httpx.Response(429), RateLimited, 2),
        (httpx.Response(500), Unavailable, 2),
        (httpx.ReadTimeout("x"), Unavailable, 2),
        (httpx.Response(200, text="<html>"), Malformed, 1),
        (httpx.Response(200, json=[]), Malformed, 1),
        (httpx.Response(200, json={"data": None}), Malformed, 1),
        (httpx.Response(200, json={"data": "javascript:alert(1)"}), Malformed, 1),
        (httpx.Response(200, json={"success": False, "errCode": 7, "errMsg": "no"}), Rejected, 1),
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
    with pytest.raises(IntegrationException, match=r"^Failed to generate logo with LogoAI\.$") as caught:
        await LogoAIClient(settings(), http=http).generate_logo("AfroChic", STYLE)
    assert type(caught.value) is kind
    assert len(requests) == calls


async def test_a_failure_is_logged(settings, served, events) -> None:
    http, _ = served(httpx.Response(400))
    with pytest.raises(Rejected):
        await LogoAIClient(settings(), http=http).generate_logo("AfroChic", STYLE)
    assert any(event["event"] == "Error during LogoAI logo generation" for event in events)
