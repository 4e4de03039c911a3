"""The only writer of a story's state: an event is appended and the state follows from it.

Nothing before the release goes into the audit, which the support team reads: its own events are the record, and they
are the authority's (design 5.5). From the release on both say it.
"""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access import Identity, Permission
from core.audit import record
from core.outbox import send_after_commit
from outcomes.stories.errors import NotForYouError, OwnStoryError, WrongStateError
from outcomes.stories.models import Story, StoryEvent
from outcomes.stories.states import REVIEWED, Deed, State, next_state

TELL = "stories.tell"
"""The task that writes to reviewers of a story that waits, and to its authors of what was decided."""


def need_right(by: Identity, deed: Deed, authority_id: int) -> None:
    """Raises NotForYouError when the role does not include the deed for this authority."""
    needed = Permission.STORY_REVIEW if deed in REVIEWED else Permission.STORY_WRITE
    if not by.may(needed, authority_id):
        raise NotForYouError


def list_authors(session: Session, story: Story) -> frozenset[int | None]:
    """Everybody who ever wrote at the text, or gave a reason for something in it."""
    return frozenset(
        session.scalars(
            select(StoryEvent.by_id).where(
                StoryEvent.authority_id == story.authority_id,
                StoryEvent.story_id == story.id,
                StoryEvent.kind.in_([Deed.WRITTEN.value, Deed.CHANGED.value]),
            )
        )
    )


def may_review(session: Session, by: Identity, story: Story) -> bool:
    """Whether this reader is the second pair of eyes: of the authority, known by account, and no author."""
    return (
        by.may(Permission.STORY_REVIEW, story.authority_id)
        and by.account_id is not None
        and by.account_id not in list_authors(session, story)
    )


def record_event(
    session: Session, *, by: Identity, story: Story, deed: Deed, at: datetime, reason: str | None = None
) -> StoryEvent:
    """Append what was done and move the story to where that leads. The row is locked and read afresh first.

    Raises:
        NotForYouError: the role does not include it.
        OwnStoryError: a review by whoever wrote it.
        WrongStateError: the deed is not allowed from the state that holds (409).
    """
    need_right(by, deed, story.authority_id)
    session.flush()  # reading afresh would drop what this transaction has not written yet
    session.refresh(story, attribute_names=["state"], with_for_update=True)
    before = State(story.state)
    after = next_state(before, deed)
    if after is None:
        raise WrongStateError(deed, before)
    if deed in REVIEWED and not may_review(session, by, story):
        raise OwnStoryError
    event = StoryEvent(
        id=uuid4(),
        authority_id=story.authority_id,
        story_id=story.id,
        kind=deed.value,
        at=at,
        by_id=by.account_id,
        reason=reason,
    )
    session.add(event)
    if deed is Deed.SENT or deed in REVIEWED:
        send_after_commit(session, TELL, story.authority_id, str(event.id))
    story.state = after.value
    if State.RELEASED in {before, after}:
        record(
            session,
            by=by,
            deed=f"story.{deed.value}",
            subject=f"story:{story.id}",
            authority_id=story.authority_id,
            before={"state": before.value},
            after={"state": after.value},
        )
    return event
