"""Fixtures for the walk: a graph over fakes, and a person who talks with it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None)
"""The same examples in every run, so that a run tells of the change and of nothing else."""
settings.register_profile("explore", max_examples=1000, deadline=None)
"""New examples in every run: `make test ARGS="--hypothesis-profile=explore"`."""
settings.load_profile("repeatable")

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(autouse=True)
def _no_outside_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the machine's settings, keys and home out of every test."""
    import os

    for name in list(os.environ):
        if name.startswith(("OPENAI_", "TAVILY_", "LOGOAI_", "RECRAFT_", "DIGITALCLOUD360_", "REDIS_", "COACH_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("COACH_HOME", str(tmp_path / "coach"))
    monkeypatch.setenv("LANGSMITH_TRACING", "false")
