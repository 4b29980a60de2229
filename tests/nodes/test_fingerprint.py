"""Fingerprints: equal inputs, equal fingerprints."""

from __future__ import annotations

from nodes.brief import Sector
from nodes.fingerprint import fingerprint
from nodes.inputs import LogoInput


def test_the_unicode_form_of_a_text_does_not_matter() -> None:
    composed, decomposed = (LogoInput(name=name, sector=Sector.FASHION) for name in ("Aïssatou", "Ai\u0308ssatou"))
    assert fingerprint("logo", composed) == fingerprint("logo", decomposed)


def test_a_default_said_explicitly_does_not_matter() -> None:
    assert fingerprint("logo", LogoInput(name="A", sector=Sector.FASHION, tagline="")) == fingerprint(
        "logo", LogoInput(name="A", sector=Sector.FASHION)
    )


def test_every_declared_field_and_the_step_matter() -> None:
    base = LogoInput(name="A", sector=Sector.FASHION)
    others = [
        base.model_copy(update=change) for change in ({"name": "B"}, {"wishes": ("x",)}, {"sector": Sector.HEALTH})
    ]
    prints = {fingerprint("logo", request) for request in (base, *others)} | {fingerprint("content", base)}
    assert len(prints) == 5
