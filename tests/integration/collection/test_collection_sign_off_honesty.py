"""Nobody signs or approves their own work, nor does without a signature; what was read is signed (decision 46)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from factories.lead_returns import AT, ON, csv_file, lead_of, signatory_of, supporter
from factories.reviewed_returns import WHY, Desk, make_desk, store
from factories.signed_returns import OTHER, WITH_QUERY, both_roles, last_event, say, switch, where
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access import Identity
from core.audit import AuditEvent
from outcomes.collection.due.models import ReturnSetting
from outcomes.collection.review.approve import OwnWorkError, approve
from outcomes.collection.review.queue import list_waiting
from outcomes.collection.submission.find import find_submission
from outcomes.collection.submission.may import may, standing_of
from outcomes.collection.submission.models import Submission
from outcomes.collection.submission.queries import digest_of, list_queries
from outcomes.collection.submission.setting import KeptOnError
from outcomes.collection.submission.sign_off import OtherWordsError, OwnVersionError, sign_off
from outcomes.collection.submission.submit import submit


@pytest.fixture
def desk(session: Session) -> Desk:
    return make_desk(session)


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
