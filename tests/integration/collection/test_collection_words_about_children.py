"""What is typed beside the figures is no place for a child either (sector C; the same signs as in a cell)."""

from collections.abc import Callable

import pytest
from factories.lead_returns import AT, GOOD, ON, csv_file, signatory_of
from factories.reviewed_returns import HIGH, Desk, hand_in, make_desk, store
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.errors import DomainError
from outcomes.collection.review.send_back import send_back
from outcomes.collection.submission.explain import explain
from outcomes.collection.submission.find import find_submission
from outcomes.collection.submission.models import Explanation, SubmissionEvent
from outcomes.collection.submission.queries import list_queries
from outcomes.collection.submission.setting import set_sign_off
from outcomes.collection.submission.sign_off import decline

WITH_QUERY = {**GOOD, "REREF_PCT": HIGH}
ABOUT_ONE = ("It is A123456789012 who came back.", "See NHS 943 476 5919 in our system.", "The one born on 3 May 2014.")
Deed = Callable[[Session, Desk, str], object]


def where(desk: Desk) -> dict[str, object]:
    return {"authority": desk.due.authority, "collection": desk.due.collection, "at": AT, "on": ON}


def explained(session: Session, desk: Desk, text: str) -> object:
    [query] = list_queries(session, desk.due.authority, _submission(session, desk), ON)
    asked = {"rule": query.rule, "indicator": query.indicator}
    return explain(session, by=desk.lead, text=text, **asked, **where(desk))  # type: ignore[arg-type]


def declined(session: Session, desk: Desk, text: str) -> object:
    by = signatory_of(desk.due.authority)
    return decline(session, by=by, version=1, reason=text, **where(desk))  # type: ignore[arg-type]


def returned(session: Session, desk: Desk, text: str) -> object:
    held = _submission(session, desk)
    return send_back(
        session, by=desk.reviewer, submission=held, sections=["REREF_PCT"], reason=text, at=AT, on=ON, version=1
    )


def _submission(session: Session, desk: Desk):
    return find_submission(session, desk.due.authority, desk.due.collection)


def counted(session: Session) -> tuple[int | None, int | None]:
    session.flush()
    return tuple(session.scalar(select(func.count()).select_from(table)) for table in (Explanation, SubmissionEvent))  # type: ignore[return-value]


@pytest.mark.parametrize("deed", [explained, declined, returned])
def test_words_about_one_child_are_refused_and_not_stored(session: Session, deed: Deed):
    desk = make_desk(session)
    if deed is returned:
        hand_in(session, desk, WITH_QUERY)
    else:
        set_sign_off(session, by=desk.lead, authority=desk.due.authority, wanted=deed is declined, at=AT, on=ON)
        store(session, desk, csv_file(WITH_QUERY))
    before = counted(session)
    for text in ABOUT_ONE:
        with pytest.raises(DomainError, match="anything about single children") as refused:
            deed(session, desk, text)
        assert text not in str(refused.value)
    assert counted(session) == before
    deed(session, desk, "Ring 01992 555555: three families of five, born abroad, came back in 2026.")
    assert counted(session) != before
