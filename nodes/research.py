"""Research: what can be known about the market, by sector and place alone."""

from __future__ import annotations

from nodes.brief import Sector
from nodes.inputs import ResearchInput
from nodes.ports import Phrases, Services
from nodes.results import MarketResearch
from nodes.state import CoachingState
from nodes.step import Step


def prepare(state: CoachingState) -> ResearchInput | None:
    """Return sector, place and language; the wishes in the state are words of the closed list FOCUS."""
    place = state.brief.location
    return ResearchInput(
        sector=state.brief.sector or Sector.DEFAULT,
        city=place.city if place.country else "",
        country=place.country,
        language=state.language or "en",
        focus=state.wishes.get("research", ()),
    )


async def research(request: ResearchInput, services: Services) -> MarketResearch:
    """Ask the researcher."""
    return await services.researcher.research(request)


def present(state: CoachingState, phrases: Phrases) -> str:
    """Show the findings with their sources, or say that there are none."""
    assert state.research is not None  # noqa: S101 - the step put it there
    if not state.research.findings:
        return phrases.say(state.language, "review.research_none")
    lines = [phrases.say(state.language, "review.research")]
    by_source: dict[str, list[str]] = {}
    for finding in state.research.findings:
        by_source.setdefault(finding.url or finding.source_title, []).append(finding.claim)
    for source, claims in by_source.items():
        lines += [f"• {claim}" for claim in claims]
        lines.append(phrases.say(state.language, "review.source", source=source))
    return "\n".join(lines)


STEP = Step(
    "research",
    prepare,
    research,
    present,
    actions=("approve", "change", "back", "ask", "skip"),
    role="researcher",
)
