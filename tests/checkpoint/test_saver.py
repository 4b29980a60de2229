"""What the conformance suite does not ask: forks, other processes, values changed in place, graphs as they run."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage, RemoveMessage
from langgraph.checkpoint.memory import InMemorySaver
from redis.exceptions import ResponseError

from agent.checkpoint import PlainRedisSaver
from agent.checkpoint.errors import StaleWriter, TooLarge
from agent.checkpoint.fencing import writing_with

LONG = "long enough to be stored apart from its checkpoint, as values over 48 bytes are"


def here(thread: str = "t", **more: Any) -> dict[str, Any]:
    return {"configurable": {"thread_id": thread, "checkpoint_ns": "", **more}}


async def values(saver: PlainRedisSaver, config: dict[str, Any]) -> dict[str, Any]:
    found = await saver.aget_tuple(config)
    assert found is not None
    return found.checkpoint["channel_values"]


async def test_a_fork_leaves_the_other_branch_as_it_was(saver: PlainRedisSaver, put: Any) -> None:
    root = await put(saver, {"list": [LONG], "text": LONG})
    left = await put(saver, {"list": [LONG, "left"], "text": "left " + LONG}, root)
    right = await put(saver, {"list": [LONG, "right"], "text": "right " + LONG}, root)
    further = await put(saver, {"list": [LONG, "left", "more"], "text": LONG}, left)

    assert await values(saver, left) == {"list": [LONG, "left"], "text": "left " + LONG}
    assert await values(saver, right) == {"list": [LONG, "right"], "text": "right " + LONG}
    assert await values(saver, further) == {"list": [LONG, "left", "more"], "text": LONG}
    assert await values(saver, root) == {"list": [LONG], "text": LONG}


async def test_equal_plain_versions_on_two_branches_do_not_collide(saver: PlainRedisSaver) -> None:
    from langgraph.checkpoint.base import empty_checkpoint

    configs = []
    for word in ("left", "right"):
        checkpoint = empty_checkpoint() | {"channel_values": {"a": word + LONG}, "channel_versions": {"a": 2}}
        configs.append(await saver.aput(here(), checkpoint, {"source": "loop", "step": 1}, {"a": 2}))

    assert [(await values(saver, config))["a"] for config in configs] == ["left" + LONG, "right" + LONG]


async def test_a_message_changed_in_place_is_stored_anew(client: Any, prefix: str, put: Any) -> None:
    saver = PlainRedisSaver(client, prefix=prefix)
    first, second = HumanMessage("one", id="1"), AIMessage("two", id="2")
    before = await put(saver, {"messages": [first, second]})
    first.content = "changed"
    second.additional_kwargs["seen"] = True
    after = await put(saver, {"messages": [first, second, HumanMessage("three", id="3")]}, before)
    fresh = PlainRedisSaver(client, prefix=prefix)

    changed = (await values(fresh, after))["messages"]
    assert [message.content for message in changed] == ["changed", "two", "three"]
    assert changed[1].additional_kwargs == {"seen": True}
    assert [message.content for message in (await values(fresh, before))["messages"]] == ["one", "two"]


async def test_what_a_reader_changes_is_not_what_the_next_one_reads(saver: PlainRedisSaver, put: Any) -> None:
    config = await put(saver, {"messages": [AIMessage("kept", additional_kwargs={"a": [1]})], "plain": {"a": [LONG]}})
    seen = await values(saver, config)
    seen["messages"][0].content = "changed"
    seen["messages"][0].additional_kwargs["a"].append(2)
    seen["messages"].append("more")
    seen["plain"]["a"].append("more")

    again = await values(saver, config)
    assert again["messages"] == [AIMessage("kept", additional_kwargs={"a": [1]})]
    assert again["plain"] == {"a": [LONG]}


async def test_what_a_writer_changes_afterwards_is_not_read(saver: PlainRedisSaver, put: Any) -> None:
    message = HumanMessage("as it was")
    config = await put(saver, {"messages": [message]})
    message.content = "changed later"

    assert (await values(saver, config))["messages"][0].content == "as it was"


@pytest.mark.parametrize(
    "edited",
    [
        ["a", "b", "c", "d"],
        ["a", "b"],
        ["b", "c"],
        ["x", "a", "b", "c"],
        [],
        ["a", "b", "C"],
        ["a", "b", "c", 1, 1.0, True, None],
    ],
)
async def test_any_edit_of_a_list_reads_back(client: Any, prefix: str, put: Any, edited: list[Any]) -> None:
    saver = PlainRedisSaver(client, prefix=prefix)
    config = await put(saver, {"list": ["a"]})
    for grown in (["a", "b"], ["a", "b", "c"], edited):
        config = await put(saver, {"list": grown}, config)

    for reader in (saver, PlainRedisSaver(client, prefix=prefix)):
        found = (await values(reader, config))["list"]
        assert found == edited
        assert list(map(type, found)) == list(map(type, edited))


async def test_two_processes_see_each_others_turns(client: Any, prefix: str, chat: Any) -> None:
    one, other = (chat(PlainRedisSaver(client, prefix=prefix)) for _ in range(2))
    for turn in range(6):
        await (one, other)[turn % 2].ainvoke({"messages": [HumanMessage(f"turn {turn}")]}, here())

    for graph in (one, other):
        said = [message.content for message in (await graph.aget_state(here())).values["messages"]]
        assert said[::2] == [f"turn {turn}" for turn in range(6)]
        assert len(said) == 12


async def test_a_thread_deleted_by_another_process_begins_anew(client: Any, prefix: str, chat: Any) -> None:
    one, other = PlainRedisSaver(client, prefix=prefix), PlainRedisSaver(client, prefix=prefix)
    await chat(one).ainvoke({"messages": [HumanMessage("before")]}, here())
    stale = await one.aget_tuple(here())
    await other.adelete_thread("t")
    await chat(other).ainvoke({"messages": [HumanMessage("after")]}, here())

    assert stale is not None
    said = (await values(one, here()))["messages"]
    assert [message.content for message in said] == ["after", "answer 1"]


async def test_a_run_goes_on_with_all_it_has_when_its_thread_expires_meanwhile(
    client: Any, prefix: str, put: Any
) -> None:
    saver = PlainRedisSaver(client, prefix=prefix)
    config = await put(saver, {"list": ["a", LONG], "text": LONG})
    await client.flushdb() if "Fake" in type(client).__name__ else await PlainRedisSaver(
        client, prefix=prefix
    ).adelete_thread("t")
    from langgraph.checkpoint.base import empty_checkpoint

    version = saver.get_next_version(None, None)
    checkpoint = empty_checkpoint() | {
        "channel_values": {"list": ["a", LONG, "b"], "text": LONG},
        "channel_versions": {"list": version, "text": version},
    }
    after = await saver.aput(config, checkpoint, {"source": "loop", "step": 2}, {"list": version})

    assert await values(PlainRedisSaver(client, prefix=prefix), after) == {"list": ["a", LONG, "b"], "text": LONG}


async def test_two_processes_that_append_to_the_same_point_make_two_branches(
    client: Any, prefix: str, put: Any
) -> None:
    one, other = PlainRedisSaver(client, prefix=prefix), PlainRedisSaver(client, prefix=prefix)
    root = await put(one, {"list": [LONG]})
    await values(other, root)
    left = await put(one, {"list": [LONG, "left"]}, root)
    right = await put(other, {"list": [LONG, "right"]}, root)

    for reader in (one, other, PlainRedisSaver(client, prefix=prefix)):
        assert (await values(reader, left))["list"] == [LONG, "left"]
        assert (await values(reader, right))["list"] == [LONG, "right"]


@pytest.fixture(params=["scripts", "no scripts"])
def either(request: pytest.FixtureRequest, client: Any) -> Any:
    """A client with scripts, then one whose server refuses them."""
    if request.param == "no scripts":

        async def refuse(*_: Any) -> Any:
            raise ResponseError("unknown command 'EVALSHA'")

        client.evalsha = refuse
    return client


async def test_a_thread_born_again_under_the_same_ids_gets_all_values_anew(either: Any, prefix: str, put: Any) -> None:
    """As after a restore from a backup: the parent is there, but the items a process remembers are not."""
    saver = PlainRedisSaver(either, prefix=prefix)
    parent = await put(saver, {"list": [LONG], "text": LONG})
    items = saver._links.store().keys("t").items
    before = await saver.aget_tuple(parent)
    assert before is not None
    await either.hset(items, "@", b"1:another birth")
    await either.hset(items, "1:1", b"msgpack\x01\x91\xa7another")
    checkpoint = before.checkpoint | {"id": before.checkpoint["id"][:-1] + "f"}
    after = await saver.aput(parent, checkpoint, {"source": "fork", "step": 2}, {"list": 1})

    found = await values(PlainRedisSaver(either, prefix=prefix), after)
    assert found == {"list": [LONG], "text": LONG}


async def test_a_task_that_runs_again_keeps_what_it_wrote_first(either: Any, prefix: str, put: Any) -> None:
    saver = PlainRedisSaver(either, prefix=prefix)
    config = await put(saver, {"a": 1})
    await saver.aput_writes(config, [("a", "first"), ("__interrupt__", "first")], "task")
    await saver.aput_writes(config, [("a", "second"), ("__interrupt__", "second"), ("b", "new")], "task")

    found = await saver.aget_tuple(config)
    assert found is not None
    assert sorted(found.pending_writes or ()) == [
        ("task", "__interrupt__", "second"),
        ("task", "a", "first"),
        ("task", "b", "new"),
    ]


async def test_an_older_token_is_refused_with_and_without_scripts(either: Any, prefix: str, put: Any) -> None:
    saver = PlainRedisSaver(either, prefix=prefix)
    keys = saver._links.store().keys("t")
    await either.set(keys.fence, "7")
    for token, refused in (("6", True), ("7", False), ("8", False)):
        with writing_with("t", token):
            if refused:
                with pytest.raises(StaleWriter):
                    await put(saver, {"a": token})
            else:
                await put(saver, {"a": token})
    await either.delete(keys.fence)
    with writing_with("t", "9"), pytest.raises(StaleWriter):
        await put(saver, {"a": "9"})

    assert (await values(saver, here()))["a"] == "8"


async def test_a_value_of_another_version_than_the_parents_is_not_taken_from_the_parent(
    saver: PlainRedisSaver, put: Any
) -> None:
    """LangGraph copies a checkpoint next to itself: its parent is then the copied one's parent."""
    root = await put(saver, {"text": LONG, "list": [LONG]})
    child = await put(saver, {"text": "new " + LONG, "list": [LONG, "new"]}, root)
    copied = await saver.aget_tuple(child)
    assert copied is not None
    checkpoint = copied.checkpoint | {"id": copied.checkpoint["id"][:-1] + "f"}
    twin = await saver.aput(root, checkpoint, {"source": "fork", "step": 2}, {})

    assert await values(saver, twin) == {"text": "new " + LONG, "list": [LONG, "new"]}


