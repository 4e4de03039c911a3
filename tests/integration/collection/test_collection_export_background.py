"""Exports in the background: asked for once, made with the rights of then, one's own alone, gone after a week (L4)."""

import csv
import io
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from email import message_from_bytes, policy
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import openpyxl
import pytest
from factories.lead_returns import make_due
from fixtures.databases import Clone
from fixtures.identities import ClientAs, SignedInClient, SomeAccount, client_of, make_signed_in
from flask import Flask
from sqlalchemy import func, select, update

from accounts.memberships import grant_membership
from accounts.models import Account, AccountMembership
from accounts.role_held import RoleHeld
from authorities.register.models import Authority
from core.access import SYSTEM, Identity, Membership, Role
from core.audit import AuditEvent
from core.clock import now, today
from core.embedded.children import Child
from core.errors import NotFoundError
from core.jobs import Job
from core.jobs.run import run_job
from core.process import Process
from core.quarter_address import address_of
from core.quarters import Quarter
from core.runtime import runtime
from core.settings import Settings
from outcomes.collection.export import make_export as making
from outcomes.collection.export import workbook as workbooks
from outcomes.collection.export.ask import request_export
from outcomes.collection.export.forget import forget_expired_exports
from outcomes.collection.export.models import FiguresExport
from outcomes.collection.observation.models import Observation

# gptables says `inplace` to pandas, and leaves the file of its own theme open.
pytestmark = [
    pytest.mark.filterwarnings(r"ignore::DeprecationWarning:gptables\..*"),
    pytest.mark.filterwarnings("ignore:unclosed file.*gptheme:ResourceWarning"),
]
ASK = "/authorities/Z001/exports"
LAST = Quarter.containing(today()).plus(-2)
PATIENCE_SECONDS = 30
Work = Callable[[], None]


@pytest.fixture(autouse=True)
def figures(clone: Clone) -> None:
    """One approved figure of Z001 with its counts, one of Z002."""
    with clone.session() as session:
        due = make_due(session, on=today())
        for authority, value in ((due.authority, "71"), (due.other, "88")):
            session.add(
                Observation(
                    authority_id=authority.id,
                    indicator_code="CLA_RATE",
                    quarter=LAST,
                    value=Decimal(value),
                    numerator=Decimal(355),
                    denominator=Decimal(50000),
                    status="ok",
                    source_file="history.csv",
                    known_on=today(),
                )
            )
        session.commit()


@pytest.fixture
def lead(clone: Clone) -> SomeAccount:
    return make_signed_in(clone, Role.LEAD, authority="Z001")


@pytest.fixture
def browser(app: Flask, lead: SomeAccount) -> SignedInClient:
    return client_of(app, lead)


@pytest.fixture
def work(settings: Settings, clone: Clone) -> Iterator[Work]:
    """Do every job that waits, in the worker's role."""
    from web.factory import create_app  # noqa: PLC0415  (the whole product)

    made = create_app(settings, process=Process.WORKER)

    def do() -> None:
        with made.app_context():
            while waiting := jobs(clone, "queued"):
                for job in waiting:
                    run_job(job.id)

    yield do
    with made.app_context():
        runtime().engine.dispose()


def jobs(clone: Clone, status: str) -> list[Job]:
    with clone.session() as session:
        return list(session.scalars(select(Job).where(Job.status == status).order_by(Job.id)))


def exports(clone: Clone) -> list[FiguresExport]:
    with clone.session() as session:
        return list(session.scalars(select(FiguresExport).order_by(FiguresExport.requested_at)))


def file_of(export: FiguresExport) -> str:
    return f"/exports/{export.id}/file"


def letters(folder: Path) -> list[str]:
    found = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in folder.glob("export-*.eml")]
    return [f"To: {letter['To']}\n{letter.get_body().get_content()}" for letter in found]


