"""Whatever the palette, text can be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from agent.integrations.publishing.site.colors import APART, READABLE, contrast, is_color, night_colors, page_colors
from agent.integrations.publishing.site.themes import themes
from nodes.results import Palette

COLOR = some.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
PALETTE = some.builds(Palette, ink=COLOR, paper=COLOR, primary=COLOR, accent=COLOR, tint=COLOR)


@given(PALETTE)
def test_every_text_of_the_page_reads_on_its_ground(palette: Palette) -> None:
    colors = page_colors(palette, themes()[0].palette)
    pairs = [
        (colors.ink, colors.paper),
        (colors.ink, colors.tint),
        (colors.muted, colors.paper),
        (colors.muted, colors.tint),
        (colors.link, colors.paper),
        (colors.link, colors.tint),
        (colors.link, "#ffffff"),
        (colors.ink, "#ffffff"),
        (colors.muted, "#ffffff"),
        (colors.on_primary, colors.primary),
        (colors.soft_primary, colors.primary),
        (colors.bright, colors.primary),
        (colors.on_bold, colors.bold),
        (colors.on_flare, colors.flare),
        (colors.on_deep, colors.deep),
        (colors.glow, colors.deep),
    ]
    for text, ground in pairs:
        assert contrast(text, ground) >= READABLE


@given(PALETTE)
def test_a_button_stands_out_from_its_ground(palette: Palette) -> None:
    colors = page_colors(palette, themes()[0].palette)
    assert contrast(colors.bold, colors.primary) >= APART
    assert contrast(colors.flare, colors.deep) >= APART


@given(PALETTE)
def test_every_text_reads_on_dark_screens_too(palette: Palette) -> None:
    night = night_colors(page_colors(palette, themes()[0].palette))
    for text in (night.ink, night.muted, night.link):
        for ground in (night.paper, night.tint, night.card):
            assert contrast(text, ground) >= READABLE


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


def test_only_six_hex_digits_are_a_colour() -> None:
    assert is_color("#12aBcd")
    for text in ("", "#123", "red", "#1234567", "#12345g", "#123456;", "#123456\n"):
        assert not is_color(text)


def test_the_logo_s_colours_are_the_page_s() -> None:
    palette = Palette(ink="#111111", paper="#ffffff", primary="#8a1f4e", accent="#f2a33c", tint="#fbeef3")
    colors = page_colors(palette, themes()[0].palette)
    assert (colors.primary, colors.accent, colors.paper) == ("#8a1f4e", "#f2a33c", "#ffffff")
