"""SVG to pixels, without fonts and without reading any file."""

from __future__ import annotations

import io


def png(svg: str, *, width: int, height: int | None = None, background: str | None = None) -> bytes:
    """Return the drawing as PNG, `width` pixels wide; the height follows the drawing unless it is given.

    background: a CSS colour for the ground, transparent by default. Text must be paths: system fonts are not
    loaded. The same drawing gives the same bytes. Raises ValueError for what is no SVG.
    """
    from resvg_py import svg_to_bytes  # noqa: PLC0415 - a native library

    return bytes(
        svg_to_bytes(svg_string=svg, width=width, height=height, background=background, skip_system_fonts=True)
    )


def ico(svg: str, sizes: tuple[int, ...] = (16, 32, 48)) -> bytes:
    """Return the square drawing as a Windows icon with these sizes in pixels."""
    from PIL import Image  # noqa: PLC0415 - a native library

    largest = Image.open(io.BytesIO(png(svg, width=max(sizes))))
    smaller = [Image.open(io.BytesIO(png(svg, width=size))) for size in sizes if size != max(sizes)]
    out = io.BytesIO()
    largest.save(out, "ICO", sizes=[(size, size) for size in sizes], append_images=smaller)
    return out.getvalue()
