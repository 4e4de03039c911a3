"""Nobody signs or approves their own work, nor does without a signature; what was read is signed (decision 46)."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest
from factories.lead_returns import AT, GOOD, ON, csv_file, lead_of, signatory_of, supporter
from factories.pages import sign_as_read, words
from factories.reviewed_returns import HIGH, WHY, Desk, make_desk, store
from fixtures.databases import Clone
from fixtures.identities import ClientAs, SignedInClient
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from accounts.add_account import make_account
from accounts.memberships import grant_membership
from accounts.role_held import RoleHeld
from authorities.register.models import Authority
from core.access import SYSTEM, Identity, Membership, Role
from core.audit import AuditEvent
from core.clock import now, today
from core.database import make_sessions
from core.errors import ConflictError, DomainError
from core.outbox import OutboxMessage
from core.process import Process
from outcomes.collection.due.models import Collection, ReturnSetting
from outcomes.collection.remind.ask import address_notice
from outcomes.collection.remind.kinds import Audience, Kind
from outcomes.collection.remind.models import Notice
from outcomes.collection.remind.send import DONE, write_mail
from outcomes.collection.review.approve import OwnWorkError, approve
from outcomes.collection.review.queue import list_waiting
from outcomes.collection.submission.explain import explain
from outcomes.collection.submission.find import find_submission
from outcomes.collection.submission.may import may, standing_of
from outcomes.collection.submission.models import Submission, SubmissionEvent
from outcomes.collection.submission.queries import digest_of, list_queries
from outcomes.collection.submission.setting import KeptOnError, set_sign_off
from outcomes.collection.submission.sign_off import OtherWordsError, OwnVersionError, decline, sign_off
from outcomes.collection.submission.submit import submit

WITH_QUERY = {**GOOD, "REREF_PCT": HIGH}
OTHER = "Nobody has read these words yet."
MORE = "Nor has anybody read these words."


@pytest.fixture
def desk(session: Session) -> Desk:
    return make_desk(session)


def where(desk: Desk) -> dict[str, object]:
    return {"authority": desk.due.authority, "collection": desk.due.collection, "on": ON}


def switch(session: Session, desk: Desk, *, wanted: bool, by: Identity | None = None) -> ReturnSetting:
    return set_sign_off(session, by=by or desk.lead, authority=desk.due.authority, wanted=wanted, at=AT, on=ON)


def say(session: Session, desk: Desk, reason: str, hours: int = 0, by: Identity | None = None) -> None:
    """Explain the one query of the return."""
    submission = find_submission(session, desk.due.authority, desk.due.collection)
    [query] = list_queries(session, desk.due.authority, submission, ON)
    explain(
        session,
        by=by or desk.lead,
        rule=query.rule,
        indicator=query.indicator,
        text=reason,
        at=AT + timedelta(hours=hours),
        **where(desk),  # type: ignore[arg-type]
    )
    session.flush()


def director_of(session: Session, desk: Desk) -> Identity:
    """A signatory with an account and the role, so that letters reach them."""
    account = make_account(session, by=SYSTEM, email="dora@somewhere.example", name="Dora", at=AT)
    held = RoleHeld(Role.SIGNATORY, desk.due.authority.id, None)
    grant_membership(session, by=SYSTEM, account=account, held=held, at=AT)
    session.flush()
    return signatory_of(desk.due.authority, account.id)


def both_roles(desk: Desk, account_id: int | None) -> Identity:
    """Somebody who is lead and signatory of the authority."""
    number, code = desk.due.authority.id, desk.due.authority.code
    return Identity(
        account_id, "Bea Both", frozenset(Membership(role, number, code) for role in (Role.LEAD, Role.SIGNATORY))
    )


def ask(session: Session, desk: Desk) -> None:
    """Address every letter to signatories that was asked for, as a worker does."""
    for each in session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)):
        if Kind.SIGN_OFF_ASKED.value in each.arguments:
            _, _, kind, key, audience = each.arguments
            address_notice(
                session,
                authority_id=desk.due.authority.id,
                collection_id=desk.due.collection.id,
                kind=Kind(kind),
                key=key,
                audience=Audience(audience),
                on=ON,
            )


def letters(session: Session, desk: Desk) -> list[Notice]:
    session.flush()
    ask(session, desk)
    asked = select(Notice).where(Notice.kind == Kind.SIGN_OFF_ASKED).order_by(Notice.asked_at)
    return list(session.scalars(asked))


def last_event(session: Session) -> SubmissionEvent:
    return session.scalars(select(SubmissionEvent).order_by(SubmissionEvent.id.desc()).limit(1)).one()


# The letter.


@pytest.mark.usefixtures("app")
def test_words_that_change_after_the_signature_ask_for_it_anew(session: Session, desk: Desk):
    director = director_of(session, desk)
    switch(session, desk, wanted=True)
    store(session, desk, csv_file(WITH_QUERY))
    say(session, desk, WHY)
    assert len(letters(session, desk)) == 1
    say(session, desk, OTHER)
    assert len(letters(session, desk)) == 1, "not signed yet: the page shows the words as they stand"
    sign_off(session, by=director, version=1, at=AT + timedelta(hours=1), **where(desk))
    say(session, desk, MORE, hours=2)
    first, second = letters(session, desk)
    assert second.key == str(last_event(session).id)
    assert second.account_id == first.account_id == director.account_id
    mail = write_mail(session, second, public_url="https://somewhere.example", on=ON)
    assert mail is not None
    assert "waits for your signature. It was signed on" in " ".join(mail.body.split())
    assert "its explanations have changed since: read them again." in " ".join(mail.body.split())
    say(session, desk, WHY, hours=3)
    assert len(letters(session, desk)) == 2, "one letter, however often the words are mended before they are read"
    # Signed anew before the letter left: it would ask for what is done.
    sign_off(session, by=director, version=1, at=AT + timedelta(hours=4), **where(desk))
    assert write_mail(session, second, public_url="https://somewhere.example", on=ON) is None
    assert second.dropped == DONE
    say(session, desk, OTHER, hours=5)
    assert len(letters(session, desk)) == 3, "the dropped letter does not stand in the way of the next"


@pytest.mark.usefixtures("app")
def test_words_that_change_after_a_refusal_ask_anew_too(session: Session, desk: Desk):
    director = director_of(session, desk)
    switch(session, desk, wanted=True)
    store(session, desk, csv_file(WITH_QUERY))
    say(session, desk, WHY)
    decline(session, by=director, version=1, reason="Say which front door.", at=AT, **where(desk))
    assert len(letters(session, desk)) == 1
    say(session, desk, OTHER, hours=1)
    assert len(letters(session, desk)) == 2


@pytest.mark.usefixtures("app")
def test_switched_on_when_all_is_ready_the_director_is_asked_at_once(session: Session, desk: Desk):
    director_of(session, desk)
    store(session, desk, csv_file(GOOD))
    assert letters(session, desk) == []
    switch(session, desk, wanted=True)
    assert len(letters(session, desk)) == 1


# What was read is what is signed.


def test_other_words_than_were_read_are_not_signed(session: Session, desk: Desk):
    director = signatory_of(desk.due.authority)
    switch(session, desk, wanted=True)
    store(session, desk, csv_file(WITH_QUERY))
    say(session, desk, WHY)
    submission = find_submission(session, desk.due.authority, desk.due.collection)
    read = digest_of(list_queries(session, desk.due.authority, submission, ON))
    say(session, desk, OTHER)
    for stale in (read, "", "nonsense"):
        with pytest.raises(OtherWordsError, match="An explanation has changed") as refused:
            sign_off(session, by=director, version=1, words=stale, at=AT, **where(desk))
        assert refused.value.status == 409
    assert last_event(session).kind == "confirmed"
    say(session, desk, WHY)
    sign_off(session, by=director, version=1, words=read, at=AT + timedelta(hours=1), **where(desk))
    assert last_event(session).kind == "signed_off"


# Nobody signs or approves their own work.


@pytest.mark.parametrize("made", ["stored", "explained", "both"])
def test_who_made_a_version_does_not_sign_it(session: Session, desk: Desk, made: str):
    own, colleague = both_roles(desk, desk.lead.account_id), desk.colleague.account_id
    other = lead_of(desk.due.authority, colleague)
    switch(session, desk, wanted=True)
    store(session, desk, csv_file(WITH_QUERY), by=own if made != "explained" else other)
    say(session, desk, WHY, by=own if made != "stored" else other)
    standing = standing_of(session, desk.due.authority, desk.due.collection, ON)
    assert may(own, desk.due.authority, standing).sign_off is False
    with pytest.raises(OwnVersionError, match="another signatory of your authority must sign it off") as refused:
        sign_off(session, by=own, version=1, at=AT, **where(desk))
    assert refused.value.status == 409
    someone = signatory_of(desk.due.authority, desk.reviewer.account_id)
    assert may(someone, desk.due.authority, standing).sign_off is True
    sign_off(session, by=someone, version=1, at=AT + timedelta(hours=1), **where(desk))


def test_somebody_with_both_roles_signs_what_a_colleague_made(session: Session, desk: Desk):
    switch(session, desk, wanted=True)
    store(session, desk, csv_file(WITH_QUERY))
    say(session, desk, WHY)
    sign_off(session, by=both_roles(desk, desk.colleague.account_id), version=1, at=AT, **where(desk))
    # They then submit it as its lead: a signature was given by somebody who had not made it.
    submission = submit(session, by=both_roles(desk, desk.colleague.account_id), version=1, at=AT, **where(desk))
    assert (submission.version, submission.state) == (1, "submitted")


@pytest.mark.parametrize("carried", [False, True])
def test_who_explained_a_version_for_its_lead_does_not_approve_it(session: Session, desk: Desk, carried: bool):
    store(session, desk, csv_file(WITH_QUERY))
    say(session, desk, WHY, by=desk.reviewer)
    if carried:
        store(session, desk, csv_file({**WITH_QUERY, "CLA_RATE": ("", "351", "50000", "")}))
    submission = session.scalars(select(Submission)).one()
    assert submission.version == (2 if carried else 1)
    submit(session, by=desk.lead, version=submission.version, at=AT, **where(desk))
    session.flush()
    with pytest.raises(OwnWorkError, match="You stored, explained or submitted this version") as refused:
        approve(session, by=desk.reviewer, submission=submission, at=AT, on=ON)
    assert refused.value.status == 409
    standing = standing_of(session, desk.due.authority, desk.due.collection, ON)
    assert may(desk.reviewer, desk.due.authority, standing).approve is False
    [waiting] = list_waiting(session)
    assert (waiting.is_made_by(desk.reviewer), waiting.is_made_by(desk.colleague)) == (True, False)
    approve(session, by=desk.colleague, submission=submission, at=AT, on=ON)


def test_words_that_the_lead_put_in_their_place_free_the_reviewer(session: Session, desk: Desk):
    store(session, desk, csv_file(WITH_QUERY))
    say(session, desk, WHY, by=desk.reviewer)
    say(session, desk, OTHER)
    submission = submit(session, by=desk.lead, version=1, at=AT, **where(desk))
    approve(session, by=desk.reviewer, submission=submission, at=AT, on=ON)
    assert submission.state == "approved"


# Nobody who submits does without.


WHO: dict[str, tuple[Callable[[Desk], Identity], bool]] = {
    "lead": (lambda desk: desk.lead, False),
    "lead and signatory": (lambda desk: both_roles(desk, 1), False),
    "signatory": (lambda desk: signatory_of(desk.due.authority), True),
    "support team": (lambda _: supporter(), True),
    "signatory of another": (lambda desk: signatory_of(desk.due.other), False),
}


@pytest.mark.parametrize("who", WHO)
def test_who_may_switch_the_sign_off_off(session: Session, desk: Desk, who: str):
    make, allowed = WHO[who]
    switch(session, desk, wanted=True)
    if allowed:
        assert switch(session, desk, wanted=False, by=make(desk)).sign_off is False
        return
    with pytest.raises(KeptOnError, match="but not off") as refused:
        switch(session, desk, wanted=False, by=make(desk))
    assert refused.value.status == 403
    assert session.scalars(select(ReturnSetting.sign_off)).one() is True
    assert switch(session, desk, wanted=True, by=make(desk)).sign_off is True


def test_the_switch_is_on_record_once_for_each_turn(session: Session, desk: Desk):
    for wanted in (True, True, False, False):
        switch(session, desk, wanted=wanted, by=signatory_of(desk.due.authority, desk.colleague.account_id))
    session.flush()
    told = session.scalars(select(AuditEvent).where(AuditEvent.deed == "return_setting.changed")).all()
    assert sorted(each.after["sign_off"] for each in told if each.after) == [False, True]


# The pages.


BASE = "/authorities/Z001/returns/2026-27-q2"


@pytest.fixture
def office(clone: Clone) -> Desk:
    """The same on a database of its own, with today's days."""
    with clone.session() as session:
        made = make_desk(session)
        made.due.collection.opens_on, made.due.collection.due_on = today(), today() + timedelta(days=10)
        session.commit()
    return made


