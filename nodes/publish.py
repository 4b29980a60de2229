"""Publish: put the approved site online, once, and its later versions in the same place."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from nodes.conversation import Question
from nodes.fingerprint import fingerprint
from nodes.inputs import PublishInput
from nodes.ports import Foreseeing, Phrases, Services, Uploads
from nodes.recap import recap
from nodes.results import Website
from nodes.state import CoachingState
from nodes.step import Step

SLUG_LIMIT = 40
"""Characters of the readable part of a site id; a host name's label may have 63 (RFC 1035)."""


def prepare(state: CoachingState) -> PublishInput | None:
    """Return everything the site shows, or None while there is no content or no name."""
    if state.content is None or not state.brief.business_name:
        return None
    return PublishInput(
        session_id=state.session_id,
        user_id=state.user_id,
        site_id=state.publish.site_id if state.publish else site_id(state.brief.business_name, state.session_id),
        language=state.language or "en",
        brief=state.brief,
        content=state.content,
        logo=state.chosen_logo(),
        research=None if "research" in state.skipped else state.research,
        photos=tuple(photo.model_copy(update={"passed": False}) for photo in state.photos),
        found=state.found,
        revises=state.publish.version if state.publish else 0,
        after=state.publish.made_from if state.publish else "",
    )


async def publish(request: PublishInput, services: Services) -> Website:
    """Ask the publisher, with a key that stays the same however often the same publishing is tried."""
    key = f"{fingerprint('publish', request)}-{request.revises}-{request.after}"
    return await services.publisher.publish(await with_files(request, services.uploads), idempotency_key=key)


async def foresee(request: PublishInput, services: Services) -> None:
    """Let a publisher that can make ready what a yes would need. Raises as `publish` does."""
    if isinstance(services.publisher, Foreseeing):
        await services.publisher.foresee(await with_files(request, services.uploads))


async def with_files(request: PublishInput, uploads: Uploads) -> PublishInput:
    """Return the input with the bytes of its photos. Raises UploadGone when they are no longer kept."""
    digests = tuple(photo.upload.digest for photo in request.photos)
    files = await uploads.read(request.session_id, digests) if digests else {}
    return request.model_copy(update={"files": files})


def site_id(name: str, session_id: str) -> str:
    """Return an ASCII name for the site, readable and not guessable from the name alone."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_name)[:SLUG_LIMIT].strip("-")
    suffix = hashlib.sha256(session_id.encode()).hexdigest()[:8]
    return f"{slug or 'site'}-{suffix}"


def confirm(state: CoachingState, phrases: Phrases) -> Question:
    """Return the question whose yes publishes exactly what is shown now."""
    subject = STEP.expected(state)
    key = "confirm.update" if state.publish else "confirm.publish"
    told = (state.remark, recap(state.brief, state.language, phrases), phrases.say(state.language, key))
    return Question(
        id=f"preview-{subject[:12]}",
        gate="preview",
        kind="confirm",
        text="\n\n".join(part for part in told if part),
        actions=("approve", "change", "back", "ask"),
        subject=subject,
    )


def present(state: CoachingState, phrases: Phrases) -> str:
    """Give the address; the session stays open."""
    assert state.publish is not None  # noqa: S101 - the step put it there
    return phrases.say(state.language, "review.publish", url=state.publish.url, version=state.publish.version)


STEP = Step("publish", prepare, publish, present, actions=("change", "back", "ask"), role="publisher", ahead=False)
