"""The vendored typefaces: read once and only when needed, asked which letters they have, and drawn from."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

from pathops import Path

from agent import resources

FONTS = "assets/fonts"


@dataclass(frozen=True)
class Cut:
    """One font file: a face in one weight, for one part of Unicode. It is read when it is first asked for."""

    path: str
    """Below agent/."""

    @property
    def font(self) -> Any:
        """The uharfbuzz.Font, in font units."""
        return _read(self.path)[0]

    def covers(self, cluster: str) -> bool:
        """Whether every character is there, composed or decomposed."""
        letters = _read(self.path)[1]
        return any(
            all(ord(char) in letters or char in "\u200c\u200d" for char in unicodedata.normalize(form, cluster))
            for form in ("NFC", "NFD")
        )


@cache
def cuts(face: str) -> tuple[Cut, ...]:
    """Return the files of a face ("outfit-600"), its basic letters first."""
    family, _, weight = face.rpartition("-")
    ending = f"-{weight}-normal.woff2"
    names = [entry.name for entry in resources.ROOT.joinpath(FONTS, family).iterdir() if entry.name.endswith(ending)]
    order = [f"{family}-{part}{ending}" for part in ("latin", "latin-ext", "vietnamese")]
    names.sort(key=lambda name: (order.index(name) if name in order else -1, name))
    return tuple(Cut(f"{FONTS}/{family}/{name}") for name in names)


@cache
def _read(path: str) -> tuple[Any, frozenset[int]]:
    """Return a font and the characters it has. Takes 5-60 ms, once."""
    import uharfbuzz as hb  # noqa: PLC0415 - slow to import
    from fontTools.ttLib import woff2  # noqa: PLC0415 - slow to import

    plain = io.BytesIO()
    woff2.decompress(io.BytesIO(resources.read_bytes(path)), plain)
    face = hb.Face(plain.getvalue())
    return hb.Font(face), frozenset(face.unicodes)


def draw(cut: Cut, number: int) -> Path:
    """Return the outline of a glyph in font units, y upwards."""
    path = Path()
    cut.font.draw_glyph_with_pen(number, path.getPen(glyphSet=None))
    return path
