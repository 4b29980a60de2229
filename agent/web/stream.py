"""The feed of a session as server-sent events (WHATWG HTML, 9.2), for the page and for programs."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, Any

from starlette.responses import StreamingResponse

from agent.web.context import web_of
from agent.web.feed import Entry, readable_id
from agent.web.pages import opened
from agent.web.watch import Change, News

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from agent.web.watch import Watch

PING_EVERY = 5.0
"""Seconds between signs of life; a page that misses two of them looks for a new connection."""
HEADERS = {"cache-control": "no-store, no-transform", "x-accel-buffering": "no"}


async def page_feed(request: Request) -> Response:
    """Stream what happens in the session to its page: versions, work begun, words as they come."""
    web, session_id = web_of(request), opened(request)
    await web.application.sessions.state(session_id)
    last = readable_id(request.headers.get("last-event-id") or request.query_params.get("last", ""))
    version = request.query_params.get("version", "")[:64]
    return event_stream(web.watch, session_id, last, version, _for_page)


def event_stream(
    watch: Watch, session_id: str, last: str, version: str, shape: Callable[[News], str]
) -> StreamingResponse:
    """Return a response that streams a session's news in the shape given, with signs of life in between."""

    async def stream() -> AsyncIterator[str]:
        async with watch.follow(session_id, last, version) as follower:
            yield f"retry: 1000\n{frame('ping', {})}"
            while True:
                try:
                    async with asyncio.timeout(PING_EVERY):
                        news = await follower.news.get()
                except TimeoutError:
                    yield frame("ping", {})
                    continue
                if news is None:
                    return
                if told := shape(news):
                    yield told

    return StreamingResponse(stream(), media_type="text/event-stream", headers=HEADERS)


def frame(event: str, data: dict[str, Any], id_: str = "") -> str:
    """Return one event as it goes over the wire; JSON has no line ends to escape."""
    mark = f"id: {id_}\n" if id_ else ""
    return f"{mark}event: {event}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def _for_page(news: News) -> str:
    """Return what a page needs: it fetches results and questions itself, from the state."""
    if isinstance(news, Change):
        return frame("state", {"version": news.version})
    if news.event in ("words", "working"):
        return frame(news.event, news.data, news.id)
    return frame("news", {"event": news.event}, news.id)


def for_programs(news: News) -> str:
    """Return an entry of the log as it is; programs follow the log and not the state's versions."""
    return frame(news.event, news.data, news.id) if isinstance(news, Entry) else ""
