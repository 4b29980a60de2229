"""The roles the steps need filled, one verb each. Adapters live in agent/integrations.

Every verb raises only errors of nodes.errors; a provider that falls back to a local default says so in the
result's `made_by`, `live` and `notice`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from nodes.conversation import CoachTurn
from nodes.errors import UploadGone
from nodes.inputs import ContentInput, LogoInput, PublishInput, ResearchInput, VisionInput
from nodes.results import LogoSet, LogoVariant, MarketResearch, SiteContent, Website
from nodes.uploads import Upload


class Coach(Protocol):
    async def respond(self, request: VisionInput) -> CoachTurn:
        """Understand the person's words and word the next question. Raises IntegrationException or BudgetSpent."""


class Researcher(Protocol):
    async def research(self, request: ResearchInput) -> MarketResearch:
        """Look the market up; no findings is an answer. Raises IntegrationException."""


class Copywriter(Protocol):
    async def write(self, request: ContentInput) -> SiteContent:
        """Write one page per language, main language first. Raises IntegrationException or BudgetSpent."""


class LogoDesigner(Protocol):
    async def design(self, request: LogoInput) -> LogoSet:
        """Draw at least one variant. Raises IntegrationException."""


class Publisher(Protocol):
    async def publish(self, request: PublishInput, *, idempotency_key: str) -> Website:
        """Put the site online, or its new version if `request.site_id` exists.

        The same key never makes a second site. Raises IntegrationException; OutcomeUnknown when a person must look.
        """


@runtime_checkable
class Foreseeing(Protocol):
    """A publisher that can make ready what it will need."""

    async def foresee(self, request: PublishInput) -> None:
        """Make ready what publishing this takes. Nothing of it shows, and publishing works without; raises as that."""


class Uploads(Protocol):
    """The pictures handed in to sessions, each only to be had by its own session."""

    async def logo(self, session_id: str, digest: str) -> LogoVariant | None:
        """Return a logo that was handed in, None when there is none of that digest."""

    async def photo(self, session_id: str, digest: str) -> Upload | None:
        """Return what is known of a photo that was handed in, None when there is none of that digest."""

    async def read(self, session_id: str, digests: Sequence[str]) -> dict[str, bytes]:
        """Return photos by their digests. Raises UploadGone when one of them is no longer kept."""


class NoUploads:
    """Fills Uploads where nothing can be handed in."""

    async def logo(self, session_id: str, digest: str) -> LogoVariant | None:
        del session_id, digest
        return None

    async def photo(self, session_id: str, digest: str) -> Upload | None:
        del session_id, digest
        return None

    async def read(self, session_id: str, digests: Sequence[str]) -> dict[str, bytes]:
        del session_id
        if digests:
            raise UploadGone
        return {}


class Phrases(Protocol):
    """The coach's own sentences, per language."""

    languages: tuple[str, ...]
    """Languages with a complete set of phrases."""

    def say(self, language: str, key: str, **values: object) -> str:
        """Return the phrase `key` with its placeholders filled. KeyError for an unknown key.

        A language without phrases answers in English.
        """

    def spoken(self, language: str) -> str:
        """Return the language itself if there are phrases for it, else English."""

    def name(self, language: str, provider: str) -> str:
        """Return a provider's name as the person reads it: translated for a local default, a brand as it is."""

    def options(self, language: str, key: str) -> tuple[str, ...]:
        """Return a list of phrases, empty when there is none under that key."""


@dataclass(frozen=True)
class Services:
    """The filled roles of one application. A role names the family in agent/integrations that fills it."""

    coach: Coach = field(metadata={"family": "coach"})
    researcher: Researcher = field(metadata={"family": "research"})
    copywriter: Copywriter = field(metadata={"family": "copywriting"})
    logo_designer: LogoDesigner = field(metadata={"family": "logo"})
    publisher: Publisher = field(metadata={"family": "publishing"})
    phrases: Phrases
    vocabulary: Mapping[str, tuple[str, ...]]
    """Command words of all languages by meaning ("yes", "back", "step.logo"), casefolded."""
    uploads: Uploads = field(default_factory=NoUploads)
    """What was handed in; a place of the application and no integration."""
