"""Loads the tables that belong to no language."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> Any:
    """Return a table of nodes/facts/data, parsed once and shared: callers do not change it."""
    import yaml  # noqa: PLC0415 - not needed by those who only read the models

    return yaml.safe_load(files("nodes.facts").joinpath(f"data/{name}.yaml").read_text(encoding="utf-8"))
