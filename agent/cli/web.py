"""`coach web`: the page and the HTTP API."""

from __future__ import annotations

import sys

import click


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for all.")
@click.option("--port", default=8080, show_default=True, help="Port to listen on.")
@click.option("--workers", default=1, show_default=True, help="Processes behind the port; they share the sessions.")
def command(host: str, port: int, workers: int) -> None:
    """Serve the page where people talk with the coach, and the HTTP API.

    With several workers every process can go on with every session. Ctrl-C lets running turns end.
    """
    from agent.settings import Settings
    from agent.web.serving import serve

    settings = Settings()
    shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::") else host  # noqa: S104 - only shown
    click.echo(f"http://{shown}:{port}{settings.web_prefix}/")
    sys.exit(serve(settings, host, port, workers))
