"""Coaches: they understand the person's words and word the next question."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from agent.integrations.coach.openai import OPENAI
from agent.integrations.provider import Provider, Resources
from nodes.ports import Coach


@asynccontextmanager
async def _open_guided(resources: Resources) -> AsyncIterator[Coach]:
    from agent.integrations.coach.guided_coach import GuidedCoach  # noqa: PLC0415 - loads the words of all languages

    yield GuidedCoach(resources.phrases)


PROVIDERS: tuple[Provider[Coach], ...] = (
    OPENAI,
    Provider(name="guided interview", live=False, needs=(), configured=lambda _: True, open=_open_guided),
)
