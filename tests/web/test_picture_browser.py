"""Pictures handed in with a real browser: on a small screen, without scripts, over a connection that is cut."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from pictures import SVG, photo
from PIL import Image

WORDS = "I run a restaurant called Mama Put in Lagos. Jollof rice 2500 naira. Phone 0803 123 4567."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with what a person has on the phone."""
    made = tmp_path_factory.mktemp("phone")
    noise = Image.effect_noise((3000, 2000), 60).convert("RGB")
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    noise.save(out, "JPEG", quality=92, exif=exif)
    (made / "camera.jpg").write_bytes(out.getvalue())
    (made / "small.jpg").write_bytes(photo())
    (made / "mark.svg").write_bytes(SVG)
    (made / "no.png").write_bytes(b"GIF89a")
    return made


def begin(page: Any, url: str, language: str = "en") -> str:
    """Begin a session and return its address; the board is in view."""
    page.goto(f"{url}/?lang={language}")
    page.fill("#text", WORDS)
    page.click(".start button")
    page.wait_for_url("**/s/**")
    address: str = page.url
    page.goto(f"{address}?view=board")
    return address


def send(page: Any, what: str, file: Path, alt: str = "") -> None:
    box = {"photo": "#add-photo", "logo": "#own-logo"}[what]
    if page.locator(f"{box} form").is_hidden():
        page.click(f"{box} summary")
    page.set_input_files(f"{box} input[type=file]", file)
    if alt:
        page.fill(f"{box} input[name=alt]", alt)
    page.click(f"{box} form button")


def alts(page: Any) -> list[str]:
    return [each.get_attribute("alt") for each in page.locator(".shots img").all()]


def test_a_photo_is_made_light_on_the_phone_and_stands_upright(
    server: Any, wire: Any, new_page: Any, folder: Path
) -> None:
    del server
    page = new_page(360)
    begin(page, wire.url)
    before = wire.carried
    send(page, "photo", folder / "camera.jpg", "My kitchen")
    page.locator(".shots li").wait_for()
    assert wire.carried - before < (folder / "camera.jpg").stat().st_size / 2
    image = page.locator(".shots img")
    assert int(image.get_attribute("width")) < int(image.get_attribute("height"))
    assert alts(page) == ["My kitchen"]
    assert page.locator("#add-photo input[name=alt]").input_value() == ""
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_photos_are_put_in_order_without_leaving_the_page(server: Any, new_page: Any, folder: Path) -> None:
    page = new_page(360)
    begin(page, server.url)
    for number, name in enumerate(("small.jpg", "camera.jpg")):
        send(page, "photo", folder / name, name)
        page.locator(".shots li").nth(number).wait_for()
    page.evaluate("window.here = true")
    page.locator(".shots button[value=up]").click()
    page.wait_for_function("() => document.querySelector('.shots img').alt === 'camera.jpg'")
    page.locator(".shots input[name=alt]").first.fill("The kitchen")
    page.locator(".shots button[value=save]").first.click()
    page.locator(".shots img[alt='The kitchen']").wait_for()
    page.locator(".shots button[value=remove]").first.click()
    page.locator(".shots img[alt='The kitchen']").wait_for(state="detached")
    assert alts(page) == ["small.jpg"]
    assert page.evaluate("window.here")


def test_a_photo_sent_into_a_cut_connection_arrives_once(server: Any, wire: Any, new_page: Any, folder: Path) -> None:
    page = new_page(360)
    begin(page, wire.url)
    wire.cut()
    send(page, "photo", folder / "small.jpg", "My kitchen")
    page.locator("#add-photo .told", has_text="No connection").wait_for()
    wire.mend()
    page.locator(".shots li").wait_for()
    page.reload()
    assert alts(page) == ["My kitchen"]


def test_why_a_picture_is_refused_is_said_beside_it(server: Any, new_page: Any, folder: Path) -> None:
    page = new_page(360, language="fr")
    begin(page, server.url, "fr")
    send(page, "logo", folder / "no.png")
    page.locator("#own-logo .told.bad", has_text="SVG").wait_for()
    send(page, "logo", folder / "mark.svg")
    page.locator(".mine img").wait_for()
    assert page.locator(".name .mark img").evaluate("image => image.complete && image.naturalWidth > 0")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_pictures_are_handed_in_without_scripts(server: Any, new_page: Any, folder: Path, language: str) -> None:
    page = new_page(320, scripts=False, language=language)
    address = begin(page, server.url, language)
    send(page, "logo", folder / "no.png")
    assert page.locator("h1").count() == 1
    page.set_input_files("input[type=file]", folder / "mark.svg")
    page.click("form.hand button")
    page.locator(".mine img").wait_for()
    assert page.url.startswith(address)
    send(page, "photo", folder / "small.jpg", "My kitchen")
    page.locator(".shots img").wait_for()
    assert alts(page) == ["My kitchen"]
    page.locator(".shots button[value=remove]").click()
    page.locator("#add-photo").wait_for()
    assert alts(page) == []


def test_an_own_logo_with_pixels_in_it_is_seen_on_the_page(server: Any, new_page: Any, folder: Path) -> None:
    page = new_page(360)
    begin(page, server.url)
    send(page, "logo", folder / "small.jpg")
    page.locator(".mine img").wait_for()
    assert page.locator(".mine img").evaluate("image => image.decode().then(() => image.naturalWidth > 0)")
