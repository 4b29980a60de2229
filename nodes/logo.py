"""Logo: several variants, one of which the person chooses."""

from __future__ import annotations

from nodes.brief import Sector
from nodes.inputs import LogoInput
from nodes.ports import Phrases, Services
from nodes.results import LogoSet
from nodes.state import CoachingState
from nodes.step import Step

TAGLINE_LIMIT = 40
"""Characters a line under a logo can have and stay readable on a phone."""


def prepare(state: CoachingState) -> LogoInput | None:
    """Return name, sector and look. The tagline is the trade in the person's words, when it is short enough."""
    brief = state.brief
    if not brief.business_name:
        return None
    return LogoInput(
        name=brief.business_name,
        sector=brief.sector or Sector.DEFAULT,
        tagline=brief.activity if len(brief.activity) <= TAGLINE_LIMIT else "",
        style=brief.style,
        colors=brief.colors,
        wishes=state.wishes.get("logo", ()),
    )


async def logo(request: LogoInput, services: Services) -> LogoSet:
    """Ask the logo designer."""
    return await services.logo_designer.design(request)


def present(state: CoachingState, phrases: Phrases) -> str:
    """Name the variants; each way in shows the pictures its own way."""
    assert state.logo is not None  # noqa: S101 - the step put it there
    lines = [phrases.say(state.language, "review.logo", count=len(state.logo.variants))]
    lines += [
        f"{variant.id}. {phrases.say(state.language, f'logo_kind.{variant.kind}')}" for variant in state.logo.variants
    ]
    if state.own_logo:
        lines.append(f"{len(lines)}. {phrases.say(state.language, 'logo_kind.own')}")
    return "\n".join(lines)


STEP = Step(
    "logo",
    prepare,
    logo,
    present,
    actions=("approve", "choose", "change", "back", "ask", "skip"),
    role="logo_designer",
)
