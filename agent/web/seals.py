"""Sealed texts: what the server gave out and takes back only unchanged, by HMAC-SHA256 with a purpose."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence

_BYTES = 18
"""Of the 32 of SHA-256: 144 bits cannot be guessed and stay short in a link."""


class Seals:
    """Seals with the newest secret and opens with any of them, so that a secret can be changed without a stop."""

    def __init__(self, secrets: Sequence[bytes]) -> None:
        """Take at least one secret, the newest first. ValueError without one."""
        if not secrets or not all(secrets):
            raise ValueError("a seal needs a secret")
        self._secrets = tuple(secrets)

    def seal(self, purpose: str, text: str) -> str:
        """Return the text with its seal; a seal for one purpose opens for no other."""
        return f"{text}.{self._mac(self._secrets[0], purpose, text)}"

    def open(self, purpose: str, sealed: str) -> str | None:
        """Return the text, or None when the seal is not ours."""
        text, _, mac = sealed.rpartition(".")
        given = mac.encode("utf-8", "replace")
        genuine = [hmac.compare_digest(self._mac(secret, purpose, text).encode(), given) for secret in self._secrets]
        return text if any(genuine) else None

    @staticmethod
    def _mac(secret: bytes, purpose: str, text: str) -> str:
        message = f"{purpose}\0{text}".encode("utf-8", "surrogatepass")
        digest = hmac.new(secret, message, hashlib.sha256).digest()[:_BYTES]
        return base64.urlsafe_b64encode(digest).decode()
