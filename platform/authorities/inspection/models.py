from datetime import date

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from authorities.facts import RecordedFact, recorded_fact_checks
from core.database import Base
from core.scope import PublicFact

GRADES = ("outstanding", "good", "requires_improvement", "inadequate")
JUDGEMENTS = ("overall", "impact_of_leaders", "help_and_protection", "children_in_care", "care_leavers")


def _grade(name: str) -> CheckConstraint:
    return CheckConstraint(
        f"{name} IS NULL OR {name} IN ('outstanding', 'good', 'requires_improvement', 'inadequate')",
        name=f"{name}_known",
    )


class Inspection(PublicFact, RecordedFact, Base):
    """An inspection of children's services by Ofsted. Since April 2026 it has no overall grade; the judgements remain."""

    __tablename__ = "inspection"
    __table_args__ = (
        *recorded_fact_checks(),
        *(_grade(name) for name in JUDGEMENTS),
        CheckConstraint("kind IN ('standard', 'short', 'other')", name="kind_known"),
    )

    inspected_on: Mapped[date] = mapped_column(index=True)
    framework: Mapped[str] = mapped_column(default="ILACS")
    kind: Mapped[str] = mapped_column(default="standard")
    overall: Mapped[str | None]
    impact_of_leaders: Mapped[str | None]
    help_and_protection: Mapped[str | None]
    children_in_care: Mapped[str | None]
    care_leavers: Mapped[str | None]
