from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from agent.drawing.contrast import contrast
from agent.drawing.logo_pictures import contact_sheet, icon_png, logo_files, logo_png, social_image
from agent.drawing.modes import MODES, ground, in_mode
from nodes.results import LogoVariant, Palette

HEX = re.compile(r'fill="(#[0-9a-f]{6})"')


@pytest.mark.parametrize(("mode", "ink"), [("black", "#000000"), ("white", "#ffffff")])
def test_one_colour_modes_use_one_colour(draw, mode, ink):
    for variant in draw("Mama Put", tagline="Lagos").variants:
        for icon in (False, True):
            assert set(HEX.findall(in_mode(variant, mode, icon=icon))) == {ink}


def test_inverse_can_be_read_on_the_brand_colour(draw):
    for variant in draw("Mama Put", tagline="Lagos").variants:
        colors = set(HEX.findall(in_mode(variant, "inverse")))
        assert variant.palette.paper in colors
        assert all(contrast(color, ground(variant, "inverse")) >= 1.9 for color in colors)
        assert contrast(variant.palette.paper, ground(variant, "inverse")) >= 4.5


def test_the_colour_mode_is_the_logo_itself(draw):
    variant = draw("Awa").variants[0]
    assert in_mode(variant, "colour") == variant.svg


def test_the_silhouette_is_the_same_in_every_mode(draw):
    """Holes are real: nothing is painted over in the colour of the ground."""
    for variant in draw("Kivu Coffee").variants:
        alphas = {
            mode: Image.open(
                io.BytesIO(logo_png(variant.model_copy(update={"svg": in_mode(variant, mode)}), width=200))
            )
            .getchannel("A")
            .tobytes()
            for mode in MODES
        }
        assert len(set(alphas.values())) == 1


def test_a_foreign_drawing_keeps_its_light_parts_apart():
    palette = Palette(ink="#111111", paper="#ffffff", primary="#aa0000", accent="#cc7700", tint="#f6f6f6")
    shapes = '<path fill="#0044aa" d="M0 0h9v9z"/><path fill="#FFF" d="M1 1h2v2z"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{shapes}</svg>'
    foreign = LogoVariant(id="1", kind="icon", svg=svg, palette=palette)
    assert HEX.findall(in_mode(foreign, "black"))[-2:] == ["#000000", "#ffffff"]
    assert HEX.findall(in_mode(foreign, "white"))[-2:] == ["#ffffff", "#000000"]
    bare = foreign.model_copy(update={"svg": svg.replace(' fill="#0044aa"', "")})
    assert '<svg fill="#ffffff"' in in_mode(bare, "white")


def test_pictures_have_the_sizes_asked_for(draw):
    logos = draw("Zuri Tech Academy", sector="education")
    variant = logos.variants[0]
    assert Image.open(io.BytesIO(social_image(variant))).size == (1200, 630)
    assert Image.open(io.BytesIO(icon_png(variant, size=192))).size == (192, 192)
    assert Image.open(io.BytesIO(logo_png(variant, width=512))).width == 512
    assert Image.open(io.BytesIO(contact_sheet(logos))).size == (1440, 640)
    assert Image.open(io.BytesIO(contact_sheet(logos, modes=True))).size == (1920, 1920)


def test_all_files_of_a_logo_are_there_and_the_same_again(draw):
    variant = draw("Awa").variants[3]
    files = logo_files(variant)
    assert set(files) == {
        "logo.svg",
        "logo-inverse.svg",
        "logo-black.svg",
        "logo-white.svg",
        "favicon.svg",
        "favicon.ico",
        "icon-512.png",
        "logo-512.png",
        "social.png",
    }
    assert Image.open(io.BytesIO(files["favicon.ico"])).info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    assert files == logo_files(variant)


def test_the_small_sign_can_be_told_at_16_pixels(draw):
    """At 16 pixels in one colour there is both ink and ground, and the six signs are not one blot."""
    for name in ("AfroChic", "مخبز النيل", "X", "ቡና ቤት"):
        for variant in draw(name).variants:
            small = variant.model_copy(update={"icon_svg": in_mode(variant, "black", icon=True)})
            alpha = Image.open(io.BytesIO(icon_png(small, size=16))).getchannel("A")
            covered = sum(value > 128 for value in alpha.tobytes()) / 256
            assert 0.15 < covered < 0.9