def client(client_as: ClientAs, *roles: Role) -> SignedInClient:
    return client_as(*roles, authority="Z001")


def stored_on_pages(clone: Clone, office: Desk, by: Identity | None = None) -> None:
    with clone.session() as session:
        store(session, office, csv_file(WITH_QUERY), by=by, at=now(), on=today())
        session.commit()


def explain_on_pages(lead: SignedInClient, reason: str) -> None:
    boxes = re.findall(r'name="(explain-[^"]+)"', lead.get(f"{BASE}/queries").text)
    assert lead.send(f"{BASE}/queries", version=1, **dict.fromkeys(boxes, reason)).status_code == 303


def test_the_page_refuses_words_that_were_not_on_it_and_shows_those_that_count(
    clone: Clone, office: Desk, client_as: ClientAs
):
    lead, director = client(client_as, Role.LEAD), client(client_as, Role.SIGNATORY)
    assert lead.send("/authorities/Z001/returns/setting", sign_off="y").status_code == 303
    stored_on_pages(clone, office)
    explain_on_pages(lead, WHY)
    page = director.get(f"{BASE}/sign-off").text
    read = re.search(r'name="words" value="([0-9a-f]{64})"', page)
    assert read is not None
    explain_on_pages(lead, OTHER)
    refused = director.send(f"{BASE}/sign-off", version=1, words=read[1])
    assert refused.status_code == 409
    assert "An explanation has changed since you opened the page." in words(refused)
    assert OTHER in words(refused)
    assert director.send(f"{BASE}/sign-off", version=1).status_code == 409, "a form without what was read signs nothing"
    assert sign_as_read(director, BASE).status_code == 303


