"""Grounding: every fact on the site traces to the person's words or to a quoted source.

Make an `Evidence` of the brief, the person's words and the findings. `violations` names the claims of a copy that
trace to nothing (for one rewrite); `ground` then takes their sentences away. `Evidence.trace` answers "why is this
here?" for one sentence; `uneven` tells which language version lacks a figure of another.
"""

from nodes.grounding.content import Grounded, ground, uneven, violations
from nodes.grounding.evidence import Evidence, Violation
from nodes.grounding.sources import Source

__all__ = ["Evidence", "Grounded", "Source", "Violation", "ground", "uneven", "violations"]
