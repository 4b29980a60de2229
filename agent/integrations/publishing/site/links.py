"""Addresses of the outside world that a visitor may follow."""

from __future__ import annotations

from urllib.parse import quote


def whatsapp(number: str, message: str = "") -> str:
    """Return a wa.me link: digits only, and the message filled in (WhatsApp's click-to-chat format)."""
    return f"https://wa.me/{number.lstrip('+')}" + (f"?text={quote(message, safe='')}" if message else "")


def telephone(number: str) -> str:
    """Return an RFC 3966 link."""
    return f"tel:{number}"


def mail(address: str) -> str:
    """Return an RFC 6068 link."""
    return f"mailto:{quote(address, safe='@')}"


def map_search(*parts: str) -> str:
    """Return a map search for the parts of an address (Google's Maps URLs, api=1)."""
    return "https://www.google.com/maps/search/?api=1&query=" + quote(", ".join(filter(None, parts)), safe="")
