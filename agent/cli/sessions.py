"""`coach sessions`: list, show, export, import and forget sessions."""

from __future__ import annotations

import asyncio
import json

import click

from agent.cli.site import export_, import_


@click.group()
def command() -> None:
    """List, show, export, import and forget sessions. Continue one with `coach chat --session ID`."""


command.add_command(export_)
command.add_command(import_)


@command.command("list")
@click.option("--user", "user_id", default="", help="Whose sessions; without it, those of no user.")
@click.option(
    "--limit", default=50, type=click.IntRange(min=1), show_default=True, help="How many at most, the latest first."
)
def list_sessions(user_id: str, limit: int) -> None:
    """List sessions, the latest first: id, step, name."""
    asyncio.run(_list(user_id, limit))


@command.command()
@click.argument("session_id")
@click.option("--json", "as_json", is_flag=True, help="Print the brief and all results as JSON.")
def show(session_id: str, as_json: bool) -> None:
    """Show the conversation and the results of a session."""
    asyncio.run(_show(session_id, as_json=as_json))


@command.command()
@click.argument("session_id")
@click.confirmation_option(prompt="Delete everything stored about this session?")
def forget(session_id: str) -> None:
    """Delete everything stored about a session. Its published site stays."""
    asyncio.run(_forget(session_id))


async def _list(user_id: str, limit: int) -> None:
    from agent.cli.opened import opened
    from nodes.errors import SessionNotFound

    async with opened() as application:
        for session_id in await application.sessions.list(user_id, limit=limit):
            try:
                state = await application.sessions.state(session_id)
            except SessionNotFound:
                continue
            gate = state.question.gate if state.question else "vision"
            click.echo(f"{session_id}  {gate:<9} {state.brief.business_name}")


async def _show(session_id: str, *, as_json: bool) -> None:
    from agent.cli.opened import opened
    from agent.cli.run import results

    async with opened() as application:
        state = await application.sessions.state(session_id)
        if as_json:
            click.echo(json.dumps(results(state), ensure_ascii=False, indent=2))
            return
        for turn in await application.sessions.history(session_id):
            click.echo(f"{'›' if turn.speaker == 'person' else ' '} {turn.text}\n")


async def _forget(session_id: str) -> None:
    from agent.cli.opened import opened

    async with opened() as application:
        await application.sessions.forget(session_id)
    click.echo(f"Session {session_id} is forgotten.")
