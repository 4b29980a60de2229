"""Chooses the faces of a name: the mood's first choice that has every letter and sets every mark well."""

from __future__ import annotations

from functools import lru_cache

from agent.integrations.logo import scripts, typefaces
from agent.integrations.logo.typesetting import Faces, clusters, set_line


@lru_cache(maxsize=512)
def able_faces(text: str, script: str, mood: str) -> tuple[str, ...]:
    """Return the faces that can set all of `text`, which is in one script; the mood's own come first."""
    return tuple(face for face in scripts.faces(script, mood) if _able(text, script, face))


def faces_for(text: str, mood: str, wanted: str = "") -> Faces:
    """Return a face for every script of the text; empty when some letters can be set by none.

    `wanted` is preferred where it can do it.
    """
    found: dict[str, str] = {}
    for script, part in _parts(text).items():
        able = able_faces(part, script, mood)
        if not able:
            return {}
        found[script] = wanted if wanted in able else able[0]
    return found


def small_faces(text: str, mood: str) -> Faces:
    """Return faces for a tagline; empty when some letters can be set by none."""
    found: dict[str, str] = {}
    for script, part in _parts(text).items():
        first = scripts.small_face(script, mood)
        able = [
            face for face in (first, *scripts.faces(script, scripts.DEFAULT_MOOD)) if face and _able(part, script, face)
        ]
        if not able:
            return {}
        found[script] = able[0]
    return found


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for script, part in scripts.by_script(text):
        parts[script] = parts.get(script, "") + part
    return parts


@lru_cache(maxsize=1024)
def _able(text: str, script: str, face: str) -> bool:
    cuts = typefaces.cuts(face)
    return all(any(cut.covers(cluster) for cut in cuts) for cluster in clusters(text)) and _settled(text, script, face)


def _settled(text: str, script: str, face: str) -> bool:
    return set_line(text, {script: face}).settled
