"""`coach preview`, `undo`, `export` and `import`: the site and the session as files."""

from __future__ import annotations

import asyncio
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from agent.bootstrap import Application
    from agent.graph import GraphState

SESSION = click.option("--session", "session_id", required=True, help="The session's id.")


@click.command()
@SESSION
@click.option("--port", default=0, help="Port on this machine; 0 takes a free one.")
def preview(session_id: str, port: int) -> None:
    """Serve the site as it would be published now, on this machine only. Stop with Ctrl-C."""
    files = asyncio.run(_rendered(session_id))
    with ThreadingHTTPServer(("127.0.0.1", port), _handler(files)) as server:
        click.echo(f"http://127.0.0.1:{server.server_port}/")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo()


@click.command()
@SESSION
def undo(session_id: str) -> None:
    """Show the version of the site before the one shown. Nothing is deleted."""
    click.echo(asyncio.run(_undo(session_id)))


@click.command("export")
@SESSION
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="The file; default: the session's id.zip.")
def export_(session_id: str, out: Path | None) -> None:
    """Write site, logos, brief, sources and transcript of a session into one zip file."""
    click.echo(asyncio.run(_export(session_id, out or Path(f"{session_id}.zip"))))


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def import_(file: Path) -> None:
    """Take over a session that was exported elsewhere; it goes on where it stood."""
    session_id = asyncio.run(_import(file))
    click.echo(f"coach chat --session {session_id}")


def _handler(files: dict[str, bytes]) -> type[BaseHTTPRequestHandler]:
    from mimetypes import guess_type

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.split("?")[0].lstrip("/")
            name = f"{name}index.html" if not name or name.endswith("/") else name
            found = name in files
            content = files.get(name, files.get("404.html", b""))
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", guess_type(name)[0] or "text/html" if found else "text/html")
            self.send_header("Content-Length", str(len(content)))
            self.send_header("X-Content-Type-Options", "nosniff")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the server's interface
            """Keep the terminal quiet."""

    return Handler


async def _rendered(session_id: str) -> dict[str, bytes]:
    """Return the files of the site as it would be published now. Raises SessionError while there is no content."""
    from agent.cli.opened import opened
    from nodes.errors import SessionError
    from nodes.publish import prepare

    async with opened() as application:
        state = await application.sessions.state(session_id)
        if prepare(state) is None:
            raise SessionError("there is no site to show yet: the session has no words for it so far")
        return await _site(application, state)


async def _site(application: Application, state: GraphState) -> dict[str, bytes]:
    from agent.integrations.publishing.site import render_site
    from nodes.publish import prepare, with_files

    request = prepare(state)
    return render_site(await with_files(request, application.uploads)) if request else {}


async def _undo(session_id: str) -> str:
    from agent.cli.opened import opened
    from nodes.errors import SessionError

    async with opened() as application:
        state = await application.sessions.state(session_id)
        go_back = getattr(application.services.publisher, "undo", None)
        if go_back is None:
            raise SessionError("this publisher keeps no earlier versions to go back to")
        website = await go_back(state.publish.site_id) if state.publish else None
        if website is None:
            raise SessionError("there is no earlier version of this site")
        await application.sessions.replace_site(session_id, website)
        return f"Version {website.version} is shown: {website.url}"


async def _export(session_id: str, out: Path) -> Path:
    from agent.archive import pack
    from agent.cli.opened import opened

    async with opened() as application:
        state = await application.sessions.state(session_id)
        photos = await application.uploads.read(session_id, [photo.upload.digest for photo in state.photos])
        site = await _site(application, state)
    await asyncio.to_thread(_write, out, pack(state, site, photos))
    return out


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    partial = path.with_name(f"{path.name}.part")
    partial.write_bytes(content)
    partial.replace(path)


async def _import(file: Path) -> str:
    from agent.archive import unpack
    from agent.cli.opened import opened

    unpacked = unpack(await asyncio.to_thread(_read, file))
    async with opened() as application:
        return await application.sessions.adopt(unpacked.state, unpacked.photos)


def _read(file: Path) -> bytes:
    from agent.archive import LARGEST_ARCHIVE
    from nodes.errors import SessionError

    if file.stat().st_size > LARGEST_ARCHIVE:
        raise SessionError(f"this file is too large for the archive of a session: {LARGEST_ARCHIVE // 1024**2} MB")
    return file.read_bytes()
