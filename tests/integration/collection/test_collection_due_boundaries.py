"""Authorities that leave, or are replaced, within a quarter: what is due from whom, and nothing handed in vanishes."""

import io
from datetime import UTC, date, datetime

import pytest
from factories.authorities import make_council
from factories.collections_due import (
    DUE,
    ON,
    add_event,
    make_collection,
    make_members,
    make_person,
    make_return,
)
from factories.lead_returns import GOOD, csv_file, make_due
from factories.pages import words
from fixtures.databases import Clone
from fixtures.identities import ClientAs
from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.programme.membership import join_programme, leave_programme
from authorities.programme.models import Programme
from authorities.register.models import Authority, BoundaryEvent, BoundaryParty
from core.access import SYSTEM, Role
from core.clock import today
from core.quarter_address import address_of
from outcomes.collection.due.errors import CollectionError
from outcomes.collection.due.expected import is_expected, list_expected, why_not_due
from outcomes.collection.due.extend import grant_extension
from outcomes.collection.due.models import Collection
from outcomes.collection.due.standing import find_standing, overview_of
from outcomes.collection.due.timeliness import Punctuality
from outcomes.collection.remind.continuity import continuity_on
from outcomes.collection.remind.due_now import ask_due_reminders
from outcomes.collection.remind.models import Notice
from outcomes.collection.submission.listing import list_returns
from outcomes.collection.submission.models import Submission
from outcomes.collection.submission.states import State

AFTER = date(2025, 8, 1)
IN_MID_QUARTER = date(2025, 5, 15)
LAST_DAY = date(2025, 6, 30)


def programme_of(session: Session) -> Programme:
    return session.scalars(select(Programme)).one()


def leaves(session: Session, authority: Authority, left_on: date) -> None:
    leave_programme(
        session,
        by=SYSTEM,
        on=date(2026, 1, 2),
        programme=programme_of(session),
        reason="By its own wish",
        authority=authority,
        left_on=left_on,
    )
    session.flush()


def handed_in(session: Session, authority: Authority, collection: Collection, state: State) -> Submission:
    """A return that was handed in on time, at any state it may have come to since."""
    submission = make_return(session, authority, collection, state)
    submission.first_submitted_at = datetime(2025, 9, 1, 9, tzinfo=UTC)
    submission.due_on_then, submission.timeliness, submission.days_late = DUE, Punctuality.ON_TIME.value, 0
    session.flush()
    return submission


def replace(session: Session, old: Authority, last_day: date, *, joins: bool = True) -> Authority:
    """The authority's last day, and the one that takes its place on the next."""
    first_day = date.fromordinal(last_day.toordinal() + 1)
    old.valid_to = last_day
    new = make_council(session, 90, "Newshire", valid_from=first_day)
    if joins:
        join_programme(
            session, by=SYSTEM, on=date(2026, 1, 2), authority=new, programme=programme_of(session), joined_on=first_day
        )
    event = BoundaryEvent(ref="M1", kind="merge", status="done", description="Became one.", source="a test")
    session.add(event)
    session.flush()
    session.add_all(
        BoundaryParty(event_id=event.id, authority_id=each.id, side=side)
        for each, side in ((old, "predecessor"), (new, "successor"))
    )
    session.flush()
    return new


@pytest.mark.parametrize(
    ("left_on", "due"),
    [
        (date(2025, 4, 1), False),
        (date(2025, 4, 2), True),
        (IN_MID_QUARTER, True),
        (LAST_DAY, True),
        (date(2025, 7, 1), True),
    ],
)
def test_a_return_is_due_from_who_was_a_member_on_any_day(session: Session, left_on: date, due: bool) -> None:
    first, *_ = make_members(session)
    collection = make_collection(session)
    leaves(session, first, left_on)
    assert is_expected(session, first, collection) is due
    assert (first in list_expected(session, collection)) is due
    assert bool(list_returns(session, first, ON)) is due, "the authority's own list says the same"
    assert (find_standing(session, first, collection, ON) is not None) is due


def test_who_joins_on_the_last_day_owes_and_on_the_day_after_does_not(session: Session) -> None:
    make_members(session, 1)
    collection = make_collection(session)
    for number, day, due in ((11, LAST_DAY, True), (12, date(2025, 7, 1), False)):
        council = make_council(session, number)
        join_programme(
            session, by=SYSTEM, on=date(2026, 1, 2), authority=council, programme=programme_of(session), joined_on=day
        )
        session.flush()
        assert is_expected(session, council, collection) is due
        assert (council in list_expected(session, collection)) is due


