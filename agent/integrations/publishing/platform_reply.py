"""What the platform's answers and silences mean for a site that must exist exactly once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from agent.integrations.breaker import BREAKER_OPEN
from agent.integrations.digitalcloud360_client import SERVICE
from agent.integrations.http import NOT_SENT, status_error, translate
from nodes.errors import IntegrationException, Malformed, Misconfigured, OutcomeUnknown, Unavailable

_DOUBTFUL = frozenset({408, 409, 425, 429})
"""Refusals that do not say whether the site was made."""
_ADDRESS = ("url", "website_url", "site_url", "live_url", "public_url", "address")
_NAMES = ("id", "website_id", "site_id", "_id", "uuid")
_INSIDE = ("data", "website", "site", "result")


def site_of(reply: Mapping[str, Any]) -> dict[str, str]:
    """Return id and url of the site from an answer, whose exact shape is not documented. Raises Malformed."""
    places = [reply, *(inner for name in _INSIDE if isinstance(inner := reply.get(name), Mapping))]
    url = next((place[name] for place in places for name in _ADDRESS if _is_address(place.get(name))), "")
    name = next((place[name] for place in places for name in _NAMES if isinstance(place.get(name), str | int)), "")
    if not url:
        raise Malformed("digitalcloud360 named no address", service=SERVICE, details="no address in the reply")
    return {"url": str(url), "id": str(name)}


def surely_not_made(error: Exception) -> bool:
    """Whether it is certain after this error that no site was made."""
    if isinstance(error, httpx.HTTPStatusError):
        return error.response.is_client_error and error.response.status_code not in _DOUBTFUL
    if isinstance(error, IntegrationException):
        return error.details == BREAKER_OPEN
    return isinstance(error, NOT_SENT)


def refusal(error: Exception) -> IntegrationException:
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


def checking(retry_after: float | None = None) -> Unavailable:
    """Return the error for a doubt that another try with the same key will end."""
    return Unavailable(
        "the outcome is being checked", service=SERVICE, retry_after=retry_after, key="services.publish_checking"
    )


def doubt() -> OutcomeUnknown:
    """Return the error for a doubt that only a person can end."""
    return OutcomeUnknown("it is not known whether the site was made", service=SERVICE, key="services.publish_unknown")


def _is_address(value: object) -> bool:
    return isinstance(value, str) and value.startswith(("https://", "http://")) and not any(map(str.isspace, value))


def _fields(response: httpx.Response) -> str:
    """Return the names of the refused fields, never their values."""
    try:
        detail = response.json()["detail"]
        return ", ".join(".".join(str(part) for part in item["loc"] if part != "body") for item in detail)[:200]
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""
