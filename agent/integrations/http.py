"""HTTP to outside services: the client factory with bounded replies, and the mapping of every transport error."""

from __future__ import annotations

import json
import ssl
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from math import isfinite
from types import TracebackType
from typing import Self

import httpx

from nodes.errors import IntegrationException, Malformed, Misconfigured, RateLimited, Rejected, Unavailable

CONNECT_SECONDS = 3.0
"""How long a connection may take; a service that cannot be reached by then is unavailable."""
MAX_REPLY = 4 * 1024 * 1024
"""Bytes of one reply. The largest honest one, a logo, stays far below."""

NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol, httpx.ProxyError)
"""Errors after which it is certain that the service saw nothing of the request."""

_BROKEN_CONFIGURATION = (httpx.UnsupportedProtocol, httpx.InvalidURL, httpx.LocalProtocolError)
_UNUSABLE = (httpx.DecodingError, httpx.TooManyRedirects, json.JSONDecodeError, UnicodeDecodeError, RecursionError)
_MEANINGS: tuple[tuple[tuple[type[Exception], ...], type[IntegrationException], str], ...] = (
    (_BROKEN_CONFIGURATION, Misconfigured, "has an unusable address"),
    (_UNUSABLE, Malformed, "answered something unusable"),
    ((httpx.TimeoutException, TimeoutError), Unavailable, "did not answer in time"),
    ((httpx.RequestError, ConnectionError), Unavailable, "could not be reached"),
)
_NO_ACCESS = frozenset({401, 403, 404, 405, 407, 410})
_ACCOUNT_LIMIT = frozenset({402, 432, 433})
"""402 by RFC 9110; 432 and 433 are Tavily's for plan and pay-as-you-go limits."""
_TRY_AGAIN = frozenset({408, 425})


class ReplyTooLarge(httpx.DecodingError):
    """The reply is larger than allowed, or compressed although asked not to be."""


@cache
def _tls() -> ssl.SSLContext:
    return httpx.create_ssl_context()


def open_client(
    *,
    base_url: str = "",
    timeout: float,
    headers: Mapping[str, str] | None = None,
    max_reply: int = MAX_REPLY,
    raise_errors: bool = False,
    transport: httpx.AsyncBaseTransport | None = None,
) -> httpx.AsyncClient:
    """Return a pooled client: HTTP/2 where offered, proxies and CA bundle from the environment, no redirects.

    timeout: seconds for each read and write; connecting is bounded by CONNECT_SECONDS.
    max_reply: bytes of a reply; replies come uncompressed, so that this bounds memory too (else ReplyTooLarge).
    raise_errors: raise HTTPStatusError for any answer but 2xx, for callers that would lose its headers.
    """

    async def check(response: httpx.Response) -> None:
        response.stream = _bounded(response, max_reply)
        if raise_errors and not response.is_success:
            await response.aread()
            response.raise_for_status()

    return httpx.AsyncClient(
        base_url=base_url,
        timeout=httpx.Timeout(timeout, connect=min(timeout, CONNECT_SECONDS)),
        headers={"Accept-Encoding": "identity", "User-Agent": "digitalcloud-coach", **(headers or {})},
        event_hooks={"response": [check]},
        transport=transport,
        http2=True,
        verify=_tls(),
    )


class ServiceClient:
    """Owns the HTTP client of one outside service. Close it with `aclose` or use it as a context manager."""

    _http: httpx.AsyncClient

    async def aclose(self) -> None:
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


class _Bounded(httpx.AsyncByteStream):
    def __init__(self, stream: httpx.AsyncByteStream, limit: int) -> None:
        self._stream = stream
        self._limit = limit

    async def __aiter__(self) -> AsyncIterator[bytes]:
        left = self._limit
        async for chunk in self._stream:
            left -= len(chunk)
            if left < 0:
                raise ReplyTooLarge(f"reply larger than {self._limit} bytes")
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()


def _bounded(response: httpx.Response, limit: int) -> httpx.AsyncByteStream:
    if response.headers.get("content-encoding", "identity").lower() not in ("", "identity"):
        raise ReplyTooLarge("reply compressed although asked not to be")
    if not isinstance(response.stream, httpx.AsyncByteStream):
        raise TypeError("a synchronous stream in an asynchronous client")
    return _Bounded(response.stream, limit)


def translate(error: Exception, service: str) -> IntegrationException | None:
    """Return the error of the product's tree that `error` means, None for one that is not about the service.

    The text of the outside error is not taken over: it may hold the request.
    """
    if isinstance(error, IntegrationException):
        return error
    if isinstance(error, httpx.HTTPStatusError):
        return status_error(error.response, service)
    for kinds, meaning, words in _MEANINGS:
        if isinstance(error, kinds):
            return meaning(f"{service} {words}", service=service, details=type(error).__name__)
    return None


def status_error(response: httpx.Response, service: str, *, details: str = "") -> IntegrationException:
    """Return the error that an answer other than 2xx means."""
    status = response.status_code
    details = f"HTTP {status} {details}".strip()
    if status == httpx.codes.TOO_MANY_REQUESTS:
        after = retry_after(response.headers)
        return RateLimited(f"{service} is busy", service=service, details=details, retry_after=after)
    if status in _TRY_AGAIN or response.is_server_error:
        after = retry_after(response.headers)
        return Unavailable(f"{service} is unavailable", service=service, details=details, retry_after=after)
    if status in _ACCOUNT_LIMIT:
        key = "services.account_limit"
        return Misconfigured(f"{service} account limit reached", service=service, details=details, key=key)
    if status in _NO_ACCESS:
        return Misconfigured(f"{service} refused access", service=service, details=details)
    if response.is_client_error:
        return Rejected(f"{service} refused the request", service=service, details=details)
    return Malformed(f"{service} answered something unusable", service=service, details=details)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds to wait that the service asks for, None if it does not.

    Retry-After in seconds or as a date by RFC 9110, 10.2.3; retry-after-ms as OpenAI sends it.
    """
    for name, scale in (("retry-after-ms", 1000), ("retry-after", 1)):
        try:
            seconds = float(headers[name]) / scale
        except (KeyError, ValueError):
            continue
        if isfinite(seconds) and seconds >= 0:
            return seconds
    try:
        date = parsedate_to_datetime(headers["retry-after"])
    except (KeyError, ValueError):
        return None
    aware = date if date.tzinfo else date.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.now(UTC)).total_seconds())


def restate(error: IntegrationException, message: str) -> IntegrationException:
    """Return the same error with another message, its own words kept in the details."""
    details = " ".join(part for part in (str(error), error.details) if part)
    return type(error)(message, service=error.service, details=details, retry_after=error.retry_after, key=error.key)