@pytest.mark.parametrize("state", [State.SUBMITTED, State.RETURNED, State.APPROVED, State.REOPENED])
def test_what_was_handed_in_is_counted_though_the_membership_was_put_right_since(
    session: Session, state: State
) -> None:
    first, second, third = make_members(session)
    collection = make_collection(session)
    for each in (first, second):
        handed_in(session, each, collection, state)
    make_return(session, third, collection, State.IN_PROGRESS)
    leaves(session, first, date(2025, 3, 1))
    leaves(session, third, date(2025, 3, 1))
    whole = overview_of(session, collection, AFTER)
    assert {row.authority.name: row.due for row in whole.rows} == {first.name: False, second.name: True}
    assert (whole.on_time.part, whole.on_time.whole) == (2, 2), "on both sides of the rate"
    assert whole.submitted.part == (2 if state in {State.SUBMITTED, State.APPROVED} else 0)
    assert whole.sentence.startswith("2 authorities.")
    # One that was only begun is nobody's debt, and still found by whoever began it.
    begun = find_standing(session, third, collection, AFTER)
    assert begun is not None
    assert (begun.due, begun.is_late) == (False, False)
    assert [line.collection.id for line in list_returns(session, third, AFTER)] == [collection.id]


def test_every_return_leaving_the_programme_does_not_raise_a_rate_above_its_whole(session: Session) -> None:
    members = make_members(session)
    collection = make_collection(session)
    for each in members:
        handed_in(session, each, collection, State.APPROVED)
        leaves(session, each, date(2025, 3, 1))
    whole = overview_of(session, collection, AFTER)
    assert list_expected(session, collection) == []
    assert (whole.submitted.words, whole.on_time.words) == ("3 of 3", "3 of 3")


def test_replaced_within_the_quarter_the_successor_owes_the_whole_return(session: Session) -> None:
    old, *_ = make_members(session)
    collection = make_collection(session)
    new = replace(session, old, IN_MID_QUARTER)
    assert [each.name for each in list_expected(session, collection)] == ["Council 2", "Council 3", "Newshire"]
    assert list_returns(session, old, ON) == []
    assert [line.collection.id for line in list_returns(session, new, ON)] == [collection.id]
    assert why_not_due(session, old, collection) == (
        "No return is due from Council 1 for 2025-26 Q1: its last day was 15 May 2025, before the quarter ended. "
        "What 2025-26 Q1 holds belongs to the return of Newshire."
    )
    with pytest.raises(CollectionError, match="belongs to the return of Newshire") as refused:
        grant_extension(
            session,
            by=SYSTEM,
            authority=old,
            collection=collection,
            until=date(2025, 10, 1),
            reason="Records were moved.",
            at=datetime(2025, 8, 1, 9, tzinfo=UTC),
            on=AFTER,
        )
    assert refused.value.field == "authority"


def test_replaced_on_the_last_day_it_still_owes_and_its_successor_does_not(session: Session) -> None:
    old, *_ = make_members(session)
    collection = make_collection(session)
    new = replace(session, old, LAST_DAY)
    assert is_expected(session, old, collection)
    assert not is_expected(session, new, collection)
    assert "it began on 1 July 2025, after the quarter had ended" in why_not_due(session, new, collection)


def test_a_successor_that_joined_no_programme_owes_nothing(session: Session) -> None:
    old, *_ = make_members(session)
    collection = make_collection(session)
    new = replace(session, old, IN_MID_QUARTER, joins=False)
    assert [each.name for each in list_expected(session, collection)] == ["Council 2", "Council 3"]
    assert "it was no member of the programme then" in why_not_due(session, new, collection)


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(("last_day", "reminded"), [(IN_MID_QUARTER, False), (LAST_DAY, True)])
def test_reminders_follow_what_is_due(clone: Clone, last_day: date, reminded: bool) -> None:
    """The old council's lead still has an account: nobody is chased for a quarter that it did not live to see end."""
    with clone.session() as session:
        old, *_ = make_members(session)
        collection = make_collection(session)
        lead = make_person(session, "Olga Old", Role.LEAD, old)
        new = replace(session, old, last_day)
        newer = make_person(session, "Nora New", Role.LEAD, new)
        ask_due_reminders(session, on=DUE)
        asked = set(session.scalars(select(Notice.account_id).where(Notice.collection_id == collection.id)))
        assert asked == ({lead.id} if reminded else {newer.id})
        gone = {each.name for each in continuity_on(session, DUE).no_lead}
        assert gone == {"Council 2", "Council 3"}