@pytest.mark.parametrize("thread", ["a{b}c", "a}b", "", "ünï/ço:dé *?[x]", "line\nbreak", "x" * 500, "%7B", "\x01\x00"])
@pytest.mark.parametrize("ns", ["", "child:1|deep", "odd\x01%ns"])
async def test_any_thread_and_namespace_keep_to_themselves(
    saver: PlainRedisSaver, put: Any, thread: str, ns: str
) -> None:
    await put(saver, {"a": "mine"}, thread=thread, ns=ns)
    await put(saver, {"a": "other"}, thread=thread + "x", ns=ns)
    await put(saver, {"a": "elsewhere"}, thread=thread, ns=ns + "x")

    config = {"configurable": {"thread_id": thread, "checkpoint_ns": ns}}
    assert (await values(saver, config))["a"] == "mine"
    assert [found.checkpoint["channel_values"]["a"] async for found in saver.alist(config)] == ["mine"]
    await saver.adelete_thread(thread)
    assert await saver.aget_tuple(config) is None
    assert (await anext(saver.alist(None))).config["configurable"]["thread_id"] == thread + "x"


async def test_a_value_that_is_too_large_is_refused_with_the_name_of_its_field(
    saver: PlainRedisSaver, put: Any
) -> None:
    with pytest.raises(TooLarge, match="'logo'") as caught:
        await put(saver, {"logo": "x" * 5_000_000, "other": 1})

    assert (caught.value.channel, caught.value.limit) == ("logo", 4 * 1024 * 1024)
    assert await saver.aget_tuple(here()) is None


