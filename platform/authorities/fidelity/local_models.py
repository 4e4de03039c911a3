"""Elements that an authority has added to an innovation for itself, and what it says of each in an assessment.

They stand beside the innovation's own elements and are counted with none of them, here or anywhere.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from authorities.fidelity.models import Recorded, SaidOfElement, said_of_element
from authorities.recorded import KNOWN_BEFORE_RECORDED
from core.clock import LONDON
from core.database import Base
from core.scope import AuthorityScoped

PREFIX = "local_"


class LocalElement(AuthorityScoped, Recorded, Base):
    """What an authority added to its adoption, from `begins_on` until `ends_on`; None: it goes on."""

    __tablename__ = "local_element"
    __table_args__ = (
        ForeignKeyConstraint(["authority_id", "adoption_id"], ["adoption.authority_id", "adoption.id"]),
        UniqueConstraint("authority_id", "adoption_id", "id"),
        CheckConstraint(KNOWN_BEFORE_RECORDED, name="known_before_recorded"),
        CheckConstraint("begins_on <= known_on", name="begun_before_known"),
        CheckConstraint("ends_on > begins_on", name="dates_in_order"),
        CheckConstraint("(ends_on IS NULL) = (ended_at IS NULL)", name="ended_on_and_at"),
        CheckConstraint("ended_by_id IS NULL OR ended_at IS NOT NULL", name="ended_by_somebody_then"),
        CheckConstraint("name <> '' AND description <> ''", name="something_said"),
        Index(
            "uq_local_element_one_of_a_name",
            "adoption_id",
            "name",
            unique=True,
            postgresql_where="ends_on IS NULL",
        ),
    )

    adoption_id: Mapped[UUID]
    name: Mapped[str]
    description: Mapped[str]
    begins_on: Mapped[date]
    ends_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)

    @property
    def code(self) -> str:
        """What stands for it in forms and answers; no element of an innovation begins like this."""
        return f"{PREFIX}{self.id.hex}"

    def end_known(self, on: date) -> date | None:
        """When it ended, as far as that was recorded by a day."""
        return self.ends_on if self.ended_at is not None and self.ended_at.astimezone(LONDON).date() <= on else None


class LocalAnswer(AuthorityScoped, SaidOfElement, Base):
    """How far one local element is in place, in one version of a quarter of the same adoption."""

    __tablename__ = "local_answer"
    __table_args__ = (
        ForeignKeyConstraint(
            ["authority_id", "adoption_id", "assessment_id"],
            ["fidelity_assessment.authority_id", "fidelity_assessment.adoption_id", "fidelity_assessment.id"],
        ),
        ForeignKeyConstraint(
            ["authority_id", "adoption_id", "element_id"],
            ["local_element.authority_id", "local_element.adoption_id", "local_element.id"],
        ),
        Index(
            "uq_local_answer_one_of_an_element",
            "authority_id",
            "adoption_id",
            "assessment_id",
            "element_id",
            unique=True,
        ),
        Index("ix_local_answer_element", "authority_id", "adoption_id", "element_id"),
        *said_of_element(),
    )

    adoption_id: Mapped[UUID]
    assessment_id: Mapped[UUID]
    element_id: Mapped[UUID]

    @property
    def element_code(self) -> str:
        return f"{PREFIX}{self.element_id.hex}"
