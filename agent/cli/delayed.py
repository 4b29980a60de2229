"""A turn in the terminal while the store is away: the person is told, and it is tried again until it is saved."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import TYPE_CHECKING

from agent.events import Problem
from nodes.errors import NotSaved, SessionBusy, StateTooLarge

if TYPE_CHECKING:
    from agent.events import Event

PAUSE = 1.0
"""Seconds between two tries."""
DELAYED = "error.saving_delayed"


async def until_saved(
    session_id: str, turn: Callable[[], AsyncGenerator[Event, None]], say: Callable[[str], str]
) -> AsyncGenerator[Event, None]:
    """Yield the events of a turn, begun again until it could be saved; that it takes longer is a Problem, told once.

    The turn must be harmless to repeat: a reply needs an id. What cannot be helped by waiting ends with its Problem.
    """
    told = False
    while True:
        try:
            async with aclosing(turn()) as events:
                async for event in events:
                    yield event
        except (StateTooLarge, SessionBusy) as error:
            yield Problem(session_id=session_id, key=error.key, text=say(error.key), retry=True)
        except NotSaved:
            if not told:
                yield Problem(session_id=session_id, key=DELAYED, text=say(DELAYED), retry=True, retry_after=PAUSE)
            told = True
            await asyncio.sleep(PAUSE)
            continue
        return
