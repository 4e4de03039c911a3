"""Two at once about a signature: words that change while it is given, and the switch turned twice (decision 46)."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from factories.lead_returns import signatory_of
from factories.reviewed_returns import WHY, Desk
from factories.signed_returns import BASE, OTHER, client, explain_on_pages, last_event, make_office, stored_on_pages
from fixtures.databases import Clone
from fixtures.identities import ClientAs
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Identity, Role
from core.clock import now, today
from core.database import make_sessions
from core.errors import ConflictError, DomainError
from core.process import Process
from outcomes.collection.due.models import Collection, ReturnSetting
from outcomes.collection.submission.explain import explain
from outcomes.collection.submission.find import find_submission
from outcomes.collection.submission.queries import list_queries
from outcomes.collection.submission.setting import set_sign_off
from outcomes.collection.submission.sign_off import OtherWordsError, sign_off


@pytest.fixture
def office(clone: Clone) -> Desk:
    return make_office(clone)


def found(session: Session) -> tuple[Authority, Collection]:
    authority = session.scalars(select(Authority).where(Authority.code == "Z001")).one()
    return authority, session.scalars(select(Collection)).one()


def test_words_that_change_while_the_director_signs_are_not_signed(clone: Clone, office: Desk, client_as: ClientAs):
    """The lead holds the row; the director, who has read the old words, waits and is told."""
    lead, director = client(client_as, Role.LEAD), client(client_as, Role.SIGNATORY)
    lead.send("/authorities/Z001/returns/setting", sign_off="y")
    stored_on_pages(clone, office)
    explain_on_pages(lead, WHY)
    read = re.search(r'name="words" value="([^"]+)"', director.get(f"{BASE}/sign-off").text)
    assert read is not None
    started = Event()

    def sign(engine: Engine) -> object:
        by = signatory_of(office.due.authority)
        with make_sessions(engine)(info={"scope": by.scope()}) as session:
            authority, collection = found(session)
            started.set()
            try:
                sign_off(
                    session,
                    by=by,
                    authority=authority,
                    collection=collection,
                    version=1,
                    words=read[1],
                    at=now(),
                    on=today(),
                )
                session.commit()
            except ConflictError as error:
                session.rollback()
                return error
        return None

    with clone.engine(Process.WEB) as engine, ThreadPoolExecutor(1) as pool:
        with make_sessions(engine)(info={"scope": office.lead.scope()}) as session:
            authority, collection = found(session)
            submission = find_submission(session, authority, collection)
            [query] = list_queries(session, authority, submission, today())
            explain(
                session,
                by=office.lead,
                authority=authority,
                collection=collection,
                rule=query.rule,
                indicator=query.indicator,
                text=OTHER,
                at=now(),
                on=today(),
            )
            session.flush()
            signing = pool.submit(sign, engine)
            assert started.wait(10)
            wait_for_a_lock(clone)
            session.commit()
        assert isinstance(signing.result(timeout=30), OtherWordsError)
    with clone.session() as session:
        assert last_event(session).kind == "confirmed"


def wait_for_a_lock(clone: Clone) -> None:
    """Until somebody waits for a row that another holds."""
    waiting = text(
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND database = "
        "(SELECT oid FROM pg_database WHERE datname = current_database()) OR NOT granted AND locktype = "
        "'transactionid'"
    )
    for _ in range(2000):
        with clone.session() as session:
            if session.scalar(waiting):
                return
            session.execute(text("SELECT pg_sleep(0.01)"))
    pytest.fail("nobody waited")


def test_two_who_switch_it_for_the_first_time_at_once_both_get_an_answer(clone: Clone, office: Desk):
    people = (office.lead, signatory_of(office.due.authority, office.colleague.account_id))
    started = Event()

    def turn(engine: Engine, by: Identity, wanted: bool) -> object:
        with make_sessions(engine)(info={"scope": by.scope()}) as session:
            authority, _ = found(session)
            started.set()
            try:
                set_sign_off(session, by=by, authority=authority, wanted=wanted, at=now(), on=today())
                session.commit()
            except DomainError as error:
                session.rollback()
                return error
        return wanted

    with clone.engine(Process.WEB) as engine, ThreadPoolExecutor(1) as pool:
        with make_sessions(engine)(info={"scope": people[0].scope()}) as session:
            authority, _ = found(session)
            set_sign_off(session, by=people[0], authority=authority, wanted=True, at=now(), on=today())
            session.flush()
            second = pool.submit(turn, engine, people[1], False)
            assert started.wait(10)
            wait_for_a_lock(clone)
            session.commit()
        assert second.result(timeout=30) is False
    with clone.session() as session:
        setting = session.scalars(select(ReturnSetting)).one()
        assert (setting.sign_off, setting.changed_by_id) == (False, people[1].account_id)
