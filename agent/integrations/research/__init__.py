"""Researchers: the first configured one serves, the country facts are last."""

from __future__ import annotations

from agent.integrations.provider import Provider
from agent.integrations.research.country_facts import NAME, open_country_facts
from nodes.ports import Researcher

PROVIDERS: tuple[Provider[Researcher], ...] = (
    Provider(name=NAME, live=False, needs=(), configured=lambda _: True, open=open_country_facts),
)
