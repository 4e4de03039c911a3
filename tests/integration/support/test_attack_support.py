"""Attacks on the log of support: a form that is sent twice must not count as two contacts in a backtest."""

from datetime import date, timedelta

import pytest
from factories.seats import SUPPORT, make_scene
from sqlalchemy.orm import Session

from leadership.support.errors import SupportError
from leadership.support.find import list_support
from leadership.support.kinds import Kind
from leadership.support.record import Said, record_support

DAY = date(2026, 3, 2)


def test_an_entry_that_is_sent_twice_is_in_the_log_once(session: Session) -> None:
    own = make_scene(session).authority
    said = Said(kind=Kind.OFFER, given_on=DAY, with_whom="the director", agreed="A mentor")
    record_support(session, by=SUPPORT, authority=own, said=said, on=DAY)
    again = Said(kind=Kind.OFFER, given_on=DAY, with_whom=" the  director", agreed="A mentor ")
    with pytest.raises(SupportError, match="already"):
        record_support(session, by=SUPPORT, authority=own, said=again, on=DAY)
    other = Said(kind=Kind.OFFER, given_on=DAY - timedelta(days=7), with_whom="the director", agreed="A mentor")
    record_support(session, by=SUPPORT, authority=own, said=other, on=DAY)
    assert len(list_support(session, authority_id=own.id)) == 2
