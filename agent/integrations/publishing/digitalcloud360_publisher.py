"""Publishes to DigitalCloud360, exactly once for each thing the person said yes to.

The platform promises neither to honour an idempotency key nor to find a site by a reference, so what it can do is a
setting; where it can do nothing about a doubtful outcome, a person is asked.
"""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import httpx
from pydantic import ValidationError

from agent.integrations.breaker import BREAKER_OPEN
from agent.integrations.digitalcloud360_client import SERVICE, DigitalCloud360APIClient
from agent.integrations.http import NOT_SENT, status_error, translate
from agent.integrations.ledger import EffectLedger, Entry
from agent.integrations.provider import Provider, Resources
from agent.integrations.publishing.platform_brief import platform_brief
from agent.settings import Settings
from nodes.errors import (
    IntegrationException,
    Malformed,
    Misconfigured,
    OutcomeUnknown,
    Rejected,
    SettingsError,
    Unavailable,
)
from nodes.inputs import PublishInput
from nodes.ports import Publisher
from nodes.results import Website

if TYPE_CHECKING:
    from redis.asyncio import Redis

NAME = SERVICE
_KEPT = 30 * 86_400
"""Seconds an outcome is kept at least, where sessions end at all."""
_POLL = 0.2
_DOUBTFUL = frozenset({408, 409, 425, 429})
"""Refusals that do not say whether the site was made."""
_SENDS = 3
"""How often one call of `publish` may send to a platform that honours the key."""
_RESEND_WITHIN = 10.0
"""Seconds of one `publish` in which a repetition may begin, so that the turn ends within 45 s at the usual timeout."""
_PATIENCE = 5.0
"""Seconds to wait inside a turn for a doubtful request to end; beyond that the person comes back."""
_ADDRESS = ("url", "website_url", "site_url", "live_url", "public_url", "address")
_NAMES = ("id", "website_id", "site_id", "_id", "uuid")
_INSIDE = ("data", "website", "site", "result")


