"""Offers a model as the copywriter, with the playbook to stand in; it is loaded when it is opened."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from agent.integrations.provider import Provider, Resources
from nodes.ports import Copywriter

_KEPT = 86_400
"""Seconds written pages are kept at most for the same request of the same session."""


@asynccontextmanager
async def _open(resources: Resources) -> AsyncIterator[Copywriter]:
    from agent.integrations.copywriting.openai_copywriter import OpenAICopywriter, PatientCopywriter  # noqa: PLC0415
    from agent.integrations.copywriting.playbook_copywriter import PlaybookCopywriter  # noqa: PLC0415
    from agent.integrations.fallback import SecondTry  # noqa: PLC0415
    from agent.integrations.memo import SessionMemo  # noqa: PLC0415
    from agent.integrations.openai_client import OpenAIClient  # noqa: PLC0415 - slow to import
    from agent.integrations.openai_errors import ContentRefused  # noqa: PLC0415
    from agent.integrations.token_budget import TokenBudget  # noqa: PLC0415
    from nodes.errors import Malformed  # noqa: PLC0415

    settings = resources.settings
    budget = TokenBudget(settings.token_budget, resources.redis, ttl=settings.session_ttl)
    memo = SessionMemo(resources.redis, ttl=settings.session_ttl or _KEPT)
    second_try = SecondTry("copywriter", resources.redis, at_once=(Malformed, ContentRefused))
    async with OpenAIClient(settings, budget=budget) as client:
        local = PlaybookCopywriter()
        yield PatientCopywriter(OpenAICopywriter(client, local), local, memo, second_try)


OPENAI: Provider[Copywriter] = Provider(
    name="openai",
    live=True,
    needs=("OPENAI_API_KEY",),
    configured=lambda settings: settings.openai_api_key is not None,
    open=_open,
)