def test_the_page_says_why_one_cannot_sign_ones_own_version(clone: Clone, office: Desk, client_as: ClientAs):
    both = client(client_as, Role.LEAD, Role.SIGNATORY)
    both.send("/authorities/Z001/returns/setting", sign_off="y")
    stored_on_pages(clone, office)
    explain_on_pages(both, WHY)
    page = words(both.get(f"{BASE}/sign-off"))
    assert "another signatory of your authority must sign it off" in page
    assert "Sign off version 1" not in page
    refused = both.send(f"{BASE}/sign-off", version=1)
    assert refused.status_code == 409
    assert "or to switch the sign-off off" in words(refused)
    # Nor do they get round it.
    setting = both.get("/authorities/Z001/returns/setting")
    assert "but not off" in words(setting)
    assert 'name="sign_off"' not in setting.text
    assert both.send("/authorities/Z001/returns/setting").status_code == 403
    assert both.send(f"{BASE}/submit", version=1).status_code == 422
    # The way out that the sentence names.
    team = client_as(Role.SUPPORT)
    assert team.send("/authorities/Z001/returns/setting").status_code == 303
    assert "Switched off on" in words(team.get("/authorities/Z001/returns/setting"))
    assert both.send(f"{BASE}/submit", version=1).status_code == 303


