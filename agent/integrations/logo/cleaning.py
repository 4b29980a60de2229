"""Undoes what saving did to a logo: the white paper behind it, and the noise that JPEG leaves beside its edges."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

_WHITE = 236
"""Of 255 in each channel: what counts as paper after JPEG."""
_NEAR = 28
"""How far from the corner's colour the paper may stray."""
_EDGE = 5
"""Pixels beside the paper in which a colour may be half paper."""
_COLORS = 32
_UNSEEN = 3.0
"""Of 255: by how much a flat picture's channels may change on average and nobody sees it."""


def without_white_ground(image: Image) -> Image:
    """Return the picture in RGBA; white that reaches all four corners becomes transparent, white inside stays.

    A coloured ground stays too: it belongs to the design.
    """
    from PIL import Image, ImageChops, ImageDraw, ImageFilter  # noqa: PLC0415 - a native library

    if image.mode == "RGBA":
        return image
    corners = [(x, y) for x in (0, image.width - 1) for y in (0, image.height - 1)]
    if not all(min(_pixel(image, corner)) >= _WHITE for corner in corners):
        return image.convert("RGBA")
    ground, mark = image.copy(), (255, 0, 255)
    for corner in corners:
        if _pixel(ground, corner) != mark:
            ImageDraw.floodfill(ground, corner, mark, thresh=_NEAR)
    paper = ImageChops.difference(ground, Image.new("RGB", image.size, mark)).convert("L").point(_is_zero)
    darkest = ImageChops.darker(ImageChops.darker(*image.split()[:2]), image.split()[2])
    ink = ImageChops.invert(darkest).point(_twice)
    beside = paper.filter(ImageFilter.MaxFilter(_EDGE))
    alpha = Image.composite(ink, Image.new("L", image.size, 255), beside)
    alpha.paste(0, mask=paper)
    made = image.convert("RGBA")
    made.putalpha(alpha)
    return made


def _pixel(image: Image, place: tuple[int, int]) -> tuple[int, int, int]:
    red, green, blue = image.getpixel(place)  # type: ignore[misc]  # of an RGB picture
    return red, green, blue


def _is_zero(value: int) -> int:
    return 255 if value == 0 else 0


def _twice(value: int) -> int:
    return min(255, 2 * value)


def calmed(image: Image) -> Image:
    """Return a picture of flat colours without the noise between them; shades and photos stay as they are."""
    from PIL import Image, ImageChops, ImageStat  # noqa: PLC0415 - a native library

    plain = image.convert("RGB")
    flat = plain.quantize(_COLORS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).convert("RGB")
    if max(ImageStat.Stat(ImageChops.difference(plain, flat)).mean) > _UNSEEN:
        return image
    if image.mode == "RGBA":
        flat.putalpha(image.getchannel("A"))
    return flat
