"""Asks each configured service once, cheaply and with its key, how it is; for operators."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from agent.integrations.http import open_client, translate
from agent.settings import Settings
from nodes.errors import IntegrationException, Misconfigured, RateLimited, Unavailable

Status = Literal["ok", "reachable", "slow", "wrong_key", "account_limit", "unreachable", "unusable"]

SLOW_SECONDS = 5.0


@dataclass(frozen=True)
class Check:
    """How one service is. Sentences are in playbooks: checks.status.<status> and checks.remedy.<status>."""

    service: str
    status: Status
    seconds: float
    names: tuple[str, ...]
    """Settings that lead to the service, for the remedy."""
    details: str = ""
    """For operators; holds no secret."""

    @property
    def works(self) -> bool:
        return self.status in ("ok", "reachable", "slow")


@dataclass(frozen=True)
class _Probe:
    service: str
    names: tuple[str, ...]
    configured: Callable[[Settings], bool]
    ask: Callable[[Settings], Awaitable[None]]
    tries_key: bool = True


async def check_live(settings: Settings) -> tuple[Check, ...]:
    """Return one check for each configured service, made at the same time; nothing is called without a key."""
    return tuple(await asyncio.gather(*(_check(probe, settings) for probe in _PROBES if probe.configured(settings))))


async def _check(probe: _Probe, settings: Settings) -> Check:
    begun = time.monotonic()
    try:
        await probe.ask(settings)
    except Exception as error:
        known = translate(error, probe.service)
        if known is None:
            raise
        details = " ".join(part for part in (str(known), known.details) if part)
        return Check(probe.service, _status(known), time.monotonic() - begun, probe.names, details)
    seconds = time.monotonic() - begun
    well: Status = "ok" if probe.tries_key else "reachable"
    return Check(probe.service, "slow" if seconds > SLOW_SECONDS else well, seconds, probe.names)


def _status(error: IntegrationException) -> Status:
    if isinstance(error, Misconfigured):
        return "account_limit" if "account_limit" in error.key else "wrong_key" if _denied(error) else "unusable"
    if isinstance(error, RateLimited):
        return "slow"
    return "unreachable" if isinstance(error, Unavailable) else "unusable"


def _denied(error: IntegrationException) -> bool:
    return any(status in error.details for status in ("401", "403"))


async def _openai(settings: Settings) -> None:
    from agent.integrations.openai_client import OpenAIClient  # noqa: PLC0415 - slow to import

    async with OpenAIClient(settings) as client:
        await client.ping()


async def _tavily(settings: Settings) -> None:
    from agent.integrations.tavily_client import TavilyClient  # noqa: PLC0415 - slow to import

    async with TavilyClient(settings) as client:
        await client.search("market", action="ping", max_results=1)


async def _logoai(settings: Settings) -> None:
    """Only knock: every other call of this service draws a logo and is paid for."""
    key = settings.logoai_api_key
    headers = {settings.logoai_auth_header: key.get_secret_value() if key else ""}
    async with open_client(timeout=settings.logoai_timeout) as http:
        response = await http.options(settings.logoai_base_url.rstrip("/") + settings.logoai_path, headers=headers)
        if response.status_code in (401, 403) or response.is_server_error:
            response.raise_for_status()


async def _recraft(settings: Settings) -> None:
    key = settings.recraft_api_key
    headers = {"Authorization": f"Bearer {key.get_secret_value() if key else ''}"}
    async with open_client(timeout=settings.recraft_timeout, raise_errors=True) as http:
        await http.get(f"{settings.recraft_base_url.rstrip('/')}/users/me", headers=headers)


async def _digitalcloud360(settings: Settings) -> None:
    secret = settings.digitalcloud360_service_secret
    headers = {"X-Service-Secret": secret.get_secret_value() if secret else ""}
    async with open_client(timeout=settings.digitalcloud360_timeout, raise_errors=True) as http:
        await http.get(f"{settings.digitalcloud360_base_url.rstrip('/')}/health", headers=headers)


_PROBES = (
    _Probe("openai", ("OPENAI_API_KEY", "OPENAI_BASE_URL"), lambda made: made.openai_api_key is not None, _openai),
    _Probe("tavily", ("TAVILY_API_KEY", "TAVILY_BASE_URL"), lambda made: made.tavily_api_key is not None, _tavily),
    _Probe(
        "logoai",
        ("LOGOAI_API_KEY", "LOGOAI_BASE_URL", "LOGOAI_PATH"),
        lambda made: made.logoai_api_key is not None,
        _logoai,
        tries_key=False,
    ),
    _Probe("recraft", ("RECRAFT_API_KEY", "RECRAFT_BASE_URL"), lambda made: made.recraft_api_key is not None, _recraft),
    _Probe(
        "digitalcloud360",
        ("DIGITALCLOUD360_SERVICE_SECRET", "DIGITALCLOUD360_BASE_URL"),
        lambda made: bool(made.digitalcloud360_base_url and made.digitalcloud360_service_secret),
        _digitalcloud360,
    ),
)
