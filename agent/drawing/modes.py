"""A logo in the four ways it is needed: in colour, inverse on its brand colour, all black, all white."""

from __future__ import annotations

import re
from typing import Literal, get_args

from agent.drawing.contrast import lightened, luminance
from nodes.results import LogoVariant, Palette

Mode = Literal["colour", "inverse", "black", "white"]
MODES: tuple[Mode, ...] = get_args(Mode)

ACCENT_CONTRAST = 1.9
"""Least contrast of decoration on its ground; nothing that must be read has the accent's colour."""
_LIGHT = 0.72
"""Luminance above which a colour in a foreign drawing is taken for the paper showing through."""
_HEX = re.compile(r"#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")


def in_mode(variant: LogoVariant, mode: Mode, *, icon: bool = False) -> str:
    """Return the logo, or its square sign with `icon`, as SVG in one of the modes; the ground stays transparent.

    Drawings of the composer have real holes, so every mode is exact. In a drawing from elsewhere, light colours are
    taken for paper and all others for ink.
    """
    svg = variant.icon_svg if icon and variant.icon_svg else variant.svg
    if mode == "colour":
        return svg
    colors = _roles(variant.palette, mode)
    ink, paper = colors[variant.palette.ink.lower()], ground(variant, mode)
    painted = _HEX.sub(lambda found: _painted(_long(found.group()), colors, ink, paper), svg)
    return painted if "fill=" in painted.partition(">")[0] else painted.replace("<svg ", f'<svg fill="{ink}" ', 1)


def ground(variant: LogoVariant, mode: Mode) -> str:
    """Return the colour to show behind a mode, as #rrggbb."""
    colors = {
        "colour": variant.palette.tint,
        "inverse": variant.palette.primary,
        "black": "#ffffff",
        "white": "#000000",
    }
    return colors[mode]


def _roles(palette: Palette, mode: Mode) -> dict[str, str]:
    """Return what each colour of the palette becomes."""
    ink = {"black": "#000000", "white": "#ffffff"}.get(mode, palette.paper.lower())
    accent = lightened(palette.accent, palette.primary, ACCENT_CONTRAST) if mode == "inverse" else ink
    return {palette.accent.lower(): accent, palette.primary.lower(): ink, palette.ink.lower(): ink}


def _painted(color: str, colors: dict[str, str], ink: str, paper: str) -> str:
    return colors.get(color) or (paper if luminance(color) > _LIGHT else ink)


def _long(color: str) -> str:
    return color.lower() if len(color) > 4 else "#" + "".join(2 * digit for digit in color[1:].lower())  # noqa: PLR2004
