from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from agent.drawing.contrast import contrast
from agent.integrations.logo.asking.taste import Taste
from agent.integrations.logo.chance import Chance
from agent.integrations.logo.colours import balanced
from agent.integrations.logo.palettes import palettes_for
from nodes.brief import Sector

COLOR = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def check(palette):
    for ground in (palette.paper, palette.tint):
        assert contrast(palette.ink, ground) >= 10
        assert contrast(palette.primary, ground) >= 4.5
        assert contrast(palette.accent, ground) >= 1.9
    assert len({palette.ink, palette.primary, palette.accent}) == 3


@given(COLOR, COLOR, COLOR)
@settings(max_examples=60, deadline=None)
def test_any_colours_are_corrected_until_they_can_be_read(ink, primary, accent):
    check(balanced(ink, primary, accent, "#f6f2fd"))


@given(
    st.lists(COLOR, max_size=3),
    st.lists(COLOR, max_size=2),
    st.integers(-8, 8),
    st.integers(-8, 8),
    st.integers(-4, 4),
    st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_any_taste_gives_palettes_that_can_be_read(colors, avoided, lightness, vividness, warmth, mono):
    taste = Taste(
        colors=tuple(colors), avoided=tuple(avoided), lightness=lightness, vividness=vividness, warmth=warmth, mono=mono
    )
    found = palettes_for(Sector.HEALTH, taste, Chance("seed"))
    assert found
    for palette in found:
        check(palette)


def test_contrast_is_that_of_the_standard():
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54
    assert contrast("#777777", "#ffffff") < 4.5
