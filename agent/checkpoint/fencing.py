"""Which token the running code writes with. It travels in a context variable, so it never reaches a checkpoint."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

_tokens: ContextVar[Mapping[str, str]] = ContextVar("checkpoint_fences", default={})  # noqa: B039 - never changed


def token_of(thread: str) -> str:
    """Return the token this code holds for the thread, "" if it holds none."""
    return _tokens.get().get(thread, "")


@contextmanager
def writing_with(thread: str, token: str) -> Iterator[None]:
    """Let everything that runs inside, tasks started there included, write to the thread with this token."""
    before = _tokens.set({**_tokens.get(), thread: token})
    try:
        yield
    finally:
        _tokens.reset(before)
