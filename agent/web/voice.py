"""How a turn is heard in its session's feed: what happens in it, and the coach's words as they come."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from redis.exceptions import RedisError

from agent.events import Event, Made
from agent.web.feed import Feed, News

SOON = 0.03
"""Seconds until what happens is announced: most turns are over by then, and are announced at once."""
WORDS_EVERY = 0.25
"""The same for a draft's words: fast enough to read along, few enough to be cheap."""


class Voice:
    """Announces now and then, and at the end.

    The first announcement forgets the problem that ended the turn before: the session is known to be there then.
    """

    def __init__(self, session_id: str, feed: Feed) -> None:
        self._session_id = session_id
        self._feed = feed
        self._news: list[News] = []
        self._first = True
        self._words = self._told = ""
        self._timer: asyncio.TimerHandle | None = None
        self._sending: asyncio.Task[None] | None = None

    def tell(self, event: Event) -> None:
        """Note an event; it is announced soon, after the words before it."""
        self._take_words()
        self._news.append((event.model_dump()["event"], announced(event)))
        self._send_in(SOON)

    def hear(self, words: str) -> None:
        """Note all the words so far; they are announced a little later, with what comes until then."""
        self._words = words
        if self._timer is None:
            self._send_in(WORDS_EVERY)

    async def close(self) -> None:
        """Announce what is left."""
        if self._timer:
            self._timer.cancel()
        if self._sending:
            await asyncio.wait({self._sending})
        await self._send()

    def _take_words(self) -> None:
        """Put in line what is new: the words from where the draft told so far still stands."""
        words, told = self._words, self._told
        if words != told:
            at = len(told) if words.startswith(told) else 0
            self._told = words
            self._news.append(("words", {"at": at, "text": words[at:]}))

    def _send_in(self, seconds: float) -> None:
        if self._timer:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(seconds, self._begin)

    def _begin(self) -> None:
        self._timer = None
        if self._sending and not self._sending.done():
            self._send_in(SOON)
        else:
            self._sending = asyncio.create_task(self._try())

    async def _try(self) -> None:
        with suppress(RedisError, OSError):  # the end of the turn announces it again
            await self._send()

    async def _send(self) -> None:
        self._take_words()
        news, self._news = self._news, []
        if not news:
            return
        try:
            await self._feed.append(self._session_id, news, afresh=self._first)
        except BaseException:
            self._news = news + self._news
            raise
        self._first = False


def announced(event: Event) -> dict[str, Any]:
    """Return an event as it is announced: a result stands in the state and is not sent along."""
    left_out = {"result"} if isinstance(event, Made) else set()
    return event.model_dump(mode="json", exclude=left_out)
