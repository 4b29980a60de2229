"""SVG to pixels, without fonts and without reading any file."""

from __future__ import annotations

import io
import math
import struct
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

_OPAQUE = 255
_SAMPLE = 50_000
"""Pixels that a picture's colours are found from: more find the same ones in ten times the time."""
_RUNS = {"compress_level": 6, "compress_type": 3}
"""Compression by runs of equal pixels (zlib's Z_RLE, made for PNG): within a fifth of the smallest file for flat
colours, in a twentieth of the time."""
_INK_WIDTH = 200
_REMEMBERED = 64
"""Drawings whose ink is remembered: a site is drawn for the preview and again for publishing."""


def png(svg: str, *, width: int, height: int | None = None, background: str | None = None) -> bytes:
    """Return the drawing as PNG, `width` pixels wide; the height follows the drawing unless it is given.

    background: a CSS colour for the ground, transparent by default. Text must be paths: system fonts are not
    loaded. The same drawing gives the same bytes. Raises ValueError for what is no SVG.
    """
    from resvg_py import svg_to_bytes  # noqa: PLC0415 - a native library

    return bytes(
        svg_to_bytes(svg_string=svg, width=width, height=height, background=background, skip_system_fonts=True, dpi=96)
    )


def pixels(svg: str, *, width: int, height: int | None = None, background: str | None = None) -> Image:
    """Return the drawing as a picture of so many pixels; see `png`."""
    from PIL import Image  # noqa: PLC0415 - a native library

    return Image.open(io.BytesIO(png(svg, width=width, height=height, background=background)))


def webp(svg: str, *, width: int) -> bytes:
    """Return the drawing as WebP, `width` pixels wide, on a transparent ground; equal drawings give equal bytes."""
    image = pixels(svg, width=width)
    flat, shaded = io.BytesIO(), io.BytesIO()
    image.save(flat, "WEBP", lossless=True, quality=80, method=5)
    image.save(shaded, "WEBP", quality=72, alpha_quality=50, method=5)
    return min(flat.getvalue(), shaded.getvalue(), key=len)


def flattened(image: Image, colors: int = 64) -> bytes:
    """Return a PNG of flat colours with at most so many of them: a third of the size, no difference to see."""
    out = io.BytesIO()
    opaque = image.mode == "RGB" or image.getchannel("A").getextrema()[0] == _OPAQUE
    flat = _few_colors(image.convert("RGB"), colors) if opaque else _few_clear_colors(image, colors)
    flat.save(out, "PNG", **_RUNS)
    return out.getvalue()


def _few_colors(image: Image, colors: int) -> Image:
    """Return the picture in the colours of some of its pixels."""
    from PIL import Image  # noqa: PLC0415 - a native library

    step = max(1, math.isqrt(image.width * image.height // _SAMPLE))
    some = image.resize((max(1, image.width // step), max(1, image.height // step)), Image.Resampling.NEAREST)
    palette = some.quantize(colors, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    return palette if step == 1 else image.quantize(palette=palette, dither=Image.Dither.NONE)


def _few_clear_colors(image: Image, colors: int) -> Image:
    from PIL import Image  # noqa: PLC0415 - a native library

    return image.quantize(colors, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)  # it knows transparency


def ico(svg: str, sizes: tuple[int, ...] = (16, 32, 48)) -> bytes:
    """Return the square drawing as a Windows icon with these sizes in pixels, below 256, each a PNG of flat colours."""
    pictures = [flattened(pixels(svg, width=size, height=size)) for size in sizes]
    header, entries, at = struct.pack("<3H", 0, 1, len(sizes)), b"", 6 + 16 * len(sizes)
    for size, picture in zip(sizes, pictures, strict=True):
        entries += struct.pack("<4B2H2L", size, size, 0, 0, 1, 32, len(picture), at)
        at += len(picture)
    return header + entries + b"".join(pictures)


@lru_cache(maxsize=_REMEMBERED)
def ink_box(svg: str) -> tuple[float, float, float, float] | None:
    """Return what the drawing covers as left, top, right and bottom shares of its canvas; None if it is blank.

    Rounded outwards to a two-hundredth of its width. Raises ValueError for what is no SVG.
    """
    image = pixels(svg, width=_INK_WIDTH)
    box = image.getchannel("A").getbbox()  # what ink touches is not clear, however little of a pixel it covers
    if box is None:
        return None
    left, top, right, bottom = box
    width, height = image.size
    return left / width, top / height, right / width, bottom / height
