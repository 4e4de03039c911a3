"""The demonstration shows every state of a return, made by the real verbs (issue 3)."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from fixtures.databases import Clone
from sqlalchemy import func, select

from accounts.personas import Persona, find_persona
from authorities.register.models import Authority
from core.clock import today
from core.quarters import Quarter
from core.working_days import working_days_between
from outcomes.collection.check.models import Upload
from outcomes.collection.due.expected import list_expected
from outcomes.collection.due.find import get_collection
from outcomes.collection.due.windows import window_of
from outcomes.collection.observation.models import Observation
from outcomes.collection.submission.find import find_submission, list_events, state_of
from outcomes.collection.submission.models import SubmissionEvent
from outcomes.collection.submission.queries import list_queries, unexplained
from outcomes.collection.submission.states import State, replay
from web.demonstration.hold_back import hold_back, worked_quarter
from web.demonstration.return_people import persona_authority


def test_every_state_that_a_small_world_has_room_for(world: Clone):
    with world.session() as session:
        collection = get_collection(session, worked_quarter(today()))
        members = list_expected(session, collection)
        found = {each.id: find_submission(session, each, collection) for each in members}
        states = Counter(state_of(each) for each in found.values())
        own = session.get_one(Authority, persona_authority(session))
        assert state_of(found[own.id]) is State.IN_PROGRESS
        window = window_of(session, own, collection)
        assert working_days_between(today(), window.deadline) == 7
        assert collection.due_on < today()
        assert {State.REOPENED, State.RETURNED, State.IN_PROGRESS} <= set(states)
        for authority in members:
            events = list_events(session, authority, found[authority.id])
            assert replay(event.kind for event in events) is state_of(found[authority.id])
        waiting = [
            authority
            for authority in members
            if unexplained(list_queries(session, authority, found[authority.id], today()))
        ]
        assert len(waiting) >= 2, "the persona's own and another with open queries"


def test_nothing_of_the_quarter_was_imported_and_what_was_approved_leads_to_its_cell(world: Clone):
    quarter = worked_quarter(today())
    with world.session() as session:
        observed = session.scalars(select(Observation).where(Observation.quarter >= quarter)).all()
        assert observed
        assert all(each.version_id and each.source_cell and each.approved_by_id for each in observed)
        assert session.scalar(select(func.count()).where(Observation.quarter == quarter.plus(-1))) > 0


def test_leads_act_for_themselves_and_nobody_approves_their_own(world: Clone):
    with world.session() as session:
        events = session.scalars(select(SubmissionEvent)).all()
        assert not any(event.acting_for_lead for event in events)
        reviewer = find_persona(session, Persona.SUPPORT)
        assert {event.by_id for event in events if event.kind == "approved"} == {reviewer.id}
        assert reviewer.id not in {event.by_id for event in events if event.kind == "submitted"}
        assert {each.kind for each in session.scalars(select(Upload))} == {"csv", "xlsx"}
        assert all(event.at.date() <= today() for event in events)


@pytest.mark.parametrize("day", [date(2026, 11, 28), date(2026, 10, 1), date(2026, 10, 27), date(2027, 4, 5)])
def test_on_any_day_some_returns_can_be_late(day: date):
    quarter = worked_quarter(day)
    assert quarter.ends_on + timedelta(days=28) <= day
    assert quarter.plus(2) >= Quarter.containing(day)


def test_figures_are_held_back_and_none_is_lost(tmp_path: Path):
    files = tmp_path / "files"
    files.mkdir()
    lines = [f"Z001,{quarter},CLA_RATE,1,1,10000,ok" for quarter in ("2026-27 Q1", "2026-27 Q2", "2026-27 Q3")]
    header = "authority_code,quarter,indicator_code,value,numerator,denominator,status"
    (files / "figures.csv").write_text("\n".join([header, *lines]) + "\n")
    hold_back(files, date(2026, 11, 28))
    assert (files / "figures.csv").read_text().splitlines() == [header, lines[0]]
    assert (tmp_path / "figures_to_return.csv").read_text().splitlines() == [header, *lines[1:]]
