"""How a version takes the place of another, and which one counted on a day."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import func
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from leadership.succession.errors import ChangedMeanwhileError, SuccessionError
from leadership.succession.models import Version

V = TypeVar("V", bound=Version)

MEANWHILE = "Somebody has recorded this in the meantime. Load the page again and change the newer record."
REFUSALS: dict[str, tuple[str, str | None]] = {
    "judged_before_known": ("That day has not come. Give today or an earlier day.", "judged_on"),
    "assessed_before_known": ("That day has not come. Give today or an earlier day.", "assessed_on"),
    "stated_before_known": ("That day has not come. Give today or an earlier day.", "stated_on"),
    "approved_before_known": ("That day has not come. Give the day on which it was approved.", "approved_on"),
    "reviewed_before_known": ("That day has not come. Give the day of the last review.", "reviewed_on"),
    "approved_by_somebody": ("Say who approved it, by their role.", "approved_by"),
    "days_of_a_plan": ("Without a written plan there is no day of approval or review. Clear the days.", "written"),
    "evidence_for_value": ("Say where the evidence is, or choose that it is not in place.", "evidence"),
}


def supersede(session: Session, current: Version | None, new: Version) -> None:
    """Close the version that counted until now and store the new one, in that order: only one may be current."""
    if current is not None:
        current.superseded_at = func.clock_timestamp()
        session.flush()  # an update after the insertion would meet the index that allows one current version
    session.add(new)
    store(session)


def store(session: Session) -> None:
    """Flush here, and say in plain English what the database refuses."""
    try:
        session.flush()
    except IntegrityError as error:
        name: str = getattr(getattr(error.orig, "diag", None), "constraint_name", None) or ""
        if name.startswith("uq_"):
            raise ChangedMeanwhileError(MEANWHILE) from error
        refusal = next((said for end, said in REFUSALS.items() if name.endswith(f"_{end}")), None)
        if refusal is None and name.endswith("_with_evidence"):
            field = name.removeprefix("ck_political_engagement_").removesuffix("_with_evidence") + "_evidence"
            refusal = ("Say where the evidence is, or clear the tick.", field)
        if refusal is None:
            raise
        raise SuccessionError(refusal[0], field=refusal[1]) from error


def as_known(versions: Iterable[V], on: date, key: Callable[[V], Any]) -> dict[Any, V]:
    """For each key the version that counted on a day: the one that became known last, up to then."""
    found: dict[Any, V] = {}
    for version in sorted(versions, key=lambda each: (each.known_on, each.recorded_at)):
        if version.known_on <= on:
            found[key(version)] = version
    return found
