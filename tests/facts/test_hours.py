from __future__ import annotations

import pytest

from nodes.facts.hours import complete, opening
from nodes.facts.text import Text

ALL, WORKDAYS = (0, 1, 2, 3, 4, 5, 6), (0, 1, 2, 3, 4)


def read(written, lexicon):
    return [(each.days, each.opens, each.closes) for each in complete([opening(Text(written), lexicon)])]


@pytest.mark.parametrize(
    ("language", "written", "expected"),
    [
        ("fr", "lun-sam 9h-19h", [((0, 1, 2, 3, 4, 5), "09:00", "19:00")]),
        ("fr", "du lundi au samedi de 8h à 19h30", [((0, 1, 2, 3, 4, 5), "08:00", "19:30")]),
        ("fr", "tous les jours de 10h à 23h sauf le lundi", [((1, 2, 3, 4, 5, 6), "10:00", "23:00")]),
        (
            "fr",
            "9h à 13h et 15h à 19h du mardi au samedi",
            [((1, 2, 3, 4, 5), "09:00", "13:00"), ((1, 2, 3, 4, 5), "15:00", "19:00")],
        ),
        (
            "fr",
            "lundi au vendredi : 8h-12h / 14h-18h ; samedi 8h-12h",
            [(WORKDAYS, "08:00", "12:00"), (WORKDAYS, "14:00", "18:00"), ((5,), "08:00", "12:00")],
        ),
        ("fr", "ouvert de 8h à midi", [(ALL, "08:00", "12:00")]),
        ("fr", "24h/24", [(ALL, "00:00", "24:00")]),
        ("fr", "18h à 2h le vendredi", [((4,), "18:00", "02:00")]),
        ("en", "8am to 6pm every day", [(ALL, "08:00", "18:00")]),
        ("en", "Mon-Fri 8-5, Sat 9am-1pm", [(WORKDAYS, "08:00", "17:00"), ((5,), "09:00", "13:00")]),
        ("en", "Open every day except Monday, 7am to 3pm", [((1, 2, 3, 4, 5, 6), "07:00", "15:00")]),
        ("en", "weekdays 9:00 - 17:30", [(WORKDAYS, "09:00", "17:30")]),
        ("pt", "Aberto de segunda a sábado das 11h às 22h", [((0, 1, 2, 3, 4, 5), "11:00", "22:00")]),
        ("sw", "Tunafungua kila siku saa mbili asubuhi hadi saa nne usiku", [(ALL, "08:00", "22:00")]),
        ("sw", "jumatatu hadi ijumaa saa 2 asubuhi hadi saa 11 jioni", [(WORKDAYS, "08:00", "17:00")]),
        ("ar", "مفتوح كل يوم من 9 صباحا إلى 7 مساء", [(ALL, "09:00", "19:00")]),
    ],
)
def test_hours_are_read_as_people_write_them(language, written, expected, spoken):
    assert read(written, spoken(language)) == expected


@pytest.mark.parametrize(
    "written",
    [
        "de 20 à 40 ans",
        "2 à 3 robes par jour",
        "children from 8 to 14",
        "je me lève à 3h",
        "le samedi je me repose",
        "10-20 personnes",
        "we open at 8",
    ],
)
def test_other_ranges_are_no_hours(written, spoken):
    assert read(written, spoken("fr")) == []


def test_closing_days_alone_wait_for_hours(spoken):
    closed = opening(Text("fermé le dimanche"), spoken("fr"))
    hours = opening(Text("ouvert de 9h à 19h"), spoken("fr"))
    assert complete([closed]) == ()
    assert complete([closed, hours]) == complete([hours, closed])
    assert complete([hours, closed])[0].days == (0, 1, 2, 3, 4, 5)