def test_the_checklist_says_why_one_who_explained_does_not_approve(clone: Clone, office: Desk, client_as: ClientAs):
    team = client_as(Role.SUPPORT)
    stored_on_pages(clone, office)
    explain_on_pages(team, WHY)
    assert client(client_as, Role.LEAD).send(f"{BASE}/submit", version=1).status_code == 303
    page = words(team.get(f"{BASE}/review"))
    assert "You stored, explained or submitted this version" in page
    assert "Approve version 1" not in page
    assert team.send(f"{BASE}/approve", version=1).status_code == 409
    assert client_as(Role.SUPPORT).send(f"{BASE}/approve", version=1).status_code == 303


def test_a_reason_that_was_typed_stays_when_another_version_came_in_between(
    clone: Clone, office: Desk, client_as: ClientAs
):
    lead, director, team = (client(client_as, Role.LEAD), client(client_as, Role.SIGNATORY), client_as(Role.SUPPORT))
    lead.send("/authorities/Z001/returns/setting", sign_off="y")
    stored_on_pages(clone, office)
    explain_on_pages(lead, WHY)
    reason = "Say which of the two front doors you mean."
    # The page of version 2 that was never there stands for one that has grown old.
    declined = director.send(f"{BASE}/sign-off/decline", version=2, reason=reason)
    assert declined.status_code == 409
    assert "Version 1 has been stored since you opened the page." in words(declined)
    assert reason in words(declined)
    assert sign_as_read(director, BASE).status_code == 303
    assert lead.send(f"{BASE}/submit", version=1).status_code == 303
    refused = team.send(f"{BASE}/send-back", version=2, reason=reason, sections="demand")
    assert refused.status_code == 409
    assert "Version 1 has been stored since you opened the page." in words(refused)
    assert reason in words(refused)
    assert re.search(r'value="demand" checked', refused.text)
    assert team.send(f"{BASE}/approve", version=2).status_code == 409
    with clone.session() as session:
        assert last_event(session).kind == "submitted"


# Two at once.


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
