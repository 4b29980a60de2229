"""Templates and the session's page in regions, each of which can be replaced by itself."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING, Any

from agent.resources import load_yaml, read_text
from agent.web import assets

if TYPE_CHECKING:
    from jinja2 import Environment

REGIONS = (
    *("steps", "tongues", "extras", "notice", "compose"),
    *("live", "name", "site", "logos", "pictures", "facts", "texts", "research", "own"),
)
"""Parts of the page that change by themselves, beside the conversation, which only grows."""
TURN = "00000000-0000-4000-8000-000000000000"
"""Stands for the id of the next reply until the page is sent, so that equal pages have equal digests."""


def render(template: str, **values: Any) -> str:
    """Return a template of templates/web with its values; every text in it is escaped."""
    return _environment().get_template(template).render(**values)


def regions(values: dict[str, Any], turn: str, known: frozenset[str] = frozenset()) -> dict[str, dict[str, str]]:
    """Return the regions whose digest is not among `known`, each with its digest and its HTML."""
    found = {}
    for name in REGIONS:
        html = render(f"regions/{name}.html", **values, turn=TURN)
        digest = hashlib.sha256(html.encode()).hexdigest()[:8]
        if f"{name}-{digest}" not in known:
            found[name] = {"digest": f"{name}-{digest}", "html": html.replace(TURN, turn)}
    return found


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined  # noqa: PLC0415 - slow to import

    loader = FunctionLoader(lambda name: read_text(f"templates/web/{name}"))
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals["asset"] = assets.versioned
    environment.globals["icons"] = load_yaml("templates/web/icons.yaml")
    return environment
