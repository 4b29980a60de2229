"""The business in schema.org's words (JSON-LD), for search engines: the facts of the page and no others."""

from __future__ import annotations

import json
from typing import Any

from agent.integrations.publishing.site.page import Page
from agent.integrations.publishing.site.themes import schema_types
from nodes.brief import BusinessBrief, Offer, OpeningHours
from nodes.results import OfferCopy

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def business_data(page: Page, brief: BusinessBrief, category: str) -> str:
    """Return the JSON for a script element of type application/ld+json; it can close no element."""
    contact, types = brief.contact, schema_types(category, brief)
    data = {
        "@context": "https://schema.org",
        "@type": types if len(types) > 1 else types[0],
        "name": page.name,
        "description": page.description,
        "url": page.canonical,
        "image": page.image if page.image.startswith("http") else "",
        "telephone": contact.phone or contact.whatsapp,
        "email": contact.email,
        "address": _address(brief),
        "openingHoursSpecification": [_hours(line) for line in contact.opening_hours],
        "paymentAccepted": ", ".join(brief.payments),
        "sameAs": [social.url for social in contact.social],
        "makesOffer": [
            _offer(offer, OfferCopy(name=line.plain_name))
            for offer, line in zip(brief.offer, page.offers, strict=False)
        ],
    }
    return json.dumps(_filled(data), ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def _address(brief: BusinessBrief) -> dict[str, Any]:
    where = brief.location
    parts = {
        "streetAddress": brief.contact.address,
        "addressLocality": where.city,
        "addressRegion": where.region,
        "addressCountry": where.country,
    }
    return {"@type": "PostalAddress", **_filled(parts)} if any(parts.values()) else {}


def _hours(line: OpeningHours) -> dict[str, Any]:
    return {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": [_DAYS[day] for day in line.days],
        "opens": line.opens,
        "closes": line.closes.replace("24:00", "23:59"),
    }


def _offer(offer: Offer, copy: OfferCopy) -> dict[str, Any]:
    data: dict[str, Any] = {"@type": "Offer", "name": copy.name}
    if offer.price:
        amount, currency = format(offer.price.amount, "f"), offer.price.currency
        if offer.starting:
            data["priceSpecification"] = {"@type": "PriceSpecification", "minPrice": amount, "priceCurrency": currency}
        else:
            data |= {"price": amount, "priceCurrency": currency}
    return data


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value}
