"""How well two colours tell apart."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=4096)
def luminance(color: str) -> float:
    """Return the relative luminance of #rrggbb (WCAG 2.2)."""
    channels = (int(color[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)  # noqa: PLR2004
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2), as they are after rounding to hex."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lightened(color: str, ground: str, least: float) -> str:
    """Return the colour mixed with white until it has `least` contrast on a dark ground, or white."""
    for share in range(21):
        mixed = "#" + "".join(_mixed(color[start : start + 2], share / 20) for start in (1, 3, 5))
        if contrast(mixed, ground) >= least:
            return mixed
    return "#ffffff"


def _mixed(channel: str, share: float) -> str:
    value = int(channel, 16)
    return f"{round(value + (255 - value) * share):02x}"
