"""The command `coach`. Commands load when they are run, so that --help answers at once."""

from __future__ import annotations

import sys
from importlib import import_module

import click

COMMANDS = {
    "chat": ("agent.cli.chat:command", "Talk with the coach in the terminal."),
    "run": ("agent.cli.run:command", "Play a scripted session from a YAML file and publish its site."),
    "web": ("agent.cli.web:command", "Serve the page and the HTTP API."),
    "sessions": ("agent.cli.sessions:command", "List, show, export, import and forget sessions."),
    "add": ("agent.cli.add:command", "Hand in your own logo or photos for a session's site."),
    "photos": ("agent.cli.add:photos", "List, describe, move and remove the photos of a session's site."),
    "preview": ("agent.cli.site:preview", "Serve a session's site on this machine, as it would be published now."),
    "undo": ("agent.cli.site:undo", "Show the version of the site before the one shown."),
    "export": ("agent.cli.site:export_", "Write a session with its site and logos into one zip file."),
    "import": ("agent.cli.site:import_", "Take over a session that was exported elsewhere."),
    "why": ("agent.cli.why:command", "Say where a sentence of the site comes from."),
    "logo": ("agent.cli.logo:command", "Draw a set of logos, without a session."),
    "sandbox": ("agent.cli.sandbox:command", "Serve stand-ins for the four outside services on this machine."),
    "doctor": ("agent.cli.doctor:command", "Say which provider serves each step and whether the coach can run."),
}
"""Each command with the object that runs it and its summary."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name][0].split(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="digitalcloud-coach", prog_name="coach")
def cli() -> None:
    """Take a business from a first sentence to a live website.

    Works with no key and no server; settings are read from the environment and from .env (see .env.example).
    """


def main() -> None:
    """Run the command line; a known error ends with its text and its exit code, without a traceback."""
    from agent.cli.failures import explained

    with explained():
        sys.exit(cli(standalone_mode=True))
