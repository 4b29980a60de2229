"""Running ahead: a step's result computed before its turn, as soon as its input is known.

A result is a function of its declared input, so it can be kept under the input's fingerprint and found there by
the step. Guesses that turn out wrong are dropped; they cost time nobody waits for.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from contextvars import copy_context

from agent.integrations.session_context import unattended
from nodes.fingerprint import fingerprint
from nodes.frozen import Frozen
from nodes.ports import Services
from nodes.results import Result
from nodes.state import CoachingState
from nodes.step import Step
from nodes.vision import subject

KEPT = 64
"""Results kept at most; the oldest goes first."""


class RunAhead:
    """Background work of one process. Close it to cancel what is still running."""

    def __init__(self, services: Services, *, on: bool = False, guessing: frozenset[str] = frozenset()) -> None:
        """Begin, while on, every step whose input is settled; those named in `guessing` on a mere guess too.

        A guess may turn out wrong, so it must cost nothing.
        """
        self._services = services
        self._on = on
        self._guessing = guessing
        self._tasks: OrderedDict[str, asyncio.Task[Result]] = OrderedDict()

    def start(self, state: CoachingState, walk: Sequence[Step]) -> None:
        """Begin every step whose input is known and whose result is not there yet."""
        for step in walk if self._on else ():
            if not step.ahead or step.name in state.skipped or step.current(state):
                continue
            certain = step.name in self._guessing or _certain(step, state, walk)
            if certain and (request := step.prepare(state)):
                self._begin(step, request)

    async def take(self, step: Step, request: Frozen) -> Result:
        """Return the step's result, waiting for work under way and doing it now if there is none.

        A guess that failed is tried again here, where its error reaches the person. Raises what the step raises.
        """
        task = self._tasks.pop(fingerprint(step.name, request), None)
        if task is not None and (not task.done() or (not task.cancelled() and task.exception() is None)):
            try:
                return await asyncio.shield(task)
            except Exception:  # noqa: BLE001, S110 - the work is repeated below and raises there
                pass
        return await step.make(request, self._services)

    async def close(self) -> None:
        """Cancel all work under way and wait until it has ended."""
        tasks = list(self._tasks.values())
        self._tasks.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _begin(self, step: Step, request: Frozen) -> None:
        key = fingerprint(step.name, request)
        if key in self._tasks:
            return
        context = copy_context()
        context.run(unattended.set, True)  # noqa: FBT003 - the value of a context variable
        work = step.make(request, self._services)
        self._tasks[key] = asyncio.create_task(work, name=f"ahead.{step.name}", context=context)
        self._tasks[key].add_done_callback(_observe)
        while len(self._tasks) > KEPT:
            self._tasks.popitem(last=False)[1].cancel()


def _certain(step: Step, state: CoachingState, walk: Sequence[Step]) -> bool:
    """Whether the person said yes to everything the step's input is made of."""
    feeding = (other for other in walk if other.name in step.fed_by)
    return state.approved.get("vision") == subject(state.brief) and all(other.settled(state) for other in feeding)


def _observe(task: asyncio.Task[Result]) -> None:
    """Look at a failed guess's error, so that asyncio does not report it as never retrieved."""
    if not task.cancelled():
        task.exception()
