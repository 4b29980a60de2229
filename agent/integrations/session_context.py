"""What adapters may know about the run they serve: which session it is, and who listens to the coach's words."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar

Listener = Callable[[str], None]
"""Is called with all the words so far; a text that is not a continuation replaces what was shown before."""

current_session: ContextVar[str] = ContextVar("current_session", default="")
"""Id of the session being served; empty outside of one. The way in sets it around each run."""

unattended: ContextVar[bool] = ContextVar("unattended", default=False)
"""True in work done ahead of its turn, whose failure nobody is told."""

words_listener: ContextVar[Listener | None] = ContextVar("words_listener", default=None)
"""Who shows the coach's words as they come. They are a draft: the turn that is returned is what counts."""

_KINDS = ("tokens", "memo", "failed", "uploads", "elsewhere")

"""tokens: spent; memo: results paid for; failed: last failure; uploads: pictures; elsewhere: a set of further keys,
under names that do not show the session, which go when it is forgotten."""


def session_key(kind: str, session_id: str) -> str:
    """Return the Redis key of what adapters keep for one session; `kind` is one of those above."""
    if kind not in _KINDS:
        raise KeyError(kind)
    return f"coach:{kind}:{{{session_id}}}"


def session_keys(session_id: str) -> tuple[str, ...]:
    """Return every key that adapters keep for one session, for those who forget it."""
    return tuple(session_key(kind, session_id) for kind in _KINDS)
