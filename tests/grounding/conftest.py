"""Businesses with what may be said of them, and what nobody said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from nodes.brief import BusinessBrief
from nodes.grounding import Evidence

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="session")
def inventions() -> dict[str, dict[str, list[str]]]:
    return yaml.safe_load((DATA / "inventions.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def corpus() -> dict[str, Any]:
    return yaml.safe_load((DATA / "businesses.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def briefs(corpus) -> list[BusinessBrief]:
    return [BusinessBrief.model_validate(entry["brief"]) for entry in corpus["businesses"]]


@pytest.fixture(scope="session")
def awa(briefs) -> Evidence:
    """A tailor in Dakar; see data/businesses.yaml."""
    return Evidence(briefs[0])
