"""Chooses the colours of six variants: curated palettes, or ones made from the colours asked for."""

from __future__ import annotations

from typing import Any

from agent import resources
from agent.drawing.contrast import contrast
from agent.integrations.logo import colours
from agent.integrations.logo.asking.taste import Taste
from agent.integrations.logo.chance import Chance
from agent.integrations.logo.colours import Oklch, balanced, hue_distance, to_hex, to_oklch
from nodes.brief import Sector
from nodes.results import Palette

SAME_HUE = 42.0
"""Degrees within which two colours count as the same hue."""
GREY = 0.035
"""Chroma below which a colour has no hue worth speaking of."""
TOO_LIGHT = 0.24
"""A colour that must be darkened by more than this for reading is used as an accent instead."""
TOO_LIGHT_GOLD = 0.14
"""The same for yellows and golds, which turn to olive and brown."""
SEEN = 0.05
"""A difference of lightness that is plainly seen."""
GOLDEN = 28.0
"""Degrees around gold that count as yellow."""
GOLD, CORAL, SEA = 78.0, 38.0, 190.0
"""Hues in degrees."""


def palettes_for(sector: Sector, taste: Taste, chance: Chance) -> tuple[Palette, ...]:
    """Return at least one palette, the first ones to be used first."""
    if taste.like and not taste.colors:
        found = [_avoiding(taste.like.palette, taste)]
    elif taste.colors:
        found = _from_colors(taste.colors)
    else:
        found = _curated(sector, taste, chance)
    if taste.mono:
        found = [_in_one_colour(palette) for palette in (found if taste.colors or taste.like else [_named("graphite")])]
    turn = taste.turn("color") % len(found)
    return tuple(_toned(palette, taste) for palette in (*found[turn:], *found[:turn]))


def _table(part: str) -> Any:
    return resources.load_yaml("assets/logo/palettes.yaml")[part]


def _named(name: str) -> Palette:
    return balanced(**_table("palettes")[name])


def _curated(sector: Sector, taste: Taste, chance: Chance) -> list[Palette]:
    own: list[str] = list(taste.palettes or _table("sectors")[sector.value])
    if not taste.palettes and taste.moods:
        own = list(_table("moods")[taste.moods[0]])
    names = list(chance.order("palettes", own))
    if taste.warmth:
        names = list(_table("warm" if taste.warmth > 0 else "cool"))
    everything = [*names, *_table("palettes")]
    wanted = [_named(name) for name in dict.fromkeys(everything) if _allowed(_named(name), taste.avoided)]
    return wanted[: max(len(names), 6)] or [_named("graphite")]


def _allowed(palette: Palette, avoided: tuple[str, ...]) -> bool:
    return not any(_alike(color, other) for color in (palette.primary, palette.accent) for other in avoided)


def _alike(one: str, other: str) -> bool:
    first, second = to_oklch(one), to_oklch(other)
    if first.chroma < GREY or second.chroma < GREY:
        return first.chroma < GREY and second.chroma < GREY
    return hue_distance(one, other) < SAME_HUE


def _avoiding(palette: Palette, taste: Taste) -> Palette:
    if _allowed(palette, taste.avoided):
        return palette
    return next(
        (found for name in _table("palettes") if _allowed(found := _named(name), taste.avoided)), _named("graphite")
    )


def _from_colors(wanted: tuple[str, ...]) -> list[Palette]:
    """Return palettes whose brand colour is the one asked for; they differ in the second colour."""
    readable = [color for color in wanted if not _too_light(color)]
    light = [color for color in wanted if _too_light(color) and to_oklch(color).lightness < 0.97]  # noqa: PLR2004
    if not readable and not light:
        return [_named("graphite")]
    if not readable:
        return [_around(_dark_of(light[0], turn), light[0], ground=light[0]) for turn in (0, -30, 25, 180, 210, 150)]
    primary, *others = readable
    accents = [*light, *others] or [*_itself(primary), *_companions(primary)]
    palettes = [_around(primary, accent) for accent in accents]
    return [*palettes, _around(others[0], primary)] if others else palettes


