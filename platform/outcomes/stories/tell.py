"""Letters about stories, within the authority: one waits for review, one was released or sent back.

They hold no title, no word of a story and no name: a link, and the authority's name. Nothing of them goes into the
audit or into jobs, which the support team reads: before the release it is not told that there is a story (design 5.5).
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import cast, func, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Identity, Role
from core.addressees import list_addressees
from core.mail import Mail
from core.outbox import OutboxMessage, send_after_commit
from outcomes.stories.models import Story, StoryEvent
from outcomes.stories.move import list_authors, may_review
from outcomes.stories.states import Deed, State

WRITE = "stories.write_to_one"
OF_STORIES = frozenset({Role.LEAD, Role.SIGNATORY})
"""Who sees a story before its release: the roles that review or write one."""
TRY_AGAIN = timedelta(hours=4)
FRESH = timedelta(days=2)
"""After this nothing is written about an event any more, as of returns (decision 42)."""
LED_TO = {Deed.SENT: State.WAITING, Deed.RELEASED: State.RELEASED, Deed.SENT_BACK: State.SENT_BACK}


def ask_letters(session: Session, *, authority_id: int, event_id: UUID, on: date) -> int:
    """Ask for a letter to each of the authority who may have to do with stories; returns how many.

    A message that comes again finds them asked for: they stay in the outbox for a day after they were sent. Who of
    them is concerned is decided for each under their own scope, since this session sees no story.
    """
    session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"story_letters:{event_id}"))))
    number = 0
    for reader in list_addressees(session, authority_id=authority_id, roles=OF_STORIES, on=on):
        letter = (authority_id, str(event_id), reader.account_id)
        asked = select(OutboxMessage.id).where(
            OutboxMessage.task == WRITE, OutboxMessage.arguments == cast(list(letter), JSONB)
        )
        if session.scalars(asked.limit(1)).one_or_none() is None:
            send_after_commit(session, WRITE, *letter)
            number += 1
    return number


def write_letter(
    session: Session, *, reader: Identity, email: str, authority_id: int, event_id: UUID, public_url: str, at: datetime
) -> Mail | None:
    """The letter to one reader, whose scope the session has; None where it does not concern them, or not any more."""
    event = session.scalars(
        select(StoryEvent).where(StoryEvent.authority_id == authority_id, StoryEvent.id == event_id)
    ).one_or_none()
    if event is None or event.at < at - FRESH or event.by_id == reader.account_id:
        return None
    story = session.get_one(Story, event.story_id)
    deed = Deed(event.kind)
    if not _still_so(session, story, event, deed) or not _concerns(session, reader, story, deed):
        return None
    authority = session.get_one(Authority, authority_id)
    subject, said = WORDS[deed]
    address = f"{public_url}/authorities/{authority.code}/stories/{story.id}"
    reference = f"story-{event.id}-{reader.account_id}"
    return Mail(
        to=email,
        subject=f"{subject}: {authority.name}",
        body=f"Hello,\n\n{said}\n\nSign in to open it:\n{address}{'/review' if deed is Deed.SENT else ''}\n",
        reference=reference,
        message_id=reference,
    )


def _still_so(session: Session, story: Story, event: StoryEvent, deed: Deed) -> bool:
    """Whether the event is the last of its story, so that no letter speaks of what is past."""
    last = session.scalars(
        select(StoryEvent.id)
        .where(StoryEvent.authority_id == story.authority_id, StoryEvent.story_id == story.id)
        .order_by(StoryEvent.at.desc(), StoryEvent.id.desc())
        .limit(1)
    ).one()
    return last == event.id and LED_TO.get(deed) == State(story.state)


def _concerns(session: Session, reader: Identity, story: Story, deed: Deed) -> bool:
    """A story that waits concerns whoever may review it, its outcome whoever wrote at it."""
    if deed is Deed.SENT:
        return may_review(session, reader, story)
    return reader.account_id in list_authors(session, story)


WORDS: dict[Deed, tuple[str, str]] = {
    Deed.SENT: (
        "A story waits for review",
        "A story of your authority waits for somebody who did not write at it. One of you is enough.",
    ),
    Deed.RELEASED: (
        "A story was released",
        "A story at which you wrote has been reviewed and released: the support team can read it from now on.",
    ),
    Deed.SENT_BACK: (
        "A story was sent back",
        "A story at which you wrote has been reviewed and sent back. The reason stands on its page.",
    ),
}