def test_a_file_is_asked_for_made_told_of_and_downloaded(
    browser: SignedInClient, clone: Clone, work: Work, tmp_path: Path, lead: SomeAccount
) -> None:
    answer = browser.send(ASK, kind="csv")
    assert (answer.status_code, answer.location) == (303, "/exports")
    assert "Being made" in browser.get("/exports").text
    [asked] = exports(clone)
    assert browser.get(file_of(asked)).status_code == 404, "not made yet"
    work()
    [made] = exports(clone)
    assert (made.status, made.name) == ("ready", f"figures-z001-{today()}.csv")
    assert made.expires_at - made.finished_at == pytest.approx(timedelta(days=7), abs=timedelta(minutes=1))
    downloaded = browser.get(file_of(made))
    assert downloaded.status_code == 200
    assert downloaded.headers["Content-Disposition"] == f'attachment; filename="{made.name}"'
    assert sha256(downloaded.data).hexdigest() == made.sha256
    [row] = csv.DictReader(io.StringIO(downloaded.text, newline=""))
    assert (row["old_la_code"], row["cla_rate"], row["cla_rate_numerator"]) == ("Z001", "71", "355")
    [letter] = letters(tmp_path / "mail")
    assert lead.email in letter
    assert "/exports\n" in letter
    assert str(made.id) not in letter, "the link opens nothing by itself"
    assert f"/exports/{made.id}/file" in browser.get("/exports").text


def test_the_request_is_on_record_and_the_download_is_not(browser: SignedInClient, clone: Clone, work: Work) -> None:
    browser.send(ASK, kind="csv")
    work()
    [made] = exports(clone)

    def deeds() -> list[str]:
        with clone.session() as session:
            subject = f"figures_export:{made.id}"
            return list(session.scalars(select(AuditEvent.deed).where(AuditEvent.subject == subject)))

    assert deeds() == ["figures_export.requested"]
    browser.get(file_of(made))
    assert deeds() == ["figures_export.requested"]


def test_asking_twice_in_a_minute_asks_once(browser: SignedInClient, clone: Clone, work: Work) -> None:
    browser.send(ASK, kind="csv")
    browser.send(ASK, kind="csv")
    work()
    browser.send(ASK, kind="csv")
    assert len(exports(clone)) == 1
    browser.send(ASK, kind="xlsx")
    assert len(exports(clone)) == 2, "another kind is another file"
    with clone.session() as session:
        session.execute(
            update(FiguresExport).values(requested_at=now() - timedelta(minutes=2)).where(FiguresExport.kind == "csv")
        )
        session.commit()
    browser.send(ASK, kind="csv")
    assert len(exports(clone)) == 3, "later it is asked for again: figures may have changed"


def test_a_part_is_asked_for_by_its_first_and_last_quarter(browser: SignedInClient, clone: Clone, work: Work) -> None:
    form = browser.get("/authorities/Z001/figures").text
    assert form.count(f'<option value="{address_of(LAST)}">') == 2, "a first and a last quarter to choose"
    part = {"from": address_of(LAST), "to": address_of(LAST)}
    for fields in (part, part, {"to": address_of(LAST.plus(-1))}, {}):
        assert browser.send(ASK, kind="csv", **fields).status_code == 303
    work()
    of_part, before, whole = exports(clone)
    assert (of_part.status, of_part.name) == (
        "ready",
        f"figures-z001-from-{part['from']}-to-{part['to']}-{today()}.csv",
    )
    assert (before.status, whole.status) == ("failed", "ready")
    assert f"for the quarters asked for (up to {LAST.plus(-1)})" in before.error
    assert f"CSV file, {LAST} to {LAST}, as known on" in browser.get("/exports").text
    refused = browser.send(ASK, kind="csv", **{"from": address_of(LAST), "to": address_of(LAST.plus(-1))})
    assert refused.status_code == 422
    assert len(exports(clone)) == 3


def test_two_requests_at_the_same_moment_are_one(clone: Clone, lead: SomeAccount) -> None:
    def ask(_: int) -> UUID:
        with clone.session() as session:
            authority = session.scalars(select(Authority).where(Authority.code == "Z001")).one()
            held = frozenset({Membership(Role.LEAD, authority.id, authority.code)})
            by = Identity(lead.account_id, "Lena Lead", held)
            made = request_export(session, by=by, authority=authority, kind="csv", as_at=today(), at=now())
            number = made.id
            session.commit()
            return number

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(ask, range(4)))) == 1
    assert len(exports(clone)) == 1


