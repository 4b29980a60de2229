"""The page for addresses that do not exist, in every language of the site."""

from __future__ import annotations

from dataclasses import dataclass

from agent.integrations.publishing.site.compose import Site
from agent.integrations.publishing.site.prune import pruned
from agent.integrations.publishing.site.style import page_style, theme_rules
from agent.integrations.publishing.site.templates import filled


@dataclass(frozen=True)
class Notice:
    """What the page says in one language."""

    language: str
    title: str
    text: str
    home: str
    href: str


def missing_page(site: Site) -> str:
    """Return a page that stands alone: a server may show it at any depth, so it loads nothing.

    Its links are absolute once the site's address is known.
    """
    notices: dict[str, Notice] = {}
    for page, writer in site.pages:
        say, language = writer.labels.say, writer.labels.language
        href = page.canonical or page.file
        notices.setdefault(language, Notice(language, say("missing_title"), say("missing"), say("home"), href))
    title = f"{next(iter(notices.values())).title} – {site.main.name}"
    values = {"site": site, "notices": notices.values(), "title": title}
    rules = pruned(theme_rules(site.theme), filled("404.html", "", **values))
    return filled("404.html", page_style(site.colors, rules), **values)
