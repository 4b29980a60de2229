"""The base of every value in the core: immutable, closed and normalised."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

_INVISIBLE = {0x00AD, 0x200B, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C}


class Frozen(BaseModel):
    """An immutable value; unknown fields are refused, so a typo in an edited state is an error and not a loss."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def clean_text(text: str) -> str:
    """Return `text` in NFC without control, bidi-override and zero-width characters, white space folded.

    ZWJ and ZWNJ stay: Arabic, Indic and emoji spelling needs them. Lone surrogates are dropped because no
    store can encode them.
    """
    kept = (
        char
        for char in unicodedata.normalize("NFC", text)
        if char in "\n\t" or (unicodedata.category(char) not in ("Cc", "Cs") and ord(char) not in _INVISIBLE)
    )
    return " ".join("".join(kept).split())


CleanText = Annotated[str, AfterValidator(clean_text)]
"""One line of text as a person may type it, safe to store and show."""
