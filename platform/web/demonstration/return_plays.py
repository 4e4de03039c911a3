"""What becomes of an authority's return in the demonstration; each play uses the verbs that the pages use."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Identity
from core.clock import LONDON
from core.working_days import add_working_days
from outcomes.catalogue.status import Status
from outcomes.collection.check.confirm import confirm
from outcomes.collection.check.make import make_check
from outcomes.collection.due.extend import grant_extension
from outcomes.collection.due.models import Collection
from outcomes.collection.review.approve import approve
from outcomes.collection.review.reopen import reopen
from outcomes.collection.review.send_back import send_back
from outcomes.collection.submission.explain import explain
from outcomes.collection.submission.models import Submission
from outcomes.collection.submission.queries import list_queries, unexplained
from outcomes.collection.submission.submit import submit
from outcomes.collection.template.fill import template_rows
from outcomes.collection.template.rows import TemplateRow
from outcomes.collection.template.write_csv import template_csv
from outcomes.collection.template.write_xlsx import template_xlsx

Figures = Mapping[tuple[str, str, str], Mapping[str, str]]
Edit = Callable[[Sequence[TemplateRow]], Sequence[TemplateRow]]

WHY = "Checked with the service: the figure is right. A new front door has changed what is counted since spring."
NOT_COUNTED = "Not counted in this authority."
DAYS_EXTENDED = 7
TIMES_TOO_HIGH = 3
LOOKS_WRONG = "REREF_PCT"


@dataclass(frozen=True)
class Stage:
    """Whose return it is, when it is due, its figures, and who sends and reviews it."""

    session: Session
    authority: Authority
    collection: Collection
    lead: Identity
    reviewer: Identity
    figures: Figures
    today: date

    def day(self, working_days: int) -> date:
        """So many working days after the deadline; before it, when negative."""
        return add_working_days(self.collection.due_on, working_days)


def at_ten(day: date) -> datetime:
    """Ten in the morning in London."""
    return datetime.combine(day, time(10), LONDON)


def in_progress(stage: Stage) -> None:
    """An extension runs; the figures are stored and one waits for its explanation: what the persona of a lead finds."""
    grant_extension(
        stage.session,
        by=stage.reviewer,
        authority=stage.authority,
        collection=stage.collection,
        until=add_working_days(stage.today, DAYS_EXTENDED),
        reason="The case system was replaced in the last weeks of the quarter.",
        at=at_ten(stage.day(-1)),
        on=stage.day(-1),
    )
    _store(stage, stage.day(2), _one_too_high, workbook=True)


def approved(stage: Stage) -> None:
    """In time, and approved."""
    submission = _hand_in(stage, stage.day(-3))
    _approve(stage, submission, stage.day(-1))


def approved_and_reopened(stage: Stage) -> None:
    """Approved early, then reopened on the day of the deadline."""
    submission = _hand_in(stage, stage.day(-6))
    _approve(stage, submission, stage.day(-3))
    reopen(
        stage.session,
        by=stage.reviewer,
        submission=submission,
        reason="The authority found placements that had not been recorded when it returned its figures.",
        at=at_ten(stage.day(0)),
        on=stage.day(0),
    )


def sent_back(stage: Stage) -> None:
    """In review, and sent back with a reason."""
    submission = _hand_in(stage, stage.day(-4), workbook=True)
    send_back(
        stage.session,
        by=stage.reviewer,
        submission=submission,
        reason="Children looked after and placements seem to come from two different days. Take the last day for both.",
        sections=["care"],
        at=at_ten(stage.day(-2)),
        on=stage.day(-2),
    )


def with_open_queries(stage: Stage) -> None:
    """Stored, with a figure that nobody has explained."""
    _store(stage, stage.day(-1), _one_too_high)


def late(stage: Stage) -> None:
    """Nothing has come."""


def handed_in_late(stage: Stage) -> None:
    """A day late, and approved all the same."""
    submission = _hand_in(stage, stage.day(1))
    _approve(stage, submission, stage.day(2))


def waits_for_review(stage: Stage) -> None:
    """Submitted in time; nobody has looked yet."""
    _hand_in(stage, stage.day(-1), _one_too_high)


# For the first members, in this order; every other return is approved.
PLAYS: tuple[Callable[[Stage], None], ...] = (
    in_progress,
    approved_and_reopened,
    sent_back,
    with_open_queries,
    late,
    waits_for_review,
    handed_in_late,
)


def _store(stage: Stage, day: date, edit: Edit = list, *, workbook: bool = False) -> Submission:
    """Fill the template in, upload it, confirm what was checked."""
    session, authority, collection = stage.session, stage.authority, stage.collection
    rows = edit([_filled(stage, row) for row in template_rows(session, authority, collection)])
    content, name = (template_xlsx(rows), "return.xlsx") if workbook else (template_csv(rows), "return.csv")
    at = at_ten(day)
    check = make_check(
        session,
        by=stage.lead,
        authority=authority,
        collection=collection,
        content=content,
        file_name=name,
        at=at,
        on=day,
    )
    version = confirm(
        session, by=stage.lead, check_id=check.id, authority=authority, ticked_clearings=(), at=at, on=day
    )
    return session.get_one(Submission, version.submission_id)


def _hand_in(stage: Stage, day: date, edit: Edit = list, *, workbook: bool = False) -> Submission:
    """Store, explain every query, submit."""
    session, authority, collection, at = stage.session, stage.authority, stage.collection, at_ten(day)
    submission = _store(stage, day, edit, workbook=workbook)
    for query in unexplained(list_queries(session, authority, submission, day)):
        explain(
            session,
            by=stage.lead,
            authority=authority,
            collection=collection,
            rule=query.rule,
            indicator=query.indicator,
            text=WHY,
            at=at,
            on=day,
        )
    session.flush()  # submitting reads the explanations
    return submit(
        session,
        by=stage.lead,
        authority=authority,
        collection=collection,
        version=submission.version,
        at=at,
        on=day,
    )


def _approve(stage: Stage, submission: Submission, day: date) -> None:
    approve(stage.session, by=stage.reviewer, submission=submission, at=at_ten(day), on=day)


def _filled(stage: Stage, row: TemplateRow) -> TemplateRow:
    """The simulator's figure; a symbol with its reason where it has none."""
    figure = stage.figures.get((row.authority_code, row.quarter, row.indicator_code))
    if figure is None or figure["status"] != Status.OK.value:
        symbol = Status.NOT_AVAILABLE.value if figure is None else figure["status"]
        return replace(row, value=symbol, comment=NOT_COUNTED)
    return replace(row, value=figure["value"], numerator=figure["numerator"], denominator=figure["denominator"])


def _one_too_high(rows: Sequence[TemplateRow]) -> Sequence[TemplateRow]:
    """The same rows with one share three times as high as it was, which the rules will ask about."""
    return [_too_high(row) if row.indicator_code == LOOKS_WRONG and row.numerator else row for row in rows]


def _too_high(row: TemplateRow) -> TemplateRow:
    numerator = min(int(row.numerator) * TIMES_TOO_HIGH, int(row.denominator))
    return replace(row, value="", numerator=str(numerator))
