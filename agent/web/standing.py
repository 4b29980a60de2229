"""Where a session stands: at rest with an open question, at work, or stopped by a problem."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from agent.graph import WALK, GraphState, gates
from agent.messages import unheard
from nodes.review import next_step

GATES = gates(WALK)


@dataclass(frozen=True)
class Standing:
    state: GraphState
    version: str
    """Of the state, read before it: a page may hold a state newer than its version, never an older one."""
    problem: dict[str, Any] | None = None
    """What ended the last turn."""

    @property
    def at_rest(self) -> bool:
        """Whether everything that was said is heard and a question is open."""
        return self.state.question is not None and not unheard(self.state.messages, self.state.heard)

    @property
    def working(self) -> bool:
        """Whether work is under way, or was cut off and waits to be finished."""
        return not self.at_rest and self.problem is None

    @property
    def gate(self) -> str:
        """The step of the walk the person is at."""
        if self.state.question:
            return self.state.question.gate
        return next_step(self.state, WALK) if self.state.session_id else GATES[0]
