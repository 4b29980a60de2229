"""Puts sign and name together: beside each other, above each other, or the name alone."""

from __future__ import annotations

from agent.integrations.logo.geometry.outline import cut, gathered
from agent.integrations.logo.geometry.pieces import Drawing, Piece, extent, resized, shifted
from agent.integrations.logo.geometry.shapes import FRAMES, circle, rectangle
from agent.integrations.logo.lettering.nameblock import Block, name_block
from agent.integrations.logo.lettering.naming import upper
from agent.integrations.logo.look import Look
from agent.integrations.logo.signs.emblem import emblem
from agent.integrations.logo.signs.monograms import monogram
from agent.integrations.logo.signs.ornaments import ORNAMENTS

WIDEST = 900.0
"""Names up to this width stay on one line."""
TOO_WIDE = 1500.0
"""Beside a longer word a sign would be lost; it goes above."""


def beside(look: Look) -> Drawing:
    """Sign first, then the name, in reading direction; both centred on the same line."""
    if look.sign == "none":
        return alone(look)
    block = name_block(look, limit=WIDEST * 0.92, align="start")
    if extent(block.pieces).width > TOO_WIDE:
        return above(look)
    height = block.bottom - block.top
    size = min(max(height * 1.24, min(212.0, extent(block.pieces).width * 1.1)), 370.0) * look.scale
    sign = _sign(look, size)
    gap = size * 0.18 + 10
    middle = (block.top + block.bottom) / 2
    width = extent(sign).width
    x = block.right + gap + width / 2 if block.rtl else block.left - gap - width / 2
    return (*shifted(sign, x, middle), *block.pieces)


def above(look: Look) -> Drawing:
    """Sign over the name, both centred."""
    if look.sign == "none":
        return alone(look)
    if look.kind == "monogram" and look.sign == "initials" and upper(look.name.main) == look.name.initials:
        return resized(monogram(look), 360)
    block = name_block(look, limit=WIDEST, align="center")
    found = extent(block.pieces)
    size = min(max(found.height * 1.05, found.width * 0.26, min(200.0, found.width * 1.4)), 380.0) * look.scale
    sign = _sign(look, size)
    gap = size * 0.16 + 12
    return (*shifted(sign, found.middle[0], min(found.top, block.top) - gap - extent(sign).bottom), *block.pieces)


def _sign(look: Look, size: float) -> Drawing:
    drawn = monogram(look) if look.kind == "monogram" and look.sign == "initials" and not look.framed else emblem(look)
    found = extent(drawn)
    if look.sign == "icon" and look.frame not in FRAMES:
        size *= BARE
    wide = found.width > found.height * 1.15
    return resized(drawn, size * min(found.width / found.height, 1.45) if wide else size)


def alone(look: Look) -> Drawing:
    """The name with one ornament."""
    drawn = {"dot": _dotted, "box": _boxed, "sides": _flanked, "two-tone": _two_tone}.get(look.ornament)
    return drawn(look) if drawn else _underlined(look)


def _underlined(look: Look) -> Drawing:
    block = name_block(look, limit=860, align="center", tagline=False)
    if look.ornament not in ORNAMENTS:
        return block.pieces
    found = extent(block.pieces)
    under = ORNAMENTS[look.ornament](found.width)
    x = found.right - extent(under).right if block.rtl else found.left
    return (*block.pieces, *shifted(under, x, max(found.bottom, block.bottom) + 26))


def _dotted(look: Look) -> Drawing:
    block = name_block(look, limit=860, align="start", tagline=False)
    radius = 13.0
    x = block.left - radius - 9 if block.rtl else _end_of_last(block) + radius + 9
    return (*block.pieces, Piece("accent", circle(radius, x, block.bottom - radius)))


def _end_of_last(block: Block) -> float:
    return extent(block.pieces[-1:]).right


def _two_tone(look: Look) -> Drawing:
    return name_block(look, limit=500, align="start", accent_word=True).pieces


BARE = 0.86
"""Size of an icon without a frame beside one with it: it looks larger than it is."""
ROUND = ("circle", "squircle", "drop", "sun", "beads", "scallop")


def _boxed(look: Look) -> Drawing:
    """The name cut out of a solid plate."""
    block = name_block(look, limit=860, align="center", tagline=False)
    found = extent(block.pieces)
    pad_x, pad_y = 58.0, 44.0
    top, bottom = min(found.top, block.top), max(found.bottom, block.bottom)
    slack = max(block.top - top, bottom - block.bottom) * 0.45
    upper, lower = min(block.top - slack, top + 8) - pad_y, max(block.bottom + slack, bottom - 8) + pad_y
    plate = rectangle(
        found.left - pad_x,
        upper,
        found.width + 2 * pad_x,
        lower - upper,
        30 if look.mood in ("friendly", "modern") else 6,
    )
    return (Piece("primary", cut(plate, *(piece.path for piece in block.pieces))),)


def _flanked(look: Look) -> Drawing:
    """Lines above and below, the tagline between short bars."""
    block = name_block(look, limit=860, align="center")
    found = extent(block.pieces)
    thin = 4.0
    lines = [
        rectangle(found.left, y, found.width, thin)
        for y in (min(found.top, block.top) - 34, max(found.bottom, block.bottom) + 30)
    ]
    return (*block.pieces, Piece("accent", gathered(lines)))
