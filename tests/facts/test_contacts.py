from __future__ import annotations

import pytest

from nodes.facts.links import emails, links
from nodes.facts.phones import phones, region_of, shown
from nodes.facts.text import Text


@pytest.mark.parametrize(
    ("written", "country", "number"),
    [
        ("77 123 45 67", "SN", "+221771234567"),
        ("771234567", "SN", "+221771234567"),
        ("+221 77 123 45 67", "", "+221771234567"),
        ("00221 77 123 45 67", "", "+221771234567"),
        ("221771234567", "SN", "+221771234567"),
        ("0803-123-4567", "NG", "+2348031234567"),
        ("0712 345 678", "KE", "+254712345678"),
        ("0754 123 456", "TZ", "+255754123456"),
        ("07 08 09 10 11", "CI", "+2250708091011"),
        ("01 97 12 34 56", "BJ", "+2290197123456"),
        ("(072) 123-4567", "ZA", "+27721234567"),
        ("٧٧ ١٢٣ ٤٥ ٦٧", "SN", "+221771234567"),
        ("84 123 4567", "MZ", "+258841234567"),
        ("0100 123 4567", "EG", "+201001234567"),
        ("34 12 34 56", "HT", "+50934123456"),
    ],
)
def test_numbers_are_read_by_the_rules_of_their_country(written, country, number):
    assert [each.e164 for each in phones(Text(written), country)] == [number]


@pytest.mark.parametrize(
    ("written", "country"),
    [
        ("77 123 45 67", ""),
        ("12 34 56", "SN"),
        ("+33 1 23", ""),
        ("000000000", "SN"),
        ("1234567890123456", "SN"),
        ("0803 123 4567", "SN"),
    ],
)
def test_what_is_no_number_there_has_no_e164(written, country):
    assert not any(each.e164 for each in phones(Text(written), country))


def test_a_number_knows_its_country_and_is_shown_with_its_code():
    assert region_of("+221771234567") == "SN"
    assert shown("+221771234567").startswith("+221 ")


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("écris-moi à Awa.Diop@Gmail.com.", ["awa.diop@gmail.com"]),
        ("contact@boisdor.cd, merci", ["contact@boisdor.cd"]),
        ("a@b", []),
        ("@awa", []),
        ("awa arobase gmail", []),
    ],
)
def test_addresses_are_found_and_none_is_made_up(written, found):
    assert [address for _, address in emails(Text(written))] == found


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("instagram : @awa_mode", "https://www.instagram.com/awa_mode"),
        ("insta @awa.mode", "https://www.instagram.com/awa.mode"),
        ("facebook.com/chezawa", "https://facebook.com/chezawa"),
        ("https://www.facebook.com/chezawa?ref=1", "https://www.facebook.com/chezawa?ref=1"),
        ("tiktok: @awa", "https://www.tiktok.com/@awa"),
    ],
)
def test_social_links_and_handles_become_addresses(written, url):
    assert [link.url for link in links(Text(written))] == [url]


@pytest.mark.parametrize(
    "written", ["j'ai facebook", "mon site est www.exemple.sn", "facebook.com", "evil.com/facebook.com"]
)
def test_other_words_about_networks_are_no_link(written):
    assert list(links(Text(written))) == []
