"""A page's style sheet and the policy that lets only this one in."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import asdict, dataclass
from functools import cache

from agent.integrations.publishing.site.colors import Colors, Night, night_colors
from agent.integrations.publishing.site.themes import Theme
from agent.integrations.publishing.site.typeface import Heading
from agent.resources import read_text


@dataclass(frozen=True)
class Scope:
    """Where the heading face is used besides large headings."""

    small: bool
    """In small headings and prices."""
    brand: bool
    """In the business's name at the top."""


@cache
def theme_rules(theme: Theme) -> str:
    """Return the rules of all sites and of the theme."""
    return "".join(squeezed(read_text(f"templates/site/{name}.css")) for name in ("base", f"themes/{theme.name}"))


def page_style(colors: Colors, rules: str, heading: Heading | None = None, scope: Scope | None = None) -> str:
    """Return the whole style sheet: the heading face, the colours, then the rules."""
    tokens = {name.replace("_", "-"): value for name, value in asdict(colors).items()}
    tokens |= {"face": "H" if heading else "ui-sans-serif", "weight": str(heading.weight if heading else 800)}
    tokens |= {"small-face": "H" if heading and scope and scope.small else "ui-sans-serif"}
    tokens |= {"brand-face": "H" if heading and scope and scope.brand else "ui-sans-serif"}
    root = "".join(f"--{name}:{value};" for name, value in tokens.items())
    return (heading.rules if heading else "") + f":root{{{root}}}" + rules + _night(night_colors(colors))


def _night(night: Night) -> str:
    """Return the rules for dark screens. The header stays light, as logos are drawn for a light ground."""
    tokens = "".join(f"--{name}:{value};" for name, value in asdict(night).items())
    return (
        f"@media screen and (prefers-color-scheme:dark){{:root{{color-scheme:dark}}body{{background:{night.paper}}}"
        f"main,.dock{{{tokens}color:var(--ink)}}.main{{border-color:var(--link)}}}}"
    )


def squeezed(sheet: str) -> str:
    """Return our own style sheet without comments and needless space."""
    bare = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    return re.sub(r"\s*([{};,])\s*|:\s+", lambda match: match[1] or ":", re.sub(r"\s+", " ", bare)).strip()


def policy(style: str) -> str:
    """Return a Content-Security-Policy for a meta element: this style sheet, our images, and nothing that runs.

    Connections to the site itself are open, though nothing on a page makes one: without them search engines'
    checkers report that robots.txt cannot be read.
    """
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src 'self'; font-src data:; manifest-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'"
    )
