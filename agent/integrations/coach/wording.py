"""Words the coach's side of the talk from the playbooks: reflections, questions, examples, proposals, answers."""

from __future__ import annotations

from collections.abc import Sequence

from nodes.brief import BusinessBrief, Change, FactUpdate, Offer, fact
from nodes.conversation import CoachTurn
from nodes.facts import phones
from nodes.inputs import VisionInput
from nodes.ports import Phrases
from nodes.recap import offer
from nodes.slots import NEEDED, answered, missing

_ENDS = ".\N{RIGHT-TO-LEFT MARK}"
"""How a short currency ends, before the full stop of the line."""
_REFLECTED = 3
_ASKINGS = 2
"""How often a fact is asked for at most."""
_LONGEST = 70
_SILENT = frozenset({"sector", "country"})
"""Facts that follow from others and need no mention."""


def say(phrases: Phrases, language: str, key: str, **values: object) -> str:
    """Return a phrase of the interview."""
    return phrases.say(language, f"interview.{key}", **values)


def ask(phrases: Phrases, language: str, name: str, *, again: bool, offers: Sequence[Offer] = ()) -> str:
    """Return the question for a fact, in other words when it is asked again; of known offers only the prices."""
    if name == "offer" and offers and not again:
        return say(
            phrases,
            language,
            "ask.prices",
            things=comma(phrases, language).join(each.name for each in offers[:_REFLECTED]),
        )
    return say(phrases, language, f"{'again' if again else 'ask'}.{name}")


def answer(phrases: Phrases, language: str, topic: str, asked: str, *, count: int) -> str:
    """Return the answer to a question back; "why" is answered for the fact that is asked."""
    if topic == "why" and asked in ("phone", "city"):
        topic = f"why_{asked}"
    return say(phrases, language, f"answers.{topic}", count=count)


def examples(phrases: Phrases, language: str, name: str, brief: BusinessBrief) -> tuple[str, ...]:
    """Return examples fitted to the sector, none for facts that nobody else can propose."""
    sector = brief.sector or "default"
    return phrases.options(language, f"interview.examples.{name}.{sector}") or phrases.options(
        language, f"interview.examples.{name}.default"
    )


def proposals(phrases: Phrases, language: str, name: str, brief: BusinessBrief) -> tuple[str, ...]:
    """Return three complete proposals built from what is known, none for facts that nobody else can propose."""
    known = {"city": brief.location.city, "name": brief.business_name, "trade": brief.activity}
    templates = phrases.options(language, f"interview.proposals.{name}")
    full = [text.format(**known) for text in templates if all(known[key] for key in known if f"{{{key}}}" in text)]
    spare = [text for text in examples(phrases, language, name, brief) if text not in full]
    return tuple((full + spare)[:3]) if templates else ()


def reflect(phrases: Phrases, language: str, before: BusinessBrief, updates: tuple[FactUpdate, ...]) -> str:
    """Return one short line that says what was understood."""
    told = [update for update in updates if update.fact not in _SILENT]
    removed = bool(told) and all(update.change is Change.REMOVE for update in told)
    told = told if removed else [update for update in told if update.change is not Change.REMOVE]
    changed = bool(told) and all(fact(before, update.fact) and update.change is Change.SET for update in told)
    parts = list(
        dict.fromkeys(filter(None, (_shown(phrases, language, update) for update in _ranked(_together(told)))))
    )
    if not parts:
        return ""
    key = "removed" if removed else "changed" if changed else "noted"
    return say(
        phrases, language, f"remark.{key}", facts=comma(phrases, language).join(parts[:_REFLECTED]).rstrip(_ENDS)
    )


def comma(phrases: Phrases, language: str) -> str:
    """Return what stands between the parts of a list in this language."""
    return f"{phrases.say(language, 'copy.comma')} "


def next_fact(request: VisionInput, turn: CoachTurn, brief: BusinessBrief, asked: str) -> tuple[str, bool]:
    """Return the fact to ask for next and whether it was asked for before; empty when nothing is missing.

    A fact the person talked past is asked for once more, in other words.
    """
    interview = request.interview
    passed = (*interview.passed, *turn.passed)
    open_again = (
        bool(asked)
        and not answered(brief, asked)
        and asked not in passed
        and bool(turn.updates)
        and interview.asked.count(asked) < _ASKINGS
    )
    kept = tuple(name for name in interview.asked if not (open_again and name == asked))
    wanted = missing(brief, interview.model_copy(update={"asked": kept, "passed": passed}))
    if not wanted:
        return "", False
    return (asked, True) if open_again and asked in wanted else (wanted[0], False)


def _together(updates: list[FactUpdate]) -> list[FactUpdate]:
    """Join what several updates add to one list, so that it is said in one breath."""
    joined: dict[str, FactUpdate] = {}
    for update in updates:
        before = joined.get(update.fact)
        listed = isinstance(update.value, list) and before is not None and isinstance(before.value, list)
        joined[update.fact] = update.model_copy(update={"value": [*before.value, *update.value]}) if listed else update  # type: ignore[union-attr,misc]
    return list(joined.values())


def _ranked(updates: list[FactUpdate]) -> list[FactUpdate]:
    order = {name: place for place, name in enumerate(NEEDED)}
    return sorted(updates, key=lambda update: order.get(update.fact, len(order)))


def _shown(phrases: Phrases, language: str, update: FactUpdate) -> str:
    if update.change is Change.REMOVE and not update.value:
        return phrases.say(language, f"fact.{update.fact}")
    value = _value(phrases, language, update)
    if not value:
        return ""
    short = value if len(value) <= _LONGEST else f"{value[:_LONGEST].rsplit(' ', 1)[0]} …"
    try:
        return say(phrases, language, f"shown.{update.fact}", value=short)
    except KeyError:
        return short


def _offers(items: list[dict[str, object]], phrases: Phrases, language: str) -> str:
    """Return what is sold with its prices; of a thing told twice, the fuller telling."""
    told: dict[str, Offer] = {}
    for item in items:
        told[str(item["name"])] = Offer.model_validate(item)
    shown_offers = [offer(each, language) for each in told.values()]
    return comma(phrases, language).join(shown_offers[:_REFLECTED]) + (" …" if len(shown_offers) > _REFLECTED else "")


def _value(phrases: Phrases, language: str, update: FactUpdate) -> str:
    if update.fact in ("phone", "whatsapp"):
        return phones.shown(str(update.value)) if update.value else ""
    if isinstance(update.value, str):
        return update.value
    items = update.value if isinstance(update.value, list) else []
    if update.fact == "offer":
        return _offers(items, phrases, language)
    names = [
        item.get("name") or item.get("network") or item.get("quote") or "…" if isinstance(item, dict) else str(item)
        for item in items
    ]
    return comma(phrases, language).join(names[:_REFLECTED])
