"""Which scripts a name is written in, and which faces can set them."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache
from itertools import groupby
from typing import Any

from agent import resources

COMMON = ("Zyyy", "Zinh", "Zzzz")
DEFAULT_MOOD = "modern"


def table() -> dict[str, Any]:
    """Return what is known of each script, by ISO 15924 code."""
    found: dict[str, Any] = resources.load_yaml("assets/logo/scripts.yaml")
    return found


@cache
def script_of(char: str) -> str:
    from fontTools import unicodedata as ucd  # noqa: PLC0415 - slow to import

    return str(ucd.script(char))


def by_script(text: str, default: str = "Latn") -> list[tuple[str, str]]:
    """Split text by script; spaces, digits and signs stay with the letters before them, else with those after.

    A text without letters is in the `default` script.
    """
    own = [script_of(char) for char in text]
    current = next((script for script in own if script not in COMMON), default)
    owners = []
    for script in own:
        current = script if script not in COMMON else current
        owners.append(current)
    pairs = zip(owners, text, strict=True)
    return [(script, "".join(char for _, char in group)) for script, group in groupby(pairs, key=lambda pair: pair[0])]


def main_script(text: str) -> str:
    """Return the script most letters of the text belong to; Latin when there are none."""
    letters = Counter(script_of(char) for char in text if unicodedata.category(char)[0] in "LN")
    return next((script for script, _ in letters.most_common() if script not in COMMON), "Latn")


def writable(word: str) -> bool:
    """Whether there is a face for every script of the word."""
    return all(script in table() for script, _ in by_script(word))


def joined(script: str) -> bool:
    """Whether letters touch in this script and must not be tracked apart."""
    return bool(table().get(script, {}).get("joined"))


def has_capitals(script: str) -> bool:
    return bool(table().get(script, {}).get("upper"))


def never_upper() -> tuple[str, ...]:
    """Return the faces whose capitals are made for beginnings alone."""
    return tuple(face for entry in table().values() for face in entry.get("never_upper", ()))


def plainest(face: str) -> str:
    """Return the face with the fewest points to a letter for the script a face belongs to; itself if none is known."""
    entries = (entry for entry in table().values() if face in {f for faces in entry["faces"].values() for f in faces})
    return next((str(entry["plainest"]) for entry in entries if "plainest" in entry), face)


def boldness(script: str) -> float:
    """Return by how much letters are thickened, in hundredths of a cap height, where only a light face exists."""
    return float(table().get(script, {}).get("boldness", 0))


def sample(script: str) -> str:
    return str(table()[script]["sample"])


def own_faces(script: str, mood: str) -> tuple[str, ...]:
    """Return the faces listed for a mood, or for "heavy" and "thin" letters; empty when there are none."""
    return tuple(table().get(script, {}).get("faces", {}).get(mood, ()))


def faces(script: str, mood: str) -> tuple[str, ...]:
    """Return the faces of a script, those of the mood first, none twice; empty for a script without a face."""
    by_mood: dict[str, list[str]] = table().get(script, {}).get("faces", {})
    return tuple(dict.fromkeys([*by_mood.get(mood, []), *(face for faces in by_mood.values() for face in faces)]))


def small_face(script: str, mood: str) -> str:
    """Return the face of taglines, empty for a script without a face."""
    small: dict[str, str] = table().get(script, {}).get("small", {})
    return small.get(mood) or small.get(DEFAULT_MOOD) or next(iter(faces(script, DEFAULT_MOOD)), "")
