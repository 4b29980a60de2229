"""What every request handler works with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from agent.bootstrap import Application
from agent.web.feed import Feed
from agent.web.seals import Seals
from agent.web.turns import Turns
from nodes.ports import Phrases

if TYPE_CHECKING:
    from starlette.requests import Request

    from agent.web.metrics import Metrics
    from agent.web.preview import Previews
    from agent.web.rates import Rates
    from agent.web.watch import Watch

KEY = "coach.web"


@dataclass(frozen=True)
class Web:
    """The open application and what the web way in adds to it."""

    application: Application
    seals: Seals
    feed: Feed
    turns: Turns
    watch: Watch
    previews: Previews
    rates: Rates
    metrics: Metrics

    @property
    def hosts(self) -> tuple[str, ...]:
        """Host names this server is known by."""
        return tuple(name.strip() for name in self.application.settings.web_hosts.split(",") if name.strip())

    @property
    def phrases(self) -> Phrases:
        return self.application.services.phrases


def web_of(request: Request) -> Web:
    """Return the open application of a request."""
    web: Web = request.scope[KEY]
    return web


def base_of(request: Request) -> str:
    """Return the path under which the application is mounted, without a trailing slash."""
    return str(request.scope.get("root_path", "")).rstrip("/")


def say_in(phrases: Phrases, language: str) -> Any:
    """Return a function that says a phrase of the page in one language: say("home.title")."""
    return partial(_say, phrases, language)


def _say(phrases: Phrases, language: str, key: str, **values: object) -> str:
    return phrases.say(language, f"web.{key}", **values)
