"""What stands on a page: every fact that was given, and nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from agent.integrations.publishing.site import render_pages, render_site
from nodes.errors import Rejected

HIDDEN = {"script", "style", "title", "head"}


def visible(element: Any) -> str:
    """Return the text a visitor can read."""
    parts = [element.text or ""]
    for child in element:
        parts += ["" if child.tag in HIDDEN or not isinstance(child.tag, str) else visible(child), child.tail or ""]
    return " ".join(parts)


def pages(files: dict[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in files.items() if name.endswith(".html") and name != "404.html"}


def test_every_page_is_flawless_html(every_name: str, site: Callable[..., Any], read: Callable[[bytes], Any]) -> None:
    for name, data in site(every_name, "https://sites.example/x/").items():
        if name.endswith(".html"):
            read(data)


def test_the_parser_would_see_a_flaw(read: Callable[[bytes], Any]) -> None:
    import html5lib

    with pytest.raises(html5lib.html5parser.ParseError):
        read(b"<!DOCTYPE html><html lang=en><title>x</title><p><b>x</p>")


def test_ids_are_unique_and_links_within_the_page_arrive(
    every_name: str, site: Callable[..., Any], read: Callable[[bytes], Any]
) -> None:
    for data in pages(site(every_name)).values():
        tree = read(data)
        ids = [element.get("id") for element in tree.iter() if element.get("id")]
        assert len(ids) == len(set(ids))
        targets = {element.get("href")[1:] for element in tree.iter() if (element.get("href") or "").startswith("#")}
        assert targets <= set(ids)


def test_links_between_files_arrive(every_name: str, site: Callable[..., Any], read: Callable[[bytes], Any]) -> None:
    files = site(every_name)
    for data in pages(files).values():
        for element in read(data).iter():
            link = element.get("src") or element.get("href") or ""
            if link and not re.match(r"(#|https://|tel:|mailto:)", link):
                assert link in files


def test_every_number_a_visitor_reads_was_given(
    every_name: str, business: Callable[..., Any], read: Callable[[bytes], Any]
) -> None:
    request = business(every_name)
    given = _numbers(request.model_dump_json()) | _rewritten(request)
    for data in pages(render_site(request)).values():
        assert _numbers(visible(read(data))) <= given


def _numbers(text: str) -> set[str]:
    """Return the numbers in a text, their groups joined."""
    return set(re.findall(r"\d+", re.sub(r"(?<=\d)[\s\u202f\u00a0.,:](?=\d)", "", text)))


def _rewritten(request: Any) -> set[str]:
    """Return prices with the decimals of their currency and clock times as of twelve hours."""
    prices = [offer.price.amount for offer in request.brief.offer if offer.price]
    times = [line.closes for line in request.brief.contact.opening_hours]
    times += [line.opens for line in request.brief.contact.opening_hours]
    decimals = {f"{amount:.{places}f}".replace(".", "") for amount in prices for places in (0, 2, 3)}
    return decimals | {f"{int(clock[:2]) % 12 or 12}{clock[3:]}" for clock in times}


def test_a_brief_with_a_name_only_shows_no_empty_section(
    site: Callable[..., Any], read: Callable[[bytes], Any]
) -> None:
    for name in ("name_only", "nothing"):
        (data,) = pages(site(name, logo=False)).values()
        tree = read(data)
        assert len(tree.findall(".//section")) == 1
        assert not [element for element in tree.iter("a") if re.match(r"tel:|mailto:|https:", element.get("href"))]


def test_a_rich_brief_shows_every_fact(site: Callable[..., Any], read: Callable[[bytes], Any]) -> None:
    text = " ".join(visible(read(site("rich")["index.html"])).split())
    for fact in (
        "Atelier de couture · Dakar",
        "Votre tenue sur mesure",
        "25 000 F CFA",
        "à partir de 85 000 F CFA",
        "/ pièce",
        "La coupe est impeccable.",
        "Fatou, Mermoz",
        "+221 33 820 12 34",
        "bonjour@afrochic.example",
        "Rue 10, Point E",
        "Dakar, Sénégal",
        "Wave",
        "Orange Money",
        "Instagram",
        "Lundi – vendredi",
        "de 10:00 à 13:00 et de 15:00 à 19:30",
        "Fermé",
    ):
        assert fact in text, fact


def test_what_the_headline_says_is_not_said_above_it(
    business: Callable[..., Any], read: Callable[[bytes], Any]
) -> None:
    request = business("rich", activity="tenue sur mesure", location={"city": "Dakar", "country": "SN"})
    eyebrow = read(render_pages(request)["index.html"]).find(".//p[@class='eyebrow']")
    assert eyebrow.text == "Mode · Dakar"


def test_a_sector_that_the_headline_names_is_not_named_above_it(
    business: Callable[..., Any], read: Callable[[bytes], Any]
) -> None:
    request = business("rich", activity="")
    pages = [page.model_copy(update={"headline": "Mode à Dakar"}) for page in request.content.pages]
    content = request.content.model_copy(update={"pages": tuple(pages)})
    page = read(render_pages(request.model_copy(update={"content": content}))["index.html"])
    assert page.find(".//p[@class='eyebrow']") is None


@pytest.mark.parametrize(
    ("language", "call", "contact", "button"),
    [
        ("en", "Feeling hungry? Write to us", {"phone": "+254712345678"}, "Call"),
        ("fr", "Une envie ? Écrivez-nous", {"phone": "+221771234567"}, "Appeler"),
        ("sw", "Una njaa? Tuandikie", {"phone": "+254712345678"}, "Piga simu"),
        ("ar", "هل اشتهيتم شيئًا؟ راسلونا", {"phone": "+201012345678"}, "اتصل"),
        ("pt", "Com apetite? Escreva-nos", {"phone": "+244923123456"}, "Ligar"),
        ("en", "Call us today", {"email": "hello@shop.example"}, "Send an e-mail"),
        ("en", "Call us today", {"whatsapp": "+254712345678"}, "Message us on WhatsApp"),
        ("ar", "اطلبوا عبر واتساب", {"phone": "+201012345678"}, "اتصل"),
        ("en", "Tell us what you need", {"phone": "+254712345678"}, "Tell us what you need"),
        ("en", "Feeling hungry? Write to us", {"whatsapp": "+254712345678"}, "Feeling hungry? Write to us"),
    ],
)
def test_the_first_button_speaks_of_what_it_does(
    language: str,
    call: str,
    contact: dict[str, str],
    button: str,
    business: Callable[..., Any],
    read: Callable[..., Any],
) -> None:
    request = business("rich", contact=contact)
    page = request.content.pages[0].model_copy(update={"call_to_action": call, "language": language})
    content = request.content.model_copy(update={"pages": (page,)})
    shown = read(render_pages(request.model_copy(update={"content": content}))["index.html"])
    assert "".join(shown.find(".//p[@class='acts']/a").itertext()) == button


def test_promises_stand_in_for_reasons_that_were_not_written(business: Callable[..., Any]) -> None:
    request = business("rich")
    pages = [page.model_copy(update={"points": ()}) for page in request.content.pages]
    files = render_pages(request.model_copy(update={"content": request.content.model_copy(update={"pages": pages})}))
    assert "<span>Retouches gratuites</span>" in files["index.html"].decode()
    assert '<span><span lang="fr" dir="auto">Retouches gratuites</span></span>' in files["en.html"].decode()


def test_no_whatsapp_is_offered_without_a_whatsapp_number(site: Callable[..., Any]) -> None:
    page = site("one_offer")["index.html"].decode()
    assert "wa.me" not in page
    assert "whatsapp" not in page.casefold()
    assert 'href="tel:+254712345678"' in page


def test_no_call_is_offered_without_a_phone_number(site: Callable[..., Any]) -> None:
    page = site("no_labels")["index.html"].decode()
    assert "tel:" not in page
    assert "https://wa.me/221771234567?text=" in page


def test_the_prefilled_message_is_in_the_language_of_the_page(site: Callable[..., Any]) -> None:
    files = site("rich")
    assert "wa.me/221771234567?text=Bonjour%20Afrochic" in files["index.html"].decode()
    assert "wa.me/221771234567?text=Hello%20Afrochic" in files["en.html"].decode()


def test_offers_beyond_nine_are_a_list_without_links(site: Callable[..., Any]) -> None:
    page = site("menu")["index.html"].decode()
    assert page.count("<h3") == 30
    assert 'class="list' in page
    assert 'class="ask"' not in page


@pytest.mark.parametrize(
    ("file", "language", "rtl"), [("index.html", "fr", False), ("en.html", "en", False), ("ar.html", "ar", True)]
)
def test_each_language_has_a_page_of_its_own(
    site: Callable[..., Any], read: Callable[[bytes], Any], file: str, language: str, rtl: bool
) -> None:
    tree = read(site("rich")[file])
    root = tree.getroot() if hasattr(tree, "getroot") else tree
    assert root.get("lang") == language
    assert root.get("dir") == ("rtl" if rtl else None)
    others = {link.get("hreflang") for link in tree.findall(".//nav[@class='tongues']/a")}
    assert others == {"fr", "en", "ar"} - {language}


def test_borrowed_sentences_carry_their_language(site: Callable[..., Any]) -> None:
    page = site("rich")["en.html"].decode()
    assert '<p><span lang="fr" dir="auto">Chaque pièce est coupée et cousue à Dakar.</span></p>' in page
    assert '<q lang="fr" dir="auto">La coupe est impeccable.</q>' in page


def test_labels_of_another_language_carry_it(site: Callable[..., Any]) -> None:
    page = site("no_labels")["index.html"].decode()
    assert '<html lang="wo">' in page
    assert '<span lang="fr" dir="auto">Demander</span>' in page


def test_addresses_are_absolute_once_the_site_has_one(site: Callable[..., Any]) -> None:
    files = site("rich", "https://sites.example/afrochic/")
    page = files["en.html"].decode()
    assert '<link rel="canonical" href="https://sites.example/afrochic/en.html">' in page
    assert '<link rel="alternate" hreflang="fr" href="https://sites.example/afrochic/">' in page
    assert 'content="https://sites.example/afrochic/og.png"' in page
    assert files["sitemap.xml"].count(b"<loc>") == 3
    assert b"Sitemap: https://sites.example/afrochic/sitemap.xml" in files["robots.txt"]


def test_no_address_is_made_up(every_name: str, site: Callable[..., Any]) -> None:
    files = site(every_name)
    assert "sitemap.xml" not in files
    assert "canonical" not in files["index.html"].decode()
    for name in ("index.html", "robots.txt", "404.html", "site.webmanifest"):
        links = re.findall(r"https?://[^/\"]+", files[name].decode())
        assert {*links} <= {
            "https://schema.org",
            "https://wa.me",
            "https://www.google.com",
            "https://instagram.example",
        }


def test_search_engines_get_the_same_facts(site: Callable[..., Any]) -> None:
    page = site("rich")["index.html"].decode()
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    data = json.loads(found)
    assert data["@type"] == "ClothingStore"
    assert data["telephone"] == "+221338201234"
    assert data["address"]["addressCountry"] == "SN"
    assert data["makesOffer"][0] == {
        "@type": "Offer",
        "name": "Robe droite en wax",
        "price": "25000",
        "priceCurrency": "XOF",
    }
    assert data["makesOffer"][2]["priceSpecification"]["minPrice"] == "85000"
    assert len(data["openingHoursSpecification"]) == 3


def test_the_manifest_and_icons_are_there(site: Callable[..., Any]) -> None:
    files = site("rich")
    manifest = json.loads(files["site.webmanifest"])
    assert all(icon["src"] in files for icon in manifest["icons"])
    assert files["favicon.ico"][:4] == b"\0\0\1\0"
    assert files["og.png"][16:24] == (1200).to_bytes(4, "big") + (630).to_bytes(4, "big")


def test_a_site_without_a_logo_shows_the_name(site: Callable[..., Any]) -> None:
    files = site("rich", logo=False)
    assert "logo.svg" not in files
    assert "<bdi>Afrochic</bdi>" in files["index.html"].decode()


def test_two_pages_in_one_language_are_no_site(business: Callable[..., Any]) -> None:
    request = business("rich")
    twice = request.content.model_copy(update={"pages": (request.content.pages[0],) * 2})
    for content in (twice, request.content.model_copy(update={"pages": ()})):
        with pytest.raises(Rejected):
            render_site(request.model_copy(update={"content": content}))


def test_what_costs_nothing_is_called_free(business: Callable[..., Any]) -> None:
    offer = [{"name": "Visite", "price": {"amount": "0", "currency": "XOF"}, "unit": "jour", "starting": True}]
    page = render_pages(business("rich", offer=offer))["index.html"].decode()
    (price,) = re.findall(r'<p class="price">(.*?)</p>', page)
    assert price == "<bdi>Gratuit</bdi>"


def test_a_page_of_few_facts_shows_the_logo_beside_the_contact(business: Callable[..., Any]) -> None:
    thin = business("name_only", contact={"whatsapp": "+221771234567"})
    page = render_pages(thin)["index.html"].decode()
    assert 'class="hero tall"' in page
    assert page.count('src="logo.svg"') == 2
    assert 'class="plate"' not in render_pages(business("rich"))["index.html"].decode()


def test_opening_hours_break_only_between_two_ranges(site: Callable[..., Any]) -> None:
    page = site("rich")["index.html"].decode()
    assert "de\u00a010:00\u00a0à\u00a013:00 et de\u00a015:00\u00a0à\u00a019:30" in page
