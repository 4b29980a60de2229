"""Chooses the faces of a name: the mood's first choice that has every letter and sets every mark well."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from agent.integrations.logo.lettering import scripts, typefaces
from agent.integrations.logo.lettering.typesetting import Faces, clusters, set_line


def able_faces(text: str, script: str, candidates: tuple[str, ...]) -> Iterator[str]:
    """Yield the candidates that can set all of `text` that is in the script; a file is read only when asked for."""
    part = _parts(text).get(script, "")
    yield from (face for face in dict.fromkeys(candidates) if _able(part, script, face))


def faces_for(text: str, mood: str, wanted: str = "") -> Faces:
    """Return a face for every script of the text; empty when some letters can be set by none.

    `wanted` is preferred where it can do it.
    """
    found: dict[str, str] = {}
    for script in _parts(text):
        face = next(able_faces(text, script, (wanted, *scripts.faces(script, mood))), "")
        if not face:
            return {}
        found[script] = face
    return found


def small_faces(text: str, mood: str) -> Faces:
    """Return faces for a tagline; empty when some letters can be set by none."""
    found: dict[str, str] = {}
    for script in _parts(text):
        first = scripts.small_face(script, mood)
        others = scripts.faces(script, scripts.DEFAULT_MOOD)
        face = next(able_faces(text, script, (first, *others)), "")
        if not face:
            return {}
        found[script] = face
    return found


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for script, part in scripts.by_script(text):
        parts[script] = parts.get(script, "") + part
    return parts


@lru_cache(maxsize=1024)
def _able(text: str, script: str, face: str) -> bool:
    if face not in scripts.faces(script, scripts.DEFAULT_MOOD):
        return False
    cuts = typefaces.cuts(face)
    return all(any(cut.covers(cluster) for cut in cuts) for cluster in clusters(text)) and _settled(text, script, face)


def _settled(text: str, script: str, face: str) -> bool:
    return set_line(text, {script: face}).settled
