"""A server that would lose sessions is recognised by what it says of itself."""

from __future__ import annotations

from typing import Any

import pytest

from agent.checkpoint.examine import ServerFacts, examine


async def test_the_embedded_server_is_safe(real: Any) -> None:
    facts = await examine(real)

    assert not facts.too_old
    assert not facts.evicts
    assert facts.appends is True
    assert facts.cluster is False


@pytest.mark.parametrize(
    ("policy", "evicts"),
    [("noeviction", False), ("volatile-ttl", False), ("allkeys-lru", True), ("volatile-lru", True), (None, False)],
)
def test_a_policy_that_drops_sessions_is_named(policy: str | None, evicts: bool) -> None:
    assert ServerFacts("7.0.0", cluster=False, policy=policy, appends=True).evicts is evicts


@pytest.mark.parametrize(("version", "old"), [("5.0.9", True), ("6.0.0", False), ("10.1", False), ("", False)])
def test_servers_before_six_are_too_old(version: str, old: bool) -> None:
    assert ServerFacts(version, cluster=False, policy=None, appends=None).too_old is old


async def test_a_hosted_service_that_hides_its_settings_is_taken_as_it_is() -> None:
    class Hosted:
        async def info(self) -> dict[str, Any]:
            return {"node-1:6379": {"redis_version": "7.2.4", "cluster_enabled": 1}}

    facts = await examine(Hosted())
    assert (facts.policy, facts.appends, facts.cluster, facts.evicts) == (None, None, True, False)
