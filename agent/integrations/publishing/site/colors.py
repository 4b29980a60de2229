"""Colours that can be read: the logo's palette turned into the page's, every text at 4.5:1 or better."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nodes.results import Palette

READABLE = 4.5
"""Least contrast of text (WCAG 2.2, 1.4.3)."""

APART = 2.2
"""Least contrast of a button's ground and what it stands on; its text has READABLE."""

_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_WHITE, _BLACK = "#ffffff", "#000000"


@dataclass(frozen=True)
class Colors:
    """The page's colours as #rrggbb. A name that starts with `on_` is text on the ground of that name."""

    paper: str
    tint: str
    ink: str
    muted: str
    line: str
    link: str
    primary: str
    on_primary: str
    soft_primary: str
    """Quiet text on primary."""
    accent: str
    bright: str
    """The accent where it is read on primary."""
    bold: str
    """The ground of a button on primary."""
    on_bold: str
    deep: str
    on_deep: str
    glow: str
    """The accent where it is read on deep."""
    flare: str
    """The ground of a button on deep."""
    on_flare: str
    pale: str
    warm: str
    dusk: str
    """Three neighbours of the primary, for pictures only."""


def is_color(text: str) -> bool:
    """Whether the text is #rrggbb."""
    return _HEX.fullmatch(text) is not None


def page_colors(palette: Palette | None, fallback: Palette) -> Colors:
    """Return the page's colours from the logo's palette, from `fallback` where one of its colours is unusable."""
    wanted = palette if palette and all(is_color(value) for value in palette.model_dump().values()) else fallback
    paper = _light_ground(wanted.paper)
    tint = _light_ground(wanted.tint)
    primary = wanted.primary
    deep = mix(primary, _BLACK, 0.62)
    on_primary = legible_on(primary, paper)
    bright, glow = _shining(primary, wanted.accent, on_primary), _shining(deep, wanted.accent, _WHITE)
    bold, flare = (
        wanted.accent if contrast(wanted.accent, ground) >= APART else shining
        for ground, shining in ((primary, bright), (deep, glow))
    )
    return Colors(
        paper=paper,
        tint=tint,
        ink=readable(wanted.ink, paper, tint, least=7),
        muted=readable(mix(wanted.ink, paper, 0.3), paper, tint),
        line=mix(wanted.ink, paper, 0.86),
        link=readable(primary, paper, tint, _WHITE),
        primary=primary,
        on_primary=on_primary,
        soft_primary=_first_readable(primary, mix(on_primary, primary, 0.14), on_primary),
        accent=wanted.accent,
        bright=bright,
        bold=bold,
        on_bold=legible_on(bold, wanted.ink),
        deep=deep,
        on_deep=legible_on(deep, paper),
        glow=glow,
        flare=flare,
        on_flare=legible_on(flare, wanted.ink),
        pale=mix(primary, _WHITE, 0.42),
        warm=mix(primary, wanted.accent, 0.5),
        dusk=mix(primary, _BLACK, 0.36),
    )


@dataclass(frozen=True)
class Night:
    """The colours that change where the reader's screen is dark; coloured grounds and the foot keep theirs."""

    paper: str
    tint: str
    card: str
    ink: str
    muted: str
    line: str
    link: str


def night_colors(colors: Colors) -> Night:
    """Return dark grounds with a breath of the brand's colour, and text that reads on each of them."""
    paper, tint, card = (
        mix(colors.primary, dark, share) for dark, share in (("#101114", 0.92), ("#16171b", 0.88), ("#1c1d22", 0.88))
    )
    ink = mix(paper, _WHITE, 0.92)
    return Night(
        paper=paper,
        tint=tint,
        card=card,
        ink=ink,
        muted=_lightened(mix(ink, paper, 0.32), paper, tint, card),
        line=mix(ink, paper, 0.8),
        link=_lightened(colors.primary, paper, tint, card),
    )


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two #rrggbb colours (WCAG 2.2, definition of contrast ratio), 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """Return `one` with `share` (0 to 1) of `other` mixed in, in sRGB."""
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in zip(_rgb(one), _rgb(other), strict=True))


def readable(color: str, *grounds: str, least: float = READABLE) -> str:
    """Return the colour, darkened in steps of 5 % until it is `least`:1 on every ground; black if none is."""
    for step in range(20):
        tried = mix(color, _BLACK, step / 20)
        if all(contrast(tried, ground) >= least for ground in grounds):
            return tried
    return _BLACK


def _lightened(color: str, *grounds: str) -> str:
    """Return the colour, lightened in steps of 5 % until it is readable on every ground; white if none is."""
    tries = (mix(color, _WHITE, step / 20) for step in range(20))
    return next((tried for tried in tries if all(contrast(tried, on) >= READABLE for on in grounds)), _WHITE)


def legible_on(ground: str, wish: str) -> str:
    """Return `wish` if it reads on the ground, else white or black, whichever reads better (one always does)."""
    return (
        wish if contrast(wish, ground) >= READABLE else max((_WHITE, _BLACK), key=lambda text: contrast(text, ground))
    )


def _first_readable(ground: str, *colors: str) -> str:
    return next((color for color in colors if contrast(color, ground) >= READABLE), colors[-1])


def _shining(ground: str, accent: str, text: str) -> str:
    """Return the accent, half of it, or plain text: the first that reads on the ground and is no grey."""
    half = mix(accent, text, 0.5)
    return _first_readable(ground, accent, *([half] if _is_colored(half) else []), text)


def _is_colored(color: str) -> bool:
    red, green, blue = _rgb(color)
    return max(red, green, blue) - min(red, green, blue) >= 24  # noqa: PLR2004 - below it colours look grey


def _light_ground(color: str) -> str:
    """Return the colour, lightened until black text is 12:1 on it: sections are light grounds in every theme."""
    steps = (mix(color, _WHITE, step / 10) for step in range(11))
    return next(tried for tried in steps if contrast(_BLACK, tried) >= 12)  # noqa: PLR2004 - the docstring's figure


def _rgb(color: str) -> tuple[int, ...]:
    return tuple(int(color[at : at + 2], 16) for at in (1, 3, 5))


def _luminance(color: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
        for channel in (value / 255 for value in _rgb(color))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
