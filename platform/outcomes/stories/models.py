"""Stories of impact: a short account without names, attached to an indicator or a quarter, and what became of it."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.scope import AuthorityScoped
from outcomes.catalogue.models import IndicatorRow
from outcomes.stories.states import Deed, State

LONGEST_TITLE = 120
LONGEST_BODY = 1500


def _one_of(name: str, values: type[State] | type[Deed]) -> str:
    return f"{name} IN ({', '.join(repr(each.value) for each in values)})"


class Story(AuthorityScoped, Base):
    """One account. Until somebody else of the authority has released it nobody outside sees it (migration 0017).

    `reasons` says of each thing that looks as if it could identify a child why it does not: a list of kind, found,
    reason. It is rewritten with the text, so that what was taken out of the text stands nowhere.
    """

    __tablename__ = "story"
    __table_args__ = (
        UniqueConstraint("authority_id", "id"),
        Index("ix_story_state", "authority_id", "state"),
        CheckConstraint(_one_of("state", State), name="state_known"),
        CheckConstraint(f"title <> '' AND length(title) <= {LONGEST_TITLE}", name="title_of_a_line"),
        CheckConstraint(f"body <> '' AND length(body) <= {LONGEST_BODY}", name="body_of_a_page"),
        CheckConstraint("num_nonnulls(indicator_code, quarter) > 0", name="attached_to_something"),
        CheckConstraint("quarter ~ '^[0-9]{4}-[0-9]{2} Q[1-4]$'", name="quarter_is_one"),
        CheckConstraint("state <> 'released' OR released_at IS NOT NULL", name="released_when"),
        CheckConstraint("(released_at IS NULL) = (released_by_id IS NULL)", name="released_who_and_when"),
        CheckConstraint("released_by_id <> written_by_id", name="released_by_somebody_else"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    indicator_code: Mapped[str | None] = mapped_column(ForeignKey(IndicatorRow.code), index=True)
    quarter: Mapped[str | None]
    title: Mapped[str]
    body: Mapped[str]
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    state: Mapped[str]
    # Who wrote the text as it stands, and when.
    written_at: Mapped[datetime]
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    released_at: Mapped[datetime | None]
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)


class StoryEvent(AuthorityScoped, Base):
    """Something that happened to a story: its state follows from these. Nothing here is ever changed."""

    __tablename__ = "story_event"
    __table_args__ = (
        ForeignKeyConstraint(["authority_id", "story_id"], ["story.authority_id", "story.id"]),
        Index("ix_story_event_story", "authority_id", "story_id"),
        CheckConstraint(_one_of("kind", Deed), name="kind_known"),
        CheckConstraint("(kind = 'sent_back') = (reason IS NOT NULL)", name="sent_back_with_a_reason"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    story_id: Mapped[UUID]
    kind: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    reason: Mapped[str | None]
