"""Photos of the owner become small, upright and anonymous, or are refused."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from agent.drawing import pixels
from agent.integrations.publishing.site import FIRST_VIEW, Photo, photos, render_site
from nodes.errors import Rejected


def picture(width: int = 1600, height: int = 1200, kind: str = "JPEG", mode: str = "RGB", **options: Any) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert(mode).save(out, kind, **options)
    return out.getvalue()


def test_a_photo_comes_in_three_formats_and_two_sizes() -> None:
    (shown,), files = photos.pictures([Photo(picture(), "Our workshop")])
    assert (shown.width, shown.height, shown.widths) == (960, 720, (480, 960))
    assert sorted(files) == sorted(
        f"photo-1-{width}.{kind}" for width in (480, 960) for kind in ("avif", "webp", "jpg")
    )
    for name, data in files.items():
        assert Image.open(io.BytesIO(data)).width == int(name.split("-")[2].split(".")[0])


def test_a_small_photo_is_not_enlarged() -> None:
    (shown,), _ = photos.pictures([Photo(picture(300, 200), "x")])
    assert shown.widths == (300,)


def test_where_and_when_it_was_taken_is_gone_and_it_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x010F] = "Maker of the phone"
    exif.get_ifd(0x8825)[1] = "N"
    (shown,), files = photos.pictures([Photo(picture(1600, 1200, exif=exif), "x")])
    assert shown.width < shown.height
    for data in files.values():
        assert not Image.open(io.BytesIO(data)).getexif()
        assert b"Maker" not in data


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("WEBP", "RGB"), ("AVIF", "RGB"), ("PNG", "L")]
)
def test_other_formats_are_taken(kind: str, mode: str) -> None:
    assert photos.pictures([Photo(picture(64, 64, kind, mode), "x")])[1]


@pytest.mark.parametrize(
    "data", [b"", b"no image", b"\x89PNG\r\n\x1a\n", b"<svg/>", picture()[:400], picture(8, 8, "GIF", "L")]
)
def test_what_is_no_photo_is_refused(data: bytes) -> None:
    with pytest.raises(Rejected):
        photos.pictures([Photo(data, "x")])


def test_a_photo_that_would_fill_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pixels, "MOST_PIXELS_JPEG", 100)
    with pytest.raises(Rejected, match="cannot be used"):
        photos.pictures([Photo(picture(11, 10), "x")])


def test_a_photo_without_words_says_whose_it_is_and_no_more(
    business: Callable[..., Any], read: Callable[[bytes], Any]
) -> None:
    files = render_site(business("rich"), photos=[Photo(picture(96, 64), "  ")])
    name = business("rich").brief.business_name
    for page, alt in (("index.html", f"Photo : {name}"), ("en.html", f"Photo: {name}")):
        image = read(files[page]).find(".//picture/img")
        assert (image.get("alt"), image.get("lang")) == (alt, None)


@pytest.mark.parametrize(("size", "where"), [((600, 900), "duo upright"), ((900, 600), "duo broad")])
def test_a_picture_higher_than_wide_stands_beside_the_words(
    size: tuple[int, int], where: str, business: Callable[..., Any]
) -> None:
    photo = Photo(picture(*size), "")
    assert f'class="wrap {where}"' in render_site(business("rich"), photos=(photo,))["index.html"].decode()


def test_the_first_photo_stands_at_the_top_and_the_others_follow(
    business: Callable[..., Any], read: Callable[[bytes], Any]
) -> None:
    given = [Photo(picture(96, 64), alt) for alt in ('Our "workshop" <b>', "A dress")]
    files = render_site(business("rich"), photos=given)
    tree = read(files["index.html"])
    alts = [image.get("alt") for image in tree.findall(".//picture/img")]
    assert alts == ['Our "workshop" <b>', "A dress"]
    assert b'class="art"' not in files["index.html"]
    assert all(image.get("src") in files and image.get("width") for image in tree.findall(".//picture/img"))
    assert tree.find(".//section[@id='photos']") is not None
    assert read(files["en.html"]).find(".//picture/img").get("lang") == "fr"
    assert len(files["index.html"]) < FIRST_VIEW * 4
    assert files == render_site(business("rich"), photos=given)
