"""The files of a site, for the publisher, the preview and the platform: made once for all who ask."""

from __future__ import annotations

from collections.abc import Mapping

from agent.integrations.workshop import Workshop
from nodes.fingerprint import fingerprint
from nodes.inputs import PublishInput

_UNSEEN = {"session_id": "", "user_id": "", "site_id": "", "found": "", "revises": 0, "after": ""}
"""Parts of the input that the site does not show."""


async def whole_site(workshop: Workshop, request: PublishInput, address: str = "") -> Mapping[str, bytes]:
    """Return every file of the site at this address; see `render_site`. Raises as it does, and Unavailable."""
    return await workshop.make(f"site {_shown(request)} {address}", _whole, request, address)


async def site_look(workshop: Workshop, request: PublishInput) -> Mapping[str, bytes]:
    """Return what a look at the pages needs and no more, a good deal sooner than the whole site."""
    return await workshop.make(f"look {_shown(request)}", _look, request)


def _shown(request: PublishInput) -> str:
    return fingerprint("site", request.model_copy(update=_UNSEEN))


def _whole(request: PublishInput, address: str) -> dict[str, bytes]:
    from agent.integrations.publishing.site import render_site  # noqa: PLC0415 - heavy; only where it is made

    return render_site(request, address=address)


def _look(request: PublishInput) -> dict[str, bytes]:
    from agent.integrations.publishing.site import render_look  # noqa: PLC0415 - as above

    return render_look(request)
