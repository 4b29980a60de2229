"""`coach add` and `coach photos`: the person's own pictures on the site of a session."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from agent.cli.site import SESSION

if TYPE_CHECKING:
    from agent.bootstrap import Application
    from agent.graph import GraphState

FILE = click.Path(path_type=Path, dir_okay=False, exists=True)
NUMBER = click.IntRange(min=1)


@click.command("add")
@SESSION
@click.option("--logo", type=FILE, help="Your own logo: SVG, PNG, JPEG or WebP.")
@click.option("--photo", "files", type=FILE, multiple=True, help="A photo for the site; may be given several times.")
@click.option("--alt", "alts", multiple=True, help="What a photo shows; one for each --photo, in the same order.")
def command(session_id: str, logo: Path | None, files: tuple[Path, ...], alts: tuple[str, ...]) -> None:
    """Hand in your own logo or photos. They go online with the next yes to publishing."""
    if not logo and not files:
        raise click.UsageError("give --logo FILE or --photo FILE")
    if len(alts) > len(files):
        raise click.UsageError("more --alt than --photo")
    wishes: list[dict[str, Any]] = [{"action": "add_logo", "file": logo}] if logo else []
    for number, file in enumerate(files):
        wishes.append({"action": "add_photo", "file": file, "alt": alts[number] if number < len(alts) else ""})
    asyncio.run(_add(session_id, wishes))


@click.command("photos")
@SESSION
@click.option("--alt", type=(NUMBER, str), metavar="NUMBER WORDS", help="Say what a photo shows.")
@click.option("--move", type=(NUMBER, NUMBER), metavar="NUMBER PLACE", help="Put a photo in another place.")
@click.option("--remove", type=NUMBER, help="Take a photo off the site and forget it.")
@click.option("--remove-logo", is_flag=True, help="Forget your own logo; a drawn one stands in its place.")
def photos(
    session_id: str, alt: tuple[int, str] | None, move: tuple[int, int] | None, remove: int | None, *, remove_logo: bool
) -> None:
    """List the photos of the site, after the changes asked for."""
    changes: list[tuple[int, dict[str, Any]]] = []
    if alt:
        changes.append((alt[0], {"action": "caption_photo", "alt": alt[1]}))
    if move:
        changes.append((move[0], {"action": "move_photo", "to": move[1]}))
    if remove:
        changes.append((remove, {"action": "remove_photo"}))
    asyncio.run(_arrange(session_id, changes, remove_logo=remove_logo))


async def _add(session_id: str, wishes: list[dict[str, Any]]) -> None:
    from agent.cli.opened import opened
    from nodes.errors import UploadRefused

    async with opened() as application:
        for wish in wishes:
            state = await application.sessions.state(session_id)
            try:
                await _say(application, session_id, await application.intake.file(state, wish))
            except UploadRefused as error:
                reason = application.services.phrases.say(state.language, error.key, **error.values)
                raise click.ClickException(f"{wish['file']}: {reason}") from error
        await _tell(application, session_id)


async def _arrange(session_id: str, changes: list[tuple[int, dict[str, Any]]], *, remove_logo: bool) -> None:
    from agent.cli.opened import opened

    async with opened() as application:
        before = (await application.sessions.state(session_id)).photos
        for number, change in changes:
            if number > len(before):
                raise click.ClickException(f"there is no photo {number}")
            await _say(application, session_id, change | {"photo": before[number - 1].upload.digest})
        if remove_logo:
            await _say(application, session_id, {"action": "remove_logo"})
        _list(await application.sessions.state(session_id))


async def _say(application: Application, session_id: str, action: dict[str, Any]) -> None:
    from agent.events import Problem

    async for event in application.sessions.reply(session_id, action):
        if isinstance(event, Problem):
            raise click.ClickException(event.text)


async def _tell(application: Application, session_id: str) -> None:
    """Print what the site shows now, and the open question: a yes may be what is missing."""
    state = await application.sessions.state(session_id)
    _list(state)
    if state.question:
        click.echo(state.question.text)
    click.echo(f"coach chat --session {session_id}")


def _list(state: GraphState) -> None:
    if state.own_logo and state.chosen_logo() == state.own_logo:
        click.echo("logo  your own")
    for number, photo in enumerate(state.photos, 1):
        upload = photo.upload
        click.echo(f"{number:>4}  {upload.width}x{upload.height}  {photo.alt or '-'}")
