from __future__ import annotations

import asyncio
import time

import httpx
import pytest

from agent.integrations.breaker import Breaker
from agent.integrations.calls import Calls, Policy
from nodes.errors import Malformed, Misconfigured, RateLimited, Rejected, Unavailable


class Script:
    """An operation that does one scripted thing a call; the last one repeats."""

    def __init__(self, *answers: object) -> None:
        self.answers = answers
        self.times: list[float] = []

    async def __call__(self) -> object:
        answer = self.answers[min(len(self.times), len(self.answers) - 1)]
        self.times.append(time.monotonic())
        if isinstance(answer, Exception):
            raise answer
        return answer


def calls(**policy: float) -> Calls:
    return Calls(Policy("s", **{"timeout": 5, **policy}))


async def test_an_unavailable_service_is_tried_three_times(no_waiting) -> None:
    script = Script(httpx.ConnectError("x"))
    with pytest.raises(Unavailable):
        await calls().run("a", script)
    assert len(script.times) == 3


async def test_a_service_that_recovers_is_not_noticed(no_waiting) -> None:
    assert await calls().run("a", Script(httpx.ReadTimeout("x"), Unavailable("x"), "well")) == "well"


@pytest.mark.parametrize("error", [Rejected("x"), Misconfigured("x"), Malformed("x")])
async def test_what_would_fail_again_is_not_tried_again(error: Exception, no_waiting) -> None:
    script = Script(error)
    with pytest.raises(type(error)):
        await calls().run("a", script)
    assert len(script.times) == 1


async def test_an_error_of_the_program_passes_unchanged(no_waiting) -> None:
    script = Script(ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        await calls().run("a", script)
    assert len(script.times) == 1


async def test_the_wait_asked_for_is_kept() -> None:
    script = Script(RateLimited("x", retry_after=0.3), "well")
    assert await calls().run("a", script) == "well"
    assert 0.3 <= script.times[1] - script.times[0] < 0.6


async def test_a_wait_beyond_the_window_is_handed_to_the_person() -> None:
    script = Script(RateLimited("x", retry_after=60))
    with pytest.raises(RateLimited) as caught:
        await calls().run("a", script)
    assert caught.value.retry_after == 60
    assert len(script.times) == 1


async def test_an_attempt_ends_with_its_timeout() -> None:
    async def hang() -> None:
        await asyncio.Event().wait()

    begun = time.monotonic()
    with pytest.raises(Unavailable):
        await calls(timeout=0.05, attempts=1).run("a", hang)
    assert time.monotonic() - begun < 1


async def test_no_more_requests_run_at_once_than_the_limit() -> None:
    running, most = 0, 0

    async def work() -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0)
        running -= 1

    limited = calls(concurrency=3)
    await asyncio.gather(*(limited.run("a", work) for _ in range(20)))
    assert most == 3


async def test_each_attempt_is_logged_with_its_fields(no_waiting, events) -> None:
    await calls().run("search", Script(httpx.ConnectError("x"), "well"))
    first, second = [event for event in events if event["event"] == "service.called"]
    assert {"action": "search", "service": "s", "status": "Unavailable", "attempt": 1}.items() <= first.items()
    assert {"status": "success", "attempt": 2}.items() <= second.items()
    assert second["duration"] >= 0


class Clock:
    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def breaker() -> tuple[Breaker, Clock]:
    clock = Clock()
    return Breaker(clock, clock.sleep), clock


async def fail(breaker: Breaker, error: Exception, times: int) -> Script:
    script = Script(error)
    for _ in range(times):
        with pytest.raises(type(error)):
            await breaker.run(script)
    return script


async def test_three_failures_in_a_row_open_the_breaker() -> None:
    subject, _ = breaker()
    await fail(subject, Unavailable("x"), 2)
    assert not subject.is_open
    await fail(subject, Unavailable("x"), 1)
    assert subject.is_open


async def test_a_refused_key_opens_the_breaker_at_once() -> None:
    subject, _ = breaker()
    await fail(subject, Misconfigured("x"), 1)
    assert subject.is_open


async def test_a_short_pause_is_waited_for_and_a_success_closes_it() -> None:
    subject, clock = breaker()
    await fail(subject, Unavailable("x"), 3)
    assert await subject.run(Script("well")) == "well"
    assert clock.slept == [1.0]
    assert not subject.is_open


async def test_a_long_outage_is_answered_without_a_call() -> None:
    subject, clock = breaker()
    script = await fail(subject, Unavailable("x", service="s", key="k"), 5)
    with pytest.raises(Unavailable) as caught:
        await subject.run(script)
    assert len(script.times) == 5
    assert caught.value.retry_after == 4.0
    assert caught.value.key == "k"
    clock.now += 4
    assert await subject.run(Script("well")) == "well"


async def test_the_pause_grows_to_half_a_minute_and_no_further() -> None:
    subject, clock = breaker()
    for _ in range(12):
        clock.now += 60
        await fail(subject, Unavailable("x"), 1)
    with pytest.raises(Unavailable) as caught:
        await subject.run(Script("unused"))
    assert caught.value.retry_after == 30


async def test_a_refusal_to_our_request_shows_that_the_service_lives() -> None:
    subject, _ = breaker()
    await fail(subject, Unavailable("x"), 2)
    await fail(subject, Rejected("x"), 1)
    await fail(subject, Unavailable("x"), 2)
    assert not subject.is_open


async def test_those_who_wait_for_a_probe_go_on_when_it_succeeds() -> None:
    subject, clock = breaker()
    await fail(subject, Unavailable("x"), 3)
    assert await asyncio.gather(*(subject.run(Script(number)) for number in range(4))) == [0, 1, 2, 3]
    assert clock.slept == [1.0]


async def test_an_outage_of_ten_minutes_costs_few_calls(no_waiting) -> None:
    clock = Clock()
    subject = Calls(Policy("s", timeout=5), Breaker(clock, clock.sleep))
    script = Script(httpx.ConnectError("x"))
    for _ in range(600):
        clock.now += 1
        with pytest.raises(Unavailable):
            await subject.run("a", script)
    assert len(script.times) < 60
