"""Connections that have to say what they want: soon, and in so many bytes.

uvicorn waits for a request's head as long as it takes and keeps all of it, so a few programs that send a byte now and
then could hold every connection a server may have.
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_SECONDS = 10.0
"""From the opening of a connection, or the first byte of a later request, to the end of the request's head."""
HEAD_LIMIT = 65_536
"""Bytes of a head at most. The longest one of a browser holds the keys of the sessions it has."""


class PatientProtocol(HttpToolsProtocol):
    """HTTP/1.1 as uvicorn speaks it; a connection whose request does not begin in time is closed."""

    head_seconds = HEAD_SECONDS
    _limit: asyncio.TimerHandle | None = None
    _begun = False
    _read = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._have_head()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if not self._begun or self.transport.is_closing():
            return
        self._read += len(data)
        if self._read > HEAD_LIMIT:
            self.transport.close()
        elif self._limit is None:
            self._await_head()

    def on_message_begin(self) -> None:
        self._begun = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._have_head()
        super().on_headers_complete()

    def _await_head(self) -> None:
        self._limit = self.loop.call_later(self.head_seconds, self.transport.close)

    def _have_head(self) -> None:
        self._begun, self._read = False, 0
        if self._limit:
            self._limit.cancel()
            self._limit = None
