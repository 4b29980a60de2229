"""Everything that can go wrong here, as one tree; errors of Redis itself pass through unchanged.

CheckpointError
├── StaleWriter           a newer writer has taken the session over; this write was refused
├── LeaseHeld             another writer holds the session and did not let go in time
├── TooLarge              a value is larger than the store takes, with the channel's name
├── NewerFormat           the session was written by a newer release
├── UnreadableCheckpoint  stored bytes that this saver does not write and will not read
├── UnsafeSerializer      the serializer would run what it finds in stored bytes
└── NoServer              no embedded server can run here: give a REDIS_URL
"""

from __future__ import annotations


class CheckpointError(Exception):
    """Base of the errors of this package. `str()` holds no content of a session."""


class StaleWriter(CheckpointError):
    """A newer fencing token was issued, or the session was deleted, since this writer took its lease."""


class LeaseHeld(CheckpointError):
    """Another writer holds the session.

    wait: seconds after which its lease ends by itself, if it is not renewed.
    """

    def __init__(self, message: str = "another writer holds this session", *, wait: float = 0.0) -> None:
        super().__init__(message)
        self.wait = wait


class TooLarge(CheckpointError):
    """A value does not fit.

    channel: the state's field; size and limit: bytes as serialized.
    """

    def __init__(self, channel: str, size: int, limit: int) -> None:
        super().__init__(f"the field {channel!r} takes {size} bytes, the limit is {limit}")
        self.channel = channel
        self.size = size
        self.limit = limit


class NewerFormat(CheckpointError):
    """The session was written in a format this release does not know."""


class UnreadableCheckpoint(CheckpointError):
    """The stored bytes are not what this saver writes: damaged, or planted."""


class UnsafeSerializer(CheckpointError):
    """The serializer rebuilt a type nobody allowed."""


class NoServer(CheckpointError):
    """No embedded server could be started; the message says what to do."""