async def test_a_checkpoint_that_is_too_large_altogether_is_refused(saver: PlainRedisSaver, put: Any) -> None:
    with pytest.raises(TooLarge, match="part0"):
        await put(saver, {f"part{number}": "x" * 4_000_000 for number in range(5)})


async def test_a_write_that_is_too_large_fails_alone(saver: PlainRedisSaver, put: Any) -> None:
    config = await put(saver, {"a": 1})

    good, bad = await asyncio.gather(
        saver.aput_writes(config, [("a", 2)], "task-1"),
        saver.aput_writes(config, [("big", "x" * 5_000_000)], "task-2"),
        return_exceptions=True,
    )

    assert good is None
    assert isinstance(bad, TooLarge)
    found = await saver.aget_tuple(config)
    assert found is not None
    assert found.pending_writes == [("task-1", "a", 2)]


async def test_removing_a_message_and_going_back_in_time(saver: PlainRedisSaver, chat: Any) -> None:
    graph = chat(saver)
    for turn in range(3):
        await graph.ainvoke({"messages": [HumanMessage(f"turn {turn}", id=str(turn))]}, here())
    states = [state async for state in graph.aget_state_history(here())]
    await graph.aupdate_state(here(), {"messages": [RemoveMessage("1")]})

    shortened = (await graph.aget_state(here())).values["messages"]
    assert [message.id for message in shortened if message.type == "human"] == ["0", "2"]
    first = next(state for state in states if len(state.values["messages"]) == 2)
    forked = await graph.ainvoke({"messages": [HumanMessage("again", id="x")]}, first.config)
    assert [message.id for message in forked["messages"] if message.type == "human"] == ["0", "x"]
    longest = states[0]
    assert len((await graph.aget_state(longest.config)).values["messages"]) == 6


