"""An export that a worker makes, for whoever asked for it: there until it expires (L4)."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, func
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.quarters import Quarter
from core.scope import ProgrammeOrAuthorityScoped
from outcomes.collection.export.span import Span
from outcomes.collection.quarter_label import QuarterLabel


class FiguresExport(ProgrammeOrAuthorityScoped, Base):
    """A file of approved figures as known on a day; of one authority, or of the programme when there is none.

    Seen by whoever asked for it, in their scope; a policy of the database says so.
    """

    __tablename__ = "figures_export"
    __table_args__ = (
        CheckConstraint("kind IN ('csv', 'xlsx')", name="kind_known"),
        CheckConstraint("status IN ('requested', 'ready', 'failed', 'expired')", name="status_known"),
        CheckConstraint("(status = 'requested') = (finished_at IS NULL)", name="finished_when_over"),
        CheckConstraint("(status = 'ready') = (body IS NOT NULL)", name="body_when_ready"),
        CheckConstraint("(status = 'failed') = (error IS NOT NULL)", name="error_when_failed"),
        CheckConstraint(r"first_quarter ~ '^\d{4}-\d{2} Q[1-4]$'", name="first_quarter_written"),
        CheckConstraint(r"last_quarter ~ '^\d{4}-\d{2} Q[1-4]$'", name="last_quarter_written"),
        CheckConstraint("first_quarter <= last_quarter", name="quarters_in_order"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    requested_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    requested_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    kind: Mapped[str]
    as_at: Mapped[date]
    first_quarter: Mapped[Quarter | None] = mapped_column(QuarterLabel)
    last_quarter: Mapped[Quarter | None] = mapped_column(QuarterLabel)
    status: Mapped[str]
    error: Mapped[str | None]
    name: Mapped[str | None]
    body: Mapped[bytes | None]
    sha256: Mapped[str | None]
    finished_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]

    @property
    def span(self) -> Span:
        return Span(self.first_quarter, self.last_quarter)
