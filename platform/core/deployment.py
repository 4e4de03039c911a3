"""What this database is for. Invented councils and real ones never share one (design 5.8)."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.database import Base
from core.errors import ConflictError


class Purpose(StrEnum):
    REAL = "real"
    DEMONSTRATION = "demonstration"


class Deployment(Base):
    """One row, written by the first load and never changed."""

    __tablename__ = "deployment"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("purpose IN ('real', 'demonstration')", name="purpose_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, default=1, autoincrement=False)
    purpose: Mapped[str]


def find_purpose(session: Session) -> Purpose | None:
    """What the database is for, or None before the first load."""
    found = session.scalar(select(Deployment.purpose))
    return Purpose(found) if found is not None else None


def settle_purpose(session: Session, purpose: Purpose) -> None:
    """Settle what the database is for at its first load; raise ConflictError if it is already for the other."""
    settled = find_purpose(session)
    if settled is None:
        session.add(Deployment(purpose=purpose))
    elif settled is not purpose:
        raise ConflictError(
            f"This database holds {'invented' if settled is Purpose.DEMONSTRATION else 'real'} authorities: "
            "load the other kind into a database of its own."
        )
