"""`coach run`: a scripted session from a YAML file to a published site."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from agent.events import Event
    from agent.graph import GraphState
    from nodes.conversation import Turn


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print the business brief and all results as JSON.")
@click.option("--transcript", is_flag=True, help="Print the whole conversation as Markdown.")
@click.option("--quiet", is_flag=True, help="Print only the address of the site.")
def command(file: Path, as_json: bool, transcript: bool, quiet: bool) -> None:
    r"""Play the scripted session in FILE and publish its site. Running it is the yes to publishing.

    \b
    A script says what the person says, in one of three ways:
      message: Je suis couturière à Dakar ...      everything at once
      messages: [..., ...]                         one message after the other
      answers: {vision: {business_name: ...}, logo: 2}    by step
    and may hand in pictures that lie beside it: `logo: my-logo.svg`, `photos: [{file: shop.jpg, alt: My shop}]`.
    Exit codes: 0 published, 1 something failed, 2 the script is malformed, 3 stopped before publishing.
    """
    sys.exit(asyncio.run(_run(file, as_json=as_json, transcript=transcript, quiet=quiet)))


async def _run(file: Path, *, as_json: bool, transcript: bool, quiet: bool) -> int:
    from agent.cli.opened import opened
    from agent.play import play
    from agent.script import load_script

    script = load_script(file)
    async with opened() as application:
        teller = _Teller(application.services.phrases, script.language, silent=as_json or transcript or quiet)
        async for event in play(application.sessions, script, application.intake):
            teller.tell(event)
        state = await application.sessions.state(teller.session_id)
        if transcript:
            click.echo(_conversation(await application.sessions.history(teller.session_id)))
    return _close(state, teller.problem, as_json=as_json)


def _conversation(turns: Sequence[Turn]) -> str:
    """Return a conversation as Markdown: the person's words as quotations."""
    shown = (turn.text if turn.speaker == "coach" else f"> {turn.text}".replace("\n", "\n> ") for turn in turns)
    return "\n\n".join(text.replace("\n", "  \n") for text in shown)


class _Teller:
    """Tells the steps as they are done."""

    def __init__(self, phrases: Any, language: str, *, silent: bool) -> None:
        from rich.console import Console

        from agent.cli.screen import Screen

        self.session_id = self.problem = ""
        self._screen = None if silent else Screen(phrases, language or "en", Console(stderr=True, highlight=False))

    def tell(self, event: Event) -> None:
        from agent.events import Made, Problem

        self.session_id = event.session_id
        if isinstance(event, Problem):
            self.problem = event.text
        if self._screen and isinstance(event, Made | Problem):
            self._screen.show(event)


def _close(state: GraphState, problem: str, *, as_json: bool) -> int:
    """Print where the site is, or why there is none; return the exit code."""
    from agent.cli.failures import FAILED, UNFINISHED

    if as_json:
        click.echo(json.dumps(results(state), ensure_ascii=False, indent=2))
    if problem:
        click.echo(f"coach: {problem} (session {state.session_id})", err=True)
        return FAILED
    if state.publish is None:
        click.echo(f"coach: not published; {_where(state)}, session {state.session_id}", err=True)
        return UNFINISHED
    if not as_json:
        click.echo("\n".join(part for part in (state.publish.path, state.publish.url) if part))
    return 0


def _where(state: GraphState) -> str:
    """Say where a script ended, and what it lacks."""
    if state.question and state.question.kind == "fact":
        return f"the script has no answer for {', '.join(state.question.asks)}, which no site can do without"
    return f"the script ends at {state.question.gate if state.question else 'vision'}"


def results(state: GraphState) -> dict[str, Any]:
    """Return the brief and what each step made, as JSON."""
    made = {name: getattr(state, name) for name in ("research", "content", "logo", "publish")}
    return {
        "session_id": state.session_id,
        "language": state.language,
        "brief": state.brief.model_dump(mode="json"),
        "logo_choice": state.logo_choice,
        "own_logo": state.own_logo.model_dump(mode="json") if state.own_logo else None,
        "photos": [photo.model_dump(mode="json") for photo in state.photos],
        **{name: result.model_dump(mode="json") if result else None for name, result in made.items()},
    }
