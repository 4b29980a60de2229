"""What a person may ask of the talk itself: to skip, to be helped, to hear it again, in another language."""

from __future__ import annotations

import pytest

from nodes.brief import BusinessBrief

KNOWN = BusinessBrief(
    business_name="Chez Awa", activity="couturière", sector="fashion", location={"city": "Dakar", "country": "SN"}
)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "je ne sais pas"),
        ("fr", "jsp"),
        ("fr", "aucune idée"),
        ("en", "I don't know"),
        ("en", "idk"),
        ("pt", "não sei"),
        ("sw", "sijui"),
        ("ar", "لا أعرف"),
    ],
)
@pytest.mark.parametrize("fact", ["target_audience", "differentiation", "vision"])
async def test_i_dont_know_gives_three_complete_proposals(language, words, fact, ask):
    turn = await ask(words, asks=fact, language=language, brief=KNOWN)
    assert len(turn.suggestions) == 3
    assert turn.asks == (fact,)
    assert all("{" not in each for each in turn.suggestions)
    assert not turn.updates
    assert turn.remark


async def test_proposals_are_built_from_what_is_known(ask):
    turn = await ask("je ne sais pas", asks="vision", brief=KNOWN)
    assert any("Chez Awa" in each and "Dakar" in each for each in turn.suggestions)


async def test_proposals_do_without_what_is_not_known(ask):
    turn = await ask("je ne sais pas", asks="vision", brief=BusinessBrief(sector="fashion"))
    assert len(turn.suggestions) == 3


async def test_not_knowing_a_second_time_goes_on(ask):
    first = await ask("je ne sais pas", asks="vision", brief=KNOWN)
    again = await ask("je ne sais pas", asks="vision", brief=KNOWN, suggestions=first.suggestions)
    assert again.passed == ("vision",)


@pytest.mark.parametrize("fact", ["phone", "city", "business_name", "offer"])
async def test_nothing_is_proposed_for_what_only_the_person_knows(fact, ask):
    turn = await ask("je ne sais pas", asks=fact)
    assert turn.passed == (fact,)
    assert not turn.updates


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "passe"),
        ("fr", "je préfère ne pas répondre"),
        ("en", "skip"),
        ("en", "no thanks"),
        ("pt", "mais tarde"),
        ("sw", "ruka"),
        ("ar", "تخطي"),
    ],
)
async def test_skip_always_works(language, words, ask):
    turn = await ask(words, asks="phone", language=language)
    assert turn.passed == ("phone",)


@pytest.mark.parametrize(
    ("words", "picked"),
    [
        ("2", 1),
        ("2.", 1),
        ("la deuxième", 1),
        ("je prends la première", 0),
        ("numéro 3", 2),
        ("le dernier", 2),
        ("les mères", 0),
    ],
)
async def test_a_suggestion_is_picked_by_number_ordinal_or_its_words(words, picked, ask):
    offered = ("Les mères", "Les filles du quartier", "Les mariées")
    turn = await ask(words, asks="target_audience", suggestions=offered)
    assert [update.value for update in turn.updates if update.fact == "target_audience"] == [offered[picked]]
    assert turn.updates[0].quote in offered


async def test_a_number_beyond_the_suggestions_picks_none(ask):
    turn = await ask("7", asks="target_audience", suggestions=("a", "b"))
    assert not turn.updates


async def test_help_asks_tiny_questions_then_offers_a_wording_of_the_persons_own_words(ask):
    first = await ask("aidez-moi à le dire", asks="vision", brief=KNOWN)
    assert (first.drafting, first.draft) == ("vision", ())
    second = await ask("avoir mon atelier", asks="vision", brief=KNOWN, drafting="vision", draft=())
    assert second.draft == ("avoir mon atelier",)
    third = await ask("les filles que je formerai", asks="vision", brief=KNOWN, drafting="vision", draft=second.draft)
    (wording,) = third.suggestions
    assert wording == "Avoir mon atelier. Les filles que je formerai."
    settled = await ask("oui", asks="vision", brief=KNOWN, drafting="vision", draft=third.draft, suggestions=(wording,))
    assert [(update.fact, update.value) for update in settled.updates] == [("vision", wording)]
    assert settled.drafting == ""


