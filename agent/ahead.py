"""Running ahead: a step's result computed before its turn, as soon as its input is known.

A result is a function of its declared input, so it can be kept under the input's fingerprint and found there by
the step. Guesses that turn out wrong are dropped; they cost time nobody waits for.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from contextvars import copy_context
from dataclasses import dataclass, field
from typing import Any

from agent.integrations.session_context import unattended
from nodes.errors import Unavailable
from nodes.fingerprint import fingerprint
from nodes.frozen import Frozen
from nodes.inputs import PublishInput
from nodes.ports import Services
from nodes.publish import foresee
from nodes.results import Result
from nodes.state import CoachingState
from nodes.step import Step
from nodes.vision import subject

KEPT = 256
"""Results kept and guesses waiting at most; the oldest goes first. Two hundred people at once have about as many."""
AT_ONCE = 2
"""Guesses worked on at the same time on this machine: a turn that draws waits for as many drawings at most."""
AT_ONCE_ELSEWHERE = 16
"""Guesses that outside services work on at the same time."""
PATIENCE = 45.0
"""Seconds a step may take by default that others do."""
PATIENCE_HERE = 4
"""How many times as long a step may take that is done here: it waits for the processor and for nobody's answer."""


@dataclass(eq=False)
class _Guess:
    """One step's work ahead of its turn."""

    task: asyncio.Task[Any] = field(init=False)
    begun: bool = False
    """Whether it has come to its turn among the guesses."""

    @property
    def promises(self) -> bool:
        """Whether waiting for it is the quickest way to the result."""
        if not self.task.done():
            return self.begun
        return not self.task.cancelled() and self.task.exception() is None


@asynccontextmanager
async def within(seconds: float, what: str) -> AsyncIterator[None]:
    """End what is inside after so many seconds. Raises Unavailable then: all that was said is stored."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError as error:
        raise Unavailable(f"{what} took longer than {seconds:g} s", service=what) from error


class RunAhead:
    """Background work of one process. Close it to cancel what is still running."""

    def __init__(
        self,
        services: Services,
        *,
        on: bool = False,
        guessing: frozenset[str] = frozenset(),
        elsewhere: frozenset[str] = frozenset(),
        patience: float = PATIENCE,
    ) -> None:
        """Begin, while on, every step whose input is settled; those named in `guessing` on a mere guess too.

        A guess may turn out wrong, so it must cost nothing. elsewhere: steps that outside services do, which take no
        processor from anybody here. patience: seconds such a step may take in all.
        """
        self._elsewhere = elsewhere
        self._here, self._there = asyncio.Semaphore(AT_ONCE), asyncio.Semaphore(AT_ONCE_ELSEWHERE)
        self.patience = patience
        self._services = services
        self._on = on
        self._guessing = guessing
        self._guesses: OrderedDict[str, _Guess] = OrderedDict()

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

        A guess that failed is tried again here, where its error reaches the person, and one that still waits for its
        turn is dropped. Raises what the step raises, and Unavailable when it takes too long.
        """
        guess = self._guesses.pop(fingerprint(step.name, request), None)
        async with self._limit(step):
            if guess and guess.promises:
                try:
                    return await asyncio.shield(guess.task)
                except Exception:  # noqa: BLE001, S110 - the work is repeated below and raises there
                    pass
            elif guess:
                guess.task.cancel()
            return await step.make(request, self._services)

    async def close(self) -> None:
        """Cancel all work under way and wait until it has ended."""
        tasks = [guess.task for guess in self._guesses.values()]
        self._guesses.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def foresee(self, request: PublishInput) -> None:
        """Let the publisher make ready what a yes to this would need, while the person looks at it."""
        if self._on:
            key = fingerprint("foresee", request)
            self._launch("foresee", key, lambda guess: self._foresee(request, guess))
            self._guesses[key].task.add_done_callback(lambda _: self._guesses.pop(key, None))

    def _begin(self, step: Step, request: Frozen) -> None:
        self._launch(step.name, fingerprint(step.name, request), lambda guess: self._make(step, request, guess))

    def _launch(self, name: str, key: str, work: Callable[[_Guess], Coroutine[Any, Any, Result | None]]) -> None:
        if key in self._guesses:
            return
        context = copy_context()
        context.run(unattended.set, True)  # noqa: FBT003 - the value of a context variable
        guess = self._guesses[key] = _Guess()
        guess.task = asyncio.create_task(work(guess), name=f"ahead.{name}", context=context)
        guess.task.add_done_callback(_observe)
        while len(self._guesses) > KEPT:
            self._guesses.popitem(last=False)[1].task.cancel()

    async def _foresee(self, request: PublishInput, guess: _Guess) -> None:
        async with self._here:
            guess.begun = True
            async with within(self.patience * PATIENCE_HERE, "publish"):
                await foresee(request, self._services)

    async def _make(self, step: Step, request: Frozen, guess: _Guess) -> Result:
        async with self._there if step.name in self._elsewhere else self._here:
            guess.begun = True
            async with self._limit(step):
                return await step.make(request, self._services)

    def _limit(self, step: Step) -> AbstractAsyncContextManager[None]:
        return within(self.patience * (1 if step.name in self._elsewhere else PATIENCE_HERE), step.name)


def _certain(step: Step, state: CoachingState, walk: Sequence[Step]) -> bool:
    """Whether the person said yes to everything the step's input is made of."""
    feeding = (other for other in walk if other.name in step.fed_by)
    return state.approved.get("vision") == subject(state.brief) and all(other.settled(state) for other in feeding)


def _observe(task: asyncio.Task[Result]) -> None:
    """Look at a failed guess's error, so that asyncio does not report it as never retrieved."""
    if not task.cancelled():
        task.exception()
