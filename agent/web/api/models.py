"""What the API takes and gives, as models that its description is made from."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from nodes.actions import Action
from nodes.brief import BusinessBrief, Change
from nodes.conversation import Question, Turn
from nodes.results import LogoSet, LogoVariant, MarketResearch, SiteContent, Website
from nodes.uploads import Caption, Photo

TurnId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
"""Made by the caller, one for each reply; the same one twice is the same reply."""
QuestionId = Annotated[str, StringConstraints(max_length=100)]


class Taken(BaseModel):
    """A request's body: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class NewSession(Taken):
    language: Annotated[str, StringConstraints(pattern=r"^([a-z]{2,3})?$")] = ""
    """Language of the first question; empty for the server's."""


class Words(Taken):
    """A reply in plain words."""

    text: Annotated[str, StringConstraints(max_length=10_000)]
    turn_id: TurnId | None = None
    answers: QuestionId = ""
    """Id of the question replied to; a reply to one that is no longer open changes nothing."""


class Deed(Taken):
    """A reply as a typed action."""

    action: Action
    turn_id: TurnId | None = None
    answers: QuestionId = ""


Reply = Words | Deed


class Yes(Taken):
    """A yes to the open question."""

    answers: QuestionId = ""
    turn_id: TurnId | None = None


class BackTo(Taken):
    step: Annotated[str, StringConstraints(pattern=r"^[a-z]{0,40}$")] = ""
    """The step to open again; empty for the one before."""
    turn_id: TurnId | None = None


class FactValue(Taken):
    value: Any = None
    """Shaped like the fact in BusinessBrief."""
    change: Change = Change.SET
    turn_id: TurnId | None = None


class PhotoCaption(Taken):
    """What a photo shows."""

    alt: Caption
    turn_id: TurnId | None = None


class PhotoPlace(Taken):
    """Where a photo stands."""

    place: Annotated[int, Field(ge=1, le=100)]
    """1 is the top of the page."""
    turn_id: TurnId | None = None


PhotoChange = PhotoCaption | PhotoPlace


class Given(BaseModel):
    model_config = ConfigDict(frozen=True)


class Trouble(Given):
    """What ended the last turn."""

    key: str
    text: str
    """In the person's language."""
    retry: bool


class SessionView(Given):
    """A session as it stands."""

    session_id: str
    user_id: str
    language: str
    step: str
    number: int
    """Of the step, from 1."""
    count: int
    working: bool
    """Work is under way or about to be taken up; the question comes when it is done."""
    problem: Trouble | None
    question: Question | None
    brief: BusinessBrief
    research: MarketResearch | None
    content: SiteContent | None
    logo: LogoSet | None
    logo_choice: str
    """"own" for the logo that was handed in."""
    own_logo: LogoVariant | None
    photos: tuple[Photo, ...]
    website: Website | None
    website_current: bool
    """Whether what is online is what would be published now."""


class SessionSummary(Given):
    session_id: str
    business_name: str
    language: str
    step: str
    website_url: str


class SessionPage(Given):
    items: list[SessionSummary]
    offset: int
    limit: int


class TurnResult(Given):
    """What a reply brought about."""

    events: list[dict[str, Any]]
    """In order: working, made, question, problem; results stand in the session."""
    session: SessionView


class History(Given):
    turns: list[Turn]


class BriefView(Given):
    """The business brief of one session."""

    brief_id: str
    session_id: str
    user_id: str
    ready: bool
    """Whether there is all that a website needs."""
    facts: BusinessBrief
    business_brief: dict[str, Any] | None
    """As it is sent to the platform; null until it is ready."""


class BriefPage(Given):
    items: list[BriefView]
    offset: int
    limit: int


class Fault(Given):
    """One thing that is wrong with a request."""

    at: str
    """Dotted path in the body or name of a parameter."""
    message: str


class Problem(Given):
    """An error (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str = ""
    faults: list[Fault] = []


class Health(Given):
    status: Literal["ok", "unavailable"]
