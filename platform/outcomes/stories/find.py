"""Reads stories: the people of the authority all of theirs, everybody else what is released."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.access import Identity, Permission
from core.errors import NotFoundError
from outcomes.stories.models import Story, StoryEvent
from outcomes.stories.states import Deed, State

NOT_YOURS = "There is no such page, or it is not yours to see."


def is_of_authority(by: Identity, authority_id: int) -> bool:
    """Whether the reader is one of the authority's own who see what has not been reviewed."""
    return any(held.authority_id == authority_id for held in by.memberships_for(Permission.STORY_REVIEW))


def get_story(session: Session, *, by: Identity, authority_id: int, story_id: UUID) -> Story:
    """One story; NotFoundError for one that is another's, or not released and not the reader's authority's."""
    query = select(Story).where(Story.authority_id == authority_id, Story.id == story_id)
    if not is_of_authority(by, authority_id):
        query = query.where(Story.state == State.RELEASED.value)
    found = session.scalar(query)
    if found is None:
        raise NotFoundError(NOT_YOURS)
    return found


def list_stories(session: Session, *, by: Identity, authority_id: int) -> list[Story]:
    """What the reader may see of an authority, the newest text first."""
    query = select(Story).where(Story.authority_id == authority_id)
    if not is_of_authority(by, authority_id):
        query = query.where(Story.state == State.RELEASED.value).order_by(Story.released_at.desc(), Story.id)
    return list(session.scalars(query.order_by(Story.written_at.desc(), Story.id)))


def list_released(
    session: Session, *, authority_id: int, indicator_code: str | None = None, most: int | None = None
) -> Sequence[Story]:
    """Released stories, of one indicator if one is named, the newest release first."""
    query = select(Story).where(Story.authority_id == authority_id, Story.state == State.RELEASED.value)
    if indicator_code is not None:
        query = query.where(Story.indicator_code == indicator_code)
    return session.scalars(query.order_by(Story.released_at.desc(), Story.id).limit(most)).all()


def list_events(session: Session, story: Story) -> list[StoryEvent]:
    """What happened to a story, the first thing first; for the people of its authority."""
    return list(
        session.scalars(
            select(StoryEvent)
            .where(StoryEvent.authority_id == story.authority_id, StoryEvent.story_id == story.id)
            .order_by(StoryEvent.at, StoryEvent.id)
        )
    )


def count_waiting(session: Session, *, by: Identity, authority_id: int) -> int:
    """How many stories wait for this reader's review: those at which they have not written."""
    if not is_of_authority(by, authority_id):
        return 0
    written = select(StoryEvent.id).where(
        StoryEvent.authority_id == Story.authority_id,
        StoryEvent.story_id == Story.id,
        StoryEvent.kind.in_([Deed.WRITTEN.value, Deed.CHANGED.value]),
        StoryEvent.by_id == by.account_id,
    )
    return session.scalars(
        select(func.count())
        .select_from(Story)
        .where(Story.authority_id == authority_id, Story.state == State.WAITING.value, ~written.exists())
    ).one()
