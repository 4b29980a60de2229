"""One thing that is sold has one entry, however often and in whatever order it is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from nodes.brief import Change, Offer
from nodes.facts.things import kind_of, same_name

Told = Mapping[str, Any]


def settled(told: Told, known: Sequence[Offer], language: str, *, priced: bool) -> Iterator[tuple[Change, Told]]:
    """Yield the changes by which a thing takes its place among the known ones.

    The wording that was said with a price is the name. A longer wording without one becomes its description, a
    general word ("cakes" beside a priced "wedding cake") adds nothing.
    """
    same = next((offer for offer in known if same_name(offer.name, told["name"])), None)
    name = _wording(told["name"], same, priced=priced)
    kin = [
        offer
        for offer in known
        if offer is not same and bool(offer.price) is not priced and _kin(offer, name, language)
    ]
    if kin and not priced:
        for offer in kin:
            if kind_of(name, offer.name, language):
                yield Change.ADD, {"name": offer.name, "description": _longer(offer.description, name)}
        return
    renamed = same if same and same.name != name else None
    for offer in (*kin, *((renamed,) if renamed else ())):
        yield Change.REMOVE, {"name": offer.name}
    kept = renamed.model_dump(mode="json", exclude_defaults=True) if renamed else {}
    longer = [offer.name for offer in kin if kind_of(offer.name, name, language)]
    described = {"description": _longer(*longer, same.description if same else "")} if longer else {}
    yield Change.ADD, {**kept, **told, **described, "name": name}


def _wording(written: str, known: Offer | None, *, priced: bool) -> str:
    """Return which wording names a thing, whatever was said first: that with a price, else the longer one."""
    if known is None or (priced and not known.price):
        return written
    return known.name if known.price else _longer(known.name, written)


def _longer(*wordings: str) -> str:
    return max(wordings, key=lambda words: (len(words), words))


def _kin(offer: Offer, name: str, language: str) -> bool:
    return kind_of(offer.name, name, language) or kind_of(name, offer.name, language)
