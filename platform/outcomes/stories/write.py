"""A lead writes a story, changes it, says why a warning is no child, and sends it for review or withdraws it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Identity
from core.csv_cells import UNSEEN
from core.quarters import Quarter
from outcomes.catalogue.indicators import list_indicators
from outcomes.stories.check import check_story, check_text, unanswered
from outcomes.stories.errors import StoryError, UnansweredError
from outcomes.stories.models import LONGEST_BODY, LONGEST_TITLE, Story, StoryEvent
from outcomes.stories.move import need_right, record_event
from outcomes.stories.states import Deed, State

LONGEST_REASON = 300
SHORTEST_REASON = 5


@dataclass(frozen=True)
class Text:
    """What a story says and what it is attached to; neither goes into any log."""

    title: str = field(repr=False)
    body: str = field(repr=False)
    indicator_code: str | None = None
    quarter: Quarter | None = None


def write_story(session: Session, *, by: Identity, authority: Authority, text: Text, at: datetime) -> Story:
    """Store a draft; a form that is sent twice stores one. Raises StoryError when something is missing or too long."""
    need_right(by, Deed.WRITTEN, authority.id)
    text = _sound(text)
    session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"story:{authority.id}"))))
    already = _same_draft(session, by, authority, text)
    if already is not None:
        return already
    story = Story(
        id=uuid4(),
        authority_id=authority.id,
        indicator_code=text.indicator_code,
        quarter=None if text.quarter is None else str(text.quarter),
        title=text.title,
        body=text.body,
        reasons=[],
        state=State.DRAFT.value,
        written_at=at,
        written_by_id=by.account_id,
    )
    session.add(story)
    session.flush()  # its first event refers to it
    session.add(
        StoryEvent(authority_id=authority.id, story_id=story.id, kind=Deed.WRITTEN.value, at=at, by_id=by.account_id)
    )
    return story


def _same_draft(session: Session, by: Identity, authority: Authority, text: Text) -> Story | None:
    """The draft with these very words that the writer has stored already."""
    return session.scalars(
        select(Story)
        .where(
            Story.authority_id == authority.id,
            Story.state == State.DRAFT.value,
            Story.written_by_id == by.account_id,
            Story.title == text.title,
            Story.body == text.body,
            Story.indicator_code.is_not_distinct_from(text.indicator_code),
            Story.quarter.is_not_distinct_from(None if text.quarter is None else str(text.quarter)),
        )
        .order_by(Story.written_at)
        .limit(1)
    ).one_or_none()


def change_story(
    session: Session, *, by: Identity, authority: Authority, story: Story, text: Text, at: datetime
) -> None:
    """Store another text; reasons for what no longer stands in it go too. Raises as record_event, and StoryError."""
    text = _sound(text)
    record_event(session, by=by, story=story, deed=Deed.CHANGED, at=at)
    standing = {warning.key for warning in check_text(session, authority, title=text.title, body=text.body)}
    story.title, story.body = text.title, text.body
    story.indicator_code = text.indicator_code
    story.quarter = None if text.quarter is None else str(text.quarter)
    story.reasons = [row for row in story.reasons if (row["kind"], row["found"]) in standing]
    story.written_at, story.written_by_id = at, by.account_id


def give_reasons(
    session: Session,
    *,
    by: Identity,
    authority: Authority,
    story: Story,
    reasons: Mapping[tuple[str, str], str],
    at: datetime,
) -> None:
    """Say of warnings why they identify no child; an emptied reason is taken back. Raises as change_story does."""
    record_event(session, by=by, story=story, deed=Deed.CHANGED, at=at)
    kept = []
    for each in check_story(session, authority, story):
        reason = " ".join(reasons.get(each.warning.key, each.reason).split())
        if len(reason) > LONGEST_REASON:
            raise StoryError(f"A reason must have {LONGEST_REASON} characters or fewer.")
        if reason and len(reason) < SHORTEST_REASON:
            raise StoryError("Write in a few words why it identifies no child, such as “the name of our hub”.")
        if reason:
            kind, found = each.warning.key
            kept.append({"kind": kind, "found": found, "reason": reason})
    story.reasons = kept
    story.written_at, story.written_by_id = at, by.account_id


def send_for_review(session: Session, *, by: Identity, authority: Authority, story: Story, at: datetime) -> None:
    """Ask a second person of the authority. Raises as record_event, and UnansweredError while a warning is open."""
    left = unanswered(check_story(session, authority, story))
    if left:
        what = "1 warning has" if left == 1 else f"{left} warnings have"
        raise UnansweredError(f"{what} no answer yet. Change the text, or say why it identifies no child.")
    record_event(session, by=by, story=story, deed=Deed.SENT, at=at)


def withdraw_story(session: Session, *, by: Identity, story: Story, at: datetime) -> None:
    """Take a story back, whatever it is: nobody outside the authority sees it from now on."""
    record_event(session, by=by, story=story, deed=Deed.WITHDRAWN, at=at)


def _sound(text: Text) -> Text:
    title = " ".join(text.title.split())
    body = text.body.replace("\r\n", "\n").strip()
    if not title:
        raise StoryError("Enter a title.", field="title")
    if len(title) > LONGEST_TITLE:
        raise StoryError(f"The title must have {LONGEST_TITLE} characters or fewer.", field="title")
    if not body:
        raise StoryError("Enter the story.", field="body")
    if len(body) > LONGEST_BODY:
        raise StoryError(
            f"The story must have {LONGEST_BODY:,} characters or fewer. It has {len(body):,}.", field="body"
        )
    for name, words in (("title", title), ("body", body)):
        if UNSEEN.search(words.replace("\n", " ")):
            raise StoryError("The text holds a character that cannot be seen. Type it anew.", field=name)
    if text.indicator_code is None and text.quarter is None:
        raise StoryError("Choose the indicator or the quarter that the story belongs to.", field="indicator")
    if text.indicator_code is not None and text.indicator_code not in {each.code for each in list_indicators()}:
        raise StoryError("Choose an indicator of the list.", field="indicator")
    return Text(title, body, text.indicator_code, text.quarter)
