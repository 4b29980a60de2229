"""Sessions of somebody else, forged keys, other sites' forms, other hosts, bodies that are too large or no form."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from typing import Any

import pytest

from agent.web.access import cookie_name, linked_session
from agent.web.seals import Seals

GETS = ("", "/live", "/feed", "/edit/city", "/logo/1.svg", "/site/", "/export", "/device", "/forget")
POSTS = ("/reply", "/edit/city", "/forget")


async def _held(desk: Any) -> tuple[Any, str]:
    owner = desk.visitor()
    return owner, await owner.start()


@pytest.mark.parametrize("part", GETS)
async def test_nobody_else_sees_anything_of_a_session(desk: Any, part: str) -> None:
    _, path = await _held(desk)
    assert (await desk.visitor().get(path + part)).response.status_code == 404


@pytest.mark.parametrize("part", POSTS)
async def test_nobody_else_changes_anything_of_a_session(desk: Any, part: str) -> None:
    owner, path = await _held(desk)
    before = (await owner.get(path)).text
    form = owner.page.form(holds="text") | {"": path + part}
    for thief in (desk.visitor(), (await _held(desk))[0]):
        assert (await thief.send(form, text="city=Paris", value="Paris")).response.status_code == 404
    assert (await owner.get(path)).text == before


async def test_an_absent_session_and_a_foreign_one_look_the_same(desk: Any) -> None:
    _, path = await _held(desk)
    thief = desk.visitor()
    foreign = (await thief.get(path)).response
    absent = (await thief.get("/s/00000000-0000-4000-8000-000000000000")).response
    assert (foreign.status_code, foreign.text) == (absent.status_code, absent.text)


def _forgeries(genuine: str, other: str) -> list[str]:
    text, _, mac = genuine.rpartition(".")
    return [
        "",
        ".",
        text,
        f"{text}.",
        f"{text}.{'A' * 24}",
        f"{other.rpartition('.')[0]}.{mac}",
        other,
        genuine.swapcase(),
        genuine + "A",
        base64.b64encode(genuine.encode()).decode(),
        f"{text}.{mac[:-1]}",
    ]


async def test_no_forged_key_opens_a_session(desk: Any) -> None:
    owner, path = await _held(desk)
    other, other_path = await _held(desk)
    name = cookie_name(path.removeprefix("/s/"))
    genuine = owner.client.cookies[name]
    of_other = other.client.cookies[cookie_name(other_path.removeprefix("/s/"))]
    for forged in _forgeries(genuine, of_other):
        thief = desk.visitor(cookie=f"{name}={forged}")
        assert (await thief.get(path)).response.status_code == 404, forged
    control = desk.visitor(cookie=f"{name}={genuine}")
    assert (await control.get(path)).response.status_code == 200


async def test_a_seal_for_one_purpose_opens_nothing_else(desk: Any) -> None:
    owner, path = await _held(desk)
    key = owner.client.cookies[cookie_name(path.removeprefix("/s/"))]
    assert (await desk.visitor().get(f"/r/{key}")).response.status_code == 404


async def test_the_key_is_kept_from_scripts_and_other_sites(desk: Any) -> None:
    visitor = desk.visitor()
    await visitor.get("/")
    form = visitor.page.form(ends="/start")
    answer = await visitor.client.post("/start", data={"turn": form["turn"], "text": "hi"})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie
    secure = await visitor.client.post("https://localhost/start", data={"turn": form["turn"], "text": "hi"})
    assert "secure" in secure.headers["set-cookie"].lower()


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://localhost.evil.example"},
    ],
)
async def test_a_form_sent_by_another_site_changes_nothing(desk: Any, headers: dict[str, str]) -> None:
    owner, path = await _held(desk)
    before = (await owner.get(path)).text
    form = owner.page.form(holds="do")
    data = {name: value for name, value in form.items() if name} | {"do": "approve"}
    refused = await owner.client.post(form[""], data=data, headers=headers)
    assert refused.status_code == 403
    assert (await owner.get(path)).text == before
    accepted = await owner.client.post(form[""], data=data, headers={"origin": "http://localhost"})
    assert accepted.status_code == 303


@pytest.mark.parametrize("token", ["", "x", "é" * 10])
async def test_a_form_without_the_sessions_token_changes_nothing(desk: Any, token: str) -> None:
    owner, path = await _held(desk)
    before = (await owner.get(path)).text
    form = owner.page.form(holds="do") | {"token": token}
    assert (await owner.send(form, do="approve")).response.status_code == 403
    assert (await owner.get(path)).text == before


async def test_looking_never_changes_a_session(desk: Any) -> None:
    owner, path = await _held(desk)
    before = await desk.redis.keys("*"), (await owner.get(path)).text
    for part in ("", "/live", "/edit/city", "/device", "/forget", "/reply?do=approve"):
        await owner.get(path + part)
    assert (await desk.redis.keys("*"), (await owner.get(path)).text) == before


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data; boundary=x", ""])
async def test_only_a_plain_form_is_taken(desk: Any, kind: str) -> None:
    owner, path = await _held(desk)
    refused = await owner.client.post(f"{path}/reply", content=b'{"do":"approve"}', headers={"content-type": kind})
    assert refused.status_code == 415


@pytest.mark.parametrize("body", [b"token=%ff%fe", b"\xff\xfe=1", b"&".join(b"a=1" for _ in range(500)), b"text=%00"])
async def test_a_malformed_form_is_refused(desk: Any, body: bytes) -> None:
    owner, path = await _held(desk)
    kind = {"content-type": "application/x-www-form-urlencoded"}
    refused = await owner.client.post(f"{path}/reply", content=body, headers=kind)
    assert refused.status_code in (400, 403)


async def _endless() -> AsyncIterator[bytes]:
    for _ in range(200):
        yield b"text=" + b"a" * 1000


async def test_a_body_that_is_too_large_is_refused_with_and_without_its_length(desk: Any) -> None:
    owner, path = await _held(desk)
    kind = {"content-type": "application/x-www-form-urlencoded"}
    known = await owner.client.post(f"{path}/reply", content=b"a" * 70_000, headers=kind)
    unknown = await owner.client.post(f"{path}/reply", content=_endless(), headers=kind)
    assert (known.status_code, unknown.status_code) == (413, 413)
    assert "too long" in known.text


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "a b", "evil.example:80", "[::1"])
async def test_a_name_that_is_not_ours_is_refused(desk: Any, host: str) -> None:
    assert (await desk.visitor().get("/", headers={"host": host})).response.status_code == 421


@pytest.mark.parametrize("host", ["localhost:8080", "127.0.0.1", "192.168.1.7:8080", "[::1]:8080", "LOCALHOST"])
async def test_this_machine_and_addresses_in_digits_are_let_in(desk: Any, host: str) -> None:
    assert (await desk.visitor().get("/", headers={"host": host})).response.status_code == 200


async def test_a_name_in_the_settings_is_let_in(make_settings: Any, open_another: Any) -> None:
    async with open_another(make_settings(web_hosts="coach.example, Other.example")) as desk:
        assert (await desk.visitor().get("/", headers={"host": "coach.example"})).response.status_code == 200
        assert (await desk.visitor().get("/", headers={"host": "other.example:443"})).response.status_code == 200
        assert (await desk.visitor().get("/", headers={"host": "evil.example"})).response.status_code == 421


@pytest.mark.parametrize("path", ["/", "/s/nothing", "/assets/x/coach.css", "/nowhere", "/v1/sessions", "/health/live"])
async def test_every_answer_limits_what_it_may_do(desk: Any, path: str) -> None:
    headers = (await desk.visitor().get(path)).response.headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


async def test_too_many_replies_are_asked_to_wait(make_settings: Any, open_another: Any) -> None:
    async with open_another(make_settings(web_turns_per_minute=3)) as desk:
        visitor = desk.visitor()
        await visitor.start("business_name=Awa")
        path, form = visitor.page.path, visitor.page.form(holds="text")
        answers = [(await visitor.send(form | {"turn": ""}, text="hm")).response for _ in range(8)]
        refused = [answer for answer in answers if answer.status_code == 429]
        assert refused
        assert int(refused[0].headers["retry-after"]) > 0
        assert (await visitor.get(path)).response.status_code == 200


async def test_many_new_sessions_from_one_address_are_asked_to_wait(make_settings: Any, open_another: Any) -> None:
    async with open_another(make_settings(web_starts_per_minute=2)) as desk:
        visitor = desk.visitor()
        await visitor.get("/")
        form = visitor.page.form(ends="/start")
        answers = [(await visitor.send(form, text=f"hello {n}")).response.status_code for n in range(6)]
        assert answers.count(429) >= 2


async def test_addresses_are_not_stored_for_counting(desk: Any) -> None:
    await desk.visitor().start()
    assert not [key for key in await desk.redis.keys("*") if b"203.0.113" in key]


async def test_links_of_yesterday_open_and_old_ones_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    from agent.web import access

    seals = Seals([b"s"])
    token = access.link_token(seals, "an-id")
    now = time.time()
    monkeypatch.setattr(access.time, "time", lambda: now + 86_400)
    assert linked_session(seals, token) == "an-id"
    monkeypatch.setattr(access.time, "time", lambda: now + access.LINK_SECONDS + 1)
    assert linked_session(seals, token) is None


def test_a_secret_can_be_changed_without_a_stop() -> None:
    old, both, new = Seals([b"old"]), Seals([b"new", b"old"]), Seals([b"new"])
    assert both.open("p", old.seal("p", "text")) == "text"
    assert new.open("p", both.seal("p", "text")) == "text"
    assert new.open("p", old.seal("p", "text")) is None


@pytest.mark.parametrize(
    "path", ["/sites/../secret", "/sites/.history/x", "/sites/a/..%2f..%2fsecret", "/sites/a/.git"]
)
async def test_only_published_files_are_served(desk: Any, path: str) -> None:
    root = desk.settings.sites_folder
    (root / "a").mkdir(parents=True)
    (root / "a" / "index.html").write_text("site")
    (root / "a" / ".git").write_text("no")
    (root / ".history").mkdir()
    (root / ".history" / "x").write_text("no")
    (root.parent / "secret").write_text("no")
    assert (await desk.visitor().get("/sites/a/")).response.text == "site"
    assert (await desk.visitor().get(path)).response.status_code == 404
