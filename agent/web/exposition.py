"""The figures of all processes in Prometheus' text format."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse

from agent.web.api.auth import require_service
from agent.web.context import web_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

_TYPES = {
    "coach_requests_total": ("counter", "Requests answered, by kind of path, method and status."),
    "coach_request_seconds": ("histogram", "Time until a request was answered, streams apart."),
    "coach_followers": ("gauge", "Feeds followed in the process that answers."),
    "coach_turns_running": ("gauge", "Turns running in the process that answers."),
}


async def exposed(request: Request) -> Response:
    """Give the figures in Prometheus' text format, version 0.0.4."""
    web = web_of(request)
    if web.application.settings.service_secret:
        require_service(request)
    sums = await web.metrics.lines()
    gauges = [f"coach_followers {web.watch.count}", f"coach_turns_running {web.turns.count}"]
    text: list[str] = []
    for name, (kind, help_) in _TYPES.items():
        text += [f"# HELP {name} {help_}", f"# TYPE {name} {kind}"]
        text += [line for line in (*sums, *gauges) if re.match(rf"{name}(_bucket|_sum|_count)?[{{ ]", line)]
    return PlainTextResponse("\n".join(text) + "\n", media_type="text/plain; version=0.0.4")
