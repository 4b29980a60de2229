"""Pictures the person hands in. The state holds what they are; their bytes lie beside the session, by their hash."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from nodes.frozen import CleanText, Frozen

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 of a picture's bytes as they are kept; names it within its session."""

OWN = "own"
"""The logo the person brought, where a drawn one has a number."""
MOST_PHOTOS = 12
"""Photos of one site: more than a phone's visitor looks at, and 4 MB in the store."""
LONGEST_CAPTION = 200
"""Characters; screen readers stop making sense of longer ones."""

Caption = Annotated[CleanText, StringConstraints(max_length=LONGEST_CAPTION)]


class Upload(Frozen):
    """A photo as it is kept: upright, without metadata, encoded anew."""

    digest: Digest
    type: Literal["image/jpeg"] = "image/jpeg"
    size: int = Field(gt=0)
    """Bytes."""
    width: int = Field(gt=0)
    height: int = Field(gt=0)


class Photo(Frozen):
    """A photo of the site."""

    upload: Upload
    alt: Caption = ""
    """What it shows, in the person's words."""
    passed: bool = False
    """The person was asked for those words and did not want to give any."""
