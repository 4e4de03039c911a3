"""Explanations survive a new file while their figure stays the same; memory is offered, never applied (W3)."""

from datetime import date, timedelta
from typing import Any

import pytest
from factories.lead_returns import AT, GOOD, ON, Due, csv_file, lead_of, make_due, signatory_of
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import NotFoundError
from core.outbox import OutboxMessage
from outcomes.collection.check.confirm import confirm
from outcomes.collection.check.make import make_check
from outcomes.collection.due.models import Collection, CollectionItem
from outcomes.collection.remind.ask import ADDRESS
from outcomes.collection.remind.kinds import Kind
from outcomes.collection.submission.explain import ExplanationError, explain
from outcomes.collection.submission.find import find_submission
from outcomes.collection.submission.locks import LockedError
from outcomes.collection.submission.models import Explanation, SubmissionVersion
from outcomes.collection.submission.queries import Query, list_queries, unexplained
from outcomes.collection.submission.setting import set_sign_off
from outcomes.collection.submission.sign_off import sign_off
from outcomes.collection.submission.submit import NotReadyError, submit

HIGH = ("", "520", "650", "")
WHY = "Two large families moved in and out again."


@pytest.fixture
def due(session: Session) -> Due:
    return make_due(session)


def stored(session: Session, due: Due, collection: Collection | None = None, **rows: Any) -> SubmissionVersion:
    where = {"by": lead_of(due.authority), "authority": due.authority, "at": AT, "on": ON}
    check = make_check(
        session,
        collection=collection or due.collection,
        content=csv_file(GOOD, **{"REREF_PCT": HIGH, **rows}),
        file_name="a.csv",
        **where,
    )
    return confirm(session, check_id=check.id, ticked_clearings=(), **where)


def queries(session: Session, due: Due, collection: Collection | None = None, on: date = ON) -> list[Query]:
    session.flush()
    submission = find_submission(session, due.authority, collection or due.collection)
    return list_queries(session, due.authority, submission, on)


def explained(session: Session, due: Due, text: str = WHY) -> Explanation:
    [query] = queries(session, due)
    return explain(
        session,
        by=lead_of(due.authority),
        authority=due.authority,
        collection=due.collection,
        rule=query.rule,
        indicator=query.indicator,
        text=text,
        at=AT,
        on=ON,
    )


def test_a_query_is_explained_in_ten_characters_or_more(session: Session, due: Due):
    stored(session, due)
    assert len(unexplained(queries(session, due))) == 1
    with pytest.raises(ExplanationError, match="10 characters"):
        explained(session, due, "  too    s ")
    with pytest.raises(ExplanationError, match="1,000"):
        explained(session, due, "x" * 1001)
    explained(session, due, "ten chars.")
    assert unexplained(queries(session, due)) == []


def test_other_words_take_the_place_of_the_first_and_are_not_accepted_yet(session: Session, due: Due):
    stored(session, due)
    given = explained(session, due)
    given.accepted_at, given.expires_on = AT, ON
    again = explained(session, due, "A different reason altogether.")
    assert again is given
    assert (again.accepted_at, again.expires_on) == (None, None)


def test_an_explanation_is_carried_while_the_figure_stays(session: Session, due: Due):
    stored(session, due)
    explained(session, due)
    stored(session, due, CLA_RATE=("", "360", "50000", ""))
    [query] = queries(session, due)
    assert query.explanation is not None
    assert (query.explanation.text, query.explanation.version, query.explanation.carried_from) == (WHY, 2, 1)
    stored(session, due, CLA_RATE=("", "361", "50000", ""))
    [query] = queries(session, due)
    assert query.explanation is not None
    # Where it was given stays on record however often it is carried.
    assert (query.explanation.version, query.explanation.carried_from) == (3, 1)


def test_one_changed_figure_asks_again_about_that_one(session: Session, due: Due):
    low = ("", "10", "50000", "")
    stored(session, due, CLA_RATE=low)
    for query in queries(session, due):
        explain(
            session,
            by=lead_of(due.authority),
            authority=due.authority,
            collection=due.collection,
            rule=query.rule,
            indicator=query.indicator,
            text=f"{WHY} {query.indicator}",
            at=AT,
            on=ON,
        )
    assert {query.indicator for query in queries(session, due)} == {"REREF_PCT", "CLA_RATE"}
    stored(session, due, CLA_RATE=low, REREF_PCT=("", "530", "650", ""))
    asked = unexplained(queries(session, due))
    assert [query.indicator for query in asked] == ["REREF_PCT"]
    # The old words are offered as a draft, not applied.
    assert asked[0].draft is not None
    assert (asked[0].draft.text, asked[0].draft.version) == (f"{WHY} REREF_PCT", 1)
    # The first figure comes back: so do its words.
    stored(session, due, CLA_RATE=low)
    assert unexplained(queries(session, due)) == []