async def test_a_wording_can_be_edited(ask):
    turn = await ask(
        "Former dix apprenties", asks="vision", drafting="vision", draft=("a", "b"), suggestions=("A. B.",)
    )
    assert [update.value for update in turn.updates] == ["Former dix apprenties"]


@pytest.mark.parametrize(
    ("language", "words", "topic"),
    [
        ("fr", "pourquoi vous me demandez ça ?", "why"),
        ("fr", "c'est gratuit ?", "free"),
        ("fr", "est-ce que je peux changer plus tard ?", "later"),
        ("fr", "qui va voir mon numéro ?", "privacy"),
        ("fr", "vous êtes un robot ?", "human"),
        ("en", "why do you ask?", "why"),
        ("en", "is it free?", "free"),
        ("en", "can I change it later?", "later"),
        ("en", "who will see my number?", "privacy"),
        ("pt", "isto é grátis?", "free"),
        ("sw", "je, ni bure?", "free"),
        ("ar", "هل هذا مجاني؟", "free"),
        ("fr", "quel temps fait-il à Tombouctou ?", "unknown"),
    ],
)
async def test_a_question_back_is_answered_and_the_same_question_asked_again(language, words, topic, ask, phrases):
    turn = await ask(words, asks="vision", language=language, text="La question ?")
    assert turn.remark == phrases.say(language, f"interview.answers.{topic}", count=1)
    assert (turn.ask, turn.asks) == ("La question ?", ("vision",))
    assert not turn.updates


async def test_a_fact_beside_a_question_back_is_kept(ask):
    turn = await ask("Je suis couturière à Dakar. C'est gratuit ?", asks="activity")
    assert {update.fact for update in turn.updates} == {"activity", "sector", "city", "country"}
    assert "rien n'est publié" in turn.remark


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("in English please", "en"),
        ("on peut parler en anglais ?", "fr"),
        ("em português por favor", "pt"),
        ("بالعربية من فضلك", "ar"),
        ("kwa Kiswahili tafadhali", "sw"),
    ],
)
async def test_the_language_is_switched_on_request(words, language, ask):
    turn = await ask(words, asks="city")
    assert turn.language in (language, "")
    assert turn.asks == ("city",)
    assert not turn.updates


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("I am a tailor and I live in Accra with my family", "en"),
        ("Eu sou costureira e tenho uma loja em Maputo", "pt"),
        ("Mimi ni fundi cherehani na duka langu liko Arusha", "sw"),
        ("أنا خياطة وعندي محل في تونس", "ar"),
    ],
)
async def test_the_language_of_the_words_is_followed(words, language, ask):
    assert (await ask(words, asks="activity")).language == language


@pytest.mark.parametrize("words", ["", "   ", "\n\n"])
async def test_an_empty_message_changes_nothing_and_asks_again(words, ask):
    turn = await ask(words, asks="city", text="Où ?")
    assert (turn.updates, turn.passed, turn.understood) == ((), (), False)
    assert turn.ask == "Où ?"


async def test_repeat_rewords_the_question(ask, phrases):
    turn = await ask("je n'ai pas compris", asks="vision")
    assert turn.ask == phrases.say("fr", "interview.again.vision")


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        ("target_audience", "tout le monde"),
        ("differentiation", "la qualité"),
        ("vision", "grandir"),
        ("offer", "des trucs"),
    ],
)
async def test_a_vague_answer_is_clarified_once_then_taken(fact, words, ask):
    first = await ask(words, asks=fact)
    assert first.clarify
    assert not [update for update in first.updates if update.fact == fact]
    again = await ask(words, asks=fact, clarified=(fact,))
    assert not again.clarify
    assert [update for update in again.updates if update.fact == fact]


async def test_no_more_than_two_clarifications(ask):
    assert not (await ask("tout le monde", asks="target_audience", clarified=("offer", "vision"))).clarify
