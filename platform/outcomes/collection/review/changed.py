"""What a reviewer looks at: each figure that changed, old to new, against the figures that it is measured by."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.quarters import Quarter
from outcomes.catalogue.status import Status
from outcomes.collection.due.models import Collection
from outcomes.collection.figure import Figure
from outcomes.collection.observation.models import Observation
from outcomes.collection.observation.read import list_of_authority
from outcomes.collection.submission.find import figures_of, get_version, in_order
from outcomes.collection.submission.may import Standing
from outcomes.collection.submission.models import Submission
from outcomes.collection.submission.states import Deed

HISTORY = 12


@dataclass(frozen=True)
class ChangedFigure:
    """One figure, old to new, with what was approved in the quarters before (None where a gap is)."""

    indicator: str
    before: Figure | None
    after: Figure | None
    history: tuple[float | None, ...]

    @property
    def now(self) -> float | None:
        """The new number, where the small line ends."""
        return None if self.after is None or self.after.value is None else float(self.after.value)


@dataclass(frozen=True)
class Changed:
    """What changed, against which figures: `measured_by` says so in words."""

    measured_by: str
    figures: tuple[ChangedFigure, ...]
    unchanged: int


def changed_figures(
    session: Session, authority: Authority, collection: Collection, submission: Submission, standing: Standing
) -> Changed:
    """Against what is approved for the quarter; else the version sent back last; else the quarter before.

    Nothing is compared across a redefinition: a figure of another definition counts as not there.
    """
    approved = list_of_authority(session, authority_id=authority.id)
    now = figures_of(session, get_version(session, authority, submission, submission.version))
    measured_by, before = _before(session, authority, collection, submission, standing, approved)
    found = []
    for code in in_order({**before, **now}):
        old, new = before.get(code), now.get(code)
        if old is not None and new is not None and old.definition != new.definition:
            old = None
        if old is not None and new is not None and old.key == new.key:
            continue
        definition = (new or old or now[code]).definition
        found.append(ChangedFigure(code, old, new, _history(approved, code, collection.quarter, definition)))
    return Changed(measured_by, tuple(found), len(now) - sum(each.after is not None for each in found))


def _before(
    session: Session,
    authority: Authority,
    collection: Collection,
    submission: Submission,
    standing: Standing,
    approved: Mapping[tuple[str, Quarter], Observation],
) -> tuple[str, dict[str, Figure]]:
    here = _of_quarter(approved, collection.quarter)
    if here:
        return "Approved", here
    back = next((event for event in reversed(standing.events) if event.kind == Deed.SEND_BACK.event), None)
    if back is not None:
        return f"Version {back.version}", figures_of(session, get_version(session, authority, submission, back.version))
    last = collection.quarter.plus(-1)
    return str(last), _of_quarter(approved, last)


def _of_quarter(approved: Mapping[tuple[str, Quarter], Observation], quarter: Quarter) -> dict[str, Figure]:
    return {code: figure_of(row) for (code, of), row in approved.items() if of == quarter}


def figure_of(row: Observation) -> Figure:
    """An approved figure as figures are compared and written."""
    return Figure(
        indicator=row.indicator_code,
        status=Status(row.status),
        value=row.value,
        numerator=row.numerator,
        denominator=row.denominator,
        definition=row.definition,
    )


def _history(
    approved: Mapping[tuple[str, Quarter], Observation], code: str, quarter: Quarter, definition: int
) -> tuple[float | None, ...]:
    rows = (approved.get((code, quarter.plus(-back))) for back in range(HISTORY, 0, -1))
    return tuple(
        float(row.value) if row is not None and row.value is not None and row.definition == definition else None
        for row in rows
    )