class DigitalCloud360Publisher:
    """One platform, one ledger."""

    def __init__(
        self,
        client: DigitalCloud360APIClient,
        redis: Redis,
        settings: Settings,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._client = client
        self._redis = redis
        self._settings = settings
        self._clock = clock
        kept = max(settings.session_ttl, _KEPT) if settings.session_ttl else 0
        self._ledger = EffectLedger(redis, ttl=kept, clock=clock)
        self._patience = settings.digitalcloud360_timeout + _PATIENCE

    async def publish(self, request: PublishInput, *, idempotency_key: str) -> Website:
        """Put the site online, or its new version. The same key never makes a second site.

        Raises OutcomeUnknown when a person must look, Unavailable when trying again with the same key is safe,
        Rejected for a brief the platform refuses and Misconfigured for a refused secret.
        """
        owner = uuid.uuid4().hex
        begun, sends = time.monotonic(), 0
        repeats = self._settings.digitalcloud360_capability == "idempotency_key"
        async with self._ledger.alive(idempotency_key, owner):
            while True:
                entry: Entry | None = await self._ledger.reserve(idempotency_key, owner)
                if entry and entry.status == "unknown":
                    entry = await self._reconcile(idempotency_key, entry, request, owner)
                if entry and entry.status == "done":
                    return self._website(request, entry.result or {})
                if entry and entry.owner == owner:
                    sends += 1
                    last = sends >= _SENDS or time.monotonic() - begun > _RESEND_WITHIN
                    if done := await self._send(request, idempotency_key, entry, last=repeats and last):
                        return self._website(request, done)
                    await asyncio.sleep(2.0 ** (sends - 1) if repeats else 0)
                elif time.monotonic() - begun > self._patience:
                    raise _checking()
                else:
                    await asyncio.sleep(_POLL)

    async def settle(self, idempotency_key: str, *, url: str = "") -> None:
        """Write down what a person found after OutcomeUnknown: the site's address, or that there is none.

        Without an address the next `publish` with this key sends again.
        """
        result = {"url": url, "id": ""} if url else None
        await self._ledger.settle(idempotency_key, "", "done" if url else "failed", result)

    async def _reconcile(self, key: str, entry: Entry, request: PublishInput, owner: str) -> Entry | None:
        capability = self._settings.digitalcloud360_capability
        if capability == "neither":
            raise OutcomeUnknown(
                "it is not known whether the site was made", service=SERVICE, key="services.publish_unknown"
            )
        if capability == "lookup":
            await self._let_settle(entry)
            found = await self._found(key)
            if found is not None:
                await self._remember(request, found)
                return await self._ledger.settle(key, "", "done", found)
        return await self._ledger.take_over(key, owner)

    async def _let_settle(self, entry: Entry) -> None:
        """Wait until the doubtful request can no longer be in flight: looking earlier could miss its site."""
        left = entry.last + self._settings.digitalcloud360_settle - self._clock()
        if left > _PATIENCE:
            raise _checking(retry_after=left)
        if left > 0:
            await asyncio.sleep(left)

    async def _found(self, key: str) -> dict[str, Any] | None:
        try:
            found = await self._client.find_website(key)
        except Exception as error:
            known = translate(error, SERVICE)
            if known is None:
                raise
            raise _checking(retry_after=known.retry_after) from error
        return _site(found) if found else None

    async def _send(self, request: PublishInput, key: str, entry: Entry, *, last: bool) -> dict[str, Any] | None:
        """Send once and return the site, None when sending again is safe and allowed. Raises what ends the try."""
        owner = entry.owner
        async with self._settled_if_cut_off(key, owner):
            body = await self._body(request, key, entry)
            try:
                site = _site(await self._client.create_website(body, idempotency_key=key))
            except (httpx.HTTPError, IntegrationException) as error:
                surely_not = _surely_not_made(error)
                await self._ledger.settle(key, owner, "failed" if surely_not else "unknown")
                if surely_not:
                    raise _refusal(error) from error
                if last:
                    raise _checking() from error
                return None
            await self._remember(request, site)
            await self._ledger.settle(key, owner, "done", site)
            return site

    @asynccontextmanager
    async def _settled_if_cut_off(self, key: str, owner: str) -> AsyncIterator[None]:
        """Leave no living entry behind a cancelled call."""
        try:
            yield
        except asyncio.CancelledError:
            await asyncio.shield(self._ledger.settle(key, owner, "unknown"))
            raise

    async def _body(self, request: PublishInput, key: str, entry: Entry) -> dict[str, Any]:
        reference = key if self._settings.digitalcloud360_capability == "lookup" else ""
        raw = await self._redis.get(_record(request.site_id))
        known = json.loads(raw) if raw else {}
        try:
            return platform_brief(request, at=entry.first, reference=reference, website_id=known.get("id", ""))
        except ValidationError as error:
            await self._ledger.settle(key, entry.owner, "failed")
            fields = ", ".join(sorted({".".join(map(str, part["loc"])) for part in error.errors()}))
            raise Rejected("the brief is not whole", service=SERVICE, details=fields) from None

    async def _remember(self, request: PublishInput, site: Mapping[str, Any]) -> None:
        """Keep the platform's name of the site, under which later versions go."""
        if site["id"]:
            await self._redis.set(_record(request.site_id), json.dumps({"id": site["id"]}))

    def _website(self, request: PublishInput, site: Mapping[str, Any]) -> Website:
        return Website(
            made_by=NAME, live=True, url=str(site["url"]), site_id=request.site_id, version=request.revises + 1
        )


def _record(site_id: str) -> str:
    return f"coach:site:{site_id}"


def _site(reply: Mapping[str, Any]) -> dict[str, Any]:
    """Return id and address of the site from the platform's answer, whose exact shape is not documented."""
    places = [reply, *(inner for name in _INSIDE if isinstance(inner := reply.get(name), Mapping))]
    url = next((place[name] for place in places for name in _ADDRESS if _is_address(place.get(name))), "")
    name = next((place[name] for place in places for name in _NAMES if isinstance(place.get(name), str | int)), "")
    if not url:
        raise Malformed("digitalcloud360 named no address", service=SERVICE, details="no address in the reply")
    return {"url": url, "id": str(name)}


def _is_address(value: object) -> bool:
    return isinstance(value, str) and value.startswith(("https://", "http://")) and not any(map(str.isspace, value))


def _surely_not_made(error: Exception) -> bool:
    if isinstance(error, httpx.HTTPStatusError):
        return error.response.is_client_error and error.response.status_code not in _DOUBTFUL
    if isinstance(error, IntegrationException):
        return error.details == BREAKER_OPEN
    return isinstance(error, NOT_SENT)


def _refusal(error: Exception) -> IntegrationException:
    """Return what the person is told when nothing was made."""
    if isinstance(error, httpx.HTTPStatusError):
        found = status_error(error.response, SERVICE, details=_fields(error.response))
        if not isinstance(found, Misconfigured):
            found.key = "services.publish_refused"
        return found
    known = translate(error, SERVICE)
    if isinstance(known, Unavailable):
        known.key = "services.publish_not_sent"
    return known or Unavailable("digitalcloud360 could not be reached", service=SERVICE)


def _fields(response: httpx.Response) -> str:
    """Return the names of the refused fields, never their values."""
    try:
        detail = response.json()["detail"]
        return ", ".join(".".join(str(part) for part in item["loc"] if part != "body") for item in detail)[:200]
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""


def _checking(retry_after: float | None = None) -> Unavailable:
    return Unavailable(
        "the outcome is being checked", service=SERVICE, retry_after=retry_after, key="services.publish_checking"
    )


def _configured(settings: Settings) -> bool:
    return bool(settings.digitalcloud360_base_url and settings.digitalcloud360_service_secret)


@asynccontextmanager
async def open_digitalcloud360(resources: Resources) -> AsyncIterator[Publisher]:
    """Open the client over the shared store; without a store nothing may be published outside."""
    if resources.redis is None:
        raise SettingsError("publishing to DigitalCloud360 needs a store for its ledger")
    async with DigitalCloud360APIClient(resources.settings) as client:
        yield DigitalCloud360Publisher(client, resources.redis, resources.settings)


DIGITALCLOUD360: Provider[Publisher] = Provider(
    name=NAME,
    live=True,
    needs=("DIGITALCLOUD360_BASE_URL", "DIGITALCLOUD360_SERVICE_SECRET"),
    configured=_configured,
    open=open_digitalcloud360,
)
