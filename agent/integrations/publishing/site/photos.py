"""The owner's photos, made fit for a phone: turned upright, resized, without metadata, in three formats."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.integrations.publishing.site.text import tidy
from nodes.errors import Rejected

if TYPE_CHECKING:
    from PIL.Image import Image

WIDTHS = (480, 960)
"""Pixels; a photo is never enlarged."""
LARGEST = 60_000_000
"""Pixels a photo may have: more than any phone's camera takes, less than what fills the memory."""
_FORMATS = {"avif": {"quality": 52, "speed": 8}, "webp": {"quality": 68}, "jpg": {"quality": 74, "progressive": True}}
_TYPES = {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}
_READ = ("JPEG", "PNG", "WEBP", "AVIF")


@dataclass(frozen=True)
class Photo:
    """A photo as it was uploaded."""

    data: bytes
    alt: str
    """What it shows, in the owner's words; asked for, because a visitor may not see it."""


@dataclass(frozen=True)
class Picture:
    """A photo as the page shows it."""

    name: str
    alt: str
    width: int
    height: int
    """Pixels of the largest size."""
    widths: tuple[int, ...]

    def sources(self, kind: str) -> str:
        """Return the srcset of a format ("avif", "webp" or "jpg")."""
        return ", ".join(f"{self.name}-{width}.{kind} {width}w" for width in self.widths)


def pictures(photos: Sequence[Photo]) -> tuple[tuple[Picture, ...], dict[str, bytes]]:
    """Return how the photos are shown, and their files by name. The same photos give the same bytes.

    Raises Rejected for what is no JPEG, PNG, WebP or AVIF image, for one that is too large and for a missing alt text.
    """
    shown: list[Picture] = []
    files: dict[str, bytes] = {}
    for number, photo in enumerate(photos, 1):
        picture, made = _picture(f"photo-{number}", photo)
        shown.append(picture)
        files |= made
    return tuple(shown), files


def _picture(name: str, photo: Photo) -> tuple[Picture, dict[str, bytes]]:
    if not tidy(photo.alt):
        raise Rejected("a photo needs words that say what it shows", service="static site")
    image = _opened(photo.data)
    widths = tuple(dict.fromkeys(min(width, image.width) for width in WIDTHS))
    files: dict[str, bytes] = {}
    for width in widths:
        sized = image.resize((width, max(1, round(image.height * width / image.width))))
        for kind in _FORMATS:
            files[f"{name}-{width}.{kind}"] = _encoded(sized, kind)
    largest = widths[-1]
    return Picture(name, tidy(photo.alt), largest, max(1, round(image.height * largest / image.width)), widths), files


def _opened(data: bytes) -> Image:
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415 - a native library

    try:
        image = Image.open(io.BytesIO(data), formats=_READ)
        if image.width * image.height > LARGEST:
            raise Rejected("a photo is too large", service="static site")
        upright = ImageOps.exif_transpose(image)
        if upright.mode in ("RGBA", "LA", "P"):
            ground = Image.new("RGBA", upright.size, "white")
            return Image.alpha_composite(ground, upright.convert("RGBA")).convert("RGB")
        return upright.convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Rejected("a photo cannot be read", service="static site", details=type(error).__name__) from error


def _encoded(image: Image, kind: str) -> bytes:
    out = io.BytesIO()
    image.save(out, _TYPES[kind], **_FORMATS[kind])
    return out.getvalue()
