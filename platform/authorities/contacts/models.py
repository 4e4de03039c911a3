from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.scope import AuthorityScoped

ROLES = ("lead", "deputy", "signatory")


class Contact(AuthorityScoped, Base):
    """A named person whom the programme writes to about an authority (features, A5).

    Personal data: seen by the support team and the authority alone. `until` is the first day they are no longer it.
    """

    __tablename__ = "contact"
    __table_args__ = (
        CheckConstraint("role IN ('lead', 'deputy', 'signatory')", name="role_known"),
        CheckConstraint("until IS NULL OR until >= since", name="dates_in_order"),
        CheckConstraint("(until IS NULL) = (ended_at IS NULL)", name="until_and_ended"),
        # Ended by nobody means that the product itself ended it.
        CheckConstraint("ended_by_id IS NULL OR ended_at IS NOT NULL", name="ended_who_and_when"),
        Index("uq_contact_open", "authority_id", "email", "role", unique=True, postgresql_where="until IS NULL"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str]
    email: Mapped[str]
    role: Mapped[str]
    since: Mapped[date]
    until: Mapped[date | None]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
