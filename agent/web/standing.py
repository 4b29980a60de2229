"""Where a session stands: at rest with an open question, at work, or stopped by a problem."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from agent.graph import WALK, GraphState, gates
from agent.messages import unheard
from agent.web.feed import Where
from nodes.review import next_step

GATES = gates(WALK)
UNSEEN = Where("0-0", "", writing=False, problem=None)


@dataclass(frozen=True)
class Standing:
    state: GraphState
    where: Where = UNSEEN
    busy: bool = False
    """Whether this process has a turn of the session under way, be it one that waits for another writer."""

    @property
    def problem(self) -> dict[str, Any] | None:
        """What ended the last turn, None when it ended well."""
        return self.where.problem

    @property
    def at_rest(self) -> bool:
        """Whether everything that was said is heard and a question is open."""
        return self.state.question is not None and not unheard(self.state.messages, self.state.heard)

    @property
    def working(self) -> bool:
        """Whether work is under way, or was cut off and waits to be finished."""
        return self.busy or self.where.writing or (not self.at_rest and self.problem is None)

    @property
    def cut_off(self) -> bool:
        """Whether work waits to be finished and nobody is at it."""
        return self.working and not self.busy and not self.where.writing

    @property
    def gate(self) -> str:
        """The step of the walk the person is at."""
        if self.state.question:
            return self.state.question.gate
        return next_step(self.state, WALK) if self.state.session_id else GATES[0]
