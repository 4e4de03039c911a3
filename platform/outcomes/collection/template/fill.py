"""The template of one return, filled in from what is stored (D4).

A return that has figures comes back with them: uploaded again unaltered, it changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Select, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.quarters import Quarter
from outcomes.catalogue.indicators import Indicator
from outcomes.catalogue.status import Status
from outcomes.catalogue.versions import indicator_on
from outcomes.collection.due.expected import asked_of
from outcomes.collection.due.models import Collection
from outcomes.collection.figure import Figure, plain
from outcomes.collection.observation.models import Observation
from outcomes.collection.submission.find import figures_of, find_current_version, find_submission
from outcomes.collection.submission.models import Submission, SubmissionVersion, SubmittedFigure
from outcomes.collection.template.rows import TemplateRow

NO_EARLIER = "No earlier figure"


@dataclass(frozen=True)
class Earlier:
    """The last figure of an indicator before the quarter; `approved` or only submitted."""

    quarter: Quarter
    shown: str
    definition: int
    approved: bool

    def words(self, now: Indicator) -> str:
        """As the column for reading says it: 2025-26 Q1: 22.6 (approved)."""
        state = "approved" if self.approved else "submitted, not approved yet"
        other = "" if self.definition == now.version else ", defined otherwise then"
        return f"{self.quarter}: {self.shown} ({state}{other})"


def template_rows(session: Session, authority: Authority, collection: Collection) -> list[TemplateRow]:
    """A row for each indicator that is asked, in the order of the catalogue."""
    submission = find_submission(session, authority, collection)
    stored = figures_of(session, find_current_version(session, authority, submission))
    earlier = list_earlier(session, authority, collection.quarter)
    return [
        _row(authority, collection.quarter, indicator_on(asked.indicator, collection.quarter), stored, earlier)
        for asked in asked_of(session, authority, collection)
    ]


def _row(
    authority: Authority,
    quarter: Quarter,
    indicator: Indicator,
    stored: Mapping[str, Figure],
    earlier: Mapping[str, Earlier],
) -> TemplateRow:
    last, figure = earlier.get(indicator.code), stored.get(indicator.code)
    return TemplateRow(
        authority_code=authority.code,
        quarter=str(quarter),
        indicator_code=indicator.code,
        indicator=indicator.name,
        unit=indicator.unit.words,
        value="" if figure is None else shown(figure),
        numerator="" if figure is None else plain(figure.numerator),
        denominator="" if figure is None else plain(figure.denominator),
        last_quarter=NO_EARLIER if last is None else last.words(indicator),
        comment="" if figure is None else figure.comment,
        follow_up="yes" if figure is not None and figure.follow_up else "",
    )


def shown(figure: Figure) -> str:
    """A figure in one cell: its number, or the symbol that stands in for one."""
    return plain(figure.value) if figure.status is Status.OK else figure.status.value


def list_earlier(session: Session, authority: Authority, quarter: Quarter) -> dict[str, Earlier]:
    """The newest figure of each indicator before the quarter; of two for one quarter the approved one."""
    found = _read(session, _approved(authority, quarter), approved=True)
    for code, each in _read(session, _submitted(authority, quarter), approved=False).items():
        if code not in found or found[code].quarter < each.quarter:
            found[code] = each
    return found


Found = Select[str, Quarter, str, Decimal | None, int]


def _approved(authority: Authority, quarter: Quarter) -> Found:
    return (
        select(
            Observation.indicator_code,
            Observation.quarter,
            Observation.status,
            Observation.value,
            Observation.definition,
        )
        .where(
            Observation.authority_id == authority.id,
            Observation.superseded_at.is_(None),
            Observation.quarter < quarter,
        )
        .ext(distinct_on(Observation.indicator_code))
        .order_by(Observation.indicator_code, Observation.quarter.desc())
    )


def _submitted(authority: Authority, quarter: Quarter) -> Found:
    """Of returns that were submitted, whatever has become of them since."""
    return (
        select(
            SubmittedFigure.indicator_code,
            Collection.quarter,
            SubmittedFigure.status,
            SubmittedFigure.value,
            SubmittedFigure.definition,
        )
        .join(SubmissionVersion, SubmissionVersion.id == SubmittedFigure.version_id)
        .join(Submission, Submission.id == SubmissionVersion.submission_id)
        .join(Collection, Collection.id == Submission.collection_id)
        .where(
            SubmittedFigure.authority_id == authority.id,
            SubmissionVersion.authority_id == authority.id,
            Submission.authority_id == authority.id,
            SubmissionVersion.number == Submission.version,
            Submission.first_submitted_at.is_not(None),
            Collection.quarter < quarter,
        )
        .ext(distinct_on(SubmittedFigure.indicator_code))
        .order_by(SubmittedFigure.indicator_code, Collection.quarter.desc())
    )


def _read(session: Session, query: Found, *, approved: bool) -> dict[str, Earlier]:
    return {
        code: Earlier(quarter, plain(value) if status == Status.OK.value else status, definition, approved)
        for code, quarter, status, value, definition in session.execute(query)
    }
