"""Whether one claim backs another: the same fact, however it is written."""

from __future__ import annotations

from collections.abc import Iterator

from nodes.grounding.claim import Claim

_BOASTS = frozenset(("client", "shop", "country", "project", "award", "star"))
"""What people boast of in numbers: a figure of these must have been said of these."""
_OCCASIONS = frozenset(("times", "lesson"))
"""Words for the same thing: two lessons a week are twice a week."""
_AGE, _WITHIN, _BARE = "age", "within", "bare"
_HALF_DAY = 12
_SUBSCRIBER = 7
"""Trailing digits that must agree where one of two phone numbers lacks the country code."""


def backs(known: Claim, claim: Claim) -> bool:
    """Return whether `known`, read from what the person said or a source says, supports `claim`."""
    if claim.kind == "price":
        return _backs_price(known, claim)
    if claim.kind == "number":
        return _backs_number(known, claim)
    if claim.kind == "date":
        return _backs_date(known, claim)
    if claim.kind == "opening hour":
        return known.kind in ("opening hour", "duration") and _same_time(known, claim)
    if claim.kind == "duration":
        return _backs_duration(known, claim)
    if claim.kind == "phone":
        return known.kind == "phone" and _same_phone(known.value, claim.value)
    if claim.kind == "url":
        return known.kind == "url" and _same_link(known.value, claim.value)
    if claim.kind == "topic":
        return known.kind == "topic" and known.value == claim.value and bool(known.marks & claim.marks)
    return known.kind == claim.kind and known.value == claim.value and _same_marks(known, claim)


def backs_each(known: Claim, claim: Claim) -> bool:
    """Whether what is said to happen on a weekday happens on each: "le vendredi" is every Friday."""
    return known.kind == "opening hour" and known.value in (claim.value, claim.value.replace("-each", "-open"))


def _same_marks(known: Claim, claim: Claim) -> bool:
    """Whether two claims are about the same thing; what no list knows may be the same in another language."""
    ours, theirs = _things(claim), _things(known)
    if (ours or theirs) and not {mark for mark in claim.marks & known.marks if mark.startswith("~")}:
        return bool(ours & theirs) or not (claim.marks and known.marks)
    return True


def _backs_price(known: Claim, claim: Claim) -> bool:
    if not {known.value, *_otherwise(known)} & {claim.value, *_otherwise(claim)}:
        return False
    if known.kind == "number":
        return not known.marks or bool(known.marks & claim.marks)
    return known.kind == "price" and (not known.marks or bool(known.marks & claim.marks))


def _otherwise(claim: Claim) -> Iterator[str]:
    """Yield the other amounts that a price may mean."""
    return (mark[1:] for mark in claim.marks if mark.startswith("="))


def _backs_number(known: Claim, claim: Claim) -> bool:
    """A figure alone may be any figure said; a figure of something must be of the same thing."""
    if known.kind == "phone":
        return len(claim.value) > _SUBSCRIBER and known.value.endswith(claim.value)
    if known.kind == "opening hour":
        return not claim.marks and claim.value.isdigit() and known.value in _on_the_hour(int(claim.value))
    if known.value.partition(" ")[0] != claim.value:
        return False
    if known.kind == "price" and known.marks & claim.marks:
        return True
    if known.kind != "number":
        return known.kind in ("price", "percentage", "duration") and not claim.marks
    return _same_things(known, claim)


def _on_the_hour(hour: int) -> tuple[str, ...]:
    return (f"{hour:02d}:00", f"{hour + _HALF_DAY:02d}:00") if hour <= _HALF_DAY else (f"{hour:02d}:00",)


def _same_things(known: Claim, claim: Claim) -> bool:
    """Whether two counts may be of the same thing; a word no list knows may be a translation of a harmless one."""
    if not claim.marks or not known.marks:
        return True
    ours, theirs = _things(claim), _things(known)
    if ours and theirs:
        return bool(ours & theirs) or ours | theirs <= _OCCASIONS
    return not (ours | theirs) & _BOASTS


def _things(claim: Claim) -> frozenset[str]:
    return frozenset(mark for mark in claim.marks if not mark.startswith(("?", "~")))


def _backs_duration(known: Claim, claim: Claim) -> bool:
    """An age may have been said without its years ("from two to five"); no other length may."""
    if _AGE in claim.marks and known.kind == "number" and not known.marks:
        return claim.value == f"{known.value} year"
    if _BARE in known.marks:
        return known.value == claim.value and not claim.marks
    marks = claim.marks - {_AGE, _WITHIN}
    return (known.value == claim.value or claim.value in known.marks) and marks <= known.marks


def _backs_date(known: Claim, claim: Claim) -> bool:
    if known.kind not in ("date", "number"):
        return False
    if len(claim.value) == 4 and claim.value.isdigit():  # noqa: PLR2004 - a year
        return known.value == claim.value or claim.value[-2:] in known.marks
    same_day = known.value == claim.value or known.value.partition("-")[0] == claim.value
    return known.kind == "date" and same_day and claim.marks <= known.marks


def _same_time(known: Claim, claim: Claim) -> bool:
    return bool({known.value, *known.marks} & {claim.value, *claim.marks})


def _same_phone(known: str, claim: str) -> bool:
    if known.startswith("+") and claim.startswith("+"):
        return known == claim
    ours, theirs = known.lstrip("+0"), claim.lstrip("+0")
    short = min(len(ours), len(theirs))
    return short >= _SUBSCRIBER and (ours.endswith(theirs) or theirs.endswith(ours))


def _same_link(known: str, claim: str) -> bool:
    ours, theirs = known.rstrip("/"), claim.rstrip("/")
    return ours == theirs or ours.startswith(f"{theirs}/") or ours.endswith((f"/{theirs}", f"/@{theirs}"))
