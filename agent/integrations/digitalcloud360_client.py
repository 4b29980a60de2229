"""DigitalCloud360: the platform that turns a business brief into a website.

This client keeps to the description of the platform and raises the transport's own errors; the publisher above it
knows what they mean for a site that must exist exactly once.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import quote

import httpx
import structlog

from agent.integrations.calls import Calls, Policy
from agent.integrations.http import NOT_SENT, ServiceClient, open_client
from agent.settings import Settings
from nodes.errors import IntegrationException, Malformed, Misconfigured, Unavailable

T = TypeVar("T")

SERVICE = "digitalcloud360"
DEFAULT_ADDRESS = "https://api.digitalcloud360.com"
"""Used when DIGITALCLOUD360_BASE_URL is empty; from the platform's troubleshooting guide."""

log = structlog.get_logger()


class DigitalCloud360APIClient(ServiceClient):
    """Without arguments it is configured by the environment.

    Raises IntegrationException when DIGITALCLOUD360_SERVICE_SECRET is missing.
    """

    def __init__(self, settings: Settings | None = None, *, http: httpx.AsyncClient | None = None) -> None:
        self.settings = settings or Settings()
        if self.settings.digitalcloud360_service_secret is None:
            raise Misconfigured("DIGITALCLOUD360_SERVICE_SECRET is not set.", service=SERVICE)
        self.base_url = (self.settings.digitalcloud360_base_url or DEFAULT_ADDRESS).rstrip("/")
        self.timeout = self.settings.digitalcloud360_timeout
        self.max_retries = self.settings.digitalcloud360_max_retries
        self._http = http or open_client(timeout=self.timeout)
        self._policy = Policy(SERVICE, timeout=self.timeout, attempts=self.max_retries, first_wait=1.0)
        self._calls = Calls(self._policy)

    async def health_check(self) -> bool:
        """Return whether the platform answers its health address; tried `max_retries` times, 2**attempt s apart."""
        try:
            # A breaker of its own: the question is how the platform is now.
            await Calls(self._policy).run("health_check", lambda: self._get(f"{self.base_url}/health"))
        except IntegrationException as error:
            self._log("DigitalCloud360 health check failed", "health_check", error)
            return False
        return True

    async def create_website(self, business_brief: Mapping[str, Any], *, idempotency_key: str = "") -> dict[str, Any]:
        """Send the brief once and return the platform's answer.

        Raises httpx.HTTPStatusError for any answer but 2xx and httpx.RequestError when there is none; sent again
        only when the platform surely saw nothing. Raises Malformed for 2xx without a JSON object.
        """
        headers = self._headers() | {"Content-Type": "application/json"}
        if idempotency_key:
            headers["Idempotency-Key"] = idempotency_key

        async def send() -> dict[str, Any]:
            address = f"{self._api}/websites"
            response = await self._http.post(address, json=dict(business_brief), headers=headers, timeout=self.timeout)
            response.raise_for_status()
            return _object(response)

        return await self._raw("create_website", send, lambda error: isinstance(error.__cause__, NOT_SENT))

    async def find_website(self, reference: str) -> dict[str, Any] | None:
        """Return the site made for an `external_ref`, None if there is none; for platforms that can be asked."""
        address = f"{self._api}/websites?external_ref={quote(reference, safe='')}"
        return await self._look_up("find_website", address)

    async def get_user_profile(self, user_id: int | str) -> dict[str, Any] | None:
        """Return a user's profile, None for an unknown user. Raises like `create_website`."""
        return await self._look_up("get_user_profile", f"{self._api}/users/{quote(str(user_id), safe='')}")

    @property
    def _api(self) -> str:
        return self.base_url + self.settings.digitalcloud360_path_prefix.rstrip("/")

    def _headers(self) -> dict[str, str]:
        secret = self.settings.digitalcloud360_service_secret
        return {"X-Service-Secret": secret.get_secret_value() if secret else ""}

    async def _get(self, address: str) -> httpx.Response:
        response = await self._http.get(address, headers=self._headers(), timeout=self.timeout)
        response.raise_for_status()
        return response

    async def _look_up(self, action: str, address: str) -> dict[str, Any] | None:
        async def ask() -> dict[str, Any] | None:
            response = await self._http.get(address, headers=self._headers(), timeout=self.timeout)
            if response.status_code == httpx.codes.NOT_FOUND:
                return None
            response.raise_for_status()
            return _object(response)

        return await self._raw(action, ask, lambda error: isinstance(error, Unavailable))

    async def _raw(
        self, action: str, operation: Callable[[], Awaitable[T]], retry: Callable[[IntegrationException], bool]
    ) -> T:
        try:
            return await self._calls.run(action, operation, retry=retry)
        except IntegrationException as error:
            self._log("DigitalCloud360 request failed", action, error)
            if isinstance(error.__cause__, httpx.HTTPStatusError | httpx.RequestError):
                raise error.__cause__ from None
            raise

    def _log(self, event: str, action: str, error: IntegrationException) -> None:
        log.error(event, action=action, service=SERVICE, status="failed", error=str(error), details=error.details)


def _object(response: httpx.Response) -> dict[str, Any]:
    try:
        found = response.json()
    except (ValueError, RecursionError) as error:
        raise Malformed(f"{SERVICE} answered something unusable", service=SERVICE, details="no JSON") from error
    if not isinstance(found, dict):
        raise Malformed(f"{SERVICE} answered something unusable", service=SERVICE, details="no JSON object")
    return found