@pytest.mark.usefixtures("app")
def test_one_sent_back_to_who_does_not_owe_it_is_not_chased(clone: Clone) -> None:
    with clone.session() as session:
        first, *_ = make_members(session)
        collection = make_collection(session)
        make_person(session, "Lena Lead", Role.LEAD, first)
        handed_in(session, first, collection, State.RETURNED)
        leaves(session, first, date(2025, 3, 1))
        assert ask_due_reminders(session, on=DUE) == []


def test_no_door_takes_figures_of_an_authority_that_was_replaced_before(clone: Clone, client_as: ClientAs) -> None:
    """Its former lead, the support team and the successor's lead: what is due comes from the successor."""
    with clone.session() as session:
        old, *_ = make_members(session)
        make_collection(session)
        new = replace(session, old, IN_MID_QUARTER)
        codes = old.code, new.code
        session.commit()
    gone, kept = (f"/authorities/{code}/returns/2025-26-q1" for code in codes)
    former, support = client_as(Role.LEAD, authority=codes[0]), client_as(Role.SUPPORT)
    successor = client_as(Role.LEAD, authority=codes[1])
    for reader in (former, support):
        for page in ("", "/upload", "/enter", "/queries", "/template.csv"):
            answer = reader.get(f"{gone}{page}")
            assert answer.status_code == 404, page
        assert "belongs to the return of Newshire" in words(reader.get(gone))
        assert reader.send(f"{gone}/upload", file="x").status_code == 404
        assert reader.send(f"{gone}/submit", version=1).status_code == 404
    assert "Newshire" not in words(successor.get(gone))
    assert successor.get(gone).status_code == 404
    assert successor.get(kept).status_code == 200
    with clone.session() as session:
        assert session.scalars(select(Submission)).all() == []


def test_a_boundary_recorded_after_the_check_stops_its_confirmation(clone: Clone, client_as: ClientAs) -> None:
    """The file was checked while nothing was known of the successor: nothing of it is stored."""
    with clone.session() as session:
        due = make_due(session, on=today())
        code, quarter, last_day = due.authority.code, due.collection.quarter, due.collection.quarter.starts_on
        session.commit()
    base = f"/authorities/{code}/returns/{address_of(quarter)}"
    lead = client_as(Role.LEAD, authority=code)
    fields = {"csrf_token": lead.form_token(), "file": (io.BytesIO(csv_file(GOOD)), "return.csv")}
    sent = lead.post(f"{base}/upload", data=fields, content_type="multipart/form-data")
    assert sent.status_code == 303
    with clone.session() as session:
        replace(session, session.scalars(select(Authority).where(Authority.code == code)).one(), last_day)
        session.commit()
    assert lead.send(f"{sent.location}/confirm").status_code == 404
    with clone.session() as session:
        assert session.scalars(select(Submission)).all() == []


def test_replaced_on_the_day_after_the_quarter_its_former_lead_hands_it_in(clone: Clone, client_as: ClientAs) -> None:
    """The collection opens when the authority has gone; whoever holds the role of its lead answers, nobody else."""
    with clone.session() as session:
        due = make_due(session, on=today())
        code, quarter = due.authority.code, due.collection.quarter
        new = replace(session, due.authority, quarter.ends_on)
        successor_code = new.code
        session.commit()
    base = f"/authorities/{code}/returns/{address_of(quarter)}"
    lead, successor = client_as(Role.LEAD, authority=code), client_as(Role.LEAD, authority=successor_code)
    content = {"file": (io.BytesIO(csv_file(GOOD)), "return.csv")}
    refused = successor.post(
        f"{base}/upload", data={"csrf_token": successor.form_token(), **content}, content_type="multipart/form-data"
    )
    assert refused.status_code == 404
    content = {"file": (io.BytesIO(csv_file(GOOD)), "return.csv")}
    sent = lead.post(
        f"{base}/upload", data={"csrf_token": lead.form_token(), **content}, content_type="multipart/form-data"
    )
    assert lead.send(f"{sent.location}/confirm").status_code == 303
    assert lead.send(f"{base}/submit", version=1).status_code == 303
    page = words(client_as(Role.SUPPORT).get(f"/collections/{address_of(quarter)}"))
    assert "Submitted: 1 of 2." in page
    assert "none is due" not in page


def test_the_page_of_the_collection_says_that_none_was_due(clone: Clone, client_as: ClientAs) -> None:
    with clone.session() as session:
        first, *_ = make_members(session)
        collection = make_collection(session)
        submission = handed_in(session, first, collection, State.APPROVED)
        add_event(session, submission, "submitted")
        leaves(session, first, date(2025, 3, 1))
        session.commit()
    page = words(client_as(Role.SUPPORT).get("/collections/2025-26-q1"))
    assert page.count("Handed in, though none is due") == 1
    assert "Submitted: 1 of 3." in page
