"""Puts the words and the facts of one page together, each only where it was given."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from agent.integrations.publishing.site import formats, links
from agent.integrations.publishing.site.formats import HoursLine
from agent.integrations.publishing.site.labels import Labels
from agent.integrations.publishing.site.page import ASKABLE, SHORT, OfferLine, Way
from agent.integrations.publishing.site.text import capitalised, foreign, marked
from nodes.brief import BusinessBrief, Offer, Sector
from nodes.results import OfferCopy, PageContent

_CHAT = "whats|واتس"


class PageWriter:
    """Puts one page's words and the brief's facts together."""

    def __init__(self, brief: BusinessBrief, content: PageContent, spoken: str, fallbacks: tuple[str, ...]) -> None:
        """Take the facts, the words, the language the person speaks, and languages for labels in case of need."""
        self.brief = brief
        self.content = content
        self.spoken = spoken
        self.language = content.language
        self.labels = Labels((content.language, spoken, *fallbacks))
        self.locale = formats.locale_of(content.language, brief.location.country, self.labels.language)

    def label(self, key: str, **values: object) -> Markup:
        """Return a label as HTML, marked when it is in another language than the page."""
        text = self.labels.say(key, **values)
        return escape(text) if self.labels.language == self.language else foreign(text, self.labels.language)

    def own(self, text: str) -> Markup:
        """Return words of the brief as HTML, marked when the person speaks another language than the page."""
        return foreign(text, self.own_language) if text and self.own_language else escape(text)

    @property
    def own_language(self) -> str:
        """The language of the brief's words when it is not the page's, else empty."""
        return "" if self.spoken == self.language else self.spoken

    def copy(self, text: str) -> Markup:
        """Return words of the content as HTML, with the sentences it borrowed marked."""
        return marked(text, self.content.borrowed, self.spoken if self.spoken != self.language else "und")

    @property
    def name(self) -> str:
        """The business's name; without one, what it does."""
        return self.brief.business_name or self.brief.activity or self.content.headline

    def eyebrow(self) -> Markup:
        """Return the trade and the city above the headline, but nothing that the headline says itself."""
        headline = _key(self.content.headline)
        trades = (self.trade(), self._sector())
        trade = next((text for text in trades if text and _key(text.striptags()) not in headline), Markup(""))
        city = self.brief.location.city if _key(self.brief.location.city) not in headline else ""
        return Markup(" · ").join(part for part in (trade, escape(city)) if part)

    def trade(self) -> Markup:
        """Return what the business does: the person's words on a page in their language, else the sector's name."""
        own = escape(capitalised(self.brief.activity)) if self.spoken == self.language else Markup("")
        return own or self._sector()

    def _sector(self) -> Markup:
        sector = self.brief.sector if self.brief.sector not in (None, Sector.DEFAULT) else None
        return self.label(f"sector.{sector.value}") if sector else Markup("")

    def summary(self) -> str:
        """Return name, trade and place in one line, for want of a description."""
        return " · ".join(dict.fromkeys(filter(None, (self.name, self.trade().striptags(), self.place()))))

    def offers(self) -> tuple[OfferLine, ...]:
        """Return the offers: names and words from the content, prices from the brief, in the brief's order."""
        given, written = self.brief.offer, self.content.offers
        if not given:
            return tuple(self._line(Offer(name=copy.name), copy) for copy in written if copy.name)
        by_name = {copy.name.casefold(): copy for copy in written}
        matched = written if len(written) == len(given) else [by_name.get(offer.name.casefold()) for offer in given]
        return tuple(self._line(offer, copy) for offer, copy in zip(given, matched, strict=True))

    def points(self) -> list[Markup]:
        """Return the content's reasons, or for want of them the owner's promises, none twice."""
        written = [(text, self.copy(text)) for text in self.content.points]
        found = written or [(text, self.own(text)) for text in self.brief.promises]
        return list({_key(text): shown for text, shown in found if text}.values())

    def ways(self) -> list[Way]:
        """Return the ways to reach the business, the handiest first; none that was not given."""
        contact, found = self.brief.contact, []
        if contact.whatsapp:
            message = self.content.whatsapp_message or self.labels.say("whatsapp_message", name=self.name)
            href, number = links.whatsapp(contact.whatsapp, message), formats.phone(contact.whatsapp)
            found.append(Way("whatsapp", href, self.label("whatsapp"), self.label("whatsapp"), number))
        if contact.phone:
            number = formats.phone(contact.phone)
            found.append(Way("phone", links.telephone(contact.phone), _ltr(number), self.label("call"), number))
        if contact.email:
            href = links.mail(contact.email)
            found.append(Way("email", href, _ltr(contact.email), self.label("email"), contact.email))
        return found

    def invitation(self, way: Way) -> Markup:
        """Return the words of the first button: the content's call, unless it speaks of another channel."""
        call = self.content.call_to_action
        if call and len(call) <= SHORT and not re.search(self._other_channels(way), call.casefold()):
            return self.copy(call)
        return self.label({"whatsapp": "write_whatsapp", "phone": "call", "email": "email"}[way.kind])

    def _other_channels(self, way: Way) -> str:
        """Return a pattern of the words for ways to reach somebody other than this one."""
        voice, writing = self.labels.say("by_voice"), self.labels.say("in_writing")
        return {"whatsapp": voice, "phone": f"{_CHAT}|{writing}", "email": f"{_CHAT}|{voice}"}[way.kind]

    def place(self) -> str:
        """Return city, region and country in the page's language."""
        where = self.brief.location
        return formats.place(where.city, where.region, where.country, self.locale)

    def hours(self) -> tuple[HoursLine, ...]:
        """Return the week's opening hours."""
        return formats.opening_lines(
            self.brief.contact.opening_hours, self.locale, self.labels, self.brief.location.country
        )

    def _line(self, offer: Offer, copy: OfferCopy | None) -> OfferLine:
        name = copy.name if copy and copy.name else offer.name
        ask = ""
        if self.brief.contact.whatsapp and len(self.brief.offer) <= ASKABLE:
            message = self.labels.say("offer_message", name=self.name, offer=name)
            ask = links.whatsapp(self.brief.contact.whatsapp, message)
        return OfferLine(
            name=self.copy(name) if copy else self.own(name),
            plain_name=name,
            description=self.copy(copy.description) if copy else self.own(offer.description),
            price=self._price(offer),
            starting=offer.starting and not _is_free(offer),
            unit=Markup("") if _is_free(offer) else self.own(offer.unit),
            ask=ask,
        )

    def _price(self, offer: Offer) -> str:
        if _is_free(offer):
            return self.labels.say("free")
        return formats.price(offer.price, self.locale) if offer.price else ""


def _is_free(offer: Offer) -> bool:
    return offer.price is not None and not offer.price.amount


def _ltr(text: str) -> Markup:
    return Markup('<bdi dir="ltr">{}</bdi>').format(text)


def _key(text: str) -> str:
    """Return the text's letters alone, to tell whether two lines say the same."""
    return "".join(char for char in text.casefold() if char.isalnum())
