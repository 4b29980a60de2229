"""Offers a model as the coach; it is loaded when it is opened."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from agent.integrations.provider import Provider, Resources
from nodes.ports import Coach


@asynccontextmanager
async def _open(resources: Resources) -> AsyncIterator[Coach]:
    from agent.integrations.coach.guided_coach import GuidedCoach  # noqa: PLC0415 - loads the words of all languages
    from agent.integrations.coach.openai_coach import OpenAICoach  # noqa: PLC0415
    from agent.integrations.fallback import SecondTry  # noqa: PLC0415
    from agent.integrations.openai_client import OpenAIClient  # noqa: PLC0415 - slow to import
    from agent.integrations.openai_errors import ContentRefused  # noqa: PLC0415
    from agent.integrations.token_budget import TokenBudget  # noqa: PLC0415
    from nodes.errors import Malformed  # noqa: PLC0415

    settings = resources.settings
    budget = TokenBudget(settings.token_budget, resources.redis, ttl=settings.session_ttl)
    second_try = SecondTry("coach", resources.redis, at_once=(Malformed, ContentRefused))
    async with OpenAIClient(settings, budget=budget) as client:
        yield OpenAICoach(client, GuidedCoach(resources.phrases), resources.phrases, second_try)


OPENAI: Provider[Coach] = Provider(
    name="openai",
    live=True,
    needs=("OPENAI_API_KEY",),
    configured=lambda settings: settings.openai_api_key is not None,
    open=_open,
)
