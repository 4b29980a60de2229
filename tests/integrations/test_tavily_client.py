from __future__ import annotations

import json

import httpx
import pytest
import respx

from agent.integrations import TavilyClient
from agent.settings import Settings
from nodes.errors import Malformed, Misconfigured, RateLimited, Rejected, Unavailable

FOUND = {"results": [{"title": "T", "url": "https://a.test", "content": "c", "score": 0.9}, "odd"]}


def refused(status: int, **headers: str) -> httpx.Response:
    shape = {"detail": {"error": "tvly-canary"}}
    return httpx.Response(
        status, json=shape, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )


def client(settings, served, *answers) -> tuple[TavilyClient, list[httpx.Request]]:
    http, requests = served(*answers, base_url="https://api.tavily.com", raise_errors=True)
    return TavilyClient(settings(), http=http), requests


def test_a_missing_key_is_a_value_error() -> None:
    with pytest.raises(ValueError, match=r"^TAVILY_API_KEY is not set in the environment variables\.$"):
        TavilyClient(Settings(_env_file=None, tavily_api_key=None))


@respx.mock
async def test_the_requests_are_as_described(settings) -> None:
    route = respx.post("https://api.tavily.com/search").mock(return_value=httpx.Response(200, json=FOUND))
    async with TavilyClient(settings()) as tavily:
        assert await tavily.search_market("fashion e-commerce", "West Africa") == FOUND["results"][:1]
        await tavily.search_market("fashion")
        found = await tavily.analyze_competitors("restaurant", "Dakar")
    bodies = [json.loads(call.request.content) for call in route.calls]
    assert [sent["query"] for sent in bodies] == [
        "fashion e-commerce West Africa",
        "fashion Africa",
        "restaurant competitors in Dakar",
    ]
    assert {sent["search_depth"] for sent in bodies} == {"advanced"}
    headers = route.calls[0].request.headers
    assert headers["authorization"] == "Bearer tvly-canary-1234567890"
    assert "x-tavily-access-mode" not in headers
    assert found == {"business_sector": "restaurant", "location": "Dakar", "competitors": FOUND["results"][:1]}


async def test_a_failed_market_search_is_empty_and_logged(settings, served, events) -> None:
    tavily, _ = client(settings, served, refused(401))
    assert await tavily.search_market("fashion", "Dakar") == []
    logged = next(event for event in events if event["event"] == "Tavily market search failed")
    about = {"query": "fashion", "location": "Dakar", "action": "search_market", "service": "tavily"}
    assert about.items() <= logged.items()
    assert logged["status"] == "failed"
    assert logged["error"]
    assert "canary" not in str(events)


async def test_a_failed_analysis_says_so_in_its_shape(settings, served) -> None:
    tavily, _ = client(settings, served, refused(500))
    found = await tavily.analyze_competitors("restaurant", "Dakar")
    assert found["error"] == "Failed to analyze competitors."
    assert found["competitors"] == []
    assert set(found) == {"error", "details", "business_sector", "location", "competitors"}


@pytest.mark.parametrize(
    ("answer", "kind", "calls"),
    [
        (refused(400), Rejected, 1),
        (refused(401), Misconfigured, 1),
        (refused(403), Misconfigured, 1),
        (refused(432), Misconfigured, 1),
        (refused(433), Misconfigured, 1),
        (refused(429), RateLimited, 2),
        (refused(500), Unavailable, 2),
        (httpx.ReadTimeout("x"), Unavailable, 2),
        (httpx.ConnectError("x"), Unavailable, 2),
        (httpx.Response(204), Malformed, 1),
        (httpx.Response(302), Malformed, 1),
        (httpx.Response(200, text="<html>"), Malformed, 1),
        (httpx.Response(200, json={"results": "many"}), Malformed, 1),
        (httpx.Response(200, json=["x"]), Malformed, 1),
    ],
    ids=lambda value: (
        getattr(value, "__name__", None) or (str(value.status_code) if hasattr(value, "status_code") else None)
    ),
)
@pytest.mark.usefixtures("no_waiting")
async def test_each_way_of_failing_has_its_meaning_and_its_number_of_calls(
    answer, kind, calls, settings, served
) -> None:
    tavily, requests = client(settings, served, answer)
    with pytest.raises(kind) as caught:
        await tavily.search("x")
    assert type(caught.value) is kind
    assert len(requests) == calls


async def test_nothing_found_is_an_answer(settings, served) -> None:
    for reply in ({"results": []}, {}):
        tavily, _ = client(settings, served, httpx.Response(200, json=reply))
        assert await tavily.search("x") == []


async def test_the_wait_asked_for_survives_the_vendors_client(settings, served) -> None:
    tavily, requests = client(settings, served, refused(429, retry_after="45"))
    with pytest.raises(RateLimited) as caught:
        await tavily.search("x")
    assert caught.value.retry_after == 45
    assert len(requests) == 1
