"""Publishes to DigitalCloud360, exactly once for each thing the person said yes to.

The platform promises neither to honour an idempotency key nor to find a site by a reference, so what it can do is a
setting; where it can do nothing about a doubtful outcome, a person is asked.
"""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import httpx
from pydantic import ValidationError

from agent.integrations.digitalcloud360_client import SERVICE, DigitalCloud360APIClient
from agent.integrations.http import translate
from agent.integrations.ledger import EffectLedger, Entry
from agent.integrations.publishing.platform_brief import platform_brief
from agent.integrations.publishing.platform_reply import checking, doubt, refusal, site_of, surely_not_made
from agent.integrations.session_context import session_key
from agent.settings import Settings
from nodes.errors import IntegrationException, Rejected
from nodes.inputs import ABSENT, PublishInput
from nodes.results import Website

if TYPE_CHECKING:
    from redis.asyncio import Redis

NAME = SERVICE
_KEPT = 30 * 86_400
"""Seconds an outcome is kept at least, where sessions end at all."""
_POLL = 0.2
_SENDS = 3
"""How often one call of `publish` may send to a platform that honours the key."""
_PAUSE = 1.0
"""Seconds before the first repetition to such a platform; doubled for the next."""
_RESEND_WITHIN = 10.0
"""Seconds of one `publish` in which a repetition may begin, so that the turn ends within 45 s at the usual timeout."""
_PATIENCE = 5.0
"""Seconds to wait inside a turn for a doubtful request to end; beyond that the person comes back."""


