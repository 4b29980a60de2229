"""Loads the data files that ship with the product: locales, playbooks, prompts, templates."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

ROOT = files("agent")


@cache
def read_text(path: str) -> str:
    """Return a data file under agent/ as text, say "prompts/coach.md". FileNotFoundError if it is not shipped."""
    return ROOT.joinpath(path).read_text(encoding="utf-8")


@cache
def read_bytes(path: str) -> bytes:
    """Return a data file under agent/ as bytes. FileNotFoundError if it is not shipped."""
    return ROOT.joinpath(path).read_bytes()


@cache
def load_yaml(path: str) -> Any:
    """Return a YAML data file under agent/, parsed once. The value is shared: callers do not change it."""
    return yaml.load(read_text(path), Loader=_LOADER)  # noqa: S506 - CSafeLoader or SafeLoader


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def languages(folder: str) -> tuple[str, ...]:
    """Return the languages that have data in a folder ("locales", "playbooks"), sorted by code."""
    names = (entry.name.removesuffix(".yaml") for entry in ROOT.joinpath(folder).iterdir())
    return tuple(sorted(name for name in names if name.isalpha() and name.islower()))
