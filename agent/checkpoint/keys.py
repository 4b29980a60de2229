"""The keys of one thread. The hash tag keeps them in one cluster slot, whatever the thread's id contains."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import quote, unquote

PREFIX = "lg"
SEPARATOR = "\x01"
_SPECIAL = re.compile("[%\x00-\x1f]")


@dataclass(frozen=True)
class ThreadKeys:
    """The five keys a thread may have; after `delete_thread` there is none of them."""

    prefix: str
    thread: str

    @cached_property
    def tag(self) -> str:
        return f"{{{self.prefix}:{quote(self.thread, safe='-_.~', errors='surrogatepass')}}}"

    @cached_property
    def checkpoints(self) -> str:
        """Sorted set, score 0: one member per checkpoint, ordered by namespace and id."""
        return f"{self.tag}:c"

    @cached_property
    def writes(self) -> str:
        """Sorted set, score 0: one member per pending write."""
        return f"{self.tag}:w"

    @cached_property
    def items(self) -> str:
        """Hash: stored values by number, `#` the last number given out, `@` the format and birth mark."""
        return f"{self.tag}:b"

    @cached_property
    def fence(self) -> str:
        """String: the newest fencing token issued."""
        return f"{self.tag}:fence"

    @cached_property
    def lease(self) -> str:
        """String: who writes at the moment."""
        return f"{self.tag}:lease"

    @cached_property
    def stored(self) -> tuple[str, str, str]:
        return self.checkpoints, self.writes, self.items

    @property
    def every(self) -> tuple[str, ...]:
        return (*self.stored, self.fence, self.lease)


@lru_cache(maxsize=1024)
def keys_of(prefix: str, thread: str) -> ThreadKeys:
    """Return the keys of a thread; those lately used are at hand."""
    return ThreadKeys(prefix, thread)


def thread_of(key: str, prefix: str) -> str:
    """Return the thread id out of one of its keys."""
    tag = key[len(prefix) + 2 : key.rindex("}")]
    return unquote(tag, errors="surrogatepass")


def pattern(prefix: str) -> str:
    """Return the SCAN pattern of all threads' checkpoints."""
    return re.sub(r"([*?\[\]\\])", r"\\\1", f"{{{prefix}:") + "*}:c"


def escape(text: str) -> str:
    """Return `text` without the characters that separate the parts of a record; reversed by `unquote`."""
    return text if not _SPECIAL.search(text) else _SPECIAL.sub(lambda found: f"%{ord(found[0]):02x}", text)


def prefix_of(*parts: str) -> bytes:
    """Return the beginning shared by all records of these parts, which sorts right before them."""
    if _SPECIAL.search("".join(parts)):
        parts = tuple(map(escape, parts))
    return (SEPARATOR.join(parts) + SEPARATOR).encode("utf-8", "surrogatepass")


def bounds(prefix: bytes) -> tuple[bytes, bytes]:
    """Return the lexical range that holds exactly the records beginning with `prefix`."""
    return b"[" + prefix, b"(" + prefix + b"\xff"
