"""Sessions as the API shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agent.graph import GraphState
from agent.web.api.models import BriefView, SessionSummary, SessionView, Trouble
from agent.web.board import is_live
from agent.web.standing import GATES, Standing
from nodes.errors import SessionNotFound
from nodes.publish import prepare

if TYPE_CHECKING:
    from agent.web.context import Web


async def standing_of(web: Web, session_id: str, user: str) -> Standing:
    """Return where a user's session stands; cut-off work is taken up again. SessionNotFound for anybody else's."""
    where = await web.feed.where(session_id)
    state = await web.application.sessions.state(session_id, user_id=user)
    standing = Standing(state, where, busy=web.turns.running(session_id))
    if standing.cut_off:
        web.turns.resume(session_id, user_id=user)
    return standing


def session_view(standing: Standing) -> SessionView:
    """Return a session as it stands."""
    state, problem = standing.state, standing.problem
    return SessionView(
        session_id=state.session_id,
        user_id=state.user_id,
        language=state.language,
        step=standing.gate,
        number=GATES.index(standing.gate) + 1,
        count=len(GATES),
        working=standing.working,
        problem=Trouble.model_validate(problem) if problem else None,
        question=state.question,
        brief=state.brief,
        research=state.research,
        content=state.content,
        logo=state.logo,
        logo_choice=state.logo_choice,
        own_logo=state.own_logo,
        photos=state.photos,
        website=state.publish,
        website_current=is_live(state),
    )


def summary(state: GraphState) -> SessionSummary:
    """Return a session as one line of a list."""
    return SessionSummary(
        session_id=state.session_id,
        business_name=state.brief.business_name,
        language=state.language,
        step=Standing(state).gate,
        website_url=state.publish.url if state.publish else "",
    )


async def states(web: Web, user: str, offset: int, limit: int) -> list[GraphState]:
    """Return a page of a user's sessions, the latest first; one that ended meanwhile is left out."""
    found = []
    for session_id in await web.application.sessions.list(user, offset=offset, limit=limit):
        try:
            found.append(await web.application.sessions.state(session_id, user_id=user))
        except SessionNotFound:
            continue
    return found


async def brief_view(web: Web, state: GraphState) -> BriefView:
    """Return a session's business brief."""
    from agent.integrations.publishing.platform_brief import brief_id  # noqa: PLC0415 - needed here only

    made = await _platform_brief(web, state)
    return BriefView(
        brief_id=str(brief_id(state.session_id)),
        session_id=state.session_id,
        user_id=state.user_id,
        ready=made is not None,
        facts=state.brief,
        business_brief=made,
    )


async def _platform_brief(web: Web, state: GraphState) -> dict[str, Any] | None:
    from datetime import datetime  # noqa: PLC0415

    from agent.integrations.publishing.platform_brief import platform_brief  # noqa: PLC0415

    request = prepare(state)
    if request is None:
        return None
    snapshot = await web.application.graph.aget_state({"configurable": {"thread_id": state.session_id}})
    return platform_brief(request, at=datetime.fromisoformat(snapshot.created_at or "1970-01-01T00:00:00Z").timestamp())
