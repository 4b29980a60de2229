"""LogoAI: a company name and a style in, the address of a logo out.

The service publishes no reference, so address, path, header, method and the names of the fields are settings.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import httpx
import structlog

from agent.integrations.calls import Calls, Policy
from agent.integrations.http import ServiceClient, open_client, restate
from agent.settings import Settings
from nodes.errors import IntegrationException, Malformed, Rejected

SERVICE = "logoai"
_ATTEMPTS = 2
_WITHOUT_KEY = "https://cdn.example.com/logos/{}.png"

log = structlog.get_logger()


class LogoAIClient(ServiceClient):
    """Without arguments it is configured by the environment."""

    def __init__(self, settings: Settings | None = None, *, http: httpx.AsyncClient | None = None) -> None:
        self.settings = settings or Settings()
        self._http = http or open_client(timeout=self.settings.logoai_timeout)
        self._calls = Calls(Policy(SERVICE, timeout=self.settings.logoai_timeout, attempts=_ATTEMPTS))

    async def generate_logo(self, company_name: str, style_guide: Mapping[str, Any]) -> str:
        """Return the address of a logo; raise IntegrationException when there is none.

        style_guide: what is known of style, colors, slogan, size and format. Without LOGOAI_API_KEY nothing is
        called and the address is a deterministic example one.
        """
        if self.settings.logoai_api_key is None:
            return _WITHOUT_KEY.format(company_name.lower().replace(" ", "-"))
        try:
            return await self._calls.run("generate_logo", lambda: self._ask(company_name, style_guide))
        except IntegrationException as error:
            log.error(  # noqa: TRY400 - one line with fields is enough
                "Error during LogoAI logo generation",
                action="generate_logo",
                service=SERVICE,
                status="failed",
                error=str(error),
            )
            raise restate(error, "Failed to generate logo with LogoAI.") from error

    async def _ask(self, company_name: str, style_guide: Mapping[str, Any]) -> str:
        settings = self.settings
        key = settings.logoai_api_key
        response = await self._http.request(
            settings.logoai_method,
            settings.logoai_base_url.rstrip("/") + settings.logoai_path,
            json=self._body(company_name, style_guide),
            headers={settings.logoai_auth_header: key.get_secret_value() if key else ""},
        )
        response.raise_for_status()
        return self._address(response)

    def _body(self, company_name: str, style_guide: Mapping[str, Any]) -> dict[str, Any]:
        body = {"name": company_name, **style_guide}
        return {self.settings.logoai_fields.get(name, name): value for name, value in body.items() if value}

    def _address(self, response: httpx.Response) -> str:
        try:
            reply = response.json()
        except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
            raise Malformed("logoai answered something unusable", service=SERVICE, details="no JSON") from error
        if not isinstance(reply, dict):
            raise Malformed("logoai answered something unusable", service=SERVICE, details="no JSON object")
        if reply.get("success") is False or reply.get("errCode"):
            raise Rejected(
                "logoai refused the request", service=SERVICE, details=f"errCode {reply.get('errCode')!s:.20}"
            )
        part: Any = reply
        for name in self.settings.logoai_result.split("."):
            part = part.get(name) if isinstance(part, dict) else None
        address = _first_address(part)
        if not address:
            raise Malformed("logoai sent no logo", service=SERVICE, details="no address in the reply")
        return address


def _first_address(part: Any, depth: int = 0) -> str:
    if isinstance(part, str):
        return part if part.startswith(("https://", "http://")) else ""
    if depth > 4 or not isinstance(part, dict | list):  # noqa: PLR2004 - deeper is no known shape
        return ""
    inner = part.values() if isinstance(part, dict) else part
    return next((found for item in inner if (found := _first_address(item, depth + 1))), "")
