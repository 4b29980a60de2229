"""Pictures as people hand them in."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image, ImageDraw

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path fill="#0a5cb0" d="M2 2h30v16H2z"/></svg>'


def photo(shade: int = 90, size: tuple[int, int] = (400, 300), kind: str = "JPEG", **options: Any) -> bytes:
    """Return a photo; another shade is another photo."""
    image = Image.new("RGB", size, (shade, 120, 200))
    ImageDraw.Draw(image).ellipse((20, 20, size[0] - 20, size[1] - 20), fill="#f0d090")
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()
