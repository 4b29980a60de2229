"""Which facts the site needs, and which of them to ask for next."""

from __future__ import annotations

from nodes.brief import BusinessBrief, known
from nodes.conversation import Interview

NEEDED = (
    "activity",
    "business_name",
    "city",
    "offer",
    "target_audience",
    "differentiation",
    "vision",
    "phone",
)
"""Facts a site visibly needs, in the usual order of asking. Everything else is taken when it is offered."""

ANSWERED_BY = {
    "activity": ("activity", "sector"),
    "city": ("city", "country"),
    "phone": ("phone", "whatsapp", "email"),
    "vision": ("vision", "mission", "value_proposition"),
}
"""Facts any one of which answers the need."""


def answered(brief: BusinessBrief, name: str) -> bool:
    """Whether the need is met by this fact or by one that serves as well."""
    return any(known(brief, other) for other in ANSWERED_BY.get(name, (name,)))


def missing(brief: BusinessBrief, interview: Interview) -> tuple[str, ...]:
    """Return the facts still worth asking for, the next one first.

    A fact that was asked for or passed over is not asked for again; the name comes first once the trade is known.
    """
    closed = {*interview.asked, *interview.passed}
    return tuple(name for name in NEEDED if name not in closed and not _settled(brief, name))


def _settled(brief: BusinessBrief, name: str) -> bool:
    """Whether nothing is left to ask: things named in passing without any price leave the prices to ask for."""
    if name == "offer":
        return any(offer.price for offer in brief.offer)
    return answered(brief, name)
