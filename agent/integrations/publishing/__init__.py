"""Publishers: where the finished site goes."""

from __future__ import annotations

from agent.integrations.provider import Provider
from agent.integrations.publishing.digitalcloud360 import DIGITALCLOUD360
from agent.integrations.publishing.static_site import STATIC_SITE
from nodes.ports import Publisher

PROVIDERS: tuple[Provider[Publisher], ...] = (DIGITALCLOUD360, STATIC_SITE)
