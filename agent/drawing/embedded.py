"""Pictures inside a drawing: only small ones whose bytes are in it, so that showing it loads and unfolds nothing."""

from __future__ import annotations

import base64
import binascii
import io
import re

LARGEST_SIDE = 2048
"""Pixels: 16 MB when unfolded."""
_DATA = re.compile(r"data:image/(?:png|jpeg|webp);base64,([A-Za-z0-9+/=\s]+)")
_FORMATS = ("PNG", "JPEG", "WEBP")


def is_bounded(address: str) -> bool:
    """Whether an address is a picture's own bytes, of a kind that only shows, and small when unfolded."""
    from PIL import Image  # noqa: PLC0415 - a native library

    data = embedded_bytes(address)
    if data is None:
        return False
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            return max(image.size) <= LARGEST_SIDE
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False


def embedded_bytes(address: str) -> bytes | None:
    """Return the bytes in a data: address of a PNG, JPEG or WebP picture, None for any other address."""
    found = _DATA.fullmatch(address.strip())
    try:
        return base64.b64decode(found[1]) if found else None
    except binascii.Error:
        return None


def embedded(picture: bytes, kind: str, width: int, height: int) -> str:
    """Return a drawing that is this picture; kind is png, jpeg or webp."""
    data = base64.b64encode(picture).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/{kind};base64,{data}"/></svg>'
    )