def _itself(color: str) -> list[str]:
    """Return the colour as its own companion when the brand colour made from it is darker; else nothing."""
    dark = colours.darkened(color, (colours.PAPER,), colours.TEXT_CONTRAST)
    return [color] if to_oklch(color).lightness - to_oklch(dark).lightness > SEEN else []


def _too_light(color: str) -> bool:
    dark = colours.darkened(color, (colours.PAPER,), colours.TEXT_CONTRAST)
    shade = to_oklch(color)
    least = TOO_LIGHT_GOLD if _apart(shade.hue, GOLD) < GOLDEN else TOO_LIGHT
    return shade.lightness - to_oklch(dark).lightness > least


def _dark_of(color: str, turn: float) -> str:
    shade = to_oklch(color)
    return to_hex(Oklch(0.33, min(max(shade.chroma, 0.03), 0.07), shade.hue - 25 + turn))


def _companions(color: str) -> list[str]:
    """Return second colours that go with a first: gold, its own light tone, its neighbours, a warm and a cool one."""
    shade = to_oklch(color)
    if shade.chroma < GREY:
        return [to_hex(Oklch(0.74, 0.13, hue)) for hue in (GOLD, CORAL, SEA, 145.0, 260.0, 350.0)]
    hues = (GOLD, shade.hue - 38, shade.hue + 38, CORAL, SEA)
    others = [to_hex(Oklch(0.76, 0.135, hue)) for hue in hues if _apart(hue, shade.hue) > SAME_HUE - 10]
    return [others[0], to_hex(Oklch(0.76, shade.chroma * 0.75, shade.hue)), *others[1:]]


def _apart(one: float, other: float) -> float:
    turn = abs(one - other) % 360
    return min(turn, 360 - turn)


def _around(primary: str, accent: str, ground: str = "") -> Palette:
    shade = to_oklch(primary)
    quiet = min(shade.chroma, 0.05)
    ink = to_hex(Oklch(0.22, quiet * 0.9, shade.hue))
    base = to_oklch(ground) if ground else shade
    tint = to_hex(
        Oklch(0.95, min(base.chroma * 0.5, 0.075), base.hue)
        if ground
        else Oklch(0.972, min(shade.chroma * 0.16, 0.012), shade.hue)
    )
    return balanced(ink=ink, primary=primary, accent=accent, tint=tint)


def _in_one_colour(palette: Palette) -> Palette:
    shade = to_oklch(palette.primary)
    accent = to_hex(Oklch(min(shade.lightness + 0.26, 0.72), shade.chroma * 0.7, shade.hue))
    return balanced(ink=palette.ink, primary=palette.primary, accent=accent, tint=palette.tint)


def _toned(palette: Palette, taste: Taste) -> Palette:
    if not (taste.lightness or taste.vividness or (taste.warmth and (taste.colors or taste.like))):
        return palette
    primary, accent = _moved(palette.primary, taste, 0.075), _moved(palette.accent, taste, 0.03)
    tint = _moved(palette.tint, taste, 0.004)
    ground = tint if contrast(palette.ink, tint) > colours.INK_CONTRAST else palette.tint
    return balanced(ink=palette.ink, primary=primary, accent=accent, tint=ground)


def _moved(color: str, taste: Taste, step: float) -> str:
    shade = to_oklch(color)
    chroma = shade.chroma * (1.28**taste.vividness) if shade.chroma > GREY else shade.chroma
    warm = 12.0 * taste.warmth if taste.colors or taste.like else 0.0
    goal = 55.0 if warm > 0 else 250.0
    away = (goal - shade.hue + 180) % 360 - 180
    hue = shade.hue + max(-abs(warm), min(abs(warm), away))
    return to_hex(Oklch(min(0.98, max(0.2, shade.lightness + step * taste.lightness)), min(chroma, 0.26), hue))
