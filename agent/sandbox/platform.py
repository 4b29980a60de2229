"""The stand-in for DigitalCloud360: takes business briefs, and renders and serves the sites made of them."""

from __future__ import annotations

import asyncio
import json
import mimetypes
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from nodes.brief import BusinessBrief
from nodes.errors import CoachError
from nodes.inputs import PublishInput
from nodes.results import LogoVariant, Palette, SiteContent

HOME = "home"


@dataclass
class Site:
    """One site: the same brief id is the same site."""

    id: str
    brief_id: str
    reference: str
    version: int = 1
    files: dict[str, bytes] = field(default_factory=dict)


def rendered(brief: dict[str, Any]) -> dict[str, bytes]:
    """Return the files of the site that a brief describes. Raises ValueError or KeyError for one that is not whole."""
    from agent.integrations.publishing.site import Photo, render_site  # noqa: PLC0415 - heavy

    facts = {name: brief[name] for name in BusinessBrief.model_fields if name in brief}
    results = brief["results"]
    pages = list(results["content"][HOME].values())
    content = SiteContent.model_validate(
        {"made_by": "brief", "live": True, "pages": pages, "category": results["template"]["category"]}
    )
    return render_site(
        PublishInput(
            session_id=brief["coaching_session_id"],
            site_id="sandbox",
            language=pages[0]["language"],
            brief=BusinessBrief.model_validate(facts),
            content=content,
            logo=_logo(results["logo"]),
        ),
        photos=[Photo(_data(photo["url"]), photo["alt"]) for photo in brief.get("photos", ())],
    )


@dataclass
class Platform:
    """All sites of the sandbox, in memory."""

    render: Callable[[dict[str, Any]], dict[str, bytes]] = rendered
    sites: list[Site] = field(default_factory=list)
    answered: dict[str, tuple[bytes, dict[str, Any]]] = field(default_factory=dict)
    """Bodies and answers by Idempotency-Key."""

    async def create(self, request: Request) -> Response:
        """Answer POST /v1/websites: a brief seen before is a new version of its site."""
        body, key = await request.body(), request.headers.get("idempotency-key", "")
        if key in self.answered:
            before, reply = self.answered[key]
            same = before == body
            return JSONResponse(reply if same else {"detail": "key used with another body"}, 200 if same else 422)
        try:
            brief = json.loads(body)
            files = await asyncio.to_thread(self.render, brief)
        except (ValueError, TypeError, KeyError, CoachError) as error:
            fields = error.errors() if isinstance(error, ValidationError) else [{"loc": ["body"], "msg": "not usable"}]
            detail = [{"loc": ["body", *map(str, item["loc"])], "msg": "refused"} for item in fields]
            return JSONResponse({"detail": detail}, 422)
        site = self._site(brief, key)
        site.files = files
        reply = {"id": site.id, "url": str(request.url_for("site", site=site.id, path="")), "version": site.version}
        if key:
            self.answered[key] = (body, reply)
        return JSONResponse(reply, 201)

    def find(self, request: Request) -> Response:
        """Answer GET /v1/websites?external_ref=..."""
        reference = request.query_params.get("external_ref", "")
        for site in self.sites:
            if reference and site.reference == reference:
                return JSONResponse({"id": site.id, "url": str(request.url_for("site", site=site.id, path=""))})
        return JSONResponse({"detail": "not found"}, 404)

    def user(self, request: Request) -> Response:
        """Answer GET /v1/users/{id}; the stand-in knows the users with a number."""
        number = request.path_params["user_id"]
        return JSONResponse({"id": int(number)}) if number.isdigit() else JSONResponse({"detail": "not found"}, 404)

    def page(self, request: Request) -> Response:
        """Serve a file of a site."""
        path = request.path_params["path"] or "index.html"
        for site in self.sites:
            if site.id == request.path_params["site"] and path in site.files:
                kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
                return Response(site.files[path], media_type=kind)
        return Response("not found", 404)

    def _site(self, brief: dict[str, Any], key: str) -> Site:
        for site in self.sites:
            if site.brief_id == brief["brief_id"]:
                site.version += 1
                site.reference = brief.get("external_ref") or key
                return site
        number, reference = len(self.sites) + 1, brief.get("external_ref") or key
        site = Site(id=f"site-{number}", brief_id=brief["brief_id"], reference=reference)
        self.sites.append(site)
        return site


def _logo(logo: dict[str, Any]) -> LogoVariant | None:
    if not logo["url"].startswith("data:image/svg+xml;base64,"):
        return None
    colors: list[str] = [*logo["colors"], *["#222222"] * 4]
    primary, accent, ink, paper = colors[:4]
    palette = Palette(ink=ink, paper=paper, primary=primary, accent=accent, tint=paper)
    svg = _data(logo["url"]).decode()
    return LogoVariant(id="1", kind=logo["style"], svg=svg, palette=palette)


def _data(url: str) -> bytes:
    """Return the bytes in a data URL."""
    from base64 import b64decode  # noqa: PLC0415

    return b64decode(url.partition(",")[2])
