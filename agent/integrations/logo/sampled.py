"""What a picture of a logo tells: its colours as seen, whether paper swallows it, and where its sign stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.drawing.contrast import contrast
from agent.integrations.logo.colours import PAPER, Oklch, balanced, hue_distance, to_hex, to_oklch
from nodes.results import Palette

if TYPE_CHECKING:
    from PIL.Image import Image

_SEEN = 128
"""Alpha from which a pixel counts."""
_COLORS = 16
_GREY = 0.04
"""Chroma below which a colour has no hue worth naming."""
_SPECK = 0.01
"""Share of the visible picture below which a colour is no colour of the logo."""
_OTHER_HUE = 30
_PALE = 1.6
"""Contrast with paper below which nothing is read."""
_PALE_SHARE = 0.9
_GAP = 0.05
"""Share of the height that separates a sign from the name beside it."""
_SIGN = (0.6, 1.7)
"""Width over height of what can stand alone in a square."""

Box = tuple[float, float, float, float]


def palette_of_picture(image: Image) -> Palette:
    """Return the palette of an RGBA picture: its main colour, a second one beside it, its darkest for text."""
    shares = colors_of(image)
    vivid = [color for color in shares if to_oklch(color).chroma >= _GREY and shares[color] >= _SPECK]
    vivid.sort(key=lambda color: shares[color] ** 0.5 * to_oklch(color).chroma, reverse=True)
    dark = min(shares, key=lambda color: to_oklch(color).lightness)
    primary = vivid[0] if vivid else dark if contrast(dark, PAPER) > _PALE else "#222222"
    others = [color for color in vivid[1:] if hue_distance(color, primary) > _OTHER_HUE]
    shade = to_oklch(primary)
    ink = dark if shares[dark] >= _SPECK else primary
    accent = (others or vivid[1:] or [primary])[0]
    return balanced(ink, primary, accent, to_hex(Oklch(0.965, min(shade.chroma, 0.03), shade.hue)))


def is_pale(image: Image) -> bool:
    """Whether nearly all that is seen of the picture would be swallowed by paper."""
    return sum(share for color, share in colors_of(image).items() if contrast(color, PAPER) < _PALE) > _PALE_SHARE


def colors_of(image: Image) -> dict[str, float]:
    """Return the colours of what is seen of an RGBA picture, as #rrggbb with their shares of it."""
    from PIL import Image  # noqa: PLC0415 - a native library

    few = image.convert("RGB").quantize(_COLORS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    seen = image.getchannel("A").point(lambda value: 255 if value >= _SEEN else 0)
    counts = few.histogram(seen)[:_COLORS]
    total, colors = sum(counts), few.getpalette() or []
    if not total:
        return {"#222222": 1.0}
    found: dict[str, float] = {}
    for index in sorted(range(_COLORS), key=lambda each: -counts[each]):
        if counts[index]:
            name = "#{:02x}{:02x}{:02x}".format(*colors[3 * index : 3 * index + 3])
            found[name] = found.get(name, 0.0) + counts[index] / total
    return found


def sign_of(image: Image) -> Box | None:
    """Return where the part of an RGBA picture is that can stand in a square, as shares of its canvas.

    That is the whole of a compact logo, else a sign at its start or its end with a gap to the name beside it; None
    for a long line.
    """
    box = image.getchannel("A").getbbox()
    if box is None:
        return None
    left, top, right, bottom = box
    if _is_compact(right - left, bottom - top):
        return _shares(image, box)
    alpha = image.getchannel("A").point(lambda value: 255 if value >= _SEEN // 4 else 0)
    columns = [alpha.crop((x, top, x + 1, bottom)).getbbox() is not None for x in range(left, right)]
    blocks = _blocks(columns, max(2, round((bottom - top) * _GAP)))
    for first, last in (blocks[0], blocks[-1]) if len(blocks) > 1 else ():
        part = image.getchannel("A").crop((left + first, top, left + last, bottom)).getbbox()
        tall = part is not None and part[3] - part[1] > (bottom - top) * _SIGN[0]
        if part and tall and _is_compact(part[2] - part[0], part[3] - part[1]):
            return _shares(image, (left + first, top + part[1], left + last, top + part[3]))
    return None


def _blocks(inked: list[bool], gap: int) -> list[tuple[int, int]]:
    """Return the runs of inked columns that are at least `gap` empty columns apart."""
    found: list[tuple[int, int]] = []
    for at, ink in enumerate(inked):
        if ink and found and at - found[-1][1] < gap:
            found[-1] = (found[-1][0], at + 1)
        elif ink:
            found.append((at, at + 1))
    return found


def _is_compact(width: int, height: int) -> bool:
    return _SIGN[0] <= width / max(1, height) <= _SIGN[1]


def _shares(image: Image, box: tuple[int, int, int, int]) -> Box:
    left, top, right, bottom = box
    return left / image.width, top / image.height, right / image.width, bottom / image.height
