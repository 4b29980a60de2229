"""The routes of the API."""

from __future__ import annotations

from typing import Any


def routes() -> list[Any]:
    """Return the routes of the API."""
    return []
