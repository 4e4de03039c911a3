"""A form about what is due that has grown old overwrites nothing unawares, and loses nothing that was entered."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from factories.collections_due import DUE, ON, OPENS, make_collection, make_members
from factories.pages import digest_shown, send_as_shown, words
from fixtures.databases import Clone
from fixtures.identities import ClientAs, SignedInClient
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from authorities.programme.models import Programme
from core.access import SYSTEM, Role
from core.audit import AuditEvent
from core.database import make_sessions
from core.process import Process
from core.scope import Scope
from outcomes.collection.due.expected import list_items
from outcomes.collection.due.models import Collection
from outcomes.collection.due.open import edit_collection, set_items
from outcomes.collection.due.seen import StaleFormError, days_shown, digest_of, items_shown

DAYS = "/collections/2025-26-q1/days"
ITEMS = "/collections/2025-26-q1/items"
WEEK = timedelta(days=7)


@pytest.fixture
def programme(clone: Clone) -> Clone:
    with clone.session() as session:
        make_members(session, 1)
        make_collection(session)
        session.commit()
    return clone


@pytest.fixture
def team(programme: Clone, client_as: ClientAs) -> tuple[SignedInClient, SignedInClient]:
    """Two of the support team."""
    return client_as(Role.SUPPORT), client_as(Role.SUPPORT)


def boxes(day: date) -> list[str]:
    return [str(day.day), str(day.month), str(day.year)]


def days(due_on: date, note: str = "") -> dict[str, object]:
    return {"opens_on": boxes(OPENS), "due_on": boxes(due_on), "closes_on": ["", "", ""], "note": note}


def stored(clone: Clone) -> tuple[date, str | None]:
    with clone.session() as session:
        collection = session.scalars(select(Collection)).one()
        return collection.due_on, collection.note


def test_days_that_somebody_has_moved_are_told_and_nothing_is_lost(
    programme: Clone, team: tuple[SignedInClient, SignedInClient]
) -> None:
    first, second = team
    seen = digest_shown(second.get(DAYS))
    assert send_as_shown(first, DAYS, **days(DUE + WEEK, "Mind the new front door.")).status_code == 303
    refused = second.send(DAYS, seen=seen, **days(DUE + 2 * WEEK, "Typed at length."))
    assert refused.status_code == 409
    page = words(refused)
    assert "Somebody has changed this since you opened the page" in page
    assert "is due on 15 September 2025" in page
    assert "Mind the new front door." in page
    assert "save again to replace it" in page
    assert "Typed at length." in page, "what was entered is still there"
    assert 'value="22"' in refused.text
    assert stored(programme) == (DUE + WEEK, "Mind the new front door.")
    # Told, and sent again from the page that told it.
    again = second.send(DAYS, seen=digest_shown(refused), **days(DUE + 2 * WEEK, "Typed at length."))
    assert again.status_code == 303
    assert stored(programme) == (DUE + 2 * WEEK, "Typed at length.")


def test_a_mistake_in_between_does_not_make_an_old_form_fresh(
    programme: Clone, team: tuple[SignedInClient, SignedInClient]
) -> None:
    first, second = team
    seen = digest_shown(second.get(DAYS))
    assert send_as_shown(first, DAYS, **days(DUE + WEEK)).status_code == 303
    mistaken = second.send(DAYS, seen=seen, **{**days(DUE), "due_on": ["", "", ""]})
    assert (mistaken.status_code, digest_shown(mistaken)) == (422, seen)
    assert second.send(DAYS, seen=seen, **days(DUE)).status_code == 409
    assert stored(programme) == (DUE + WEEK, None)


def test_a_form_without_what_it_showed_moves_nothing_and_a_second_click_is_no_conflict(
    programme: Clone, team: tuple[SignedInClient, SignedInClient]
) -> None:
    first, _ = team
    for seen in ("", "nonsense", "0" * 64):
        assert first.send(DAYS, seen=seen, **days(DUE + WEEK)).status_code == 409
    assert stored(programme) == (DUE, None)
    seen = digest_shown(first.get(DAYS))
    for _ in range(2):
        assert first.send(DAYS, seen=seen, **days(DUE + WEEK)).status_code == 303
    with programme.session() as session:
        assert session.scalar(select(func.count()).where(AuditEvent.deed == "collection.changed")) == 1


def test_indicators_that_somebody_has_chosen_are_told_too(
    programme: Clone, team: tuple[SignedInClient, SignedInClient]
) -> None:
    first, second = team
    seen = digest_shown(second.get(ITEMS))
    assert send_as_shown(first, ITEMS, items=["REF_RATE", "CPP_RATE"]).status_code == 303
    refused = second.send(ITEMS, seen=seen, items=["REF_RATE", "CIN_RATE"])
    assert refused.status_code == 409
    assert "asked for now and not ticked here: CPP_RATE; ticked here and not asked for now: CIN_RATE." in words(refused)
    with programme.session() as session:
        assert list_items(session, session.scalars(select(Collection)).one()) == ["REF_RATE", "CPP_RATE"]
    assert second.send(ITEMS, seen=digest_shown(refused), items=["REF_RATE", "CIN_RATE"]).status_code == 303


def test_the_last_day_of_a_programme_is_told_too(programme: Clone, team: tuple[SignedInClient, SignedInClient]) -> None:
    first, second = team
    with programme.session() as session:
        path = f"/collections/programmes/{session.scalars(select(Programme.code)).one()}"
    seen = digest_shown(second.get(path))
    assert send_as_shown(first, path, collects_until=boxes(date(2027, 3, 31))).status_code == 303
    refused = second.send(path, seen=seen, collects_until=boxes(date(2027, 6, 30)))
    assert refused.status_code == 409
    assert "takes returns until 31 March 2027" in words(refused)
    with programme.session() as session:
        assert session.scalars(select(Programme.collects_until)).one() == date(2027, 3, 31)


def both(clone: Clone, deeds: tuple[object, object]) -> list[object]:
    barrier = Barrier(2)

    def run(engine: Engine, deed: object) -> object:
        with make_sessions(engine)(info={"scope": Scope.EVERYTHING}) as session:
            collection = session.scalars(select(Collection)).one()
            barrier.wait()
            try:
                deed(session, collection)  # type: ignore[operator]
                session.commit()
            except StaleFormError as error:
                session.rollback()
                return error
        return None

    with clone.engine(Process.WEB) as engine, ThreadPoolExecutor(2) as pool:
        return [each.result(timeout=30) for each in [pool.submit(run, engine, deed) for deed in deeds]]


def test_of_two_who_move_the_days_at_once_one_is_told(programme: Clone) -> None:
    with programme.session() as session:
        seen = digest_of(days_shown(session.scalars(select(Collection)).one()))

    def moved_to(due_on: date) -> object:
        def deed(session: Session, collection: Collection) -> None:
            edit_collection(
                session,
                by=SYSTEM,
                collection=collection,
                opens_on=OPENS,
                due_on=due_on,
                closes_on=None,
                on=ON,
                seen=seen,
            )

        return deed

    results = both(programme, (moved_to(DUE + WEEK), moved_to(DUE + 2 * WEEK)))
    assert sorted(isinstance(each, StaleFormError) for each in results) == [False, True]
    won = DUE + WEEK if results[0] is None else DUE + 2 * WEEK
    assert stored(programme)[0] == won


def test_of_two_who_choose_indicators_at_once_one_is_told(programme: Clone) -> None:
    with programme.session() as session:
        seen = digest_of(items_shown(list_items(session, session.scalars(select(Collection)).one())))

    def choosing(code: str) -> object:
        def deed(session: Session, collection: Collection) -> None:
            set_items(session, by=SYSTEM, collection=collection, codes=[code], on=ON, seen=seen)

        return deed

    results = both(programme, (choosing("REF_RATE"), choosing("CIN_RATE")))
    assert sorted(isinstance(each, StaleFormError) for each in results) == [False, True]
    with programme.session() as session:
        chosen = list_items(session, session.scalars(select(Collection)).one())
    assert chosen == (["REF_RATE"] if results[0] is None else ["CIN_RATE"])