async def test_the_history_equals_that_of_langgraphs_own_saver(saver: PlainRedisSaver, chat: Any) -> None:
    async def told(graph: Any) -> list[Any]:
        for turn in range(4):
            await graph.ainvoke({"messages": [HumanMessage(f"turn {turn}", id=str(turn))]}, here())
        return [
            ([(m.type, m.content) for m in state.values.get("messages", [])], state.next, state.metadata)
            async for state in graph.aget_state_history(here())
        ]

    assert await told(chat(saver)) == await told(chat(InMemorySaver()))


async def test_versions_grow_and_differ_between_forks(saver: PlainRedisSaver) -> None:
    first = saver.get_next_version(None, None)
    nexts = {saver.get_next_version(first, None) for _ in range(50)}

    assert all(version > first for version in nexts)
    assert len(nexts) > 45
    assert saver.get_next_version(7, None) > 7
    text = saver.get_next_version("00000000000000000000000000000002.0.24", None)
    assert text.startswith("00000000000000000000000000000003.")


async def test_an_allowlisted_clone_shares_what_is_stored(client: Any, prefix: str, put: Any) -> None:
    saver = PlainRedisSaver(client, prefix=prefix)
    clone = saver.with_allowlist([("tests.nowhere", "Type")])

    assert clone is not saver
    config = await put(clone, {"list": [LONG]})
    await put(saver, {"list": [LONG, "more"]}, config)
    assert (await values(clone, here()))["list"] == [LONG, "more"]


async def test_metadata_holds_what_the_config_says_and_no_token(client: Any, prefix: str, put: Any) -> None:
    from agent.checkpoint.lease import lease

    saver = PlainRedisSaver(client, prefix=prefix)
    async with lease(client, "t", prefix=prefix) as fence:
        await put(saver, {"a": 1}, metadata={"source": "input", "step": 1, "run_id": "r"})
        found = await saver.aget_tuple(here())

    assert found is not None
    assert found.metadata["run_id"] == "r"
    assert fence.token not in repr(found)


async def test_a_repeated_put_changes_nothing(client: Any, prefix: str, put: Any, scan: Any) -> None:
    """A client retries a call whose reply was lost."""
    saver = PlainRedisSaver(client, prefix=prefix)
    sent: list[Any] = []
    run = client.evalsha

    async def twice(*arguments: Any) -> Any:
        sent.append(arguments)
        await run(*arguments)
        return await run(*arguments)

    config = await put(saver, {"list": [LONG]})
    client.evalsha = twice
    config = await put(saver, {"list": [LONG, LONG + "2"]}, config)
    await saver.aput_writes(config, [("a", LONG)], "task")
    client.evalsha = run

    assert len(sent) >= 2
    keys = saver._links.store().keys("t")
    assert await client.zcard(keys.checkpoints) == 2
    assert await client.zcard(keys.writes) == 1
    assert sorted(await client.hkeys(keys.items)) == [b"#", b"1:1", b"1:2", b"@"]
