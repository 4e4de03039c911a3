"""The letter that asks for a signature, and asks anew when the words change (decision 46)."""

from datetime import timedelta

import pytest
from factories.lead_returns import AT, GOOD, ON, csv_file, signatory_of
from factories.reviewed_returns import WHY, Desk, make_desk, store
from factories.signed_returns import MORE, OTHER, WITH_QUERY, last_event, say, switch, where
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.add_account import make_account
from accounts.memberships import grant_membership
from accounts.role_held import RoleHeld
from core.access import SYSTEM, Identity, Role
from core.outbox import OutboxMessage
from outcomes.collection.remind.ask import address_notice
from outcomes.collection.remind.kinds import Audience, Kind
from outcomes.collection.remind.models import Notice
from outcomes.collection.remind.send import DONE, write_mail
from outcomes.collection.submission.sign_off import decline, sign_off


@pytest.fixture
def desk(session: Session) -> Desk:
    return make_desk(session)


def director_of(session: Session, desk: Desk) -> Identity:
    """A signatory with an account and the role, so that letters reach them."""
    account = make_account(session, by=SYSTEM, email="dora@somewhere.example", name="Dora", at=AT)
    held = RoleHeld(Role.SIGNATORY, desk.due.authority.id, None)
    grant_membership(session, by=SYSTEM, account=account, held=held, at=AT)
    session.flush()
    return signatory_of(desk.due.authority, account.id)


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
