"""The walk over fakes: what is asked, what is called, what a change costs."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from walking import FACTS, Person

from nodes.errors import OutcomeUnknown, Unavailable
from nodes.inputs import PublishInput
from nodes.publish import STEP as PUBLISH
from nodes.results import Website

TO_THE_END = (FACTS, "yes", "yes", "yes", "1", "yes")


@pytest.fixture(params=["messages", "interrupts"])
def person(request: pytest.FixtureRequest) -> Person:
    return Person(resumes=request.param == "interrupts")


async def test_a_first_message_that_says_it_all_leads_straight_to_the_recap(person: Person) -> None:
    await person.start()
    question = await person.say(FACTS)
    assert question.kind == "recap"
    assert "Awa Couture" in question.text


async def test_the_walk_calls_each_integration_once_and_publishes_after_an_explicit_yes(person: Person) -> None:
    await person.start()
    question = await person.say(*TO_THE_END[:-1])
    assert (question.gate, person.calls.count["publish"]) == ("preview", 0)
    question = await person.say("yes")
    assert question.gate == "publish"
    assert person.calls.count == {"coach": 1, "research": 1, "content": 1, "logo": 1, "publish": 1}


async def test_both_kinds_of_client_have_the_same_conversation() -> None:
    transcripts = []
    for resumes in (False, True):
        person = Person(resumes=resumes)
        await person.start()
        await person.say("business_name=Awa", "/skip", "why?", "city=Dakar", *["/skip"] * 6, "yes", "shorter", "yes")
        transcripts.append([(message.type, message.text) for message in (await person.state()).messages])
    assert transcripts[0] == transcripts[1]


async def test_a_question_back_is_answered_and_the_same_question_returns(person: Person) -> None:
    before = await person.start()
    after = await person.say("why do you ask?")
    assert after.asks == before.asks
    assert after.text == f"Good question.\n\n{before.text}"


async def test_a_fact_the_person_keeps_talking_past_is_asked_for_twice_at_most(person: Person) -> None:
    question = await person.start()
    others = ("city=Dakar", "address=Rue 10", "mission=joy", "story=long ago")
    asked = [question.asks, *[(await person.say(other)).asks for other in others]]
    assert asked.count(("activity",)) == 2


async def test_saying_stop_changes_nothing_and_keeps_the_question(person: Person) -> None:
    before = await person.start()
    after = await person.say("I have to go")
    assert after.asks == before.asks
    assert "saved" in after.text
    assert person.calls.count["coach"] == 0


async def test_starting_over_opens_the_recap_again_and_loses_nothing(person: Person) -> None:
    await person.start()
    question = await person.say(FACTS, "yes", "start over")
    assert (question.gate, question.kind) == ("vision", "recap")
    assert (await person.state()).brief.business_name == "Awa Couture"


async def test_no_fact_is_asked_for_again_once_it_was_skipped(person: Person) -> None:
    question = await person.start()
    asked = []
    while question.kind == "fact":
        asked.extend(question.asks)
        question = await person.say("/skip")
    assert len(asked) == len(set(asked)) == 8


async def test_a_walk_without_a_name_asks_for_it_once_more_and_goes_no_further(person: Person) -> None:
    question = await person.start()
    while question.kind == "fact":
        question = await person.say("/skip")
    question = await person.say("yes")
    assert question.asks == ("business_name",)
    assert person.calls.count["research"] == 0


@pytest.mark.parametrize(
    ("said", "ran"),
    [
        ("phone=+221770000000", {"publish"}),
        ("city=Thiès", {"content", "publish"}),
        ("colors=green", {"logo", "publish"}),
        ("sector=fashion", {"research", "content", "logo", "publish"}),
    ],
)
async def test_after_publishing_a_change_runs_only_what_depends_on_it(person: Person, said: str, ran: set[str]) -> None:
    await person.start()
    await person.say(*TO_THE_END)
    before = person.calls.count.copy()
    question = await person.say(said)
    while question.gate != "publish":
        question = await person.say("yes")
    assert set(person.calls.count - before) - {"coach"} == ran
    (versions,) = person.services.publisher.sites.values()
    assert len(versions) == 2


async def test_an_edited_session_publishes_what_a_fresh_one_with_that_answer_does() -> None:
    edited, fresh = Person(thread="same"), Person(thread="same")
    await edited.start()
    await edited.say(*TO_THE_END, "sector=beauty", "yes", "yes", "yes", "yes")
    await fresh.start()
    await fresh.say(f"{FACTS}; sector=beauty", *TO_THE_END[1:])
    sites = [next(iter(person.services.publisher.sites.values()))[-1] for person in (edited, fresh)]
    assert sites[0].model_dump() == sites[1].model_dump()


async def test_going_back_to_an_earlier_text_publishes_it_again(person: Person) -> None:
    await person.start()
    await person.say(*TO_THE_END, "phone=+221770000000", "yes", "phone=+221771234567")
    question = await person.say("yes")
    assert "version 3" in question.text


async def test_saying_yes_twice_publishes_once(person: Person) -> None:
    await person.start()
    await person.say(*TO_THE_END)
    await person.say("yes")
    assert person.calls.count["publish"] == 1


async def test_a_wish_is_kept_when_something_else_changes(person: Person) -> None:
    await person.start()
    await person.say(FACTS, "yes", "yes", "shorter", "yes", "1", "city=Thiès")
    state = await person.state()
    assert state.content
    assert state.content.pages[0].headline == "Awa Couture shorter"


async def test_a_wish_for_research_keeps_only_words_of_the_closed_list(person: Person) -> None:
    await person.start()
    await person.say(FACTS, "yes", "tell me about competitors of Zanzibar Ltd")
    assert (await person.state()).wishes == {"research": ("competitors",)}


async def test_back_opens_a_step_again_and_every_later_yes(person: Person) -> None:
    await person.start()
    await person.say(*TO_THE_END[:-1])
    question = await person.say({"action": "back", "step": "content"})
    assert question.gate == "content"
    assert set((await person.state()).approved) == {"vision", "research"}


async def test_a_skipped_step_is_passed_over_and_back_brings_it_back(person: Person) -> None:
    await person.start()
    question = await person.say(FACTS, "yes", "skip")
    assert question.gate == "content"
    assert (await person.say("back to research")).gate == "research"


async def test_a_chosen_logo_is_the_published_one(person: Person) -> None:
    await person.start()
    await person.say(FACTS, "yes", "yes", "yes", "the second one", "yes")
    ((site,),) = person.services.publisher.sites.values()
    assert site.logo
    assert site.logo.id == "2"


async def test_an_edited_fact_needs_no_coach_and_no_second_recap(person: Person) -> None:
    await person.start()
    await person.say(FACTS, "yes")
    before = person.calls.count["coach"]
    question = await person.say({"action": "edit", "fact": "phone", "value": "+221770000000"})
    assert (question.gate, person.calls.count["coach"]) == ("research", before)
    assert (await person.state()).brief.contact.phone == "+221770000000"


async def test_an_edit_that_its_field_refuses_changes_nothing_and_says_so(person: Person) -> None:
    await person.start()
    await person.say(FACTS)
    question = await person.say({"action": "edit", "fact": "phone", "value": "call me"})
    assert "phone" in question.text
    assert (await person.state()).brief.contact.phone == "+221771234567"


async def test_what_nobody_said_is_not_kept(person: Person) -> None:
    await person.start()
    from nodes.brief import FactUpdate
    from nodes.conversation import CoachTurn

    async def invent(request):
        return CoachTurn(updates=(FactUpdate(fact="email", value="contact@name.com", quote="contact@name.com"),))

    person.services.coach.respond = invent
    await person.say("I sew dresses")
    assert (await person.state()).brief.contact.email == ""


@pytest.mark.parametrize("failing", ["coach", "research", "content", "logo", "publish"])
async def test_a_failed_integration_loses_nothing_and_goes_on_when_it_is_back(failing: str) -> None:
    person = Person()
    await person.start()
    failures = 0
    for reply in TO_THE_END:
        person.calls.failing = {} if failures else {failing: Unavailable("down")}
        try:
            await person.say(reply)
        except Unavailable:
            failures += 1
            person.calls.failing = {}
            await person.say("again")
    assert failures == 1
    ((site,),) = person.services.publisher.sites.values()
    assert site.brief.business_name == "Awa Couture"


@pytest.mark.parametrize(
    ("seen", "found"), [("https://made.example/awa", "https://made.example/awa"), ("not there", "absent")]
)
async def test_after_an_unknown_outcome_what_the_person_saw_reaches_the_publisher_once(seen: str, found: str) -> None:
    person = Person()
    asked: list[PublishInput] = []
    publisher = person.services.publisher
    publish = publisher.publish

    async def recording(request: PublishInput, *, idempotency_key: str) -> Website:
        asked.append(request)
        return await publish(request, idempotency_key=idempotency_key)

    publisher.publish = recording
    await person.start()
    await person.say(*TO_THE_END[:-1])
    person.calls.failing["publish"] = OutcomeUnknown("in doubt")
    with pytest.raises(OutcomeUnknown):
        await person.say("yes")
    person.calls.failing.clear()
    assert (await person.say(seen)).gate == "publish"
    await person.say("phone=+221770000000", "yes")
    assert [request.found for request in asked] == ["", found, ""]


async def test_a_yes_counts_only_for_what_was_shown(person: Person) -> None:
    await person.start()
    await person.say(*TO_THE_END[:-1])
    state = await person.state()
    assert state.question
    assert state.question.subject == PUBLISH.expected(state)
    await person.say("phone=+221770000000")
    assert person.calls.count["publish"] == 0


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(
            [
                "yes",
                "no",
                "/skip",
                "/back",
                "back to logo",
                "2",
                "why?",
                "shorter",
                "phone=+221770000000",
                "",
                "city=Goma",
                "/repeat",
                "again",
                "sector=health",
                "publish",
                "skip",
            ]
        ),
        max_size=12,
    )
)
async def test_no_order_of_replies_breaks_the_walk_or_publishes_without_a_yes(replies: list[str]) -> None:
    person = Person()
    await person.start()
    question = await person.say(FACTS)
    for reply in replies:
        confirmed = question.kind == "confirm" and reply in ("yes", "publish")
        before = person.calls.count["publish"]
        question = await person.say(reply)
        assert question.text
        assert person.calls.count["publish"] <= before + confirmed
