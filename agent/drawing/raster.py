"""SVG to pixels, without fonts and without reading any file."""

from __future__ import annotations

import io
import struct

_OPAQUE = 255


def png(svg: str, *, width: int, height: int | None = None, background: str | None = None) -> bytes:
    """Return the drawing as PNG, `width` pixels wide; the height follows the drawing unless it is given.

    background: a CSS colour for the ground, transparent by default. Text must be paths: system fonts are not
    loaded. The same drawing gives the same bytes. Raises ValueError for what is no SVG.
    """
    from resvg_py import svg_to_bytes  # noqa: PLC0415 - a native library

    return bytes(
        svg_to_bytes(svg_string=svg, width=width, height=height, background=background, skip_system_fonts=True, dpi=96)
    )


def webp(svg: str, *, width: int) -> bytes:
    """Return the drawing as WebP, `width` pixels wide, on a transparent ground; equal drawings give equal bytes."""
    from PIL import Image  # noqa: PLC0415 - a native library

    image = Image.open(io.BytesIO(png(svg, width=width)))
    flat, shaded = io.BytesIO(), io.BytesIO()
    image.save(flat, "WEBP", lossless=True, quality=80, method=5)
    image.save(shaded, "WEBP", quality=72, alpha_quality=50, method=5)
    return min(flat.getvalue(), shaded.getvalue(), key=len)


def flattened(image: bytes, colors: int = 64) -> bytes:
    """Return a PNG of flat colours with at most so many of them: a third of the size, no difference to see."""
    from PIL import Image  # noqa: PLC0415 - a native library

    out = io.BytesIO()
    picture = Image.open(io.BytesIO(image))
    opaque = picture.getchannel("A").getextrema()[0] == _OPAQUE
    method = Image.Quantize.MEDIANCUT if opaque else Image.Quantize.FASTOCTREE  # the one that knows transparency
    flat = picture.convert("RGB" if opaque else "RGBA").quantize(colors, method, dither=Image.Dither.NONE)
    flat.save(out, "PNG", optimize=True)
    return out.getvalue()


def ico(svg: str, sizes: tuple[int, ...] = (16, 32, 48)) -> bytes:
    """Return the square drawing as a Windows icon with these sizes in pixels, below 256, each a PNG of flat colours."""
    pictures = [flattened(png(svg, width=size, height=size)) for size in sizes]
    header, entries, at = struct.pack("<3H", 0, 1, len(sizes)), b"", 6 + 16 * len(sizes)
    for size, picture in zip(sizes, pictures, strict=True):
        entries += struct.pack("<4B2H2L", size, size, 0, 0, 1, 32, len(picture), at)
        at += len(picture)
    return header + entries + b"".join(pictures)


def ink_box(svg: str) -> tuple[float, float, float, float] | None:
    """Return what the drawing covers as left, top, right and bottom shares of its canvas; None if it is blank.

    Measured on 400 pixels, rounded outwards by one. Raises ValueError for what is no SVG.
    """
    from PIL import Image  # noqa: PLC0415 - a native library

    image = Image.open(io.BytesIO(png(svg, width=400)))
    box = image.getchannel("A").getbbox()
    if box is None:
        return None
    left, top, right, bottom = box
    width, height = image.size
    return (
        max(0, left - 1) / width,
        max(0, top - 1) / height,
        min(1, (right + 1) / width),
        min(1, (bottom + 1) / height),
    )
