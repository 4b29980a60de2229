"""The recipe of docs/adding-a-step.md, applied to a copy of the product and walked."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

BLOCK = re.compile(r'^```python title="([^"]+)"(?: (after|replace)="([^\n]+)")?\n(.*?)^```$', re.MULTILINE | re.DOTALL)

WALK = """
import asyncio
from walking import FACTS, Person
import fakes
from agent.integrations.slogans import PlainSloganeer

made = fakes.Services
fakes.Services = lambda **roles: made(**roles, sloganeer=PlainSloganeer())

async def main():
    person = Person()
    await person.start()
    question = await person.say(FACTS, "yes", "yes", "yes", "1")
    assert question.gate == "slogan", question
    assert "Awa Couture." in question.text, question.text
    question = await person.say("yes", "yes")
    assert question.gate == "publish", question
    before = person.calls.count.copy()
    question = await person.say("business_name=Awa & Filles")
    while question.gate != "slogan":
        question = await person.say("yes")
    assert "Awa & Filles." in question.text

asyncio.run(main())
"""


def test_the_recipe_for_a_sixth_step_works_as_it_stands(tmp_path: Path) -> None:
    for name in ("agent", "nodes"):
        shutil.copytree(name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "assets"))
    blocks = BLOCK.findall(Path("docs/adding-a-step.md").read_text())
    assert len({title for title, *_ in blocks}) == 7
    for title, how, anchor, text in blocks:
        _apply(tmp_path / title, how, anchor, text)
    shutil.copy("tests/fakes.py", tmp_path)
    shutil.copy("tests/walking.py", tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", WALK], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr


def _apply(path: Path, how: str, anchor: str, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = path.read_text().splitlines(keepends=True) if path.exists() else []
    if not how:
        path.write_text("".join(lines) + "\n\n" + text)
        return
    places = [number for number, line in enumerate(lines) if line.startswith(anchor)]
    assert len(places) == 1, f"{anchor!r} stands {len(places)} times in {path.name}"
    at = places[0] + 1
    lines[at - (how == "replace") : at] = [text]
    path.write_text("".join(lines))
