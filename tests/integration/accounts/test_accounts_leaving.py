"""The last day of a lead: recorded by the team or by themself, ended the day after (features D 7)."""

from datetime import date, timedelta

import pytest
from factories.authorities import make_council
from fixtures.databases import Clone
from fixtures.identities import ClientAs, SignedInClient, make_signed_in
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts import tasks
from accounts.errors import AccountError
from accounts.leads import list_holders, list_lead_accounts
from accounts.leaving import end_left_roles, record_leaving
from accounts.models import Account, AccountMembership
from authorities.register.models import Authority
from core.access import SYSTEM, Role
from core.audit import AuditEvent
from core.clock import now, today
from core.outbox import OutboxMessage

DAY = timedelta(days=1)


@pytest.fixture
def councils(clone: Clone) -> Clone:
    with clone.session() as session:
        make_council(session, 1)
        make_council(session, 2)
        session.commit()
    return clone


@pytest.fixture
def lead(councils: Clone, client_as: ClientAs) -> SignedInClient:
    return client_as(Role.LEAD, authority="Z001")


def role_of(session: Session, client: SignedInClient) -> tuple[Account, AccountMembership]:
    account = session.scalars(select(Account).where(Account.email == client.account_email)).one()
    held = session.scalars(select(AccountMembership).where(AccountMembership.account_id == account.id)).one()
    return account, held


def boxes(day: date) -> dict[str, list[str]]:
    return {"leaves_on": [str(day.day), str(day.month), str(day.year)]}


def test_a_lead_says_their_own_last_day_and_takes_it_back(lead: SignedInClient, clone: Clone) -> None:
    with clone.session() as session:
        _, held = role_of(session, lead)
    page = lead.get("/account")
    assert f"/account/leaving?role={held.id}" in page.text
    day = today() + 30 * DAY
    answer = lead.send(f"/account/leaving?role={held.id}", **boxes(day))
    assert answer.status_code == 303
    assert f"until {day.day} {day:%B %Y}" in lead.get("/account").text
    with clone.session() as session:
        told = session.scalars(select(AuditEvent).where(AuditEvent.deed == "membership.leaving_recorded")).one()
        assert told.after is not None
        assert told.after["leaves_on"] == day.isoformat()
        assert "returns.tell_of_gaps" in session.scalars(select(OutboxMessage.task)).all()
    lead.send(f"/account/leaving?role={held.id}", leaves_on=["", "", ""])
    with clone.session() as session:
        assert role_of(session, lead)[1].leaves_on is None


def test_a_day_that_has_passed_is_refused_on_its_box(lead: SignedInClient, clone: Clone) -> None:
    with clone.session() as session:
        _, held = role_of(session, lead)
    answer = lead.send(f"/account/leaving?role={held.id}", **boxes(today() - DAY))
    assert answer.status_code == 422
    assert 'href="#leaves_on-day"' in answer.text
    assert "today or a later day" in answer.text


def test_nobody_says_it_for_another_person_but_the_team(
    lead: SignedInClient, clone: Clone, client_as: ClientAs
) -> None:
    stranger = client_as(Role.LEAD, authority="Z001")
    with clone.session() as session:
        account, held = role_of(session, lead)
    # Naming another's role in the address says one's own day, and theirs stays as it was.
    assert stranger.send(f"/account/leaving?role={held.id}", **boxes(today() + 9 * DAY)).status_code == 303
    with clone.session() as session:
        assert role_of(session, lead)[1].leaves_on is None
        assert role_of(session, stranger)[1].leaves_on == today() + 9 * DAY
    team = f"/accounts/{account.public_id}/last-day/{held.id}"
    assert stranger.get(team).status_code == 403
    support = client_as(Role.SUPPORT)
    assert support.send(team, **boxes(today() + DAY)).status_code == 303
    assert "Say when it ends" in support.get(f"/accounts/{account.public_id}").text
    with clone.session() as session:
        assert role_of(session, lead)[1].leaves_on == today() + DAY


def test_a_role_of_the_programme_has_no_last_day(client_as: ClientAs, clone: Clone) -> None:
    support = client_as(Role.SUPPORT)
    answer = support.send("/account/leaving", **boxes(today() + DAY))
    assert "None of your roles has a last day" in answer.text
    with clone.session() as session:
        account, held = role_of(session, support)
        assert held.leaves_on is None
    assert support.get(f"/accounts/{account.public_id}/last-day/{held.id}").status_code == 404


def test_the_role_holds_on_the_last_day_and_ends_the_day_after(lead: SignedInClient, clone: Clone) -> None:
    day = today()
    with clone.session() as session:
        account, held = role_of(session, lead)
        record_leaving(session, by=SYSTEM, account=account, membership_id=held.id, leaves_on=day, on=day)
        session.flush()
        authority = session.scalars(select(Authority.id).where(Authority.code == "Z001")).one()
        assert [each.account_id for each in list_lead_accounts(session, authority, day)] == [account.id]
        assert list_lead_accounts(session, authority, day + DAY) == []
        assert end_left_roles(session, at=now(), on=day) == 0
        assert end_left_roles(session, at=now(), on=day + DAY) == 1
        assert end_left_roles(session, at=now(), on=day + DAY) == 0
        session.commit()
    assert lead.get("/account").status_code in {302, 401}, "the last role has ended, and the sessions with it"


def test_the_task_ends_those_who_left_and_nobody_before_their_day(
    app: Flask, lead: SignedInClient, clone: Clone, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    stays = client_as(Role.LEAD, authority="Z002")
    with clone.session() as session:
        for client, day in ((lead, today()), (stays, today() + DAY)):
            account, held = role_of(session, client)
            record_leaving(session, by=SYSTEM, account=account, membership_id=held.id, leaves_on=day, on=today())
        session.commit()
    monkeypatch.setattr(tasks, "drain_outbox", lambda: None)
    monkeypatch.setattr(tasks, "today", lambda: today() + DAY)
    with app.app_context():
        tasks.end_roles_of_those_who_left()
    with clone.session() as session:
        assert role_of(session, lead)[1].ended_at is not None
        assert role_of(session, stays)[1].ended_at is None


def test_holders_are_active_accounts_in_that_role_alone(councils: Clone) -> None:
    made = make_signed_in(councils, Role.LEAD, authority="Z001")
    make_signed_in(councils, Role.RISK_READER, authority="Z001")
    other = make_signed_in(councils, Role.LEAD, authority="Z002")
    with councils.session() as session:
        assert {each.account_id for each in list_holders(session, Role.LEAD, today())} == {
            made.account_id,
            other.account_id,
        }
        session.get_one(Account, made.account_id).disabled_at = now()
        session.flush()
        assert {each.account_id for each in list_holders(session, Role.LEAD, today())} == {other.account_id}


def test_the_day_must_be_one_that_can_come(lead: SignedInClient, clone: Clone) -> None:
    with clone.session() as session:
        account, held = role_of(session, lead)
        with pytest.raises(AccountError) as refused:
            record_leaving(
                session, by=SYSTEM, account=account, membership_id=held.id, leaves_on=date(2020, 1, 1), on=today()
            )
    assert refused.value.field == "leaves_on"
