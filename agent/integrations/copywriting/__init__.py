"""Copywriters: the first configured one serves, the playbook is last."""

from __future__ import annotations

from agent.integrations.copywriting.openai import OPENAI
from agent.integrations.copywriting.playbook_copywriter import NAME, open_playbook_copywriter
from agent.integrations.provider import Provider
from nodes.ports import Copywriter

PROVIDERS: tuple[Provider[Copywriter], ...] = (
    OPENAI,
    Provider(name=NAME, live=False, needs=(), configured=lambda _: True, open=open_playbook_copywriter),
)
