"""Vectors become pixels, the same every time."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from agent.drawing.raster import flattened, ico, ink_box, png

EMPTY = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"/>'
DISC = EMPTY.replace("/>", '><circle cx="50" cy="50" r="25" fill="#8c1d4f"/></svg>')


def test_a_picture_has_the_size_asked_for() -> None:
    image = Image.open(io.BytesIO(png(DISC, width=64)))
    assert image.size == (64, 64)
    assert image.getpixel((32, 32)) == (0x8C, 0x1D, 0x4F, 255)
    assert image.getpixel((0, 0))[3] == 0  # type: ignore[index]
    assert png(DISC, width=64) == png(DISC, width=64)


def test_a_background_fills_the_ground() -> None:
    assert Image.open(io.BytesIO(png(DISC, width=10, background="#ffffff"))).getpixel((0, 0)) == (255, 255, 255, 255)


def test_an_icon_holds_all_sizes() -> None:
    icon = Image.open(io.BytesIO(ico(DISC)))
    assert icon.info["sizes"] == {(16, 16), (32, 32), (48, 48)}


def test_flattening_keeps_transparency_and_saves_bytes() -> None:
    whole = png(DISC, width=512)
    flat = flattened(Image.open(io.BytesIO(whole)))
    assert len(flat) < len(whole)
    assert Image.open(io.BytesIO(flat)).convert("RGBA").getpixel((0, 0))[3] == 0  # type: ignore[index]


def test_flattening_keeps_the_colours_of_a_large_picture() -> None:
    colours = ("#8c1d4f", "#0b6e4f", "#f4b942", "#102a43", "#ffffff")
    picture = Image.new("RGB", (1200, 630))
    for number, colour in enumerate(colours):
        picture.paste(colour, (number * 240, 0, number * 240 + 240, 630))
    flat = Image.open(io.BytesIO(flattened(picture, len(colours)))).convert("RGB")
    assert flat.tobytes() == picture.tobytes()


def test_the_ink_box_is_what_is_drawn() -> None:
    assert ink_box(DISC) == pytest.approx((0.25, 0.25, 0.75, 0.75), abs=0.01)
    assert ink_box(EMPTY) is None


def test_what_is_no_drawing_is_an_error() -> None:
    with pytest.raises(ValueError, match=r".+"):
        png("no drawing", width=10)
