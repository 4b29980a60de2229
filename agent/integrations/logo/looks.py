"""Decides on six looks for a request, before anything is drawn."""

from __future__ import annotations

from typing import Any

from agent import resources
from agent.integrations.logo import colours, scripts
from agent.integrations.logo.chance import Chance
from agent.integrations.logo.facechoice import able_faces
from agent.integrations.logo.icons import icons_for
from agent.integrations.logo.look import Look
from agent.integrations.logo.naming import drawable, read_name
from nodes.inputs import LogoInput
from nodes.results import Palette

KINDS = ("icon", "stacked", "wordmark", "badge", "mark", "monogram")


def looks_for(request: LogoInput) -> tuple[Look, ...]:
    """Return six looks that differ in layout, face, sign and colours."""
    chance = Chance(f"{request.name}\x1f{request.sector}")
    data = resources.load_yaml("assets/logo/looks.yaml")
    moods = chance.order("moods", data["moods"][request.sector][:3])
    palettes = chance.order("palettes", _palettes(request))
    icons = icons_for(request.sector, request.name, request.tagline)
    marks = chance.order("marks", data["marks"][request.sector])
    taken: set[str] = set()
    found = []
    for index, kind in enumerate(KINDS):
        mood = moods[index % len(moods)]
        face = _face(request, mood, taken)
        taken.add(face)
        found.append(
            Look(
                kind=kind,
                name=read_name(request.name),
                label=request.name,
                tagline=drawable(request.tagline),
                mood=mood,
                face=face,
                palette=palettes[index % len(palettes)],
                frame=_turn(chance, data, "frames", mood, index),
                icon=icons[0] if kind != "stacked" else icons[1],
                mark=marks[index % len(marks)],
                monogram=_turn(chance, data, "monograms", mood, index),
                ornament=_turn(chance, data, "ornaments", mood, index),
                upper=mood == "elegant" and bool(chance.number(f"upper{index}", 2)),
                chance=Chance(f"{chance.seed}\x1f{index}"),
            )
        )
    return tuple(found)


def _turn(chance: Chance, data: dict[str, Any], what: str, mood: str, index: int) -> str:
    options = chance.order(what, data[what][mood])
    return str(options[index % len(options)])


def _palettes(request: LogoInput) -> list[Palette]:
    data = resources.load_yaml("assets/logo/palettes.yaml")
    return [colours.balanced(**data["palettes"][name]) for name in data["sectors"][request.sector]]


def _face(request: LogoInput, mood: str, taken: set[str]) -> str:
    text = read_name(request.name).main
    able = able_faces(text, scripts.main_script(text), mood)
    return next((face for face in able if face not in taken), able[0] if able else "")
