"""The owner's photos, made fit for a phone: turned upright, resized, without metadata, in three formats."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from agent.integrations.publishing.site.text import tidy
from nodes.errors import Rejected, UploadGone, UploadRefused
from nodes.inputs import PublishInput
from nodes.uploads import Photo as HandedIn

if TYPE_CHECKING:
    from PIL.Image import Image

WIDTHS = (480, 960)
"""Pixels; a photo is never enlarged."""
_LARGEST_SIDE = 1920
"""Pixels of the longer side that are read."""
_REMEMBERED = 36
"""Photos whose files are kept in memory, about 400 KB each: those of three full sites."""
_FORMATS = {"avif": {"quality": 52, "speed": 8}, "webp": {"quality": 68}, "jpg": {"quality": 74, "progressive": True}}
_TYPES = {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}
_READ = ("JPEG", "PNG", "WEBP", "AVIF")


@dataclass(frozen=True)
class Photo:
    """A photo as it was uploaded."""

    data: bytes
    alt: str
    """What it shows, in the owner's words, because a visitor may not see it; empty when they gave none."""


@dataclass(frozen=True)
class Picture:
    """A photo as the page shows it."""

    name: str
    alt: str
    """Empty when the owner gave no words: the page then says whose photo it is, and no more."""
    width: int
    height: int
    """Pixels of the largest size."""
    widths: tuple[int, ...]

    def sources(self, kind: str) -> str:
        """Return the srcset of a format ("avif", "webp" or "jpg")."""
        return ", ".join(f"{self.name}-{width}.{kind} {width}w" for width in self.widths)


def photos_of(request: PublishInput) -> tuple[Photo, ...]:
    """Return the photos of an input whose files are filled in. Raises UploadGone when one is missing."""
    missing = [photo for photo in request.photos if photo.upload.digest not in request.files]
    if missing:
        raise UploadGone
    return tuple(Photo(request.files[photo.upload.digest], photo.alt) for photo in request.photos)


def planned(photos: Sequence[HandedIn]) -> tuple[Picture, ...]:
    """Return how photos will be shown, from what is known of them, without their bytes."""
    return tuple(
        _shown(f"photo-{number}", photo.alt, photo.upload.width, photo.upload.height)
        for number, photo in enumerate(photos, 1)
    )


def pictures(photos: Sequence[Photo]) -> tuple[tuple[Picture, ...], dict[str, bytes]]:
    """Return how the photos are shown, and their files by name. The same photos give the same bytes.

    Raises Rejected for what is no JPEG, PNG, WebP or AVIF image and for one that is too large.
    """
    shown: list[Picture] = []
    files: dict[str, bytes] = {}
    for number, photo in enumerate(photos, 1):
        name = f"photo-{number}"
        width, height, made = _encodings(photo.data)
        shown.append(_shown(name, photo.alt, width, height))
        files |= {f"{name}-{ending}": data for ending, data in made.items()}
    return tuple(shown), files


def small_jpeg(data: bytes) -> bytes:
    """Return a photo as a page's largest JPEG, for those who show it themselves. Raises Rejected as `pictures` does."""
    image = _opened(data)
    width = _widths(image.width)[-1]
    return _encoded(image.resize((width, _height(image.width, image.height, width))), "jpg")


def _shown(name: str, alt: str, width: int, height: int) -> Picture:
    widths = _widths(width)
    return Picture(name, tidy(alt), widths[-1], _height(width, height, widths[-1]), widths)


def _widths(width: int) -> tuple[int, ...]:
    return tuple(dict.fromkeys(min(each, width) for each in WIDTHS))


def _height(width: int, height: int, shown: int) -> int:
    return max(1, round(height * shown / width))


@lru_cache(maxsize=_REMEMBERED)
def _encodings(data: bytes) -> tuple[int, int, Mapping[str, bytes]]:
    """Return a photo's width and height, and its files by the end of their name ("480.avif").

    Remembered: a site is rendered again with every word that changes, its photos mostly stay.
    """
    image = _opened(data)
    files: dict[str, bytes] = {}
    for width in _widths(image.width):
        sized = image.resize((width, _height(image.width, image.height, width)))
        files |= {f"{width}.{kind}": _encoded(sized, kind) for kind in _FORMATS}
    return image.width, image.height, MappingProxyType(files)


def _opened(data: bytes) -> Image:
    from agent.drawing.pixels import on_white, upright  # noqa: PLC0415 - a native library

    try:
        return on_white(upright(data, _READ, side=_LARGEST_SIDE, least=1))
    except UploadRefused as error:
        raise Rejected("a photo cannot be used", service="static site", details=error.key) from error


def _encoded(image: Image, kind: str) -> bytes:
    out = io.BytesIO()
    image.save(out, _TYPES[kind], **_FORMATS[kind])
    return out.getvalue()
