"""A return that came back and is right as it stands: the lead asks for the signature, once (decision 46)."""

from datetime import timedelta

import pytest
from factories.lead_returns import AT, GOOD, ON, csv_file, signatory_of
from factories.pages import words
from factories.reviewed_returns import Desk, make_desk, store
from fixtures.databases import Clone
from fixtures.identities import ClientAs
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access import Role
from core.audit import AuditEvent
from core.clock import now, today
from core.errors import ConflictError
from core.outbox import OutboxMessage
from outcomes.collection.remind.facts import read_facts
from outcomes.collection.remind.kinds import Audience, Kind
from outcomes.collection.remind.letters import words_of
from outcomes.collection.remind.models import Notice
from outcomes.collection.review.send_back import send_back
from outcomes.collection.submission.ask_director import NothingToSignError, ask_for_signature, asked_at
from outcomes.collection.submission.locks import LockedError
from outcomes.collection.submission.may import standing_of
from outcomes.collection.submission.models import Submission, SubmissionEvent
from outcomes.collection.submission.setting import set_sign_off
from outcomes.collection.submission.sign_off import decline, sign_off
from outcomes.collection.submission.submit import submit

BASE = "/authorities/Z001/returns/2026-27-q2"


@pytest.fixture
def desk(session: Session) -> Desk:
    return make_desk(session)


def where(desk: Desk) -> dict[str, object]:
    return {"authority": desk.due.authority, "collection": desk.due.collection, "on": ON}


def asked(session: Session) -> list[str]:
    """The keys of the letters to those who sign that were asked for, the first first."""
    found = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    return [
        each.arguments[3] for each in found if {Kind.SIGN_OFF_ASKED, Audience.SIGNATORIES} <= set(each.arguments[2:])
    ]


def ask(session: Session, desk: Desk, version: int = 1) -> None:
    ask_for_signature(session, by=desk.lead, version=version, **where(desk))  # type: ignore[arg-type]
    session.flush()


def newest(session: Session) -> SubmissionEvent:
    return session.scalars(select(SubmissionEvent).order_by(SubmissionEvent.id.desc()).limit(1)).one()


def sent_back(session: Session, desk: Desk) -> None:
    """Signed, submitted and sent back with a question that the figures answer as they are."""
    director = signatory_of(desk.due.authority)
    set_sign_off(session, by=desk.lead, authority=desk.due.authority, wanted=True, at=AT, on=ON)
    store(session, desk, csv_file(GOOD))
    sign_off(session, by=director, version=1, at=AT, **where(desk))  # type: ignore[arg-type]
    submission = submit(session, by=desk.lead, version=1, at=AT, **where(desk))  # type: ignore[arg-type]
    send_back(
        session, by=desk.reviewer, submission=submission, sections=["REREF_PCT"], reason="Is this the new team?",
        version=1, at=AT + timedelta(hours=1), on=ON,
    )  # fmt: skip
    session.flush()


def test_a_return_that_came_back_unchanged_is_put_to_the_director_when_the_lead_says_so(session: Session, desk: Desk):
    sent_back(session, desk)
    assert len(asked(session)) == 1, "sending back asks nobody to sign: only the lead knows whether anything changes"
    ask(session, desk)
    key = str(newest(session).id)
    assert asked(session)[1:] == [key]
    whose = {"authority": desk.due.authority, "collection": desk.due.collection}
    standing = standing_of(session, on=ON, **whose)
    assert asked_at(session, standing=standing, **whose) is None, "no worker has addressed it yet"
    facts = read_facts(
        session, kind=Kind.SIGN_OFF_ASKED, key=key, public_url="https://somewhere.example", on=ON, **whose
    )
    letter = words_of(Kind.SIGN_OFF_ASKED, facts)
    assert letter is not None
    assert "waits for your signature. It was sent back on" in letter.to("Dora")
    told = session.scalars(select(AuditEvent).where(AuditEvent.deed == "return.signature_asked")).one()
    assert told.after == {"version": 1}
    assert told.account_id == desk.lead.account_id
    # The letter is known by the event, so a second asking is the same letter.
    ask(session, desk)
    assert asked(session)[1:] == [key, key]


def test_one_who_declined_is_asked_again_as_it_stands(session: Session, desk: Desk):
    set_sign_off(session, by=desk.lead, authority=desk.due.authority, wanted=True, at=AT, on=ON)
    store(session, desk, csv_file(GOOD))
    director = signatory_of(desk.due.authority)
    decline(session, by=director, version=1, reason="Not before Monday.", at=AT, **where(desk))  # type: ignore[arg-type]
    ask(session, desk)
    assert asked(session)[-1] == str(newest(session).id)


def test_nobody_is_asked_to_sign_what_cannot_be_submitted(session: Session, desk: Desk):
    with pytest.raises(NothingToSignError, match="does not ask for a sign-off"):
        ask(session, desk, version=0)
    set_sign_off(session, by=desk.lead, authority=desk.due.authority, wanted=True, at=AT, on=ON)
    with pytest.raises(NothingToSignError, match=r"Upload or enter the figures first\. After that"):
        ask(session, desk, version=0)
    store(session, desk, csv_file(GOOD))
    with pytest.raises(ConflictError, match="Version 1 has been stored"):
        ask(session, desk, version=2)
    sign_off(session, by=signatory_of(desk.due.authority), version=1, at=AT, **where(desk))  # type: ignore[arg-type]
    with pytest.raises(ConflictError, match="signed off already"):
        ask(session, desk)
    submit(session, by=desk.lead, version=1, at=AT, **where(desk))  # type: ignore[arg-type]
    with pytest.raises(LockedError):
        ask(session, desk)


def test_the_page_offers_it_until_a_letter_has_asked(clone: Clone, client_as: ClientAs):
    with clone.session() as session:
        desk = make_desk(session)
        desk.due.collection.opens_on, desk.due.collection.due_on = today(), today() + timedelta(days=10)
        set_sign_off(session, by=desk.lead, authority=desk.due.authority, wanted=True, at=now(), on=today())
        store(session, desk, csv_file(GOOD), at=now(), on=today())
        session.commit()
    lead, director = client_as(Role.LEAD, authority="Z001"), client_as(Role.SIGNATORY, authority="Z001")
    assert "Ask for the signature" in words(lead.get(f"{BASE}/sign-off"))
    assert "Ask for the signature" not in words(director.get(f"{BASE}/sign-off"))
    assert director.send(f"{BASE}/sign-off/ask", version=1).status_code == 403
    assert client_as(Role.LEAD, authority="Z002").send(f"{BASE}/sign-off/ask", version=1).status_code == 404
    assert lead.send(f"{BASE}/sign-off/ask", version=1).status_code == 303
    assert "Everybody who signs for your authority gets a letter" in words(lead.get(f"{BASE}/sign-off"))
    with clone.session() as session:
        event = newest(session)
        session.add(
            Notice(
                authority_id=event.authority_id,
                collection_id=session.get_one(Submission, event.submission_id).collection_id,
                kind=Kind.SIGN_OFF_ASKED.value,
                key=str(event.id),
                account_id=desk.colleague.account_id,
            )
        )
        session.commit()
    page = words(lead.get(f"{BASE}/sign-off"))
    assert "A letter asked for the signature on" in page
    assert "Ask for the signature" not in page
