"""Private copies equal what they were made of, notice every change, and are never handed out themselves."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage
from pydantic import BaseModel, PrivateAttr

from agent.checkpoint.runs import Backing, Run
from agent.checkpoint.snapshots import Frozen, NotPlain, same


@dataclass
class Point:
    x: int
    notes: list[str] = field(default_factory=list)


class Shape(BaseModel):
    name: str
    points: tuple[dict[str, list[int]], ...] = ()


class Secretive(BaseModel):
    _hidden: list[int] = PrivateAttr(default_factory=lambda: [1])


texts = st.text(max_size=5)
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | texts | st.binary(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3) | st.tuples(inner, inner),
    max_leaves=8,
)
items = (
    plain
    | st.builds(HumanMessage, texts, id=texts, additional_kwargs=st.dictionaries(texts, plain, max_size=2))
    | st.builds(AIMessage, texts, id=texts, response_metadata=st.dictionaries(texts, plain, max_size=2))
    | st.builds(Point, st.integers(), st.lists(texts, max_size=2))
    | st.builds(Shape, name=texts)
)


@given(items)
def test_a_copy_equals_its_item_and_shares_nothing_that_changes(item: Any) -> None:
    before = copy.deepcopy(item)
    frozen = Frozen(item)
    thawed = frozen.thaw()

    assert thawed == item
    assert type(thawed) is type(item)
    assert same(item, frozen)
    assert same(thawed, frozen)
    spoil(thawed)
    assert frozen.thaw() == before
    assert item == before


def spoil(value: Any) -> None:
    """Change everything in a value that can be changed."""
    if isinstance(value, dict):
        for part in list(value.values()):
            spoil(part)
        value["spoiled"] = True
    elif isinstance(value, list | tuple):
        for part in value:
            spoil(part)
        if isinstance(value, list):
            value.append("spoiled")
    elif hasattr(value, "__dict__"):
        for part in list(value.__dict__.values()):
            spoil(part)


@pytest.mark.parametrize(
    "change",
    [
        lambda message: setattr(message, "content", "other"),
        lambda message: message.additional_kwargs.update(a=1),
        lambda message: message.tool_calls.append({"name": "n", "args": {}, "id": "1", "type": "tool_call"}),
        lambda message: message.response_metadata["deep"]["list"].append(2),
        lambda message: setattr(message, "extra_field", 1),
        lambda message: setattr(message, "id", None),
    ],
)
def test_every_change_in_place_is_noticed(change: Any) -> None:
    message = AIMessage("text", id="1", response_metadata={"deep": {"list": [1]}})
    frozen = Frozen(message)
    change(message)

    assert not same(message, frozen)
    assert not Run([], 0, Backing()).grown((1, 1), [frozen]).begins([message])


@pytest.mark.parametrize("value", [Secretive(), object(), {"a": object()}, [{1, 2}], lambda: 1])
def test_what_cannot_be_copied_safely_is_refused(value: Any) -> None:
    with pytest.raises(NotPlain):
        Frozen(value)


def test_equal_items_of_different_types_differ() -> None:
    assert not same(AIMessage("a"), Frozen(HumanMessage("a")))
    assert not same(1.0, Frozen(1))


def run_of(*parts: list[Any]) -> Run:
    run = Run([], 0, Backing())
    for number, part in enumerate(parts, 1):
        run = run.grown((9, number), [Frozen(value) for value in part])
    return run


def test_a_run_grows_without_changing_the_one_it_grew_from() -> None:
    shared = run_of([1], [2, 3])
    left = shared.grown((9, 3), [Frozen("left")])
    right = shared.grown((11, 1), [Frozen("right")])

    assert shared.thaw() == [1, 2, 3]
    assert left.thaw() == [1, 2, 3, "left"]
    assert right.thaw() == [1, 2, 3, "right"]
    assert left.segments == [9, 1, 3]
    assert right.segments == [9, 1, 2, 11, 1, 1]


def test_the_common_beginning_ends_with_the_last_whole_piece() -> None:
    message = ToolMessage("m", tool_call_id="1")
    run = run_of([1, 2], [message], [4])

    assert run.common([1, 2, message, 4, 5]).segments == [9, 1, 3]
    assert run.common([1, 2, message]).segments == [9, 1, 2]
    assert run.common([1, 2, message, 5]).segments == [9, 1, 2]
    assert run.common([1]).segments == []
    assert run.common([]).thaw() == []
    assert run.common([1, 2, 4]).thaw() == [1, 2]
