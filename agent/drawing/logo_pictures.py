"""Pictures of a logo: the social image, the sheet that shows a set, and all files a client takes home."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.drawing.modes import MODES, ground, in_mode
from agent.drawing.raster import flattened, ico, pixels, png
from nodes.results import LogoSet, LogoVariant

SOCIAL = (1200, 630)
"""Pixels, as Open Graph consumers expect them."""
PICTURE = 512
ICO_SIZES = (16, 32, 48)
_CELL = (480, 320)
_PADDING = 36


def logo_png(variant: LogoVariant, *, width: int = PICTURE, background: str | None = None) -> bytes:
    """Return the logo in colour as PNG, `width` pixels wide, on a transparent ground unless one is given."""
    return png(variant.svg, width=width, background=background)


def icon_png(variant: LogoVariant, *, size: int = PICTURE) -> bytes:
    """Return the square sign as PNG, `size` pixels wide."""
    return png(variant.icon_svg or variant.svg, width=size, height=size)


def social_image(variant: LogoVariant) -> bytes:
    """Return a 1200x630 PNG: the logo on its light ground over a band in its colours."""
    width, height = SOCIAL
    colors = variant.palette
    band = (
        f'<rect y="{height - 22}" width="{width}" height="22" fill="{colors.primary}"/>'
        f'<rect x="{width * 2 // 3}" y="{height - 22}" width="{width // 3}" height="22" fill="{colors.accent}"/>'
    )
    drawing = placed(variant.svg, 190, 80, width - 380, height - 182)
    return flattened(pixels(_canvas(width, height, colors.tint, drawing + band), width=width, height=height))


def contact_sheet(logos: LogoSet, *, modes: bool = False) -> bytes:
    """Return a PNG that shows all variants, two in a row; with `modes` each in its four modes, one a row."""
    if modes:
        cells = [(in_mode(variant, mode), ground(variant, mode)) for variant in logos.variants for mode in MODES]
        return sheet(cells, columns=len(MODES))
    cells = [(variant.svg, variant.palette.tint) for variant in logos.variants]
    return sheet(cells, columns=2 if len(cells) <= 4 else 3)  # noqa: PLR2004


def sheet(cells: Sequence[tuple[str, str]], *, columns: int) -> bytes:
    """Return a PNG with drawings in a grid, each given with the colour of its ground, #rrggbb."""
    width, height = _CELL
    rows = -(-len(cells) // columns)
    parts = [_cell(svg, color, *divmod(index, columns)) for index, (svg, color) in enumerate(cells)]
    canvas = _canvas(width * columns, height * rows, "#ffffff", "".join(parts))
    return flattened(pixels(canvas, width=width * columns), colors=256)


def _cell(svg: str, color: str, row: int, column: int) -> str:
    width, height = _CELL
    x, y = column * width, row * height
    drawing = placed(svg, x + _PADDING, y + _PADDING, width - 2 * _PADDING, height - 2 * _PADDING)
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{color}"/>{drawing}'


def placed(svg: str, x: float, y: float, width: float, height: float) -> str:
    """Return a drawing as a nested one that fits into a box and keeps its proportions."""
    box = f' x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"'
    return re.sub(r"^.*?<svg", lambda _found: f"<svg{box}", svg, count=1, flags=re.DOTALL)


def _canvas(width: int, height: int, color: str, inside: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<rect width="{width}" height="{height}" fill="{color}"/>{inside}</svg>'
    )


def logo_files(variant: LogoVariant) -> dict[str, bytes]:
    """Return every file of one logo by name: the modes of a drawing, sign, PNG, ICO and social image."""
    repaintable = "<image" not in variant.svg  # pixels have the colours they have
    modes = {f"logo-{mode}.svg": in_mode(variant, mode).encode() for mode in MODES[1:] if repaintable}
    return {
        "logo.svg": variant.svg.encode(),
        **modes,
        "favicon.svg": (variant.icon_svg or variant.svg).encode(),
        "favicon.ico": ico(variant.icon_svg or variant.svg, ICO_SIZES),
        "icon-512.png": icon_png(variant),
        "logo-512.png": logo_png(variant),
        "social.png": social_image(variant),
    }
