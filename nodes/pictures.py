"""What the person's own pictures change: a logo and photos handed in, put in order, described and taken away."""

from __future__ import annotations

import re
from typing import Any

from nodes.actions import AddLogo, AddPhoto, Arrangement, CaptionPhoto, MovePhoto, RemovePhoto
from nodes.conversation import Question
from nodes.ports import Phrases, Services
from nodes.state import CoachingState
from nodes.uploads import LONGEST_CAPTION, MOST_PHOTOS, OWN, Photo

Changes = dict[str, Any]
_SHORT = 80
"""Characters of a message that speaks of one thing."""


async def take(state: CoachingState, action: AddLogo | AddPhoto, services: Services) -> Changes:
    """Return what changes when a picture that was handed in is used; one that is not there changes nothing."""
    if isinstance(action, AddLogo):
        logo = await services.uploads.logo(state.session_id, action.upload)
        return _gone(state, services.phrases) if logo is None else _own_logo(state, logo, services.phrases)
    upload = await services.uploads.photo(state.session_id, action.upload)
    if upload is None:
        return _gone(state, services.phrases)
    known = [photo.upload.digest for photo in state.photos]
    if action.upload in known:
        return arrange(state, CaptionPhoto(photo=action.upload, alt=action.alt), services.phrases)
    if len(known) >= MOST_PHOTOS:
        return {"remark": services.phrases.say(state.language, "pictures.refused.many", most=MOST_PHOTOS)}
    remark = services.phrases.say(state.language, "pictures.photo_added")
    return {"photos": (*state.photos, Photo(upload=upload, alt=action.alt)), "remark": remark}


def arrange(state: CoachingState, action: Arrangement, phrases: Phrases) -> Changes:
    """Return the photos as they are after the action; a photo that is not there changes nothing."""
    photos = list(state.photos)
    at = next((index for index, photo in enumerate(photos) if photo.upload.digest == action.photo), -1)
    if at < 0:
        return _gone(state, phrases)
    match action:
        case CaptionPhoto(alt=alt):
            photos[at] = photos[at].model_copy(update={"alt": alt, "passed": not alt})
        case MovePhoto(to=to):
            photos.insert(to - 1, photos.pop(at))
        case RemovePhoto():
            del photos[at]
    return {"photos": tuple(photos)}


def without_logo(state: CoachingState, phrases: Phrases) -> Changes:
    """Return what changes when the person's own logo is forgotten: the step that draws logos is taken again."""
    if state.own_logo is None:
        return {"remark": phrases.say(state.language, "pictures.logo_none")}
    changes = {"own_logo": None, "remark": phrases.say(state.language, "pictures.logo_removed")}
    if state.logo_choice != OWN:
        return changes
    approved = {step: made for step, made in state.approved.items() if step != "logo"}
    skipped = tuple(step for step in state.skipped if step != "logo")
    return changes | {"logo_choice": "", "approved": approved, "skipped": skipped}


def unwanted_logo(state: CoachingState, words: str, phrases: Phrases) -> bool:
    """Whether words ask for the person's own logo to go ("remove my logo")."""
    asked = phrases.say(state.language, "pictures.unwanted_logo")
    return state.own_logo is not None and len(words) <= _SHORT and bool(re.search(asked, words.casefold()))


def unnamed(state: CoachingState) -> Photo | None:
    """Return the first photo whose words the person was not asked for yet."""
    return next((photo for photo in state.photos if not photo.alt and not photo.passed), None)


def ask_caption(state: CoachingState, photo: Photo, phrases: Phrases) -> Question:
    """Return the question about what a photo shows. It stands before the yes to publishing."""
    number, count = state.photos.index(photo) + 1, len(state.photos)
    asked = phrases.say(state.language, "pictures.ask", number=number) if count > 1 else ""
    asked = asked or phrases.say(state.language, "pictures.ask_only")
    return Question(
        id=f"caption-{photo.upload.digest[:12]}",
        gate="preview",
        kind="caption",
        text="\n\n".join(part for part in (state.remark, asked) if part),
        remark=state.remark,
        actions=("skip", "back"),
        subject=photo.upload.digest,
    )


def caption(state: CoachingState, words: str, phrases: Phrases) -> Changes:
    """Return what changes when the open question about a photo is answered; no words are an answer."""
    assert state.question is not None  # noqa: S101 - the caller looked
    alt = words[:LONGEST_CAPTION].strip()
    return arrange(state, CaptionPhoto(photo=state.question.subject, alt=alt), phrases)


def _own_logo(state: CoachingState, logo: Any, phrases: Phrases) -> Changes:
    """Make it the choice. The step that draws logos is passed over: nothing has to be drawn or paid for."""
    return {
        "own_logo": logo,
        "logo_choice": OWN,
        "skipped": tuple(dict.fromkeys((*state.skipped, "logo"))),
        "remark": phrases.say(state.language, "pictures.logo_added"),
    }


def _gone(state: CoachingState, phrases: Phrases) -> Changes:
    return {"remark": phrases.say(state.language, "pictures.gone")}
