"""Puts the logos where a person in a terminal can look at them."""

from __future__ import annotations

from pathlib import Path

from agent.events import Made
from agent.settings import Settings


def save_logos(made: Made) -> Path:
    """Write each variant as an SVG file into the session's folder and return that folder."""
    folder = Settings().coach_home / "logos" / made.session_id
    folder.mkdir(parents=True, exist_ok=True)
    for variant in made.result["variants"]:
        folder.joinpath(f"{variant['id']}.svg").write_text(variant["svg"], encoding="utf-8")
    return folder
