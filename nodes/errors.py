"""Everything that can go wrong, as one tree.

CoachError                        shown to the person through its `key` in the locales; never as raw text
├── IntegrationException          an outside service or a local default failed
│   ├── Unavailable               worth trying again: timeout, connection, 5xx
│   │   └── RateLimited           ... after `retry_after` seconds
│   ├── Rejected                  the same call would fail again: bad request, refused content
│   │   └── Misconfigured         wrong key, no access, unknown model, account limit: an operator must act
│   ├── Malformed                 the service answered something that cannot be used
│   └── OutcomeUnknown            it may or may not have happened; never repeated blindly
├── BudgetSpent                   the session's token budget is used up
├── SessionError
│   ├── SessionNotFound           also for a session of somebody else
│   ├── SessionBusy               another device is writing
│   ├── AlreadyAnswered           the reply is for a question that is no longer open
│   └── NotSaved                  the store cannot be written; nothing was lost but nothing goes on
├── InvalidAction                 the action does not fit the open question
├── UploadRefused                 a picture that was handed in cannot be used; says why and what helps
├── UploadGone                    a picture's bytes are no longer kept
├── ScriptError                   a scripted session is malformed, with the line and what was expected
└── SettingsError                 the configuration cannot work
"""

from __future__ import annotations

from functools import partial
from typing import Any


class CoachError(Exception):
    """Base of all errors of the product. `str()` is for logs and operators and holds no secret or personal data."""

    key = "error.unexpected"
    """What the person is told, as a key of the locales."""


class IntegrationException(CoachError):
    """An integration failed.

    service: the service's name ("openai"); details: what is safe to log; retry_after: seconds, if the service said.
    """

    key = "error.service"

    def __init__(
        self,
        message: str = "",
        *,
        service: str = "",
        details: str = "",
        retry_after: float | None = None,
        key: str = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.service = service
        self.details = details
        self.retry_after = retry_after
        if key:
            self.key = key


class Unavailable(IntegrationException):
    key = "error.unavailable"


class RateLimited(Unavailable):
    key = "error.busy"


class Rejected(IntegrationException):
    key = "error.rejected"


class Misconfigured(Rejected):
    key = "error.misconfigured"


class Malformed(IntegrationException):
    key = "error.malformed"


class OutcomeUnknown(IntegrationException):
    key = "error.outcome_unknown"


class BudgetSpent(CoachError):
    key = "error.budget_spent"


class SessionError(CoachError):
    key = "error.session"


class SessionNotFound(SessionError):
    key = "error.session_not_found"


class SessionBusy(SessionError):
    key = "error.session_busy"


class AlreadyAnswered(SessionError):
    key = "error.already_answered"


class NotSaved(SessionError):
    key = "error.not_saved"


class StateTooLarge(NotSaved):
    """A field of the session is larger than the store takes, so sending the same again is of no use."""

    key = "error.state_too_large"


class InvalidAction(CoachError):
    key = "error.invalid_action"


class UploadRefused(CoachError):
    """why names the reason in the locales (pictures.refused.<why>); values fill its placeholders."""

    def __init__(self, why: str, **values: object) -> None:
        super().__init__(f"a picture was refused: {why}")
        self.key = f"pictures.refused.{why}"
        self.why = why
        self.values = values

    def __reduce__(self) -> tuple[Any, ...]:
        """Let the error come back whole from another process."""
        return partial(UploadRefused, self.why, **self.values), ()


class UploadGone(CoachError):
    key = "pictures.gone"


class ScriptError(CoachError):
    key = "error.script"

    def __init__(self, message: str, *, line: int = 0) -> None:
        super().__init__(f"line {line}: {message}" if line else message)
        self.line = line


class SettingsError(CoachError):
    key = "error.settings"