def test_a_draft_names_the_version_that_its_words_were_given_for(session: Session, due: Due):
    stored(session, due)
    explained(session, due)
    stored(session, due, CLA_RATE=("", "351", "50000", ""))
    stored(session, due, REREF_PCT=("", "521", "650", ""))
    [query] = queries(session, due)
    assert query.draft is not None
    assert query.draft.version == 1, "version 2 only carried them"


def test_other_words_after_the_signature_need_a_new_one(session: Session, due: Due):
    director = signatory_of(due.authority)
    where = {"authority": due.authority, "collection": due.collection, "on": ON}
    set_sign_off(session, by=lead_of(due.authority), authority=due.authority, wanted=True, at=AT, on=ON)
    stored(session, due)
    explained(session, due)
    session.flush()
    sign_off(session, by=director, version=1, at=AT + timedelta(hours=1), **where)
    [query] = queries(session, due)
    explain(
        session,
        by=lead_of(due.authority),
        rule=query.rule,
        indicator=query.indicator,
        text="Nobody has read these words.",
        at=AT + timedelta(hours=2),
        **where,
    )
    session.flush()
    with pytest.raises(NotReadyError, match="Ask your director"):
        submit(session, by=lead_of(due.authority), version=1, at=AT + timedelta(hours=3), **where)
    sign_off(session, by=director, version=1, at=AT + timedelta(hours=4), **where)
    submit(session, by=lead_of(due.authority), version=1, at=AT + timedelta(hours=5), **where)


def test_a_comment_alone_does_not_ask_again(session: Session, due: Due):
    stored(session, due)
    explained(session, due)
    stored(session, due, REREF_PCT=("", "520", "650", "Checked with the front door"))
    assert unexplained(queries(session, due)) == []


def test_queries_of_figures_that_a_file_does_not_name_stay(session: Session, due: Due):
    stored(session, due)
    explained(session, due)
    item = session.get_one(CollectionItem, (due.collection.id, "REREF_PCT"))
    item.asked = False
    session.flush()
    stored(session, due, REREF_PCT=None, CLA_RATE=("", "360", "50000", ""))
    [query] = queries(session, due)
    assert (query.indicator, query.explanation is not None) == ("REREF_PCT", True)


def test_what_was_accepted_is_offered_and_not_applied(session: Session, due: Due):
    stored(session, due)
    given = explained(session, due)
    given.accepted_at, given.expires_on = AT, ON + timedelta(days=365)
    following = Collection(
        programme_id=due.collection.programme_id,
        quarter=due.collection.quarter.plus(-1),
        opens_on=date(2026, 10, 1),
        due_on=date(2026, 11, 27),
    )
    session.add(following)
    session.flush()
    session.add_all(CollectionItem(collection_id=following.id, indicator_code=code, asked=True) for code in GOOD)
    session.flush()
    stored(session, due, following)
    [query] = queries(session, due, following)
    assert query.explanation is None
    [offer] = query.offers
    assert (offer.text, offer.quarter, offer.expires_on) == (WHY, due.collection.quarter, ON + timedelta(days=365))
    # Neither after its last day, nor once it was retired.
    assert queries(session, due, following, ON + timedelta(days=366))[0].offers == ()
    given.retired_at = AT
    assert queries(session, due, following)[0].offers == ()


def test_only_queries_of_the_current_version_are_explained(session: Session, due: Due):
    stored(session, due)
    with pytest.raises(NotFoundError):
        explain(
            session,
            by=lead_of(due.authority),
            authority=due.authority,
            collection=due.collection,
            rule="NO_SUCH_RULE",
            indicator="REREF_PCT",
            text=WHY,
            at=AT,
            on=ON,
        )
    submission = find_submission(session, due.authority, due.collection)
    assert submission is not None
    submission.state = "submitted"
    session.flush()
    with pytest.raises(LockedError):
        explained(session, due)
    assert session.scalars(select(Explanation)).all() == []


def test_the_director_is_asked_once_nothing_else_is_left(session: Session, due: Due):
    def letters() -> list[OutboxMessage]:
        session.flush()
        asked = session.scalars(select(OutboxMessage).where(OutboxMessage.task == ADDRESS)).all()
        return [each for each in asked if Kind.SIGN_OFF_ASKED in each.arguments]

    set_sign_off(session, by=lead_of(due.authority), authority=due.authority, wanted=True, at=AT, on=ON)
    stored(session, due)
    assert letters() == []
    explained(session, due)
    assert len(letters()) == 1
    # Without a query, storing is enough.
    stored(session, due, REREF_PCT=("", "130", "650", ""))
    assert len(letters()) == 2
