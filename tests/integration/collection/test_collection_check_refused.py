"""Uploads that could not be checked: a list for the team, and a task while nothing of an authority was read since."""

import io
from datetime import timedelta

import pytest
from factories.lead_returns import GOOD, Due, csv_file, lead_of, make_due, supporter
from factories.pages import page_link, words
from fixtures.databases import Clone
from fixtures.identities import ClientAs, SignedInClient, client_of, make_signed_in
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.models import Account
from core.access import Identity, Role
from core.clock import now, today
from core.quarter_address import address_of
from outcomes.collection.check.confirm import confirm
from outcomes.collection.check.make import make_check, record_others_file
from outcomes.collection.check.models import FigureCheck, Upload
from outcomes.collection.check.refused import list_refused

LIST = "/reviews/refused-uploads"
CHILDREN = b"upn,date_of_birth,name\r\nA123456789012,2015-01-02,Joe Bloggs\r\n"
RAGGED = b"indicator_code,value\r\nREF_RATE,1,2,3\r\n"
TASK = "whose file was refused"


@pytest.fixture
def due(clone: Clone) -> Due:
    with clone.session() as session:
        made = make_due(session, on=today())
        session.commit()
    return made


def upload_of(due: Due, code: str = "Z001") -> str:
    return f"/authorities/{code}/returns/{address_of(due.collection.quarter)}/upload"


def send(client: SignedInClient, path: str, content: bytes, name: str = "return.csv") -> None:
    assert client.send(path, file=(io.BytesIO(content), name)).status_code in {303, 422}


def test_the_team_reads_what_the_sender_read_until_a_later_file_was_read(app: Flask, clone: Clone, due: Due) -> None:
    account = make_signed_in(clone, Role.LEAD, authority="Z001")
    lead, team = client_of(app, account), client_of(app, make_signed_in(clone, Role.SUPPORT))
    assert "No upload of the last seven days was refused." in words(team.get(LIST))
    assert TASK not in team.get("/").text

    send(lead, upload_of(due), RAGGED, "my return.csv")
    page = team.get(LIST)
    with clone.session() as session:
        made = session.scalars(select(FigureCheck)).one()
        name = session.get_one(Account, account.account_id).name
    told = words(page)
    assert "1 upload of the last seven days could not be checked, from 1 authority. 1 waits for help." in told
    assert f"{name}, authority lead" in told
    assert "Alderwick" in told
    for part in ("sentence", "code"):
        assert made.result["refusal"][part] in told
    file = page_link(page.text, "/file")
    assert team.get(file).data == RAGGED
    assert "Help 1 authority whose file was refused" in words(team.get("/"))
    assert f'href="{LIST}"' in team.get("/").text
    assert f'href="{LIST}"' in team.get("/reviews").text

    send(lead, upload_of(due), csv_file(GOOD))
    assert TASK not in team.get("/").text
    told = words(team.get(LIST))
    assert "A later file was read" in told
    assert made.result["refusal"]["sentence"] in told, "it stays on the list for its seven days"


def test_a_file_that_was_read_before_and_is_stored_now_ends_the_waiting(clone: Clone, due: Due) -> None:
    account = make_signed_in(clone, Role.LEAD, authority="Z001")
    with clone.session() as session:
        by = lead_of(due.authority, account.account_id)
        good = check(session, due, by, csv_file(GOOD))
        check(session, due, by, RAGGED)
        assert [each.waits for each in list_refused(session, at=now())] == [True]
        assert check(session, due, by, csv_file(GOOD)).id == good.id, "the same bytes, the same check"
        whose = {"authority": due.authority, "at": now(), "on": today()}
        confirm(session, by=by, check_id=good.id, ticked_clearings=(), **whose)  # type: ignore[arg-type]
        session.flush()
        assert [each.waits for each in list_refused(session, at=now())] == [False]


