"""The third file of another authority within ten minutes is a task on the support team's first page (W5)."""

import io
from datetime import timedelta

import pytest
from factories.lead_returns import GOOD, csv_file, make_due
from fixtures.databases import Clone
from fixtures.identities import SignedInClient, client_of, make_signed_in
from flask import Flask
from sqlalchemy import select

from accounts.models import Account
from core.access import Role
from core.audit import AuditEvent
from core.clock import now, today
from core.quarter_address import address_of
from outcomes.collection.check.make import OTHERS_FILE
from outcomes.collection.check.others_files import list_repeated

TASK = "about files of other authorities"


@pytest.fixture
def upload(clone: Clone) -> str:
    """The address at which Z001 uploads its return."""
    with clone.session() as session:
        quarter = make_due(session, on=today()).collection.quarter
        session.commit()
    return f"/authorities/Z001/returns/{address_of(quarter)}/upload"


def send_others(lead: SignedInClient, upload: str, times: int) -> None:
    text = csv_file(GOOD).decode().splitlines()
    rows = [f"authority_code,{text[0]}", *(f"Z002,{line}" for line in text[1:])]
    for number in range(times):
        content = "\r\n".join([*rows, ""]).replace("650", str(650 + number)).encode()
        assert lead.send(upload, file=(io.BytesIO(content), "return.csv")).status_code == 422


def test_the_third_is_a_task_for_the_team(app: Flask, clone: Clone, upload: str) -> None:
    account = make_signed_in(clone, Role.LEAD, authority="Z001")
    lead, team = client_of(app, account), client_of(app, make_signed_in(clone, Role.SUPPORT))
    send_others(lead, upload, 2)
    assert TASK not in team.get("/").text
    send_others(lead, upload, 1)
    page = team.get("/").text
    with clone.session() as session:
        name = session.get_one(Account, account.account_id).name
    assert f"Ask {name} {TASK}" in page
    assert f"/accounts/{account.public_id}" in page
    assert TASK not in lead.get("/").text


@pytest.mark.parametrize(
    ("minutes_ago", "found"),
    [
        ((9, 5, 0), True),
        ((11, 5, 0), False),
        ((40, 39, 20, 19, 0), False),
        ((7 * 24 * 60 + 5, 7 * 24 * 60 + 3, 7 * 24 * 60 + 1), False),
        ((7 * 24 * 60 + 5, 7 * 24 * 60 + 3, 7 * 24 * 60 - 1), True),
    ],
)
def test_three_within_ten_minutes_of_the_last_week(clone: Clone, minutes_ago: tuple[int, ...], found: bool) -> None:
    account = make_signed_in(clone, Role.SUPPORT)
    with clone.session() as session:
        due = make_due(session, on=today())
        record(session, account.account_id, due.authority.id, *minutes_ago)
        session.flush()
        told = list_repeated(session, at=now())
    assert [(each.account_id, each.authority_name) for each in told] == (
        [(account.account_id, "Alderwick")] if found else []
    )


def test_two_people_with_three_between_them_are_no_task(clone: Clone) -> None:
    first, second = (make_signed_in(clone, Role.SUPPORT).account_id for _ in range(2))
    with clone.session() as session:
        due = make_due(session, on=today())
        record(session, first, due.authority.id, 3, 2)
        record(session, second, due.authority.id, 1)
        session.flush()
        assert list_repeated(session, at=now()) == []
        assert len(session.scalars(select(AuditEvent).where(AuditEvent.deed == OTHERS_FILE)).all()) == 3


def record(session, account_id: int, authority_id: int, *minutes_ago: int) -> None:
    for minutes in minutes_ago:
        session.add(
            AuditEvent(
                at=now() - timedelta(minutes=minutes),
                account_id=account_id,
                authority_id=authority_id,
                actor="account",
                deed=OTHERS_FILE,
                subject="return:2026-27 Q2",
            )
        )
        session.flush()
