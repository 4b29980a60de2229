"""Beginning a session once, however often its first form is sent."""

from __future__ import annotations

import hashlib
import secrets
import time
import uuid

from agent.web.seals import Seals

TICKET_SECONDS = 86_400
"""How long a start page that was left open can still begin a session."""


def fresh_ticket(seals: Seals) -> str:
    """Return what a start page carries: 128 random bits and the time, sealed."""
    return seals.seal("start", f"{int(time.time())}.{secrets.token_urlsafe(16)}")


def open_ticket(seals: Seals, ticket: str) -> str | None:
    """Return the ticket if it is ours and fresh, else None."""
    given = (seals.open("start", ticket) or "").partition(".")
    fresh = bool(given[2]) and time.time() - int(given[0]) < TICKET_SECONDS
    return ticket if fresh else None


def first_session_id(ticket: str, words: str) -> str:
    """Return the id of the session that this ticket and these words begin: the same for a second click.

    The ticket's seal makes it unguessable, and nobody but the server can make one.
    """
    digest = hashlib.sha256(f"{ticket}\0{words}".encode("utf-8", "replace")).digest()
    return str(uuid.UUID(bytes=digest[:16], version=4))
