"""A small model learns from samples, is written to a file, and says the same when it is read."""

from __future__ import annotations

import pytest

from nodes.text_classifier import packed, unpacked
from nodes.training.text_classifier_build import Sample, fit, held_out

FRUIT = ("ripe mangoes", "two bananas", "mango and papaya", "green bananas", "papayas", "a basket of mangoes")
TOOLS = ("a hammer", "nails and saws", "hammers", "an old saw", "long nails", "saw and hammer")
WEATHER = ("rain again", "the sun burns", "wind and rain", "cold wind", "rainy", "sunny")
SAMPLES = [
    Sample(text, label, place=place)
    for label, texts in (("fruit", FRUIT), ("tools", TOOLS), ("weather", WEATHER))
    for place, text in enumerate(texts)
]


def best(model, text, marks=()):
    likely = model.probabilities(text, marks)
    return max(likely, key=lambda label: likely[label])


@pytest.mark.parametrize(("text", "label"), [("Mangoes!", "fruit"), ("my hammer", "tools"), ("a rainy day", "weather")])
def test_a_text_is_about_what_the_samples_with_its_words_are_about(text, label):
    assert best(fit(SAMPLES), text) == label


def test_all_likelihoods_together_are_one():
    assert sum(fit(SAMPLES).probabilities("a guava").values()) == pytest.approx(1)


def test_a_mark_counts_as_much_as_the_words():
    samples = [Sample("a thing", label, (label,)) for label in ("one", "two", "three")]
    assert best(fit(samples), "a thing", ("two",)) == "two"


def test_the_same_samples_give_the_same_file():
    assert packed(fit(SAMPLES)) == packed(fit(SAMPLES))


def test_a_model_says_the_same_after_writing_and_reading():
    model = fit(SAMPLES)
    assert unpacked(packed(model)).probabilities("green mangoes") == model.probabilities("green mangoes")


def test_an_empty_text_has_likelihoods_too():
    assert set(fit(SAMPLES).probabilities("")) == {"fruit", "tools", "weather"}


def test_a_check_tells_recall_and_precision_of_every_label():
    samples = [Sample(each.text, each.label, place=each.place * 8) for each in SAMPLES]
    assert [line.split()[0] for line in held_out(samples).splitlines()] == ["all", "fruit", "tools", "weather"]
