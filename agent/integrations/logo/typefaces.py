"""The vendored typefaces: read once, asked which letters they have, and drawn from."""

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
    """One font file: a face in one weight, for one part of Unicode."""

    font: Any
    """uharfbuzz.Font, in font units."""
    letters: frozenset[int]

    def covers(self, cluster: str) -> bool:
        """Whether every character is there, composed or decomposed."""
        return any(
            all(ord(char) in self.letters or char in "\u200c\u200d" for char in unicodedata.normalize(form, cluster))
            for form in ("NFC", "NFD")
        )


@cache
def cuts(face: str) -> tuple[Cut, ...]:
    """Return the files of a face ("outfit-600"), its basic letters first. Reading one takes 5-40 ms, once."""
    family, _, weight = face.rpartition("-")
    ending = f"-{weight}-normal.woff2"
    folder = resources.ROOT.joinpath(FONTS, family)
    names = [entry.name for entry in folder.iterdir() if entry.name.endswith(ending)]
    order = ("latin", "latin-ext", "vietnamese")
    names.sort(key=lambda name: next((n for n, part in enumerate(order) if name == f"{family}-{part}{ending}"), -1))
    return tuple(_read(f"{FONTS}/{family}/{name}") for name in names)


@cache
def _read(path: str) -> Cut:
    import uharfbuzz as hb  # noqa: PLC0415 - slow to import
    from fontTools.ttLib import woff2  # noqa: PLC0415 - slow to import

    plain = io.BytesIO()
    woff2.decompress(io.BytesIO(resources.read_bytes(path)), plain)
    face = hb.Face(plain.getvalue())
    return Cut(hb.Font(face), frozenset(face.unicodes))


def draw(cut: Cut, number: int) -> Path:
    """Return the outline of a glyph in font units, y upwards."""
    path = Path()
    cut.font.draw_glyph_with_pen(number, path.getPen(glyphSet=None))
    return path
