"""The fingerprint of a step's declared input: equal inputs, equal fingerprints, on every machine."""

from __future__ import annotations

import hashlib
import json
import unicodedata

from nodes.frozen import Frozen


def fingerprint(step: str, request: Frozen) -> str:
    """Return 32 hex digits (128 bits of SHA-256) of the step's name and its input.

    Independent of key order and of the Unicode form of the text; a field added later with its default does
    not change it, so sessions outlive releases.
    """
    data = request.model_dump(mode="json", exclude_defaults=True)
    canonical = unicodedata.normalize("NFC", json.dumps([step, data], sort_keys=True, ensure_ascii=False))
    return hashlib.sha256(canonical.encode()).hexdigest()[:32]