def test_nobody_else_finds_the_file(
    app: Flask, browser: SignedInClient, clone: Clone, work: Work, client_as: ClientAs
) -> None:
    browser.send(ASK, kind="csv")
    work()
    [made] = exports(clone)
    others = (
        client_as(Role.LEAD, authority="Z001"),
        client_as(Role.LEAD, authority="Z002"),
        client_as(Role.SUPPORT),
    )
    for other in others:
        assert other.get(file_of(made)).status_code == 404
        assert str(made.id) not in other.get("/exports").text
    assert client_as(Role.DFE_VIEWER).get(file_of(made)).status_code == 403
    assert client_of(app, None).get(file_of(made)).status_code == 302, "to the sign-in page"


def test_nobody_asks_for_what_they_may_not_see(browser: SignedInClient, client_as: ClientAs, clone: Clone) -> None:
    assert browser.send("/authorities/Z002/exports", kind="csv").status_code == 404
    assert browser.send("/exports", kind="csv").status_code == 403
    assert client_as(Role.SIGNATORY, authority="Z001").send(ASK, kind="csv").status_code == 403
    assert exports(clone) == []


def test_the_verb_itself_refuses_another_authority(clone: Clone, lead: SomeAccount) -> None:
    with clone.session() as session:
        mine, other = session.scalars(select(Authority).where(Authority.code.in_(["Z001", "Z002"])).order_by("code"))
        by = Identity(lead.account_id, "Lena Lead", frozenset({Membership(Role.LEAD, mine.id, mine.code)}))
        for authority in (other, None):
            with pytest.raises(NotFoundError):
                request_export(session, by=by, authority=authority, kind="csv", as_at=today(), at=now())


def test_a_right_that_is_gone_before_making_makes_no_file(app: Flask, clone: Clone, work: Work, tmp_path: Path) -> None:
    """Still signed in as a reader of risk reports and lead of another authority; no lead of this one any more."""
    account = make_signed_in(clone, Role.LEAD, Role.RISK_READER, authority="Z001")
    browser = client_of(app, account)
    browser.send(ASK, kind="csv")
    with clone.session() as session:
        session.execute(
            update(AccountMembership)
            .where(AccountMembership.account_id == account.account_id, AccountMembership.role == Role.LEAD.value)
            .values(ended_at=now())
        )
        session.commit()
    work()
    [refused] = exports(clone)
    assert (refused.status, refused.body, refused.error) == ("failed", None, making.NO_RIGHT)
    assert [job.status for job in jobs(clone, "done")] == ["done"], "nothing is tried again"
    assert letters(tmp_path / "mail") == []


def test_a_right_that_is_gone_afterwards_opens_no_file(app: Flask, clone: Clone, work: Work) -> None:
    account = make_signed_in(clone, Role.SUPPORT)
    browser = client_of(app, account)
    browser.send("/exports", kind="csv")
    work()
    [made] = exports(clone)
    assert [line["old_la_code"] for line in csv.DictReader(io.StringIO(browser.get(file_of(made)).text))] == [
        "Z001",
        "Z002",
    ]
    with clone.session() as session:
        number = session.scalars(select(Authority.id).where(Authority.code == "Z001")).one()
        session.execute(
            update(AccountMembership).where(AccountMembership.account_id == account.account_id).values(ended_at=now())
        )
        held = session.get_one(Account, account.account_id)
        grant_membership(session, by=SYSTEM, account=held, held=RoleHeld(Role.LEAD, number, None), at=now())
        session.commit()
    assert browser.get(file_of(made)).status_code == 404
    assert str(made.id) not in browser.get("/exports").text


def test_a_disabled_account_gets_nothing(browser: SignedInClient, clone: Clone, work: Work, lead: SomeAccount) -> None:
    browser.send(ASK, kind="csv")
    with clone.session() as session:
        session.execute(update(Account).where(Account.id == lead.account_id).values(disabled_at=now()))
        session.commit()
    work()
    assert [export.status for export in exports(clone)] == ["failed"]


