"""One line in, one event out."""

from __future__ import annotations

import pytest

from agent.cli.jsonl import parse


@pytest.mark.parametrize(
    ("line", "reply", "extra"),
    [
        ("hello", "hello", {}),
        ("", "", {}),
        ("{not json", "{not json", {}),
        ('{"text": "hi", "turn_id": "t1"}', "hi", {"turn_id": "t1"}),
        ('{"action": "back", "step": "logo", "answers": "q"}', {"action": "back", "step": "logo"}, {"answers": "q"}),
        ('["a"]', '["a"]', {}),
    ],
)
def test_a_line_is_words_or_an_action_and_what_it_carries(line: str, reply: object, extra: dict[str, str]) -> None:
    assert parse(line) == (reply, extra)
