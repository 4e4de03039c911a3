"""The reviewer's checklist (W11): what must be resolved, and what may have been forgotten. Each entry leads to a place.

Approving is possible only when the first list is empty; `approve` draws it up again when it is asked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from charts.words import count_in_words
from core.access import Identity
from outcomes.catalogue.indicators import catalogue
from outcomes.collection.check.codec import from_json
from outcomes.collection.check.models import FigureCheck
from outcomes.collection.check.result import Checked
from outcomes.collection.due.completeness import is_answer
from outcomes.collection.due.expected import asked_of
from outcomes.collection.due.models import Collection
from outcomes.collection.due.timeliness import Punctuality
from outcomes.collection.figure import Figure
from outcomes.collection.observation.read import list_of_authority
from outcomes.collection.submission.find import figures_of, get_version
from outcomes.collection.submission.may import Standing, is_maker
from outcomes.collection.submission.models import Submission, SubmissionVersion
from outcomes.collection.submission.queries import Query, list_queries, unexplained

OWN_WORK = "You stored, explained or submitted this version, so somebody else of the team must approve it."


@dataclass(frozen=True)
class Entry:
    """One line of the checklist. `page` and `anchor` say where it is mended or looked at.

    `page` is one of: check, version, returns, review.
    """

    sentence: str
    page: str
    anchor: str = ""


@dataclass(frozen=True)
class Checklist:
    """Both lists, in the order in which a reviewer goes through them."""

    must: tuple[Entry, ...]
    may: tuple[Entry, ...]

    @property
    def clear(self) -> bool:
        """Whether nothing stands in the way of approving."""
        return not self.must


def checklist_of(
    session: Session,
    *,
    by: Identity,
    authority: Authority,
    collection: Collection,
    submission: Submission,
    standing: Standing,
    on: date,
) -> Checklist:
    """Draw up the checklist of the current version, for this reviewer."""
    version = get_version(session, authority, submission, submission.version)
    figures = figures_of(session, version)
    queries = list_queries(session, authority, submission, on)
    checked = _checked(session, authority, version)
    must = [
        *_own_work(by, standing),
        *_unexplained(queries),
        *_open_clearings(checked, figures),
        *_rules(checked),
        *_unanswered(session, authority, collection, figures),
    ]
    may = [
        *_late(submission),
        *_follow_ups(figures),
        *_comments(figures),
        *_explained(queries),
        *_taken_away(session, authority, collection, figures),
    ]
    return Checklist(tuple(must), tuple(may))


def _checked(session: Session, authority: Authority, version: SubmissionVersion) -> Checked:
    result = session.scalars(
        select(FigureCheck.result).where(FigureCheck.authority_id == authority.id, FigureCheck.id == version.check_id)
    ).one()
    return from_json(result)


def _own_work(by: Identity, standing: Standing) -> Iterator[Entry]:
    if is_maker(by, standing.makers):
        yield Entry(OWN_WORK, "returns", "")


def _unexplained(queries: list[Query]) -> Iterator[Entry]:
    for query in unexplained(queries):
        yield Entry(f"{_name(query.indicator)}: a query has no explanation.", "review", query.box)


def _open_clearings(checked: Checked, figures: dict[str, Figure]) -> Iterator[Entry]:
    """A file that empties a stored cell is confirmed with a tick for it; one that slipped through is not approved."""
    for change in checked.cleared:
        if change.indicator in figures:
            yield Entry(
                f"{_name(change.indicator)}: the file leaves it empty, and the value that was stored still stands.",
                "check",
                "changes",
            )


def _rules(checked: Checked) -> Iterator[Entry]:
    """No clean bill while a rule crashed or a required one could not run (W4)."""
    for line in checked.crashed:
        yield Entry(f"The rule \u201c{line.title}\u201d failed itself (reference {line.why}).", "check", "ledger")
    for line in checked.incomplete:
        yield Entry(f"The rule \u201c{line.title}\u201d was not run. {line.why}".strip(), "check", "ledger")


def _unanswered(
    session: Session, authority: Authority, collection: Collection, figures: dict[str, Figure]
) -> Iterator[Entry]:
    for asked in asked_of(session, authority, collection):
        if not asked.required:
            continue
        figure = figures.get(asked.indicator)
        if figure is None:
            yield Entry(f"{_name(asked.indicator)}: there is neither a figure nor a symbol.", "version", "figures")
        elif not is_answer(figure.status, figure.comment):
            yield Entry(
                f"{_name(asked.indicator)}: {figure.status.value} ({figure.status.meaning}), without a reason.",
                "version",
                "figures",
            )


def _late(submission: Submission) -> Iterator[Entry]:
    if submission.timeliness == Punctuality.LATE.value:
        days = count_in_words(submission.days_late or 0, "day", "days")
        yield Entry(f"First submitted {days} after the deadline.", "returns")


def _follow_ups(figures: dict[str, Figure]) -> Iterator[Entry]:
    for code, figure in figures.items():
        if figure.follow_up:
            yield Entry(f"{_name(code)}: marked to be followed up.", "version", "figures")


def _comments(figures: dict[str, Figure]) -> Iterator[Entry]:
    for code, figure in figures.items():
        if figure.comment:
            yield Entry(f"{_name(code)}: \u201c{figure.comment}\u201d", "version", "figures")


def _explained(queries: list[Query]) -> Iterator[Entry]:
    for query in queries:
        given = query.explanation
        if given is None:
            continue
        if given.carried_from is not None:
            sentence = f"{_name(query.indicator)}: the explanation is carried from version {given.carried_from}."
        else:
            sentence = f"{_name(query.indicator)}: unusual, and explained."
        yield Entry(sentence, "review", query.box)


def _taken_away(
    session: Session, authority: Authority, collection: Collection, figures: dict[str, Figure]
) -> Iterator[Entry]:
    approved = list_of_authority(session, authority_id=authority.id)
    for code, quarter in approved:
        if quarter == collection.quarter and code not in figures:
            yield Entry(f"{_name(code)}: an approved figure stands, and this version has none.", "review", "changes")


def _name(code: str) -> str:
    found = catalogue().get(code)
    return code if found is None else found.name
