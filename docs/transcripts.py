"""Writes the transcripts in docs/conversation.md anew, by playing three examples with the local defaults."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "conversation.md"
MARK = "<!-- transcripts -->"
EXAMPLES = ("fr-goma-cafe", "en-nairobi-solar", "en-lagos-restaurant")


def transcript(name: str, home: str) -> str:
    """Return one example's conversation; the site's address is the only part that differs between machines."""
    command = [
        sys.executable,
        "-c",
        "from agent.cli import main; main()",
        "run",
        f"examples/{name}.yaml",
        "--transcript",
    ]
    run = subprocess.run(  # noqa: S603 - our own program
        command, cwd=ROOT, env=os.environ | {"COACH_HOME": home}, capture_output=True, text=True, check=True
    )
    lines = [line for line in run.stdout.splitlines() if not line.startswith((home, "file://"))]
    return "\n".join(lines).replace(home, "~/.coach")


def main() -> None:
    rules = PAGE.read_text(encoding="utf-8").split(MARK)[0]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        parts = [f"## {name}\n\n{transcript(name, home)}\n" for name in EXAMPLES]
    PAGE.write_text("\n".join([f"{rules}{MARK}\n", *parts]), encoding="utf-8")


if __name__ == "__main__":
    main()
