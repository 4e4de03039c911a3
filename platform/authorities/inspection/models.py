"""Inspections of children's services, and the steps that DfE takes after some of them."""

from datetime import date

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from authorities.recorded import RecordedFact, fact_arguments
from core.database import Base
from core.scope import PublicFact

GRADES = ("outstanding", "good", "requires_improvement", "inadequate")
SUB_JUDGEMENTS = ("impact_of_leaders", "help_and_protection", "children_in_care", "care_leavers")
JUDGEMENTS = ("overall", *SUB_JUDGEMENTS)
STEPS = ("improvement_notice", "statutory_direction", "commissioner", "alternative_delivery")


def _grade(name: str) -> CheckConstraint:
    return CheckConstraint(
        f"{name} IS NULL OR {name} IN ('outstanding', 'good', 'requires_improvement', 'inadequate')",
        name=f"{name}_known",
    )


class Inspection(PublicFact, RecordedFact, Base):
    """An inspection of children's services by Ofsted (sector, part F).

    Since April 2026 it has no overall grade; the judgements remain. Care leavers are judged apart since January 2023.
    `known_on` is the publication of the report; `published_on` repeats it where the day itself is on record.
    """

    __tablename__ = "inspection"
    __table_args__ = (
        *fact_arguments("inspection", "inspected_on"),
        *(_grade(name) for name in JUDGEMENTS),
        CheckConstraint("kind IS NULL OR kind IN ('standard', 'short')", name="kind_known"),
        CheckConstraint("published_on IS NULL OR published_on >= inspected_on", name="published_after_inspected"),
    )

    inspected_on: Mapped[date] = mapped_column(index=True)
    published_on: Mapped[date | None]
    framework: Mapped[str] = mapped_column(default="ILACS")
    kind: Mapped[str | None]
    overall: Mapped[str | None]
    impact_of_leaders: Mapped[str | None]
    help_and_protection: Mapped[str | None]
    children_in_care: Mapped[str | None]
    care_leavers: Mapped[str | None]


class Intervention(PublicFact, RecordedFact, Base):
    """A step of DfE's ladder of intervention taken; `until` is the first day after it, where that is known."""

    __tablename__ = "intervention"
    __table_args__ = (
        *fact_arguments("intervention", "step", "started_on"),
        CheckConstraint(
            "step IN ('improvement_notice', 'statutory_direction', 'commissioner', 'alternative_delivery')",
            name="step_known",
        ),
        CheckConstraint("precision IN ('day', 'month', 'year')", name="precision_known"),
        CheckConstraint("until IS NULL OR until >= started_on", name="dates_in_order"),
    )

    step: Mapped[str]
    started_on: Mapped[date] = mapped_column(index=True)
    precision: Mapped[str] = mapped_column(default="day")
    until: Mapped[date | None]
