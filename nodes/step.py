"""A step of the walk: from a declared input, by one integration, to a result under review."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from nodes.conversation import Question
from nodes.fingerprint import fingerprint
from nodes.frozen import Frozen
from nodes.ports import Phrases, Services
from nodes.results import Result
from nodes.state import CoachingState


@dataclass(frozen=True)
class Step:
    """One step. Its result stands in the state under the step's name."""

    name: str
    prepare: Callable[[CoachingState], Frozen | None]
    """The declared input, or None while something it needs is unknown."""
    work: Callable[[Any, Services], Awaitable[Result]]
    """Calls the one integration with the declared input."""
    present: Callable[[CoachingState, Phrases], str]
    """What the person is shown of the result."""
    actions: tuple[str, ...] = ("approve", "change", "back", "ask")
    """What fits at this step's gate."""
    role: str = ""
    """The field of Services that does the work."""
    fed_by: tuple[str, ...] = ()
    """Earlier steps whose results are part of the input."""
    ahead: bool = True
    """Whether it may be made before its turn: True where nothing shows in public."""

    def expected(self, state: CoachingState) -> str:
        """Return the fingerprint a result would have now, or an empty text when the input is not known."""
        request = self.prepare(state)
        return fingerprint(self.name, request) if request else ""

    def current(self, state: CoachingState) -> bool:
        """Whether the result in the state was made from what the input is now."""
        result: Result | None = getattr(state, self.name)
        return result is not None and result.made_from == self.expected(state)

    def settled(self, state: CoachingState) -> bool:
        """Whether there is nothing to make and nothing to ask here."""
        if self.name in state.skipped:
            return True
        return self.current(state) and state.approved.get(self.name) == self.expected(state)

    async def make(self, request: Frozen, services: Services) -> Result:
        """Call the integration and mark the result with the fingerprint of its input."""
        result = await self.work(request, services)
        return result.model_copy(update={"made_from": fingerprint(self.name, request)})

    def review(self, state: CoachingState, phrases: Phrases) -> Question:
        """Return the question that opens this step's gate. The result is in the state."""
        result: Result = getattr(state, self.name)
        told = (state.remark, self.present(state, phrases), _provenance(result, state, phrases))
        return Question(
            id=f"{self.name}-{result.made_from[:12]}",
            gate=self.name,
            kind="review",
            text="\n\n".join(part for part in told if part),
            actions=self.actions,
            subject=result.made_from,
        )


def _provenance(result: Result, state: CoachingState, phrases: Phrases) -> str:
    """Say plainly who made it: an outside service or a local default."""
    key = "made_by.live" if result.live else "made_by.local"
    made_by = phrases.say(state.language, key, provider=phrases.name(state.language, result.made_by))
    return f"{phrases.say(state.language, result.notice)} {made_by}" if result.notice else made_by
