"""Plain words at a gate."""

from __future__ import annotations

import pytest

from agent.phrases import vocabulary
from nodes.actions import Approve, Back, ChangeWish, Choose, Repeat, Retry, Say, Skip
from nodes.conversation import Question
from nodes.understanding import understand

WORDS = vocabulary()
REVIEW = Question(id="q", gate="content", kind="review", text="?", actions=("approve", "change", "back"))
LOGO = Question(id="q", gate="logo", kind="review", text="?", actions=("approve", "choose", "change", "back"))
FACT = Question(id="q", gate="vision", kind="fact", text="?", asks=("city",), actions=("skip",))
LIVE = Question(id="q", gate="publish", kind="review", text="?", actions=("change", "back"))


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "Yes!",
        "oui",
        "OUI 👍",
        "ok",
        "d'accord",
        "D’accord.",
        "oui c'est bon",
        "Yes, please",
        "parfait, merci",
        "looks good",
        "c'est parfait",
        "ok super",
        "vas-y",
        "publie",
        "publish it",
        "oui oui",
    ],
)
def test_a_plain_yes_approves_a_review(text: str) -> None:
    assert understand(text, REVIEW, WORDS) == Approve()


@pytest.mark.parametrize(
    "text",
    [
        "yes but greener",
        "oui mais plus court",
        "no",
        "non",
        "yes, and my phone is 0803 123 4567",
        "",
        "   ",
        "👍 mais",
        "why?",
        "is that ok?",
        "the title is not good",
        "pas bien",
        "not good",
        "ce n'est pas bon",
        "pas d'accord",
        "not yet",
    ],
)
def test_anything_more_or_less_than_yes_is_for_the_coach(text: str) -> None:
    assert understand(text, REVIEW, WORDS) == Say(text=text.strip())


@pytest.mark.parametrize("text", ["yes", "oui", "1", "passe-moi le sel"])
def test_at_a_fact_question_words_are_an_answer(text: str) -> None:
    assert isinstance(understand(text, FACT, WORDS), Say)


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("2", "2"),
        ("le 2", "2"),
        ("n° 3", "3"),
        ("number 4", "4"),
        ("the second one", "2"),
        ("le deuxième", "2"),
        ("logo 1", "1"),
        ("je prends le 3", "3"),
        ("#2", "2"),
        ("2.", "2"),
        ("third", "3"),
        ("la première", "1"),
    ],
)
def test_a_number_chooses_a_logo(text: str, option: str) -> None:
    assert understand(text, LOGO, WORDS) == Choose(option=option)


@pytest.mark.parametrize("text", ["like number 2 but round", "2 couleurs", "the first was better but greener", "25000"])
def test_a_number_among_other_words_is_a_wish(text: str) -> None:
    assert isinstance(understand(text, LOGO, WORDS), Say)


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("back", ""),
        ("retour", ""),
        ("go back to the logo", "logo"),
        ("retour au logo", "logo"),
        ("/back content", "content"),
        ("revenir à la recherche", "research"),
        ("back to research please", "research"),
        ("/back", ""),
    ],
)
def test_going_back_names_a_step_or_none(text: str, step: str) -> None:
    assert understand(text, REVIEW, WORDS) == Back(step=step)


@pytest.mark.parametrize("text", ["my back office needs work", "send it back if it is broken"])
def test_back_inside_a_sentence_goes_nowhere(text: str) -> None:
    assert isinstance(understand(text, REVIEW, WORDS), Say)


def test_commands_work_for_clients_that_only_send_text() -> None:
    assert understand("/skip", FACT, WORDS) == Skip()
    assert understand("/change shorter", REVIEW, WORDS) == ChangeWish(text="shorter")
    assert understand("/repeat", REVIEW, WORDS) == Repeat()
    assert understand("/unknown thing", REVIEW, WORDS) == Say(text="/unknown thing")


def test_without_an_open_question_yes_means_go_on() -> None:
    assert understand("yes", None, WORDS) == Retry()
    assert understand("encore", None, WORDS) == Retry()


@pytest.mark.parametrize("text", ["yes", "merci beaucoup !", "thank you very much", "super, merci"])
def test_yes_and_thanks_after_publishing_change_nothing(text: str) -> None:
    assert understand(text, LIVE, WORDS) == Repeat()
