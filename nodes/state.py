"""CoachingState: one session, as it is checkpointed. The shell adds the messages channel."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from nodes.brief import BusinessBrief
from nodes.conversation import Interview, Question
from nodes.results import LogoSet, LogoVariant, MarketResearch, SiteContent, Website
from nodes.uploads import OWN, Photo


class CoachingState(BaseModel):
    """The values of one coaching session. Nodes return only the keys they change."""

    model_config = ConfigDict(extra="ignore")

    session_id: str = ""
    user_id: str = ""
    """The platform's user, or empty for a guest."""
    language: str = ""
    """The language of the conversation; empty until the person's first words or settings decide."""

    brief: BusinessBrief = BusinessBrief()
    """Result of the vision step."""
    evidence: dict[str, str] = {}
    """For each fact given, the person's words that say so."""
    interview: Interview = Interview()
    research: MarketResearch | None = None
    content: SiteContent | None = None
    logo: LogoSet | None = None
    publish: Website | None = None

    logo_choice: str = ""
    """Id of the chosen variant; empty means the first."""
    own_logo: LogoVariant | None = None
    """The logo the person brought, no larger than a drawn one; shown when it is the choice."""
    photos: tuple[Photo, ...] = ()
    """In the order of the site; their bytes are not here."""
    wishes: dict[str, tuple[str, ...]] = {}
    """What the person asked to be different, per step; part of that step's declared input."""
    skipped: tuple[str, ...] = ()
    """Steps the person passed over."""
    approved: dict[str, str] = {}
    """Per step, the fingerprint of what the person said yes to."""

    question: Question | None = None
    """The open question. It is in the state before its gate opens."""
    found: str = ""
    """What the person saw on the platform after an unknown outcome; see PublishInput."""
    remark: str = ""
    """Said before the next question: an answer, or what changed."""
    heard: str = ""
    """Id of the last message of the person that was acted upon."""

    def chosen_logo(self) -> LogoVariant | None:
        """Return the chosen variant, None when the logo was skipped or is not drawn yet."""
        if self.own_logo is not None and self.logo_choice == OWN:
            return self.own_logo
        if self.logo is None or "logo" in self.skipped:
            return None
        chosen = [variant for variant in self.logo.variants if variant.id == self.logo_choice]
        return (chosen or list(self.logo.variants))[0]