def test_a_file_of_children_is_listed_and_nothing_of_it_is(app: Flask, clone: Clone, due: Due) -> None:
    lead = client_of(app, make_signed_in(clone, Role.LEAD, authority="Z001"))
    send(lead, upload_of(due), CHILDREN, "Joe Bloggs.csv")
    page = client_of(app, make_signed_in(clone, Role.SUPPORT)).get(LIST).text
    assert "Not kept" in page
    assert "Bloggs" not in page
    assert "A123456789012" not in page
    assert "/file" not in page


def test_support_acting_for_a_lead_is_named_so(app: Flask, clone: Clone, due: Due) -> None:
    team = client_of(app, make_signed_in(clone, Role.SUPPORT))
    send(team, upload_of(due, "Z002"), RAGGED)
    assert "support team, acting for Birchford" in words(team.get(LIST))


def test_a_file_of_another_authority_is_listed_from_the_audit_alone(clone: Clone, due: Due) -> None:
    account = make_signed_in(clone, Role.SUPPORT)
    with clone.session() as session:
        for by in (lead_of(due.authority, account.account_id), supporter(account.account_id)):
            record_others_file(session, by=by, authority=due.authority, collection=due.collection)
        session.flush()
        (one,) = list_refused(session, at=now())
    assert [(each.code, each.acting_for_lead, each.check_id) for each in one.uploads] == [
        ("wrong_authority", True, None),
        ("wrong_authority", False, None),
    ]
    assert one.waits


def check(session: Session, due: Due, by: Identity, content: bytes) -> FigureCheck:
    whose = {"authority": due.authority, "collection": due.collection, "at": now(), "on": today()}
    made = make_check(session, by=by, content=content, file_name="return.csv", **whose)  # type: ignore[arg-type]
    session.flush()
    return made


@pytest.mark.parametrize(("days_ago", "listed"), [(6.99, True), (7.01, False)])
def test_the_list_reaches_back_seven_days(clone: Clone, due: Due, days_ago: float, listed: bool) -> None:
    account = make_signed_in(clone, Role.LEAD, authority="Z001")
    with clone.session() as session:
        check(session, due, lead_of(due.authority, account.account_id), RAGGED)
        found = list_refused(session, at=now() + timedelta(days=days_ago))
        assert bool(found) is listed


def test_a_rule_that_failed_is_ours_and_listed_with_its_name(clone: Clone, due: Due) -> None:
    account = make_signed_in(clone, Role.LEAD, authority="Z001")
    with clone.session() as session:
        good = check(session, due, lead_of(due.authority, account.account_id), csv_file(GOOD))
        assert list_refused(session, at=now()) == []
        ledger = [{**line, "outcome": "crashed"} if not at else line for at, line in enumerate(good.result["ledger"])]
        session.add(
            FigureCheck(
                **{
                    name: getattr(good, name)
                    for name in ("authority_id", "upload_id", "collection_id", "base_version", "rules_version")
                },
                fingerprint="0" * 64,
                outcome="errors",
                result={**good.result, "ledger": ledger},
                made_by_id=account.account_id,
            )
        )
        session.flush()
        (one,) = list_refused(session, at=now())
        (upload,) = one.uploads
        assert upload.code == "rule_failed"
        assert ledger[0]["rule"] in upload.sentence
        assert upload.reference == str(session.scalars(select(Upload.id)).one())[:8].upper()


def test_errors_in_the_figures_are_no_refusal(app: Flask, clone: Clone, due: Due) -> None:
    send(
        client_of(app, make_signed_in(clone, Role.LEAD, authority="Z001")),
        upload_of(due),
        csv_file(GOOD, REF_RATE=("n/a", "", "", "")),
    )
    assert "No upload" in words(client_of(app, make_signed_in(clone, Role.SUPPORT)).get(LIST))


def test_only_the_team_reads_the_list(due: Due, client_as: ClientAs) -> None:
    for role in (Role.LEAD, Role.SIGNATORY):
        assert client_as(role, authority="Z001").get(LIST).status_code == 403
