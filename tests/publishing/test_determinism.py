"""Equal inputs give equal bytes: in one process, in another, and for another session."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from agent.integrations.publishing.site import render_site

DIGEST = """
import hashlib, sys
from agent.integrations.publishing.site import render_site
from nodes.inputs import PublishInput
files = render_site(PublishInput.model_validate_json(sys.stdin.read()))
print(hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest())
"""


def test_another_process_gives_the_same_bytes(business: Callable[..., Any]) -> None:
    request = business("rich")
    here = hashlib.sha256(repr(sorted(render_site(request).items())).encode()).hexdigest()
    for seed in ("1", "2"):
        ran = subprocess.run(
            [sys.executable, "-c", DIGEST], input=request.model_dump_json(), text=True, capture_output=True, check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )  # fmt: skip
        assert ran.stdout.strip() == here


def test_the_session_leaves_no_trace(business: Callable[..., Any]) -> None:
    request = business("rich")
    other = request.model_copy(update={"session_id": "another", "user_id": "somebody", "site_id": "elsewhere"})
    assert render_site(request) == render_site(other)


def test_a_changed_fact_changes_the_page(business: Callable[..., Any]) -> None:
    assert render_site(business("rich")) != render_site(business("rich", payments=["Cash"]))
