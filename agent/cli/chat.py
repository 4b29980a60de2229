"""`coach chat`: the conversation in the terminal, and as JSON lines for programs."""

from __future__ import annotations

import asyncio
import locale
import re
import sys
import uuid
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from functools import partial
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from agent.bootstrap import Application
    from agent.cli.screen import Screen
    from agent.events import Event


_HAND_IN = re.compile(r"""/(?P<what>logo|photo)\s+(?:"(?P<quoted>[^"]+)"|(?P<file>\S+))\s*(?P<alt>.*)""", re.DOTALL)


@click.command()
@click.option("--session", "session_id", default="", help="Continue the session with this id.")
@click.option("--language", default="", help="Language of the first question (fr, en ...); it follows you after that.")
@click.option("--user", "user_id", default="", help="The user this session belongs to.")
@click.option(
    "--jsonl", is_flag=True, help="One reply a line on standard input, one JSON event a line on standard output."
)
def command(session_id: str, language: str, user_id: str, jsonl: bool) -> None:
    """Talk with the coach. Stop at any time with Ctrl-C: nothing is lost."""
    asyncio.run(_chat(session_id, language, user_id, jsonl=jsonl))


async def _chat(session_id: str, language: str, user_id: str, *, jsonl: bool) -> None:
    from agent.cli.opened import opened

    async with opened() as application:
        language = language or application.settings.coach_language or _terminal_language()
        if not session_id:
            session_id = await application.sessions.start(user_id=user_id, language=language)
        if jsonl:
            from agent.cli.jsonl import converse

            await converse(application, session_id, sys.stdin, sys.stdout)
        else:
            await _talk(application, session_id)


async def _talk(application: Application, session_id: str) -> None:
    from agent.cli.screen import Screen

    sessions = application.sessions
    state = await sessions.state(session_id)
    screen = Screen(application.services.phrases, state.language)
    if not state.messages:
        screen.welcome()
        _show_providers(application, screen)
    try:
        await _show(_saved(session_id, lambda: sessions.resume(session_id), screen), screen)
        async with aclosing(_replies()) as replies:
            async for reply in replies:
                await _answer(application, session_id, reply, screen)
    except (KeyboardInterrupt, asyncio.CancelledError):
        pass
    finally:
        screen.console.print()
        screen.note(screen.say("saved", command=f"coach chat --session {session_id}"), wrap=False)


async def _answer(application: Application, session_id: str, reply: str, screen: Screen) -> None:
    from nodes.errors import NotSaved

    try:
        if await _command(application, session_id, reply, screen):
            return
        if (said := await _said(application, session_id, reply, screen)) is not None:
            turn = partial(application.sessions.reply, session_id, said, turn_id=str(uuid.uuid4()))
            await _show(_saved(session_id, turn, screen), screen)
    except NotSaved as error:  # of a command: a turn is tried again
        screen.text(screen.phrases.say(screen.language, error.key))


def _saved(
    session_id: str, turn: Callable[[], AsyncGenerator[Event, None]], screen: Screen
) -> AsyncGenerator[Event, None]:
    from agent.cli.delayed import until_saved

    return until_saved(session_id, turn, lambda key: screen.phrases.say(screen.language, key))


async def _show(events: AsyncGenerator[Event, None], screen: Screen) -> None:
    from agent.events import Made

    async with aclosing(events) as stream:
        async for event in stream:
            screen.show(event)
            if isinstance(event, Made) and event.step == "logo":
                from agent.cli.pictures import save_logos

                screen.note(screen.say("logo_hint", path=save_logos(event)))


async def _replies() -> AsyncGenerator[str, None]:
    """Yield what the person types until the end of input or /quit."""
    read = _prompt() if sys.stdin.isatty() else _line
    while True:
        try:
            reply = await read()
        except (EOFError, KeyboardInterrupt):
            return
        if reply.strip().casefold() in ("/quit", "/exit", "/q"):
            return
        yield reply


def _prompt() -> Callable[[], Awaitable[str]]:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import InMemoryHistory

    session: PromptSession[str] = PromptSession(history=InMemoryHistory())

    async def read() -> str:
        return str(await session.prompt_async("› "))

    return read


async def _line() -> str:
    line: str = await asyncio.to_thread(sys.stdin.readline)
    if not line:
        raise EOFError
    return line.rstrip("\n")


async def _command(application: Application, session_id: str, reply: str, screen: Screen) -> bool:
    """Answer the commands that concern the screen and not the session."""
    name = reply.strip().casefold()
    if name == "/help":
        screen.help()
    elif name == "/status":
        from nodes.recap import recap

        state = await application.sessions.state(session_id)
        screen.text(recap(state.brief, state.language, screen.phrases) or screen.say("status_none"))
    return name in ("/help", "/status")


async def _said(application: Application, session_id: str, reply: str, screen: Screen) -> str | dict[str, Any] | None:
    """Return what a reply says: "/photo shop.jpg My shop" and "/logo mark.svg" hand in a file of this machine."""
    found = _HAND_IN.match(reply.strip())
    if not found:
        return reply
    from nodes.errors import UploadRefused

    path = found["quoted"] or found["file"]
    wish = {"action": f"add_{found['what']}", "file": path, "alt": found["alt"]}
    try:
        return await application.intake.file(await application.sessions.state(session_id), wish)
    except UploadRefused as error:
        screen.text(screen.phrases.say(screen.language, error.key, **error.values))
    except OSError as error:
        screen.text(f"{path}: {error.strerror or error}")
    return None


def _show_providers(application: Application, screen: Screen) -> None:
    """Say who serves each step."""
    from agent.cli.doctor import STEP_OF

    for role, provider in application.providers.items():
        key = "provider_live" if provider.live else "provider_local"
        step = screen.phrases.say(screen.language, f"step.{STEP_OF[role]}")
        name = screen.phrases.name(screen.language, provider.name)
        screen.note("  " + screen.say(key, step=step, provider=name))


def _terminal_language() -> str:
    """Return the language of the terminal's locale ("fr" of fr_SN.UTF-8), else English."""
    name = (locale.getlocale()[0] or "").split("_")[0].lower()
    return name if len(name) in (2, 3) and name.isalpha() else "en"
