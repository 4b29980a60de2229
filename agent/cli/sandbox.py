"""`coach sandbox`: the stand-in for the outside services."""

from __future__ import annotations

import click


@click.command()
@click.option("--port", default=8360, show_default=True, help="Port on this machine.")
def command(port: int) -> None:
    """Serve stand-ins for OpenAI, Tavily, LogoAI and DigitalCloud360 on this machine, and print the settings for them.

    Put the printed lines into .env, and the live clients run end to end with no account. Stop with Ctrl-C.
    """
    from agent.sandbox import serve

    serve(port, click.echo)
