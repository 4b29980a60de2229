"""Logos by Recraft, whose vector models answer with real SVG."""

from __future__ import annotations

import asyncio
import base64
import binascii
import json
import re
from typing import Any

import httpx

from agent import resources
from agent.integrations.calls import Calls, Policy
from agent.integrations.http import open_client
from agent.integrations.logo.fetched import LARGEST_PICTURE, fetch, variant
from agent.settings import Settings
from nodes.errors import IntegrationException, Malformed, Misconfigured
from nodes.inputs import LogoInput
from nodes.results import LogoSet, LogoVariant

SERVICE = "recraft"
NAME = SERVICE
_VARIANTS = 3
"""Pictures a request asks for; each is paid for."""
_LONGEST_PROMPT = 1000
"""Characters the service reads of a prompt."""
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


class RecraftDesigner:
    """Fills LogoDesigner."""

    def __init__(self, settings: Settings, *, http: httpx.AsyncClient | None = None) -> None:
        if settings.recraft_api_key is None:
            raise Misconfigured("RECRAFT_API_KEY is not set.", service=SERVICE)
        self._settings = settings
        self._key = settings.recraft_api_key
        timeout = settings.recraft_timeout
        self._http = http or open_client(timeout=timeout, max_reply=_VARIANTS * LARGEST_PICTURE)
        self._calls = Calls(Policy(SERVICE, timeout=timeout, attempts=2))

    async def design(self, request: LogoInput) -> LogoSet:
        """Return the usable ones of three logos. Raises IntegrationException when there is none."""
        found = await self._calls.run("generate_logo", lambda: self._ask(request))
        drawing = (self._variant(item, number, request.name) for number, item in enumerate(found, 1))
        made = await asyncio.gather(*drawing, return_exceptions=True)
        variants = tuple(each for each in made if isinstance(each, LogoVariant))
        for each in made:
            if isinstance(each, BaseException) and not (variants and isinstance(each, IntegrationException)):
                raise each
        if not variants:
            raise Malformed(f"{SERVICE} sent no logo", service=SERVICE)
        return LogoSet(made_by=NAME, live=True, variants=variants)

    async def aclose(self) -> None:
        await self._http.aclose()

    async def _ask(self, request: LogoInput) -> list[dict[str, Any]]:
        response = await self._http.post(
            f"{self._settings.recraft_base_url.rstrip('/')}/images/generations",
            json={"prompt": prompt(request), "model": self._settings.recraft_model, "n": _VARIANTS}
            | _controls(request),
            headers={"Authorization": f"Bearer {self._key.get_secret_value()}"},
        )
        response.raise_for_status()
        try:
            found = response.json()["data"]
        except (json.JSONDecodeError, UnicodeDecodeError, RecursionError, KeyError, TypeError) as error:
            raise Malformed(f"{SERVICE} answered something unusable", service=SERVICE) from error
        return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []

    async def _variant(self, item: dict[str, Any], number: int, name: str) -> LogoVariant:
        picture = await self._picture(item)
        return await asyncio.to_thread(variant, picture, number=number, name=name, service=SERVICE)

    async def _picture(self, item: dict[str, Any]) -> bytes:
        if isinstance(encoded := item.get("b64_json"), str):
            try:
                return base64.b64decode(encoded, validate=True)
            except binascii.Error as error:
                raise Malformed(f"{SERVICE} sent a broken picture", service=SERVICE) from error
        address, home = str(item.get("url") or ""), self._settings.recraft_base_url
        return await self._calls.run("fetch_logo", lambda: fetch(self._http, address, service=SERVICE, home=home))


def prompt(request: LogoInput) -> str:
    """Return what the picture should be, within the service's limit."""
    words = resources.load_yaml("prompts/logo.yaml")
    parts = [words["logo"].format(name=request.name, sector=request.sector)]
    for name in ("tagline", "style", "colors", "wishes"):
        value = getattr(request, name)
        if value:
            parts.append(words[name].format(value=value if isinstance(value, str) else ", ".join(value)))
    return " ".join((*parts, words["rules"]))[:_LONGEST_PROMPT]


def _controls(request: LogoInput) -> dict[str, Any]:
    wanted = [color for color in request.colors if _HEX.fullmatch(color)]
    colors = [{"rgb": [int(color[start : start + 2], 16) for start in (1, 3, 5)]} for color in wanted]
    return {"controls": {"colors": colors}} if colors else {}
