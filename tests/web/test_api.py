"""The HTTP API: whose sessions, what it takes, and how it says no."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.web.api.routes import endpoints
from nodes.brief import FACTS

SAID = (
    "business_name=Awa Couture; activity=tailor; city=Dakar; offer=dress 9000; target_audience=women; "
    "differentiation=care; vision=to grow; phone=+221771234567"
)


async def _created(api: Any, **headers: str) -> str:
    answer = await api.post("/sessions", json={"language": "en"}, headers=headers)
    assert answer.status_code == 201
    return str(answer.json()["session_id"])


async def test_a_session_goes_from_the_first_word_to_the_website(api: Any, desk: Any) -> None:
    at = f"/sessions/{await _created(api)}"
    result = (await api.post(f"{at}/replies", json={"text": SAID})).json()
    assert result["session"]["question"]["kind"] == "recap"
    for _ in range(3):
        result = (await api.post(f"{at}/approve", json={})).json()
    assert result["session"]["step"] == "logo"
    await api.post(f"{at}/replies", json={"action": {"action": "choose", "option": "2"}})
    assert (await api.post(f"{at}/approve", json={})).status_code == 409
    assert desk.calls.count["publish"] == 0
    result = (await api.post(f"{at}/publish", json={})).json()
    assert desk.calls.count["publish"] == 1
    assert result["session"]["website"]["url"].startswith("https://sites.example.org/")
    assert result["session"]["website_current"] is True
    turns = (await api.get(f"{at}/history")).json()["turns"]
    assert turns[1] == {"speaker": "person", "text": SAID}


async def test_publishing_takes_the_open_question_and_no_other(api: Any, desk: Any) -> None:
    at = f"/sessions/{await _created(api)}"
    assert (await api.post(f"{at}/publish", json={})).status_code == 409
    assert desk.calls.count["publish"] == 0


async def test_publishing_says_no_yes_to_another_step_though_its_question_is_named(api: Any) -> None:
    at = f"/sessions/{await _created(api)}"
    recap = (await api.post(f"{at}/replies", json={"text": SAID})).json()["session"]["question"]["id"]
    assert (await api.post(f"{at}/publish", json={"answers": recap})).status_code == 409
    assert (await api.get(at)).json()["question"]["id"] == recap


async def test_a_yes_delivered_twice_is_one_yes(api: Any, desk: Any) -> None:
    at = f"/sessions/{await _created(api)}"
    await api.post(f"{at}/replies", json={"text": SAID})
    for _ in range(3):
        await api.post(f"{at}/approve", json={})
    for _ in range(2):
        chosen = {"text": "1", "turn_id": "choose"}
        await api.post(f"{at}/replies", json=chosen)
    steps = []
    for _ in range(2):
        again = await api.post(f"{at}/publish", json={"turn_id": "yes"})
        assert again.status_code == 200
        steps.append(again.json()["session"]["step"])
    assert steps == ["publish", "publish"]
    assert desk.calls.count["publish"] == 1


async def test_the_description_links_a_new_session_to_what_can_be_done_with_it(api: Any) -> None:
    links = (await api.get("/openapi.json")).json()["paths"]["/sessions"]["post"]["responses"]["201"]["links"]
    assert {"reply", "approve", "publish", "goBack", "editFact", "forgetSession"} <= set(links)


async def test_creating_twice_with_one_key_gives_one_session(api: Any, desk: Any) -> None:
    first = await _created(api, **{"idempotency-key": "k1"})
    again = await api.post("/sessions", json={}, headers={"idempotency-key": "k1"})
    assert (again.status_code, again.json()["session_id"]) == (200, first)
    of_bob = await desk.api("bob").post("/sessions", json={}, headers={"idempotency-key": "k1"})
    assert of_bob.json()["session_id"] != first


async def test_a_reply_delivered_twice_is_one_reply(api: Any, desk: Any) -> None:
    at = f"/sessions/{await _created(api)}"
    for _ in range(2):
        await api.post(f"{at}/replies", json={"text": "city=Dakar", "turn_id": "t1"})
    assert desk.calls.count["coach"] == 1


async def test_a_late_reply_is_told_so(api: Any) -> None:
    at = f"/sessions/{await _created(api)}"
    result = (await api.post(f"{at}/replies", json={"text": "x", "answers": "vision-nothing-9"})).json()
    assert [event["event"] for event in result["events"]] == ["problem", "question"]
    assert result["events"][0]["key"] == "error.already_answered"


async def test_a_fact_is_set_and_what_depends_on_it_is_made_anew(api: Any, desk: Any) -> None:
    at = f"/sessions/{await _created(api)}"
    await api.post(f"{at}/replies", json={"text": SAID})
    for _ in range(2):
        await api.post(f"{at}/approve", json={})
    done = desk.calls.count["research"], desk.calls.count["content"]
    await api.put(f"{at}/facts/phone", json={"value": "+221771112233"})
    assert (desk.calls.count["research"], desk.calls.count["content"]) == done
    result = (await api.put(f"{at}/facts/business_name", json={"value": "Awa Mode"})).json()
    assert result["session"]["brief"]["business_name"] == "Awa Mode"
    assert desk.calls.count["content"] == done[1] + 1


async def test_going_back_opens_the_step(api: Any) -> None:
    at = f"/sessions/{await _created(api)}"
    await api.post(f"{at}/replies", json={"text": SAID})
    for _ in range(3):
        await api.post(f"{at}/approve", json={})
    result = (await api.post(f"{at}/back", json={"step": "content"})).json()
    assert result["session"]["step"] == "content"


async def test_a_brief_is_found_by_session_by_id_and_by_user(api: Any) -> None:
    at = f"/sessions/{await _created(api)}"
    await api.post(f"{at}/replies", json={"text": SAID})
    assert (await api.get(f"{at}/brief")).json()["ready"] is False
    for _ in range(3):
        await api.post(f"{at}/approve", json={})
    brief = (await api.get(f"{at}/brief")).json()
    assert brief["business_brief"]["business_name"] == "Awa Couture"
    assert (await api.get(f"/briefs/{brief['brief_id']}")).json() == brief
    assert (await api.get("/users/alice/briefs")).json()["items"] == [brief]


async def test_lists_come_in_pages_the_latest_first(api: Any) -> None:
    made = [await _created(api) for _ in range(3)]
    pages = [(await api.get("/sessions", params={"offset": n, "limit": 2})).json()["items"] for n in (0, 2)]
    assert [item["session_id"] for page in pages for item in page] == made[::-1]


@pytest.mark.parametrize("query", [{"offset": "-1"}, {"limit": "0"}, {"limit": "101"}, {"limit": "x"}, {"offset": "٣"}])
async def test_a_page_out_of_bounds_is_refused(api: Any, query: dict[str, str]) -> None:
    assert (await api.get("/sessions", params=query)).status_code == 422


async def test_export_and_forget(api: Any, desk: Any) -> None:
    session_id = await _created(api)
    archive = zipfile.ZipFile(io.BytesIO((await api.get(f"/sessions/{session_id}/export")).content))
    assert json.loads(archive.read("brief.json"))["business_name"] == ""
    assert (await api.delete(f"/sessions/{session_id}")).status_code == 204
    assert (await api.get(f"/sessions/{session_id}")).status_code == 404
    assert [key for key in await desk.redis.keys("*") if session_id.encode() in key] == []


_PATHS = {"session_id": "", "fact": "city", "photo": "0" * 64, "brief_id": "b", "user_id": "alice"}
_BODIES: dict[str, Any] = {"reply": {"text": "x"}, "editFact": {"value": "x"}, "changePhoto": {"alt": "x"}}


@pytest.mark.parametrize("endpoint", endpoints(), ids=lambda endpoint: endpoint.name)
async def test_nobody_elses_session_is_seen_or_changed_by_any_endpoint(api: Any, desk: Any, endpoint: Any) -> None:
    session_id = await _created(api)
    before = (await api.get(f"/sessions/{session_id}")).json()
    path = endpoint.path.format(**_PATHS | {"session_id": session_id})
    body = _BODIES.get(endpoint.name, {}) if endpoint.takes else None
    for intruder in (desk.api("bob"), desk.api("ALICE"), desk.api("alice*")):
        answer = await intruder.request(endpoint.method, path, json=body)
        if endpoint.name in ("createSession", "listSessions"):
            assert session_id not in answer.text
        else:
            assert answer.status_code == 404, endpoint.name
    assert (await api.get(f"/sessions/{session_id}")).json() == before


@pytest.mark.parametrize("endpoint", endpoints(), ids=lambda endpoint: endpoint.name)
async def test_no_endpoint_answers_without_the_secret(desk: Any, endpoint: Any) -> None:
    path = endpoint.path.format(**_PATHS | {"session_id": "x"})
    for secret in ("", "wrong", "a-service-secre", "a-service-secret2", "é"):
        answer = await desk.api().request(endpoint.method, path, headers={"x-service-secret": secret.encode()}, json={})
        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"


async def test_without_a_configured_secret_the_api_is_closed(make_settings: Any, open_another: Any) -> None:
    async with open_another(make_settings(service_secret=None)) as desk:
        assert (await desk.api().get("/sessions")).status_code == 401


async def test_two_secrets_are_taken_while_one_is_changed(make_settings: Any, open_another: Any) -> None:
    from pydantic import SecretStr

    async with open_another(make_settings(service_secret=SecretStr("new, old"))) as desk:
        for secret, status in (("new", 200), ("old", 200), ("older", 401), ("", 401), ("new, old", 401)):
            answer = await desk.api(**{"x-service-secret": secret}).get("/sessions")
            assert answer.status_code == status


async def test_a_request_for_two_users_is_for_none(desk: Any) -> None:
    named = [("x-user-id", "alice"), ("x-user-id", "bob"), ("x-service-secret", "a-service-secret")]
    assert (await desk.visitor().client.get("/v1/sessions", headers=named)).status_code == 400
    assert (await desk.visitor().client.get("/v1/sessions", headers=named[1:])).status_code == 200


@pytest.mark.parametrize("user", ["", "a b", "é", "x" * 129])
async def test_a_user_that_cannot_be_one_is_refused(desk: Any, user: str) -> None:
    answer = await desk.api().get("/sessions", headers={"x-user-id": user.encode()})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"{", 422),
        (b"[" * 30_000, 422),
        (b'{"text":"\\ud800"}', 422),
        (b"\xff", 422),
        (b'{"text":1}', 422),
        (b'{"text":"a","more":1}', 422),
        (b'{"action":{"action":"fly"}}', 422),
        (b'{"text":"' + b"a" * 10_001 + b'"}', 422),
        (b'{"text":"' + b"a" * 70_000 + b'"}', 413),
        (b'{"text":"a","turn_id":"../../x"}', 422),
    ],
)
async def test_a_body_that_does_not_fit_is_refused_and_changes_nothing(api: Any, body: bytes, status: int) -> None:
    at = f"/sessions/{await _created(api)}"
    before = (await api.get(at)).json()
    answer = await api.post(f"{at}/replies", content=body)
    assert answer.status_code == status
    assert answer.json()["status"] == status
    assert (await api.get(at)).json() == before


async def test_a_body_without_a_length_is_limited_too(api: Any) -> None:
    async def pieces() -> Any:
        for _ in range(9):
            yield b"[" * 8192

    at = f"/sessions/{await _created(api)}"
    answer = await api.post(f"{at}/replies", content=pieces())
    assert (answer.status_code, answer.json()["status"]) == (413, 413)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "", 404),
        ("GET", "/", 404),
        ("GET", "/nothing", 404),
        ("GET", "/sessions/", 404),
        ("POST", "/sessions/x/approve/", 404),
        ("PATCH", "/sessions", 405),
        ("POST", "/openapi.json", 405),
    ],
)
async def test_what_is_not_there_is_a_problem_document(api: Any, method: str, path: str, status: int) -> None:
    answer = await api.request(method, f"http://localhost/v1{path}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status


@pytest.mark.parametrize(
    "change", [str.upper, "{}*".format, "{}%0a".format, "{}%00".format, " {}".format, "%2e/{}".format]
)
async def test_an_id_that_is_only_like_a_sessions_opens_nothing(api: Any, change: Any) -> None:
    session_id = await _created(api)
    wrong = change(session_id)
    if wrong != session_id:
        assert (await api.get(f"/sessions/{wrong}")).status_code == 404
        assert (await api.post(f"/sessions/{wrong}/replies", json={"text": "x"})).status_code == 404


async def test_what_was_sent_is_not_repeated_in_an_error(api: Any) -> None:
    at = f"/sessions/{await _created(api)}"
    assert "canary" not in (await api.post(f"{at}/replies", json={"text": 1, "action": "canary"})).text


async def test_only_json_is_taken(api: Any) -> None:
    answer = await api.post("/sessions", content=b"{}", headers={"content-type": "text/plain"})
    assert answer.status_code == 415


async def test_a_bug_is_told_without_its_inside(make_settings: Any, open_another: Any) -> None:
    class Broken:
        async def respond(self, request: Any) -> Any:
            raise RuntimeError("secret inside")

    async with open_another(make_settings(), coach=Broken()) as desk:
        api = desk.api()
        at = f"/sessions/{await _created(api)}"
        answer = await api.post(f"{at}/replies", json={"text": "hello"})
        assert "secret inside" not in answer.text
        assert (await api.get(at)).status_code == 200


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fact=st.sampled_from(sorted(FACTS)), value=_JSON, change=st.sampled_from(["set", "add", "remove"]))
async def test_no_value_of_a_fact_brings_the_server_down(make_settings: Any, open_another: Any, **sent: Any) -> None:
    async with open_another(make_settings()) as desk:
        api = desk.api()
        at = f"/sessions/{await _created(api)}"
        answer = await api.put(f"{at}/facts/{sent['fact']}", json={"value": sent["value"], "change": sent["change"]})
        assert answer.status_code == 200
        assert (await api.post(f"{at}/replies", json={"text": SAID})).json()["session"]["problem"] is None


async def test_the_description_names_every_endpoint_and_model(desk: Any) -> None:
    described = (await desk.visitor().get("/v1/openapi.json")).response.json()
    for endpoint in endpoints():
        operation = described["paths"][endpoint.path][endpoint.method.lower()]
        assert operation["operationId"] == endpoint.name
    text = json.dumps(described)
    for reference in set(text.split('"#/components/schemas/')[1:]):
        assert reference.split('"')[0] in described["components"]["schemas"]


async def test_the_same_openapi_server_is_named_below_a_path(make_settings: Any, open_another: Any) -> None:
    async with open_another(make_settings(), prefix="/app") as desk:
        described = (await desk.visitor().get("/app/v1/openapi.json")).response.json()
        assert described["servers"] == [{"url": "/app/v1"}]
