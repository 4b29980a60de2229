"""Objects are lent again only when nobody holds them, or anything in them, and nobody changed them."""

from __future__ import annotations

from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage

from agent.checkpoint.runs import Backing, Run
from agent.checkpoint.snapshots import Frozen


@pytest.fixture
def run() -> Run:
    messages = [HumanMessage("a", additional_kwargs={"deep": {"er": [1]}}), AIMessage("b", response_metadata={"x": []})]
    return Run([], 0, Backing()).grown((1, 1), [Frozen(message) for message in messages])


def addresses(run: Run) -> list[int]:
    """Where the objects of a read lie. None of them is held any more when this returns."""
    return [id(message) for message in run.thaw()]


def test_objects_nobody_kept_are_lent_again(run: Run) -> None:
    assert addresses(run) == addresses(run)


@pytest.mark.parametrize(
    "keep",
    [
        lambda found: found[0],
        lambda found: found[0].additional_kwargs,
        lambda found: found[0].additional_kwargs["deep"]["er"],
        lambda found: found[1].response_metadata,
        lambda found: found[1].tool_calls,
    ],
)
def test_what_somebody_holds_is_never_shared_with_the_next_reader(run: Run, keep: Any) -> None:
    found = run.thaw()
    kept = keep(found)
    del found
    again = run.thaw()

    assert keep(again) is not kept
    if isinstance(kept, list):
        kept.append("changed")
    elif isinstance(kept, dict):
        kept["changed"] = True
    else:
        kept.content = "changed"
    assert "changed" not in repr(again)


@pytest.mark.parametrize(
    "change",
    [
        lambda found: setattr(found[0], "content", "changed"),
        lambda found: found[0].additional_kwargs["deep"]["er"].append("changed"),
        lambda found: found.append("changed"),
        lambda found: found.clear(),
    ],
)
def test_what_a_reader_changed_and_left_is_not_lent_again(run: Run, change: Any) -> None:
    expected = repr(run.thaw())
    change(run.thaw())

    assert repr(run.thaw()) == expected


def test_a_list_that_grew_lends_its_beginning_again(run: Run) -> None:
    before = addresses(run)
    grown = run.grown((1, 2), [Frozen(HumanMessage("c"))])

    assert addresses(grown)[:2] == before
    assert [message.content for message in run.thaw()] == ["a", "b"]
    assert [message.content for message in grown.thaw()] == ["a", "b", "c"]
