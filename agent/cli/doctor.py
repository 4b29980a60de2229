"""`coach doctor`: who serves each step, whether sessions can be kept, and what is missing."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from agent.settings import Settings

STEP_OF = {
    "coach": "vision",
    "researcher": "research",
    "copywriter": "content",
    "logo_designer": "logo",
    "publisher": "publish",
}
"""The step that each role of Services serves."""


@click.command()
@click.option("--live", is_flag=True, help="Make one cheap call to each configured service.")
def command(live: bool) -> None:
    """Say which provider serves each step and whether the coach can run. Exit code 0 when it can, 1 when not."""
    sys.exit(asyncio.run(_examine(live=live)))


async def _examine(*, live: bool) -> int:
    from agent import logs
    from agent.settings import Settings

    settings = Settings()
    logs.configure("error")
    click.echo("Steps")
    for line in _steps(settings):
        click.echo(line)
    click.echo("\nSessions")
    sentence, works = await _store(settings)
    click.echo(sentence)
    click.echo(f"\nSites: {settings.sites_folder}")
    if live:
        works = await _services(settings) and works
    click.echo("\nThe coach can run." if works else "\nThe coach cannot run.")
    return 0 if works else 1


async def _services(settings: Settings) -> bool:
    """Call each configured service once and tell how it is; True when all work."""
    from agent.integrations.live_check import check_live
    from agent.phrases import PhraseBook

    say, language = PhraseBook().say, settings.coach_language or "en"
    click.echo("\nServices")
    checks = await check_live(settings)
    if not checks:
        click.echo("  none is configured")
    for check in checks:
        status = say(language, f"checks.status.{check.status}")
        click.echo(f"  {check.service:<17} {status} ({check.seconds:.1f} s)  {check.details}".rstrip())
        if remedy := say(language, f"checks.remedy.{check.status}", names=", ".join(check.names)):
            click.echo(f"    {remedy}")
    return all(check.works for check in checks)


def _steps(settings: Settings) -> list[str]:
    from agent.bootstrap import families, providers_of
    from agent.integrations.provider import choose

    lines = []
    for role, family in families().items():
        listed = providers_of(family)
        chosen = choose(listed, settings)
        kind = "live" if chosen.live else "local default"
        lines.append(f"  {STEP_OF.get(role, role):<9} {chosen.name} ({kind})")
        lines += [
            f"            {other.name}: set {' and '.join(other.needs)} to use it"
            for other in listed[: listed.index(chosen)]
        ]
    return lines


async def _store(settings: Settings) -> tuple[str, bool]:
    """Say what keeps the sessions, and whether it answers."""
    from redis.exceptions import RedisError

    from agent.storage import open_storage
    from nodes.errors import CoachError

    try:
        async with open_storage(settings) as storage:
            info: dict[str, Any] = await storage.redis.info("server")
            version = info.get("valkey_version") or info.get("redis_version")
            name = "Valkey" if "valkey_version" in info else "Redis"
    except (CoachError, RedisError, OSError) as error:
        return f"  cannot be kept: {error}\n  Remedy: {_remedy(settings)}", False
    if storage.kind == "embedded":
        kept = f"  embedded {name} {version}, sessions on disk in {settings.coach_home}"
        return f"{kept}\n            REDIS_URL: set it to share sessions between machines", True
    ttl = f"kept {settings.session_ttl} s after the last activity" if settings.session_ttl else "kept for good"
    worries = "".join(f"\n            Warning: {worry}" for worry in storage.worries)
    return f"  {name} {version} at REDIS_URL, {ttl}{worries}", True


def _remedy(settings: Settings) -> str:
    if settings.redis_url:
        return "check that the server of REDIS_URL runs and its password is right, or unset it for the embedded store"
    return "set REDIS_URL to a Redis >= 6 or Valkey, or install valkey-server or redis-server"
