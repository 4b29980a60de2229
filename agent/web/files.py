"""Files of a session and published sites. None of them may run scripts or be framed by others."""

from __future__ import annotations

import asyncio
import mimetypes
import re
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, RedirectResponse, Response

from agent.archive import pack
from agent.web.context import base_of, web_of
from agent.web.pages import opened

if TYPE_CHECKING:
    from starlette.requests import Request

    from agent.graph import GraphState
    from agent.web.context import Web

SITE_POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; font-src 'self' data:; "
    "manifest-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
)
"""A site has no scripts; this keeps it so even if one slipped into its words."""
DRAWING_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_SITE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,99}")
_PART = re.compile(r"(?!\.)[A-Za-z0-9._-]+(/(?!\.)[A-Za-z0-9._-]+)*")


async def logo(request: Request) -> Response:
    """Serve one variant of the session's logo, or its small mark with ?icon."""
    web = web_of(request)
    state = await web.application.sessions.state(opened(request))
    wanted = request.path_params["variant"]
    own = (state.own_logo,) if state.own_logo else ()
    for variant in (*(state.logo.variants if state.logo else ()), *own):
        if variant.id == wanted:
            headers = {
                "content-security-policy": DRAWING_POLICY,
                "cache-control": "private, max-age=86400" if "v" in request.query_params else "no-store",
            }
            drawing = variant.icon_svg if "icon" in request.query_params else variant.svg
            return Response(drawing or variant.svg, media_type="image/svg+xml", headers=headers)
    raise HTTPException(404)


async def site(request: Request) -> Response:
    """Serve a file of the site as it would be published now."""
    web = web_of(request)
    state = await web.application.sessions.state(opened(request))
    name = _file_name(request.path_params["path"])
    file = await web.previews.file(state, name)
    if file is None:
        raise HTTPException(404)
    keep = "private, max-age=600" if "v" in request.query_params else "no-store"
    headers = {"content-security-policy": SITE_POLICY, "cache-control": keep}
    return Response(file, media_type=_type(name), headers=headers)


async def export(request: Request) -> Response:
    """Serve everything the person made as one archive."""
    web = web_of(request)
    state = await web.application.sessions.state(opened(request))
    headers = {"content-disposition": 'attachment; filename="coach.zip"', "cache-control": "no-store"}
    return Response(await archive_of(web, state), media_type="application/zip", headers=headers)


async def archive_of(web: Web, state: GraphState) -> bytes:
    """Return everything the person made as one archive, which another machine can import."""
    photos = await web.application.uploads.read(state.session_id, [photo.upload.digest for photo in state.photos])
    return await asyncio.to_thread(pack, state, await web.previews.site(state) or {}, photos)


async def published(request: Request) -> Response:
    """Serve a file of a site that was published to this machine's disk."""
    site_id, path = request.path_params["site_id"], request.path_params["path"]
    name = _file_name(path)
    if not _SITE_ID.fullmatch(site_id) or not _PART.fullmatch(name):
        raise HTTPException(404)
    root = (web_of(request).application.settings.sites_folder / site_id).resolve()
    file = (root / name).resolve()
    if not file.is_relative_to(root) or not file.is_file():
        raise HTTPException(404)
    headers = {"content-security-policy": SITE_POLICY, "cache-control": "no-cache"}
    return FileResponse(Path(file), media_type=_type(name), headers=headers)


async def published_home(request: Request) -> Response:
    """Lead to the site's address with its slash: its links are relative."""
    site_id = request.path_params["site_id"]
    if not _SITE_ID.fullmatch(site_id):
        raise HTTPException(404)
    return RedirectResponse(f"{base_of(request)}/sites/{site_id}/", 308)


def _file_name(path: str) -> str:
    return "index.html" if path == "" else path


def _type(name: str) -> str:
    if name.endswith(".webmanifest"):
        return "application/manifest+json"
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
