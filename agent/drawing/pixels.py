"""Pictures from people, opened within limits: what they say they are does not count, and their metadata ends here."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

from nodes.errors import UploadRefused

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 25_000_000
"""Of a picture that has to be unfolded whole: 100 MB of memory."""
MOST_PIXELS_JPEG = 170_000_000
"""Of a JPEG that is written line by line and so can be read in a smaller size: more than phones' sensors give."""
_LONGEST = 15
"""Longer side over shorter one."""
_HEIC = (b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypmif1", b"ftypmsf1")


def upright(data: bytes, formats: tuple[str, ...], *, side: int, least: int) -> Image:
    """Return a picture the right way up, in RGB or RGBA, its longer side at most `side` pixels, without metadata.

    formats: what it may be, as Pillow names them. Raises UploadRefused for another kind, one that is damaged or
    animated in a way that cannot be read, has too many pixels or a longer side shorter than `least`.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415 - a native library

    if is_heic(data):
        raise UploadRefused("heic")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the limits below are ours
            image: Image.Image = Image.open(io.BytesIO(data), formats=formats)
            _check(image, least)
            image.draft("RGB", (side, side))
            if image.mode not in ("RGB", "RGBA") or "transparency" in image.info:
                exif = image.getexif()
                image = image.convert("RGBA" if image.has_transparency_data else "RGB")
                image.getexif().update(exif)
            image.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=3)
            plain = ImageOps.exif_transpose(image)
    except UnidentifiedImageError as error:
        raise UploadRefused("kind") from error
    except Image.DecompressionBombError as error:
        raise UploadRefused("pixels", most=MOST_PIXELS // 1_000_000) from error
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise UploadRefused("damaged") from error
    plain.info.clear()
    return plain


def is_heic(data: bytes) -> bool:
    """Whether this is a photo as newer phones of one maker keep it; nothing here reads it."""
    return data[4:12] in _HEIC


def jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Return width and height of a JPEG within the limits, None for anything else. Nothing is unfolded."""
    from PIL import Image as images  # noqa: N813, PLC0415 - a native library

    try:
        with images.open(io.BytesIO(data), formats=("JPEG",)) as image:
            width, height = image.size
    except (OSError, ValueError, SyntaxError, images.DecompressionBombError):
        return None
    return (width, height) if width * height <= MOST_PIXELS else None


def on_white(image: Image) -> Image:
    """Return the picture in RGB, what is transparent in it white."""
    from PIL import Image as images  # noqa: N813, PLC0415 - a native library

    if image.mode == "RGB":
        return image
    ground = images.new("RGBA", image.size, "white")
    return images.alpha_composite(ground, image.convert("RGBA")).convert("RGB")


def _check(image: Image, least: int) -> None:
    by_line = image.format == "JPEG" and not image.info.get("progressive")
    most = MOST_PIXELS_JPEG if by_line else MOST_PIXELS
    if image.width * image.height > most:
        raise UploadRefused("pixels", most=most // 1_000_000)
    if max(image.size) < least:
        raise UploadRefused("small", least=least)
    if max(image.size) > _LONGEST * min(image.size):
        raise UploadRefused("long", most=_LONGEST)
