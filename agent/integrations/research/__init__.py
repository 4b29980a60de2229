"""Researchers: the first configured one serves, the country facts are last."""

from __future__ import annotations

from agent.integrations.provider import Provider
from agent.integrations.research.country_facts import NAME, open_country_facts
from agent.integrations.research.tavily import TAVILY
from nodes.ports import Researcher

PROVIDERS: tuple[Provider[Researcher], ...] = (
    TAVILY,
    Provider(name=NAME, live=False, needs=(), configured=lambda _: True, open=open_country_facts),
)
