"""A second person of the authority reads a story with its warnings and reasons, and releases it or sends it back."""

from datetime import datetime

from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Identity
from outcomes.stories.check import check_story, unanswered
from outcomes.stories.errors import StoryError, UnansweredError
from outcomes.stories.models import Story
from outcomes.stories.move import need_right, record_event
from outcomes.stories.states import Deed

LONGEST_REASON = 1000


def release_story(
    session: Session, *, by: Identity, authority: Authority, story: Story, seen: datetime, at: datetime
) -> None:
    """Let the support team see it. `seen` is when the text that the reviewer read was written.

    The warnings are drawn up again: the register may have changed since the story was sent.

    Raises as record_event does; StoryError when the text is another by now, UnansweredError when a warning is open.
    """
    need_right(by, Deed.RELEASED, authority.id)
    _need_seen(session, story, seen)
    if unanswered(check_story(session, authority, story)):
        raise UnansweredError("A warning has no answer. Send the story back and say so.")
    record_event(session, by=by, story=story, deed=Deed.RELEASED, at=at)
    story.released_at, story.released_by_id = at, by.account_id


def send_back(session: Session, *, by: Identity, story: Story, reason: str, at: datetime) -> None:
    """Let the writer look at it again. Raises as record_event does, and StoryError without a reason."""
    words = reason.replace("\r\n", "\n").strip()
    if not words:
        raise StoryError("Say what is to be looked at again.", field="reason")
    if len(words) > LONGEST_REASON:
        raise StoryError(f"The reason must have {LONGEST_REASON:,} characters or fewer.", field="reason")
    record_event(session, by=by, story=story, deed=Deed.SENT_BACK, at=at, reason=words)


def _need_seen(session: Session, story: Story, seen: datetime) -> None:
    session.flush()  # as in record_event
    session.refresh(story, with_for_update=True)
    if story.written_at != seen:
        raise StoryError("The story has been written anew since you opened it. Read it again first.")
