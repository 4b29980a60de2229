"""Content: the words of the site, from the person's facts and the cited findings."""

from __future__ import annotations

import asyncio

from nodes.brief import Contact
from nodes.inputs import ContentInput
from nodes.ports import Phrases, Services
from nodes.results import SiteContent
from nodes.state import CoachingState
from nodes.step import Step


def prepare(state: CoachingState) -> ContentInput | None:
    """Return the facts without contact and look, so that changing a phone number or a colour rewrites nothing."""
    if state.research is None and "research" not in state.skipped:
        return None
    facts = state.brief.model_copy(update={"contact": Contact(), "style": (), "colors": (), "languages": ()})
    return ContentInput(
        brief=facts,
        findings=None if "research" in state.skipped else state.research,
        languages=state.brief.languages or (state.language or "en",),
        wishes=state.wishes.get("content", ()),
    )


async def content(request: ContentInput, services: Services) -> SiteContent:
    """Ask the copywriter, and take out every sentence that claims what nobody said and no source says."""
    written = await services.copywriter.write(request)
    return await asyncio.to_thread(_grounded, written, request)


def _grounded(written: SiteContent, request: ContentInput) -> SiteContent:
    from nodes.grounding import Evidence, ground  # noqa: PLC0415 - loads the gazetteer

    findings = request.findings.findings if request.findings else ()
    return ground(written, Evidence(request.brief, findings=findings)).content


def present(state: CoachingState, phrases: Phrases) -> str:
    """Show the words of the main page; the other languages are named."""
    assert state.content is not None  # noqa: S101 - the step put it there
    page = state.content.pages[0]
    lines = [phrases.say(state.language, "review.content"), f"« {page.headline} »", page.subheadline]
    lines += [f"• {point}" for point in page.points[:4]]
    if others := [page.language for page in state.content.pages[1:]]:
        lines.append(phrases.say(state.language, "review.content_languages", languages=", ".join(others)))
    return "\n".join(line for line in lines if line)


STEP = Step("content", prepare, content, present, role="copywriter", fed_by=("research",))
