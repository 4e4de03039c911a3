"""Elements of innovations, self-assessments of them, reviews, and the learning journal's numbers.

Nothing is overwritten: an assessment is followed by its next version, a review by its next number.
"""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, func
from sqlalchemy.orm import Mapped, declared_attr, mapped_column
from sqlalchemy.schema import SchemaItem

from authorities.fidelity.kinds import ElementState, FigureKind, Outcome
from authorities.recorded import KNOWN_BEFORE_RECORDED
from core.database import Base
from core.quarters import Quarter
from core.scope import AuthorityScoped


def one_of(column: str, values: type[ElementState | Outcome | FigureKind]) -> str:
    """That a column holds one of the words."""
    listed = ", ".join(f"'{value}'" for value in values)
    return f"{column} IN ({listed})"


def _of_adoption() -> tuple[SchemaItem, ...]:
    return (
        ForeignKeyConstraint(["authority_id", "adoption_id"], ["adoption.authority_id", "adoption.id"]),
        CheckConstraint(KNOWN_BEFORE_RECORDED, name="known_before_recorded"),
    )


def _of_assessment() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["authority_id", "assessment_id"], ["fidelity_assessment.authority_id", "fidelity_assessment.id"]
    )


class Recorded:
    """When somebody could know it, when it was written down, and by whom."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    known_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())

    @declared_attr
    @classmethod
    def recorded_by_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("account.id"), index=True)


class SaidOfElement:
    """How far an element is in place, of an innovation or of an authority's own."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    state: Mapped[str]
    evidence: Mapped[str | None]
    reason: Mapped[str | None]


def said_of_element() -> tuple[CheckConstraint, ...]:
    """What is begun has evidence, and what was adapted its reason."""
    return (
        CheckConstraint(one_of("state", ElementState), name="state_known"),
        CheckConstraint("state = 'not_started' OR evidence IS NOT NULL", name="evidence_for_state"),
        CheckConstraint("state <> 'adapted' OR reason IS NOT NULL", name="reason_for_adaptation"),
        CheckConstraint("evidence <> '' AND reason <> ''", name="something_said"),
    )


class FidelityElement(Base):
    """Something that belongs to an innovation, from `valid_from` until `valid_to`; None: since or for ever.

    The names are facts of the innovation, the descriptions ours. More can be added without a line of code.
    """

    __tablename__ = "fidelity_element"
    __table_args__ = (
        UniqueConstraint("innovation_code", "position"),
        CheckConstraint("valid_from IS NULL OR valid_to IS NULL OR valid_to > valid_from", name="dates_in_order"),
    )

    innovation_code: Mapped[str] = mapped_column(ForeignKey("innovation.code"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    description: Mapped[str]
    position: Mapped[int]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class FidelityAssessment(AuthorityScoped, Recorded, Base):
    """What an authority says of its adoption in a quarter, in one version."""

    __tablename__ = "fidelity_assessment"
    __table_args__ = (
        *_of_adoption(),
        UniqueConstraint("authority_id", "id"),
        UniqueConstraint("authority_id", "adoption_id", "id"),
        UniqueConstraint("id", "recorded_by_id"),
        UniqueConstraint("authority_id", "adoption_id", "quarter", "version"),
        CheckConstraint(r"quarter ~ '^\d{4}-\d{2} Q[1-4]$'", name="quarter_written_in_full"),
        CheckConstraint("version > 0", name="versions_count_from_one"),
        CheckConstraint("difference <> ''", name="difference_said"),
    )

    adoption_id: Mapped[UUID]
    # Its label, which sorts as quarters do.
    quarter: Mapped[str]
    version: Mapped[int]
    # What is different from the practice before.
    difference: Mapped[str]

    @property
    def of_quarter(self) -> Quarter:
        return Quarter.parse(self.quarter)


class FidelityAnswer(AuthorityScoped, SaidOfElement, Base):
    """How far one element is in place, with evidence, and with the reason where it was adapted."""

    __tablename__ = "fidelity_answer"
    __table_args__ = (
        _of_assessment(),
        ForeignKeyConstraint(
            ["innovation_code", "element_code"], ["fidelity_element.innovation_code", "fidelity_element.code"]
        ),
        UniqueConstraint("authority_id", "assessment_id", "element_code"),
        Index("ix_fidelity_answer_element", "innovation_code", "element_code"),
        *said_of_element(),
    )

    assessment_id: Mapped[UUID]
    innovation_code: Mapped[str]
    element_code: Mapped[str]


class FidelityReview(AuthorityScoped, Recorded, Base):
    """What the support team says of an assessment. Never by whoever assessed, which the database refuses too."""

    __tablename__ = "fidelity_review"
    __table_args__ = (
        _of_assessment(),
        ForeignKeyConstraint(
            ["assessment_id", "assessed_by_id"], ["fidelity_assessment.id", "fidelity_assessment.recorded_by_id"]
        ),
        Index("ix_fidelity_review_assessed_by", "assessment_id", "assessed_by_id"),
        UniqueConstraint("authority_id", "assessment_id", "number"),
        CheckConstraint(one_of("outcome", Outcome), name="outcome_known"),
        CheckConstraint("outcome = 'agreed' OR words IS NOT NULL", name="words_for_discussion"),
        CheckConstraint("words <> ''", name="something_said"),
        CheckConstraint("recorded_by_id <> assessed_by_id", name="second_person"),
        CheckConstraint(KNOWN_BEFORE_RECORDED, name="known_before_recorded"),
    )

    assessment_id: Mapped[UUID]
    assessed_by_id: Mapped[int | None]
    number: Mapped[int]
    outcome: Mapped[str]
    words: Mapped[str | None]


class AdoptionFigure(AuthorityScoped, Recorded, Base):
    """A number of the learning journal, as of a day. A correction closes this row and is a new one."""

    __tablename__ = "adoption_figure"
    __table_args__ = (
        *_of_adoption(),
        Index("ix_adoption_figure_adoption", "authority_id", "adoption_id"),
        Index(
            "uq_adoption_figure_current",
            "adoption_id",
            "kind",
            "as_of",
            unique=True,
            postgresql_where="superseded_at IS NULL",
        ),
        CheckConstraint(one_of("kind", FigureKind), name="kind_known"),
        CheckConstraint("value >= 0", name="value_counted"),
        CheckConstraint("as_of <= known_on", name="counted_before_known"),
        CheckConstraint("source <> ''", name="source_said"),
    )

    adoption_id: Mapped[UUID]
    kind: Mapped[str]
    as_of: Mapped[date]
    value: Mapped[int]
    source: Mapped[str]
    superseded_at: Mapped[datetime | None]
