"""The page templates, filled: everything that is not markup already is escaped."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from agent.integrations.publishing.site.style import policy
from agent.resources import read_text

if TYPE_CHECKING:
    from jinja2 import Environment


def filled(name: str, style: str, **values: object) -> str:
    """Return the template called `name` with its style sheet and the policy that admits only this one."""
    sheet = Markup(style)  # noqa: S704 - our own style sheets, checked colours and base64
    return _environment().get_template(name).render(style=sheet, policy=policy(style), **values)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined  # noqa: PLC0415 - slow to import

    loader = FunctionLoader(lambda name: read_text(f"templates/site/{name}"))
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