@dataclass(frozen=True)
class SiteRecord:
    """What the platform has of one site, and what was last sent to it."""

    id: str = ""
    """The platform's name of the site; later versions name it."""
    pending: str = ""
    """Key of what was about to be sent and is not settled; written before the first byte."""
    body: dict[str, Any] = field(default_factory=dict)
    """What goes under that key: a repetition must not differ in one letter."""


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
        self._capability = settings.digitalcloud360_capability
        self._repeats = self._capability == "idempotency_key"
        self._kept = max(settings.session_ttl, _KEPT) if settings.session_ttl else 0
        self._ledger = EffectLedger(redis, ttl=self._kept, clock=clock)

    async def publish(self, request: PublishInput, *, idempotency_key: str) -> Website:
        """Put the site online, or its new version. The same key never makes a second site.

        A version whose outcome is still in doubt is settled before a newer one is sent, by what the person found if
        the request says so. Raises OutcomeUnknown when a
        person must look (then `settle`), Unavailable when trying again with the same key is safe, Rejected for a brief
        the platform refuses and Misconfigured for a refused secret.
        """
        site_id, owner = request.site_id, uuid.uuid4().hex
        await self._note(request.session_id, _key(site_id), self._ledger.name(idempotency_key))
        if request.found:
            await self.settle(site_id, url="" if request.found == ABSENT else request.found)
        earlier = await self._record(site_id)
        if earlier.pending not in ("", idempotency_key):
            await self._once(site_id, earlier.pending, owner, None)
        made = await self._once(site_id, idempotency_key, owner, request)
        assert made is not None  # noqa: S101 - only without a request nothing may be made
        return Website(made_by=NAME, live=True, url=made["url"], site_id=site_id, version=request.revises + 1)

    async def settle(self, site_id: str, *, url: str = "") -> None:
        """Write down what a person found after OutcomeUnknown: the site's address, or that there is none.

        Without an address the next `publish` sends again.
        """
        record = await self._record(site_id)
        if not record.pending:
            return
        await self._ledger.settle(record.pending, "", "done" if url else "failed", {"url": url, "id": record.id})
        await self._keep(site_id, SiteRecord(record.id))

    async def _once(self, site_id: str, key: str, owner: str, request: PublishInput | None) -> dict[str, Any] | None:
        """Bring one key to its end and return the site; without a request, None when nothing was made."""
        begun, sends = time.monotonic(), 0
        async with self._ledger.alive(key, owner):
            while True:
                entry: Entry | None = await self._ledger.reserve(key, owner)
                again = entry is not None and entry.status == "unknown"
                if entry is not None and again:
                    entry = await self._reconcile(site_id, key, entry, owner)
                if entry and entry.status == "done" and entry.result:
                    await self._keep(site_id, SiteRecord(entry.result["id"]))
                    return entry.result
                elapsed = time.monotonic() - begun
                if entry is None or entry.owner != owner:
                    if elapsed > self._settings.digitalcloud360_timeout + _PATIENCE:
                        raise checking()
                    await asyncio.sleep(_POLL)
                    continue
                if request is None and not (again and self._repeats):
                    await self._not_made(site_id, key, owner)
                    return None
                body = await self._body(site_id, key, entry, None if again else request)
                sends += 1
                await self._send(site_id, key, owner, body, last=sends >= _SENDS or elapsed > _RESEND_WITHIN)
                await asyncio.sleep(_PAUSE * 2 ** (sends - 1) if self._repeats else 0)

    async def _reconcile(self, site_id: str, key: str, entry: Entry, owner: str) -> Entry | None:
        """Return how an effect in doubt stands after asking whoever knows; ours when it may be sent again."""
        if (await self._record(site_id)).pending != key:
            return await self._ledger.settle(key, "", "failed")  # nothing was about to be sent
        if self._capability == "neither":
            raise doubt()
        if self._capability == "lookup":
            await self._let_settle(entry)
            if found := await self._found(key):
                return await self._ledger.settle(key, "", "done", found)
        return await self._ledger.take_over(key, owner)

    async def _let_settle(self, entry: Entry) -> None:
        """Wait until the doubtful request can no longer be in flight: looking earlier could miss its site."""
        left = entry.last + self._settings.digitalcloud360_settle - self._clock()
        if left > _PATIENCE:
            raise checking(retry_after=left)
        await asyncio.sleep(max(0.0, left))

    async def _found(self, key: str) -> dict[str, str] | None:
        try:
            found = await self._client.find_website(key)
            return site_of(found) if found else None
        except (httpx.HTTPError, IntegrationException) as error:
            known = translate(error, SERVICE)
            raise checking(retry_after=known.retry_after if known else None) from error

    async def _send(self, site_id: str, key: str, owner: str, body: dict[str, Any], *, last: bool) -> None:
        """Send once and write down the outcome. Raises when nothing was made, or when this try ends in doubt."""
        try:
            site = site_of(await self._client.create_website(body, idempotency_key=key))
        except (httpx.HTTPError, IntegrationException) as error:
            if surely_not_made(error):
                await self._not_made(site_id, key, owner)
                raise refusal(error) from error
            await self._ledger.settle(key, owner, "unknown")
            if last and self._repeats:
                raise checking() from error
        except asyncio.CancelledError:
            await asyncio.shield(self._ledger.settle(key, owner, "unknown"))
            raise
        else:
            await self._ledger.settle(key, owner, "done", site)
            await self._keep(site_id, SiteRecord(site["id"]))

    async def _body(self, site_id: str, key: str, entry: Entry, request: PublishInput | None) -> dict[str, Any]:
        """Return what goes out under the key, kept before it does; without a request what went out before."""
        record = await self._record(site_id)
        if request is None:
            return record.body
        reference = key if self._capability == "lookup" else ""
        try:
            body = await asyncio.to_thread(
                platform_brief, request, at=entry.first, reference=reference, website_id=record.id
            )
        except ValidationError as error:
            await self._not_made(site_id, key, entry.owner)
            fields = ", ".join(sorted({".".join(map(str, part["loc"])) for part in error.errors()}))
            raise Rejected("the brief is not whole", service=SERVICE, details=fields) from None
        await self._keep(site_id, SiteRecord(record.id, key, body))
        return body

    async def _not_made(self, site_id: str, key: str, owner: str) -> None:
        await self._ledger.settle(key, owner, "failed")
        await self._keep(site_id, SiteRecord((await self._record(site_id)).id))

    async def _note(self, session_id: str, *keys: str) -> None:
        """Note what will be kept under other names, so that forgetting the session finds it."""
        name = session_key("elsewhere", session_id)
        await self._redis.sadd(name, *keys)
        if self._kept:
            await self._redis.expire(name, self._kept)

    async def _record(self, site_id: str) -> SiteRecord:
        raw = await self._redis.get(_key(site_id))
        return SiteRecord(**json.loads(raw)) if raw else SiteRecord()

    async def _keep(self, site_id: str, record: SiteRecord) -> None:
        await self._redis.set(_key(site_id), json.dumps(asdict(record)), ex=self._kept or None)


def _key(site_id: str) -> str:
    return f"coach:site:{{{site_id}}}"
