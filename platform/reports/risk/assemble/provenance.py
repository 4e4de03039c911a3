"""From what, when and by which model."""

from datetime import date

from leadership.risk.models import RiskRun
from reports.risk.content import Expected, Provenance

DECEMBER = 12


def provenance(run: RiskRun) -> Provenance:
    """The header of a report; the run must have been predicted."""
    if run.input_hash is None or run.model is None or run.summary is None:
        raise ValueError(f"run {run.id} has not been predicted")
    return Provenance(
        landmark=run.landmark,
        data_cut=run.input_hash[:12],
        model=run.model,
        model_version=run.model_version or "",
        priors_version=run.priors_version or "",
        next_run_on=first_of_next_month(run.landmark),
        provisional=run.summary["provisional"],
    )


def first_of_next_month(day: date) -> date:
    return date(day.year + (day.month == DECEMBER), day.month % DECEMBER + 1, 1)


def changes_words(expected: Expected) -> str:
    """An expected number with its 80% interval, such as 1.7 of 6 held posts (plausibly 0 to 3)."""
    return (
        f"{expected.expected:.1f} of {expected.posts} held {'post' if expected.posts == 1 else 'posts'} "
        f"(plausibly {expected.low:.0f} to {expected.high:.0f})"
    )
