"""Puts the local words in the place of a model's that had to go."""

from __future__ import annotations

from nodes.results import PageContent

_REPLACED = ("headline", "meta_title")
"""Texts that grounding replaces by the business's name, so that they are never empty."""
_EMPTIED = (
    "subheadline",
    "offers_title",
    "points",
    "story",
    "faq",
    "call_to_action",
    "whatsapp_message",
    "meta_description",
)


def completed(kept: PageContent, written: PageContent, local: PageContent) -> PageContent:
    """Return the page a model has `written`, as far as it was `kept`; what went whole is said in the local words.

    What the model left out stays out.
    """
    gone = [name for name in _REPLACED if getattr(kept, name) != getattr(written, name)]
    gone += [name for name in _EMPTIED if getattr(written, name) and not getattr(kept, name)]
    if not gone:
        return kept
    if "story" in gone:
        gone.append("story_title")
    borrowed = tuple(dict.fromkeys((*kept.borrowed, *local.borrowed)))
    return kept.model_copy(update={**{name: getattr(local, name) for name in gone}, "borrowed": borrowed})
