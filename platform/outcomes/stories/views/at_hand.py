"""A story with its authority, as every page about one needs it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from authorities.register.find import authority_by_code
from authorities.register.models import Authority
from core.access import Identity, current_identity
from outcomes.catalogue.indicators import get_indicator
from outcomes.stories.find import get_story
from outcomes.stories.models import Story
from outcomes.stories.states import State


@dataclass(frozen=True)
class AtHand:
    session: Session
    by: Identity
    authority: Authority
    story: Story

    @property
    def state(self) -> State:
        return State(self.story.state)


def at_hand(session: Session, code: str, story_id: UUID) -> AtHand:
    """The story of that authority, as far as the reader may see it; else NotFoundError."""
    identity = current_identity()
    authority = authority_by_code(session, code)
    story = get_story(session, by=identity, authority_id=authority.id, story_id=story_id)
    return AtHand(session, identity, authority, story)


def attached_words(story: Story) -> str:
    """What a story belongs to, as the pages say it."""
    parts = [get_indicator(story.indicator_code).name] if story.indicator_code else []
    return ", ".join([*parts, *([story.quarter] if story.quarter else [])])
