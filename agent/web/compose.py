"""All that the session's page shows, from where the session stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agent.graph import GraphState
from agent.web import board
from agent.web.access import form_token
from agent.web.context import base_of, say_in
from agent.web.languages import direction, name_of, spoken
from agent.web.links import logo_address, qr_code, share_link, site_address
from agent.web.standing import Standing
from agent.web.steps import stages
from agent.web.talk import lines
from nodes.uploads import MOST_PHOTOS

if TYPE_CHECKING:
    from starlette.requests import Request

    from agent.web.context import Web


def page_values(web: Web, request: Request, standing: Standing, start: int = 0) -> dict[str, Any]:
    """Return the values of the page's templates; the conversation from its line number `start` on."""
    state, phrases = standing.state, web.phrases
    language = phrases.spoken(state.language or "en")
    address = site_address(request, state.publish) if state.publish else ""
    moved = {state.publish.url: address} if state.publish else {}
    home, path = base_of(request), f"{base_of(request)}/s/{state.session_id}"
    return {
        "base": home,
        "path": path,
        "language": language,
        "direction": direction(language),
        "tongues": [(code, name_of(phrases, code), phrases.say(code, "web.switch")) for code in spoken()],
        "say": say_in(phrases, language),
        "phrase": lambda key, **values: phrases.say(language, key, **values),
        "provider": lambda name: phrases.name(language, name),
        "token": form_token(web.seals, state.session_id),
        "standing": standing,
        "state": state,
        "question": state.question,
        "lines": lines(state.messages, language, phrases, moved, start),
        "count": len(state.messages),
        "stages": stages(standing, language, phrases),
        "logo": state.chosen_logo(),
        "logo_src": lambda variant: logo_address(path, state, variant),
        "most_photos": MOST_PHOTOS,
        "address": address,
        **_board(web, state, language, address),
    }


def _board(web: Web, state: GraphState, language: str, address: str) -> dict[str, Any]:
    return {
        "facts": board.facts(state, language, web.phrases),
        "unknown": board.unknown(state, language, web.phrases),
        "sources": board.sources(state),
        "preview": board.preview_version(state),
        "live": board.is_live(state),
        "share": share_link(web.phrases, language, state.brief.business_name, address) if address else "",
        "site_qr": qr_code(address) if address else "",
    }
