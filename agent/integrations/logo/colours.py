"""Colours: measuring, moving and correcting them. Work is done in OKLCH, results are #rrggbb."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from agent.drawing.contrast import contrast
from agent.drawing.modes import ACCENT_CONTRAST
from nodes.results import Palette

TEXT_CONTRAST = 4.5
"""Least contrast of text and its ground (WCAG 2.2, 1.4.3)."""
INK_CONTRAST = 10.0
"""Least contrast of the name, by choice: a logo is also printed badly and seen in the sun."""
PAPER = "#ffffff"


class Oklch(NamedTuple):
    lightness: float
    chroma: float
    hue: float


@lru_cache(maxsize=2048)
def to_oklch(color: str) -> Oklch:
    """Return lightness (0-1), chroma (0-0.4) and hue (degrees; 0 for greys) of #rrggbb."""
    from coloraide import Color  # noqa: PLC0415 - slow to import

    light, chroma, hue = Color(color).convert("oklch").coords(nans=False)
    return Oklch(light, chroma, hue)


@lru_cache(maxsize=2048)
def to_hex(color: Oklch) -> str:
    """Return the nearest colour a screen can show, as #rrggbb."""
    from coloraide import Color  # noqa: PLC0415 - slow to import

    light = min(1.0, max(0.0, color.lightness))
    found = Color("oklch", [light, max(0.0, color.chroma), color.hue % 360]).convert("srgb").fit(method="oklch-chroma")
    return str(found.to_string(hex=True))


def darkened(color: str, grounds: tuple[str, ...], least: float) -> str:
    """Return the colour, made just dark enough for `least` contrast on every ground."""
    shade = to_oklch(color)
    while min(contrast(color, ground) for ground in grounds) < least and shade.lightness > 0:
        shade = shade._replace(lightness=shade.lightness - 0.01)
        color = to_hex(shade)
    return color


def hue_distance(one: str, other: str) -> float:
    """Return the angle between two hues in degrees, 0 to 180."""
    turn = abs(to_oklch(one).hue - to_oklch(other).hue) % 360
    return min(turn, 360 - turn)


def balanced(ink: str, primary: str, accent: str, tint: str) -> Palette:
    """Return a palette in which all contrasts hold and no two roles share a colour."""
    grounds = (PAPER, tint)
    primary = darkened(primary, grounds, TEXT_CONTRAST)
    ink = darkened(ink, grounds, INK_CONTRAST)
    accent = darkened(accent, grounds, ACCENT_CONTRAST)
    if primary == ink:
        primary = _step(primary, 0.12)
    if accent in (ink, primary):
        accent = _step(primary, 0.2)
    return Palette(ink=ink, paper=PAPER, primary=primary, accent=accent, tint=tint)


def _step(color: str, by: float) -> str:
    shade = to_oklch(color)
    return to_hex(shade._replace(lightness=shade.lightness + by))
