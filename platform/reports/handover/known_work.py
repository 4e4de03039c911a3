"""What is known of the work: innovation, fidelity, figures, returns, support, readiness, the chance of a change."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.fidelity.profile import read_profile
from authorities.inspection.models import Inspection
from authorities.programme.listing import list_adoptions
from authorities.programme.open import list_innovations
from authorities.programme.standing import stage_on
from authorities.recorded import as_known_on
from authorities.register.models import Authority
from authorities.words import day_words, grade_words
from charts.words import count_in_words, day_in_words
from core.access import Identity, Permission
from leadership.handover.find import Handover
from leadership.handover.parts import Part
from leadership.register.views.risk import find_risk
from leadership.succession.standing import read_standings
from leadership.support.models import SupportEntry
from outcomes.catalogue.indicators import get_indicator
from outcomes.collection.submission.listing import list_returns
from outcomes.collection.submission.queries import list_queries
from outcomes.evidence.statistics.leading import LEADING
from outcomes.evidence.statistics.position import Beside, IndicatorView, get_position
from outcomes.evidence.statistics.written import write, write_change, write_compared
from reports.handover.table import Known

INSPECTIONS_SHOWN = 3


def innovation_of(session: Session, authority: Authority, on: date) -> Known:
    names = {innovation.code: innovation.name for innovation in list_innovations(session)}
    rows = []
    for record in list_adoptions(session, authority_ids=[authority.id], known_on=on):
        membership = record.membership
        stage = stage_on(
            on,
            record.stages,
            record.pauses,
            joined_on=membership.joined_on if membership else None,
            left_on=membership.left_on if membership else None,
        )
        live = record.stages.get("go_live")
        since = day_words(live.actual_on, live.actual_precision) if live and live.actual_on else "Not live yet"
        rows.append((names[record.adoption.innovation_code], stage.words, since))
    return Known(
        Part.FIDELITY,
        "Where each innovation stands",
        ("Innovation", "Stage", "Live since"),
        rows,
        "The stage of the innovation will appear here once the authority has joined the programme.",
    )


def inspections_of(session: Session, authority: Authority, on: date) -> Known:
    known = as_known_on(session.scalars(select(Inspection).where(Inspection.authority_id == authority.id)), on)
    known = sorted(known, key=lambda inspection: inspection.inspected_on, reverse=True)
    return Known(
        Part.OUTCOMES,
        "The last inspections",
        ("Day", "Overall", "Impact of leaders"),
        [
            (day_in_words(each.inspected_on), grade_words(each.overall), grade_words(each.impact_of_leaders))
            for each in known[:INSPECTIONS_SHOWN]
        ],
        "Inspections will appear here once one is on record.",
    )


def outcomes_of(session: Session, authority: Authority, on: date) -> Known:
    position = get_position(session, authority, as_at=on, indicators=[get_indicator(code) for code in LEADING])
    rows = [
        (
            view.indicator.name,
            view.latest.period.short(),
            _value(view.latest, view),
            write_compared(view.latest.neighbours, view),
            _change(view.latest, view),
        )
        for view in position.views
        if view.latest is not None
    ]
    return Known(
        Part.OUTCOMES,
        "Published figures to know first",
        ("Indicator", "Period", "Here", "Neighbours' median", "Change on a year before"),
        rows,
        "Published figures will appear here once some are loaded.",
        "A change beside another is no sign that one caused the other.",
    )


def _value(beside: Beside, view: IndicatorView) -> str:
    return "Not published" if beside.own.value is None else write(beside.own, view.indicator)


def _change(beside: Beside, view: IndicatorView) -> str:
    return "Not known" if beside.change is None else write_change(beside.change, view)


def returns_of(session: Session, authority: Authority, on: date) -> Known:
    rows = []
    for line in list_returns(session, authority, on):
        if not line.owed and (line.submission is None or line.submission.state == "approved"):
            continue
        queries = list_queries(session, authority, line.submission, on)
        open_ones = sum(query.explanation is None for query in queries)
        rows.append(
            (
                str(line.collection.quarter),
                line.state.words,
                day_in_words(line.window.deadline),
                count_in_words(open_ones, "query without an explanation", "queries without an explanation")
                if open_ones
                else "None",
            )
        )
    return Known(
        Part.RISKS,
        "Returns that are owed or in review",
        ("Quarter", "State", "Due", "Open queries"),
        rows,
        "Nothing is owed: every return so far is approved.",
    )


def risk_of(session: Session, by: Identity, authority: Authority, handover: Handover, on: date) -> Iterator[Known]:
    """The chance that the post changes hands again: for the holders of the risk permission alone (design 5.5)."""
    if not by.may(Permission.RISK_READ, authority.id):
        return
    risk = find_risk(session, authority, handover.history.post, on)
    rows = []
    if risk is not None:
        said = f"{risk.band}: {risk.figures}" if risk.band else risk.gap or "A vacant post has no such figure."
        rows = [
            (day_in_words(risk.landmark), said, "; ".join(driver["text"] for driver in risk.drivers[:3]) or "None"),
        ]
    yield Known(
        Part.RISKS,
        "Chance that this post changes hands within 12 months",
        ("Predicted on", "Chance", "What drives it"),
        rows,
        "No prediction has been made for this post yet.",
        "A prediction for planning support; it decides nothing about anybody.",
    )


def fidelity_of(session: Session, authority: Authority, on: date) -> Iterator[Known]:
    """Each element of each innovation by the newest self-assessment."""
    names = {innovation.code: innovation.name for innovation in list_innovations(session)}
    for record in list_adoptions(session, authority_ids=[authority.id], known_on=on):
        name = names[record.adoption.innovation_code]
        profile = read_profile(session, record, name, on=on)
        latest = profile.latest
        states = [(name, latest.state(element)) for name, element in profile.rows] if latest else []
        yield Known(
            Part.FIDELITY,
            f"Elements of {name}",
            ("Element", "How far it is in place"),
            [(element, state.words) for element, state in states if state is not None],
            "How far each element is in place will appear here once a quarter has been assessed.",
            profile.sentence if latest else "",
        )


def readiness_of(session: Session, by: Identity, handover: Handover, on: date) -> Iterator[Known]:
    """How ready the post is for a change, without anybody's name."""
    post = handover.history.post
    if not by.may(Permission.SUCCESSION_READ, post.authority_id):
        return
    readiness = read_standings(session, [post], on)[post.id].readiness
    yield Known(
        Part.RISKS,
        "Readiness of the post for a change",
        ("Item", "Counts"),
        [(reading.item.words, f"{reading.counts(on):g}") for reading in readiness.items],
        "The six items will appear here once they are assessed.",
        f"{readiness.words}.",
    )


def support_of(session: Session, by: Identity, authority: Authority) -> Iterator[Known]:
    """What the support team has offered or promised and not yet done: for the team alone."""
    if not by.may(Permission.SUPPORT_GIVEN):
        return
    entries = session.scalars(
        select(SupportEntry).where(SupportEntry.authority_id == authority.id).order_by(SupportEntry.version)
    )
    newest = {entry.entry_id: entry for entry in entries}
    waiting = [
        entry
        for entry in newest.values()
        if not entry.withdrawn and entry.done_on is None and (entry.kind == "action" or entry.due_on is not None)
    ]
    waiting.sort(key=lambda entry: (entry.due_on or date.max, entry.given_on, str(entry.entry_id)))
    yield Known(
        Part.RISKS,
        "Support that is promised and not yet given",
        ("What was agreed", "With whom", "By when"),
        [
            (entry.agreed, entry.with_whom, day_in_words(entry.due_on) if entry.due_on else "No day set")
            for entry in waiting
        ],
        "Nothing is promised and still to be done.",
        "Only the support team sees this table.",
    )
