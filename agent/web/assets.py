"""The page's own style sheet, script and pictures, named by their content so that they are fetched once."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from agent.resources import read_bytes

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

TYPES = {
    "coach.css": "text/css; charset=utf-8",
    "coach.js": "text/javascript; charset=utf-8",
    "pictures.css": "text/css; charset=utf-8",
    "pictures.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
_FOR_GOOD = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Asset:
    content: bytes
    packed: dict[str, bytes]
    """By content coding."""
    digest: str


@cache
def load(name: str) -> Asset:
    """Return an asset with its compressed forms. KeyError for a name that is none."""
    import brotli  # type: ignore[import-untyped]  # noqa: PLC0415 - not needed by other ways in

    TYPES[name]
    content = read_bytes(f"assets/web/{name}")
    packed = {"br": brotli.compress(content), "gzip": gzip.compress(content, 9, mtime=0)}
    return Asset(content, packed, hashlib.sha256(content).hexdigest()[:10])


def versioned(name: str) -> str:
    """Return the path of an asset below the application's, with its version."""
    return f"/assets/{load(name).digest}/{name}"


async def asset(request: Request) -> Response:
    """Serve an asset; an address with an old version gives the new content, and is not kept."""
    from starlette.exceptions import HTTPException  # noqa: PLC0415
    from starlette.responses import Response  # noqa: PLC0415

    name = request.path_params["name"]
    if name not in TYPES:
        raise HTTPException(404)
    found = load(name)
    current = request.path_params["version"] == found.digest
    headers = {"cache-control": _FOR_GOOD if current else "no-cache", "vary": "accept-encoding"}
    accepted = request.headers.get("accept-encoding", "")
    for coding, packed in found.packed.items():
        if coding in accepted:
            return Response(packed, media_type=TYPES[name], headers={**headers, "content-encoding": coding})
    return Response(found.content, media_type=TYPES[name], headers=headers)