def test_a_job_in_the_name_of_another_authority_makes_nothing(
    browser: SignedInClient, clone: Clone, work: Work
) -> None:
    browser.send(ASK, kind="csv")
    with clone.session() as session:
        other = session.scalars(select(Authority.id).where(Authority.code == "Z002")).one()
        session.execute(update(Job).values(authority_id=other))
        session.commit()
    work()
    assert [export.status for export in exports(clone)] == ["requested"]


def test_a_fault_is_said_without_quoting_it(
    browser: SignedInClient, clone: Clone, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_more: object) -> bytes:
        raise RuntimeError("a secret of ours")

    monkeypatch.setattr(making, "tidy_csv", fail)
    browser.send(ASK, kind="csv")
    work()
    assert [export.status for export in exports(clone)] == ["failed"]
    page = browser.get("/exports").text
    assert "the fault is ours" in page
    assert "secret" not in page


def test_a_workbook_too_large_to_wait_for_is_made_in_the_background(
    client_as: ClientAs, clone: Clone, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    support = client_as(Role.SUPPORT)
    monkeypatch.setattr(workbooks, "MOST_CELLS", 1)
    refused = support.get("/figures.xlsx")
    assert refused.status_code == 422
    assert "in the background" in refused.text
    support.send("/exports", kind="xlsx")
    work()
    [made] = exports(clone)
    assert made.status == "ready", made.error
    assert "Cover" in openpyxl.load_workbook(io.BytesIO(support.get(file_of(made)).data)).sheetnames


def test_nothing_known_on_the_day_is_said(browser: SignedInClient, clone: Clone, work: Work) -> None:
    browser.send(ASK, kind="csv", as_at=(today() - timedelta(days=400)).isoformat())
    work()
    assert "No approved figure was known on" in (exports(clone)[0].error or "")
    assert "No approved figure was known on" in browser.get("/exports").text


def test_files_are_forgotten_after_seven_days(browser: SignedInClient, clone: Clone, work: Work) -> None:
    browser.send(ASK, kind="csv")
    work()
    [made] = exports(clone)
    with clone.session() as session:
        assert forget_expired_exports(session, at=made.expires_at - timedelta(seconds=1)) == 0
        session.execute(update(FiguresExport).values(expires_at=now() - timedelta(seconds=1)))
        session.commit()
    assert browser.get(file_of(made)).status_code == 404, "even before it is emptied"
    with clone.session() as session:
        assert forget_expired_exports(session, at=now()) == 1
        assert forget_expired_exports(session, at=now()) == 0
        session.commit()
    [gone] = exports(clone)
    assert (gone.status, gone.body) == ("expired", None)
    assert "Not kept any more" in browser.get("/exports").text


@pytest.mark.parametrize(("field", "value"), [("kind", ""), ("kind", "pdf"), ("as_at", "yesterday")])
def test_what_cannot_be_made_is_refused(browser: SignedInClient, clone: Clone, field: str, value: str) -> None:
    assert browser.send(ASK, **{"kind": "csv", field: value}).status_code == 422
    assert exports(clone) == []


def test_five_an_hour_are_enough(browser: SignedInClient, clone: Clone) -> None:
    days = [today() - timedelta(days=each) for each in range(6)]
    answers = [browser.send(ASK, kind="csv", as_at=day.isoformat()).status_code for day in days]
    assert answers == [303] * 5 + [429]
    with clone.session() as session:
        assert session.scalar(select(func.count()).select_from(FiguresExport)) == 5


def test_through_a_real_worker(
    app: Flask, browser: SignedInClient, clone: Clone, running_worker: Child, tmp_path: Path
) -> None:
    browser.send(ASK, kind="csv")
    begun = time.monotonic()
    while not letters(tmp_path / "mail"):
        assert time.monotonic() - begun < PATIENCE_SECONDS, running_worker.log.read_text(encoding="utf-8")
        with app.app_context():
            app.extensions["celery"].send_task("outbox.drain")
        time.sleep(0.3)
    [made] = exports(clone)
    assert browser.get(file_of(made)).status_code == 200
