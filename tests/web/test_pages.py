"""The page without scripts: the whole walk by plain forms."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

FACTS = (
    "business_name=Awa Couture; activity=tailor; city=Dakar; offer=dress 9000; target_audience=women; "
    "differentiation=care; vision=to grow; phone=+221771234567"
)


async def test_the_whole_walk_works_by_plain_forms(visitor: Any, desk: Any) -> None:
    path = await visitor.start()
    assert path.startswith("/s/")
    assert "Awa Couture" in visitor.page.text
    await visitor.do("approve")
    assert "About" in visitor.page.text
    await visitor.do("approve")
    await visitor.do("approve")
    assert visitor.page.buttons("choose")
    await visitor.choose("1")
    assert visitor.page.buttons("do")[0] == "approve"
    assert desk.calls.count["publish"] == 0
    await visitor.do("approve")
    assert desk.calls.count["publish"] == 1
    assert "Your site is online" in visitor.page.text


async def test_the_first_question_and_the_first_words_are_in_the_conversation(visitor: Any) -> None:
    await visitor.start("business_name=Awa")
    lines = [p.text for p in visitor.page.tree.iter("p") if p.get("dir") == "auto"]
    assert lines[0].startswith("Tell me about your business")
    assert lines[1] == "business_name=Awa"


async def test_a_session_begins_with_a_sentence_that_is_offered(visitor: Any) -> None:
    await visitor.get("/?lang=en")
    assert len(visitor.page.buttons("say")) == 5
    await visitor.send(visitor.page.form(ends="/start"), say="I sew clothes")
    assert "I sew clothes" in visitor.page.text


async def test_every_language_can_be_chosen_while_talking(visitor: Any) -> None:
    await visitor.start("business_name=Awa")
    offered = [each for each in visitor.page.tree.iter("button") if each.get("lang")]
    assert {each.get("lang") for each in offered} == {"fr", "en", "pt", "sw", "ar"}
    assert [each.get("lang") for each in offered if each.get("aria-current")] == ["en"]


async def test_logos_can_be_compared_large_and_small(visitor: Any) -> None:
    await visitor.start()
    for _ in range(3):
        await visitor.do("approve")
    (compared,) = [each for each in visitor.page.tree.iter("details") if each.get("class") == "compare"]
    marks = [each.get("src") for each in compared.iter("img") if "&icon" in each.get("src")]
    for mark in marks:
        assert (await visitor.client.get(mark)).headers["content-type"] == "image/svg+xml"
    assert len([each for each in compared.iter("button") if each.get("name") == "choose"]) == 3


async def test_starting_twice_with_one_form_begins_one_session(visitor: Any, desk: Any) -> None:
    await visitor.get("/")
    form = visitor.page.form(ends="/start")
    first = (await visitor.send(form, text="hello")).path
    again = (await visitor.send(form, text="hello")).path
    assert first == again
    assert desk.calls.count["coach"] == 1


async def test_other_words_on_a_page_kept_open_begin_another_session(visitor: Any) -> None:
    await visitor.get("/")
    form = visitor.page.form(ends="/start")
    first = (await visitor.send(form, text="hello")).path
    assert (await visitor.send(form, text="good day")).path != first


async def test_a_start_form_of_another_server_begins_nothing(visitor: Any) -> None:
    await visitor.get("/")
    form = visitor.page.form(ends="/start") | {"turn": "1:abc.forged"}
    assert (await visitor.send(form, text="hello")).response.status_code == 403


async def test_a_form_sent_twice_is_one_reply(visitor: Any, desk: Any) -> None:
    await visitor.start("business_name=Awa")
    form = visitor.page.form(holds="text")
    await visitor.send(form, text="city=Dakar")
    calls = desk.calls.count["coach"]
    await visitor.send(form, text="city=Dakar")
    assert desk.calls.count["coach"] == calls
    assert visitor.page.text.count("You: city=Dakar") == 1


async def test_a_late_reply_changes_nothing_and_says_so(visitor: Any) -> None:
    await visitor.start()
    late = visitor.page.form(holds="do")
    await visitor.do("approve")
    await visitor.send(late | {"turn": ""}, do="approve")
    assert "answered already" in visitor.page.text
    assert "Step 2 of 6" in visitor.page.text


async def test_written_words_win_over_a_button(visitor: Any, desk: Any) -> None:
    await visitor.start()
    await visitor.to_preview()
    await visitor.send(visitor.page.form(holds="do"), do="approve", text="what is this?")
    assert desk.calls.count["publish"] == 0
    assert "what is this?" in visitor.page.text


async def test_a_step_can_be_opened_again_from_the_progress_line(visitor: Any) -> None:
    await visitor.start()
    await visitor.to_preview()
    await visitor.send(visitor.page.form(holds="back"), back="content")
    assert "Step 3 of 6" in visitor.page.text


async def test_what_people_and_models_say_is_shown_and_never_obeyed(visitor: Any) -> None:
    hostile = "business_name=<script>alert(1)</script><img src=x onerror=alert(1)>; city='\"><b>Dakar"
    await visitor.start(hostile)
    scripts = [each for each in visitor.page.tree.iter("script") if not each.get("src")]
    assert scripts == []
    assert not [each for each in visitor.page.tree.iter("img") if each.get("onerror")]
    assert "<script>alert(1)</script>" in visitor.page.text


async def test_links_in_the_conversation_lead_only_to_the_web(visitor: Any) -> None:
    said = FACTS.replace("care", "javascript:alert(1) https://example.org/a?b=1&c=2")
    await visitor.start(said)
    links = [each.get("href") for each in visitor.page.tree.iter("a")]
    assert "https://example.org/a?b=1&c=2" in links
    assert not [link for link in links if link.startswith("javascript:")]


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_the_page_speaks_the_language_that_was_chosen(visitor: Any, language: str) -> None:
    await visitor.start("business_name=Awa", language)
    assert visitor.page.tree.get("lang") == language


async def test_the_start_page_follows_the_browsers_language(desk: Any) -> None:
    page = await desk.visitor(**{"accept-language": "de, fr-SN;q=0.8, en;q=0.5"}).get("/")
    assert page.tree.get("lang") == "fr"


async def test_the_preview_is_the_real_site(visitor: Any) -> None:
    path = await visitor.start()
    await visitor.to_preview()
    site = await visitor.get(f"{path}/site/")
    assert site.response.status_code == 200
    assert "Awa Couture" in site.text
    assert "script-src" not in site.response.headers["content-security-policy"]
    assert "default-src 'none'" in site.response.headers["content-security-policy"]


async def test_there_is_no_preview_before_the_words(visitor: Any) -> None:
    path = await visitor.start("business_name=Awa")
    assert (await visitor.get(f"{path}/site/")).response.status_code == 404


async def test_everything_can_be_taken_away_in_one_file(visitor: Any) -> None:
    path = await visitor.start()
    await visitor.to_preview()
    archive = zipfile.ZipFile(io.BytesIO((await visitor.get(f"{path}/export")).response.content))
    assert {"site/index.html", "logo/1.svg", "brief.json"} <= set(archive.namelist())


async def test_a_forgotten_session_leaves_nothing_behind(visitor: Any, desk: Any) -> None:
    path = await visitor.start()
    session_id = path.removeprefix("/s/")
    await visitor.get(f"{path}/forget")
    await visitor.send(visitor.page.form(ends="/forget"))
    assert "deleted" in visitor.page.text
    assert (await visitor.get(path)).response.status_code == 404
    left = [key for key in await desk.redis.keys("*") if session_id.encode() in key]
    assert left == []


async def test_a_session_is_taken_up_on_another_device_only_after_a_yes(visitor: Any, desk: Any) -> None:
    path = await visitor.start()
    sheet = await visitor.get(f"{path}/device")
    link = next(each.get("value") for each in sheet.tree.iter("input") if each.get("id") == "link")
    other = desk.visitor()
    await other.get(link)
    assert (await desk.visitor().get(path)).response.status_code == 404
    assert not other.client.cookies
    await other.send(other.page.form(ends=link.removeprefix("http://localhost")))
    assert other.page.path == path
    assert "Awa Couture" in other.page.text


async def test_the_start_page_leads_back_to_sessions_of_this_browser(visitor: Any) -> None:
    path = await visitor.start()
    await visitor.get("/")
    assert path in [each.get("href") for each in visitor.page.tree.iter("a")]


async def test_a_failing_service_is_told_and_tried_again_by_a_button(visitor: Any, desk: Any) -> None:
    from nodes.errors import Unavailable

    await visitor.start()
    desk.calls.failing["research"] = Unavailable("down", service="x")
    await visitor.do("approve")
    assert "cannot be reached" in visitor.page.text
    count = desk.calls.count["research"]
    await visitor.get(visitor.page.path)
    assert desk.calls.count["research"] == count
    del desk.calls.failing["research"]
    await visitor.do("retry")
    assert "About" in visitor.page.text


async def test_the_application_works_below_a_path(make_settings: Any, open_another: Any) -> None:
    async with open_another(make_settings(), prefix="/app") as below:
        visitor = below.visitor()
        await visitor.get("/app")
        assert visitor.page.path == "/app/"
        await visitor.send(visitor.page.form(ends="/start"), text="business_name=Awa")
        assert visitor.page.path.startswith("/app/s/")
        assert "Awa" in visitor.page.text
        for each in visitor.page.tree.iter():
            for name in ("href", "src", "action"):
                target = each.get(name) if isinstance(each.tag, str) else None
                assert not target or target.startswith(("/app/", "#", "http"))
