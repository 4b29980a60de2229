"""A logo and photos on the page and over the API: taken, shown, put in order, refused, and nobody else's."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from pictures import SVG, photo

from agent.web.limits import BODY_LIMIT, PICTURE_LIMIT

ROUTES = ("logo", "photos")


def board(path: str) -> str:
    return f"{path}?view=board"


async def hand_in(visitor: Any, path: str, what: str, data: bytes, *, accept: str = "", **fields: str) -> Any:
    """Send a file by its form as a browser does, and return the answer."""
    page = await visitor.get(board(path))
    form = page.form(holds="file", ends=f"/{what}")
    sent = {name: value for name, value in form.items() if name} | fields
    headers = {"accept": accept} if accept else {}
    return await visitor.client.post(form[""], data=sent, files={"file": ("x.png", data)}, headers=headers)


async def digests(desk: Any, path: str) -> list[str]:
    """Return the digests of the photos that the store has for a session."""
    names = await desk.redis.hkeys(f"coach:uploads:{{{path.rpartition('/')[2]}}}")
    return [name.decode() for name in names if b":" not in name]


async def test_an_own_logo_is_taken_at_the_gate_without_scripts(desk, visitor):
    path = await visitor.start()
    for _ in range(3):
        await visitor.do("approve")
    answer = await hand_in(visitor, path, "logo", SVG)
    assert answer.status_code == 303
    page = await visitor.get(answer.headers["location"])
    assert answer.headers["location"].endswith("#card-pictures")
    source = next(each.get("src") for each in page.tree.iter("img") if "/logo/own.svg" in each.get("src", ""))
    served = await visitor.client.get(source)
    assert served.headers["content-type"] == "image/svg+xml"
    assert "sandbox" in served.headers["content-security-policy"]
    assert b"#0a5cb0" in served.content
    await visitor.get(path)
    await visitor.do("approve")
    assert desk.calls.count["publish"] == 1


async def test_an_own_logo_can_be_taken_away_again_without_scripts(desk, visitor):
    path = await visitor.start()
    await hand_in(visitor, path, "logo", SVG)
    page = await visitor.get(board(path))
    await visitor.send(page.form(ends="/logo/remove"))
    page = await visitor.get(board(path))
    assert not [each for each in page.tree.iter("img") if "/logo/own.svg" in each.get("src", "")]
    assert not [form for form in page.tree.iter("form") if form.get("action", "").endswith("/logo/remove")]


async def test_a_photo_is_shown_described_moved_and_removed(desk, visitor):
    path = await visitor.start()
    await hand_in(visitor, path, "photos", photo(), alt='My "shop" <b>')
    await hand_in(visitor, path, "photos", photo(30), alt="A dress")
    page = await visitor.get(board(path))
    shown = [each for each in page.tree.iter("img") if "/photos/" in each.get("src", "")]
    assert [each.get("alt") for each in shown] == ['My "shop" <b>', "A dress"]
    served = await visitor.client.get(shown[1].get("src"))
    assert (served.status_code, served.headers["content-type"]) == (200, "image/jpeg")
    assert served.headers["x-content-type-options"] == "nosniff"
    second = shown[1].get("src").removesuffix(".jpg").rpartition("/")[2]
    for deed, alts in (
        ("up", ["A dress", 'My "shop" <b>']),
        ("save", ["Blue", 'My "shop" <b>']),
        ("remove", ['My "shop" <b>']),
    ):
        page = await visitor.get(board(path))
        form = page.form(holds="alt", ends=f"/photos/{second}")
        await visitor.send(form, do=deed, alt="Blue" if deed == "save" else "")
        page = await visitor.get(board(path))
        assert [each.get("alt") for each in page.tree.iter("img") if "/photos/" in each.get("src", "")] == alts
    assert (await visitor.client.get(shown[1].get("src"))).status_code == 404


async def test_a_page_with_scripts_gets_what_changed(visitor):
    path = await visitor.start()
    news = (await hand_in(visitor, path, "photos", photo(), accept="application/json", alt="My shop")).json()
    assert "My shop" in news["regions"]["pictures"]["html"]
    assert "My shop" in news["lines"]


@pytest.mark.parametrize(("what", "data"), [("logo", b"GIF89a"), ("photos", SVG), ("photos", b""), ("logo", b"")])
async def test_what_cannot_be_used_is_said_in_the_persons_language_with_another_try(visitor, what, data):
    path = await visitor.start(language="fr")
    answer = await hand_in(visitor, path, what, data, alt="Ma boutique")
    assert answer.status_code == 422
    assert "fichier" in answer.text
    assert 'type="file"' in answer.text
    if what == "photos":
        assert "Ma boutique" in answer.text
    told = (await hand_in(visitor, path, what, data, accept="application/json")).json()
    assert "fichier" in told["problem"]


async def test_a_photo_sent_twice_by_one_click_is_one_photo(visitor):
    path = await visitor.start()
    page = await visitor.get(board(path))
    form = page.form(holds="file", ends="/photos")
    fields = {name: value for name, value in form.items() if name}
    for _ in range(2):
        await visitor.client.post(form[""], data=fields, files={"file": ("a", photo())})
    page = await visitor.get(board(path))
    assert len([each for each in page.tree.iter("img") if "/photos/" in each.get("src", "")]) == 1


async def test_photos_stand_in_the_preview_and_in_the_archive_that_can_be_imported(visitor):
    from agent.archive import unpack

    path = await visitor.start()
    await hand_in(visitor, path, "photos", photo(), alt="My shop")
    await visitor.get(path)
    await visitor.do("approve")
    await visitor.do("approve")
    site = await visitor.client.get(f"{path}/site/index.html")
    assert 'alt="My shop"' in site.text
    assert (await visitor.client.get(f"{path}/site/photo-1-400.avif")).headers["content-type"] == "image/avif"
    archive = await visitor.client.get(f"{path}/export")
    assert "attachment" in archive.headers["content-disposition"]
    assert list(unpack(archive.content).photos)
    with zipfile.ZipFile(io.BytesIO(archive.content)) as opened:
        assert {"site/photo-1-400.avif", "session.json", "transcript.txt"} <= set(opened.namelist())


async def test_the_photo_a_question_is_about_stands_beside_it(visitor):
    path = await visitor.start()
    await hand_in(visitor, path, "photos", photo())
    await visitor.get(path)
    await visitor.to_preview()
    assert "What does your photo show?" in visitor.page.text
    shown = next(each for each in visitor.page.tree.iter("p") if each.get("class") == "asked")
    assert (await visitor.client.get(shown[0].get("src"))).headers["content-type"] == "image/jpeg"
    await visitor.say("My kitchen")
    assert "My kitchen" in [each.get("alt") for each in visitor.page.tree.iter("img")]


# --- nobody else's -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ROUTES)
async def test_a_form_made_elsewhere_changes_nothing(desk, visitor, what):
    path = await visitor.start()
    file = {"file": ("a.jpg", photo() if what == "photos" else SVG)}
    url = f"{path}/{what}"
    for status, sent in (
        (403, {"data": {"token": "wrong"}, "files": file}),
        (403, {"data": {"token": "wrong"}, "files": file, "headers": {"origin": "https://evil.example"}}),
        (415, {"data": {"token": "wrong"}}),
        (415, {"content": photo(), "headers": {"content-type": "image/jpeg"}}),
        (400, {"content": b"x", "headers": {"content-type": "multipart/form-data; boundary=b"}}),
        (415, {"content": b"x", "headers": {"content-type": "multipart/form-data"}}),
    ):
        assert (await visitor.client.post(url, **sent)).status_code == status
    stranger = desk.visitor()
    assert (await stranger.client.post(url, data={"token": "x"}, files=file)).status_code == 404
    assert await digests(desk, path) == []


async def test_a_photo_is_shown_to_its_owner_only(desk, visitor):
    path = await visitor.start()
    await hand_in(visitor, path, "photos", photo(), alt="x")
    (digest,) = await digests(desk, path)
    other = desk.visitor()
    elsewhere = await other.start()
    for url in (f"{path}/photos/{digest}.jpg", f"{elsewhere}/photos/{digest}.jpg"):
        assert (await other.client.get(url)).status_code == 404
    assert (await visitor.client.get(f"{path}/photos/{digest}.jpg")).status_code == 200


async def test_more_than_a_picture_may_have_is_refused_before_it_is_read(visitor):
    path = await visitor.start()
    too_much = {"content-length": str(PICTURE_LIMIT + 1), "content-type": "multipart/form-data; boundary=b"}
    answer = await visitor.client.post(f"{path}/photos", headers=too_much, content=b"x")
    assert (answer.status_code, "at most 12 MB" in answer.text) == (413, True)

    async def endless():
        for _ in range(PICTURE_LIMIT // 1_000_000 + 2):
            yield b"x" * 1_000_000

    kind = {"content-type": "multipart/form-data; boundary=b"}
    assert (await visitor.client.post(f"{path}/photos", headers=kind, content=endless())).status_code == 413
    large = {"content-length": str(BODY_LIMIT + 1)}
    assert (await visitor.client.post(f"{path}/reply", headers=large, content=b"x")).status_code == 413
    assert (await visitor.client.get(f"{path}/photos", headers=large)).status_code == 413


# --- over the API --------------------------------------------------------------------------------------------------


async def session(api: Any) -> str:
    return (await api.post("/sessions", content="{}")).json()["session_id"]


async def test_the_platform_hands_pictures_in(api):
    session_id = await session(api)
    kind = {"content-type": "image/jpeg"}
    url = f"/sessions/{session_id}/photos"
    answer = await api.post(url, params={"alt": "My shop", "turn_id": "one"}, content=photo(), headers=kind)
    assert answer.status_code == 200
    (shown,) = answer.json()["session"]["photos"]
    assert shown["alt"] == "My shop"
    digest = shown["upload"]["digest"]
    assert (await api.get(f"{url}/{digest}")).headers["content-type"] == "image/jpeg"
    changed = await api.patch(f"{url}/{digest}", content=json.dumps({"alt": "The shop"}))
    assert changed.json()["session"]["photos"][0]["alt"] == "The shop"
    logo = await api.post(f"/sessions/{session_id}/logo", content=SVG, headers={"content-type": "image/svg+xml"})
    assert logo.json()["session"]["logo_choice"] == "own"
    assert logo.json()["session"]["own_logo"]["palette"]["primary"] == "#0a5cb0"
    bare = await api.delete(f"/sessions/{session_id}/logo")
    assert bare.json()["session"]["own_logo"] is None
    gone = await api.delete(f"{url}/{digest}")
    assert gone.json()["session"]["photos"] == []
    assert (await api.get(f"{url}/{digest}")).status_code == 404


async def test_the_platform_is_told_why_a_picture_is_refused(api):
    session_id = await session(api)
    for status, url, data, kind in (
        (422, "photos", b"GIF89a", "image/jpeg"),
        (415, "photos", photo(), "application/json"),
        (422, "photos?turn_id=a%20b", photo(), "image/jpeg"),
        (422, f"photos?alt={'x' * 201}", photo(), "image/jpeg"),
        (422, "logo", b"<svg/>", "image/svg+xml"),
        (404, "../none/photos", photo(), "image/jpeg"),
    ):
        answer = await api.post(f"/sessions/{session_id}/{url}", content=data, headers={"content-type": kind})
        assert answer.status_code == status, url
        assert answer.headers["content-type"] == "application/problem+json"
    refused = await api.post(f"/sessions/{session_id}/photos", content=b"GIF89a", headers={"content-type": "image/png"})
    assert "JPEG, PNG or WebP" in refused.json()["detail"]
    state = (await api.get(f"/sessions/{session_id}")).json()
    assert (state["photos"], state["own_logo"]) == ([], None)


async def test_another_users_session_takes_no_pictures_and_shows_none(desk, api):
    session_id = await session(api)
    kind = {"content-type": "image/jpeg"}
    url = f"/sessions/{session_id}/photos"
    digest = (await api.post(url, content=photo(), headers=kind)).json()["session"]["photos"][0]["upload"]["digest"]
    mallory = desk.api("mallory")
    mine = await session(mallory)
    assert (await mallory.post(url, content=photo(30), headers=kind)).status_code == 404
    for path in (f"{url}/{digest}", f"/sessions/{mine}/photos/{digest}"):
        assert (await mallory.get(path)).status_code == 404
        assert (await mallory.delete(path)).status_code == 404
    stolen = {"action": {"action": "add_photo", "upload": digest}}
    answer = await mallory.post(f"/sessions/{mine}/replies", content=json.dumps(stolen))
    assert answer.json()["session"]["photos"] == []


async def test_the_description_says_how_pictures_are_sent(api):
    paths = (await api.get("/openapi.json")).json()["paths"]
    sending = paths["/sessions/{session_id}/photos"]["post"]
    assert "image/jpeg" in sending["requestBody"]["content"]
    assert {"alt", "turn_id"} <= {each["name"] for each in sending["parameters"]}
    assert paths["/sessions/{session_id}/photos/{photo}"].keys() == {"get", "patch", "delete"}


@pytest.mark.parametrize("body", [{}, {"alt": "x", "place": 1}, {"alt": None}, {"place": 0}])
async def test_a_photo_is_described_or_moved_by_one_request_and_nothing_else(api, body):
    url = f"/sessions/{await session(api)}/photos"
    kind = {"content-type": "image/jpeg"}
    digest = (await api.post(url, content=photo(), headers=kind)).json()["session"]["photos"][0]["upload"]["digest"]
    assert (await api.patch(f"{url}/{digest}", content=json.dumps(body))).status_code == 422


async def test_the_description_says_what_a_photos_change_and_a_turns_id_may_be(api):
    paths = (await api.get("/openapi.json")).json()["paths"]
    changing = paths["/sessions/{session_id}/photos/{photo}"]["patch"]["requestBody"]["content"]["application/json"]
    assert len(changing["schema"]["anyOf"]) == 2
    (turn,) = [
        each["schema"]
        for each in paths["/sessions/{session_id}/logo"]["post"]["parameters"]
        if each["name"] == "turn_id"
    ]
    assert turn["pattern"] == "^[A-Za-z0-9_-]*$"
