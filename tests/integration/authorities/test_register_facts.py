"""Inspections, elections, control and interventions: recorded, corrected, read as known on any day."""

from dataclasses import replace
from datetime import date

import pytest
from factories.authorities import BY, make_council
from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.errors import RegisterError
from authorities.facts import Fact, list_facts, record_facts
from authorities.inspection.detail import Judgements
from authorities.inspection.models import Inspection
from authorities.inspection.record import record_inspection, record_intervention
from authorities.politics.models import Election
from authorities.politics.record import record_control, record_reorganisation, schedule_election
from authorities.recorded import as_known_on
from authorities.versions import store_version, withdrawal_of
from core.audit import AuditEvent


def test_an_inspection_without_an_overall_grade_keeps_its_judgements(session: Session):
    council = make_council(session)
    inspection = record_inspection(
        session,
        **BY,
        authority=council,
        inspected_on=date(2026, 4, 20),
        published_on=date(2026, 6, 1),
        judgements=Judgements(impact_of_leaders="good", care_leavers="outstanding"),
        kind="standard",
    )
    assert (inspection.overall, inspection.known_on) == (None, date(2026, 6, 1))
    deed = session.scalars(select(AuditEvent).where(AuditEvent.deed == "inspection.recorded")).one()
    assert deed.after is not None
    assert deed.after["care_leavers"] == "outstanding"


def test_a_correction_supersedes_and_both_stay(session: Session):
    council = make_council(session)
    first = record_inspection(
        session,
        **BY,
        authority=council,
        inspected_on=date(2024, 3, 4),
        published_on=date(2024, 4, 15),
        judgements=Judgements(overall="good"),
    )
    second = record_inspection(
        session,
        **BY,
        authority=council,
        inspected_on=date(2024, 3, 4),
        published_on=date(2024, 4, 15),
        known_on=date(2024, 5, 1),
        judgements=Judgements(overall="requires_improvement"),
        corrects=first,
    )
    session.refresh(first)
    assert (first.overall, first.superseded_by_id) == ("good", second.id)
    assert first.superseded_at is not None
    everything = session.scalars(select(Inspection)).all()
    assert as_known_on(everything, date(2024, 4, 30)) == [first]
    assert as_known_on(everything, date(2024, 5, 1)) == [second]
    assert as_known_on(everything, date(2024, 4, 14)) == []


def test_correcting_what_was_corrected_meanwhile_is_refused(session: Session):
    council = make_council(session)
    control = record_control(session, **BY, authority=council, effective_on=date(2024, 5, 2), control="Labour")
    record_control(session, **BY, authority=council, effective_on=date(2024, 5, 3), control="Labour", corrects=control)
    with pytest.raises(RegisterError, match="changed since the page was drawn"):
        record_control(
            session, **BY, authority=council, effective_on=date(2024, 5, 4), control="Labour", corrects=control
        )


def test_the_database_refuses_a_second_of_the_same_day_and_the_form_learns_where(session: Session):
    council = make_council(session)
    told = {**BY, "authority": council, "polling_on": date(2026, 5, 7), "cycle": "thirds"}
    schedule_election(session, **told)
    with pytest.raises(RegisterError, match="An election on that day is on record already") as refused:
        schedule_election(session, **told)
    assert refused.value.field == "polling_on"
    assert len(session.scalars(select(Election)).all()) == 1


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"started_on": date(2024, 5, 1), "until": date(2024, 4, 1), "kind": "council"}, "until"),
        ({"started_on": date(2024, 5, 1), "known_on": date(2026, 7, 1), "kind": "council"}, "known_on"),
    ],
)
def test_dates_out_of_order_are_refused_on_their_field(session: Session, told: dict[str, object], field: str):
    council = make_council(session)
    with pytest.raises(RegisterError) as refused:
        record_reorganisation(session, **BY, authority=council, **told)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_a_moved_then_cancelled_election_can_be_read_as_known_on_any_day(session: Session):
    council = make_council(session)
    planned = schedule_election(
        session, **BY, authority=council, polling_on=date(2025, 5, 1), cycle="all_out", known_on=date(2021, 5, 6)
    )
    moved = schedule_election(
        session,
        **BY,
        authority=council,
        polling_on=date(2026, 5, 7),
        cycle="all_out",
        known_on=date(2025, 2, 5),
        corrects=planned,
    )
    gone = store_version(
        session, withdrawal_of(moved, known_on=date(2026, 1, 22), source="a letter"), **BY, replaces=moved
    )
    back = schedule_election(
        session,
        **BY,
        authority=council,
        polling_on=date(2026, 5, 7),
        cycle="all_out",
        known_on=date(2026, 2, 17),
        corrects=gone,
    )
    everything = session.scalars(select(Election)).all()
    assert as_known_on(everything, date(2025, 2, 4)) == [planned]
    assert as_known_on(everything, date(2026, 1, 21)) == [moved]
    assert as_known_on(everything, date(2026, 2, 16)) == []
    assert as_known_on(everything, date(2026, 2, 17)) == [back]
    assert [fact.effective_on for fact in list_facts(session)] == [date(2026, 5, 7)]
    chain = {fact.ref: fact for fact in list_facts(session, superseded=True)}
    assert chain[planned.ref].superseded_on == date(2025, 2, 5)
    assert chain[gone.ref].withdrawn


def test_an_intervention_is_recorded_with_its_precision(session: Session):
    council = make_council(session)
    step = record_intervention(
        session, **BY, authority=council, step="improvement_notice", started_on=date(2023, 11, 1), precision="month"
    )
    assert (step.step, step.precision, step.known_on) == ("improvement_notice", "month", date(2023, 11, 1))


FACTS = (
    Fact(
        "F1", "Z001", "inspection", date(2024, 3, 4), date(2024, 4, 15),
        value="good", detail="care_leavers=good;impact_of_leaders=outstanding",
    ),
    Fact("F2", "Z001", "political_control", date(2024, 5, 2), date(2024, 5, 3), value="no overall control"),
    Fact("F3", "Z002", "election", date(2027, 5, 6), date(2023, 5, 4), value="all_out", source="calendar"),
    Fact(
        "F4", "Z002", "reorganisation", date(2024, 1, 1), date(2024, 1, 1),
        until=date(2024, 6, 1), value="directorate", detail="two become one",
    ),
)  # fmt: skip


def test_facts_are_recorded_once_and_listed_as_files_write_them(session: Session):
    councils = {code: make_council(session, number) for number, code in ((1, "Z001"), (2, "Z002"))}
    assert record_facts(session, **BY, facts=FACTS, authorities=councils) == {"new": 4, "unchanged": 0}
    assert record_facts(session, **BY, facts=FACTS, authorities=councils) == {"new": 0, "unchanged": 4}
    listed = list_facts(session)
    assert [fact.ref for fact in listed] == ["F1", "F2", "F4", "F3"]
    assert listed[0].detail == "impact_of_leaders=outstanding;care_leavers=good"
    assert listed[1:3] == [FACTS[1], FACTS[3]]
    assert list_facts(session, authority_ids=[councils["Z002"].id]) == [FACTS[3], FACTS[2]]
    deeds = session.scalars(select(AuditEvent).where(AuditEvent.deed == "facts.recorded")).all()
    assert sorted(deed.subject for deed in deeds) == ["authority:Z001", "authority:Z002"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (replace(FACTS[0], value="excellent"), "value"),
        (replace(FACTS[0], detail="leaders=good"), "detail"),
        (replace(FACTS[0], until=date(2025, 1, 1)), "until"),
        (replace(FACTS[1], value=None), "value"),
        (replace(FACTS[2], value="quarters"), "value"),
        (replace(FACTS[3], until=date(2023, 1, 1)), "until"),
        (replace(FACTS[1], known_on=date(2026, 7, 1)), "known_on"),
        (replace(FACTS[1], kind="rumour"), "kind"),
        (replace(FACTS[1], confidence="sure"), "confidence"),
        (replace(FACTS[1], ref="x" * 61), "fact_ref"),
    ],
)
def test_a_fact_that_cannot_be_kept_is_refused_by_column(session: Session, wrong: Fact, field: str):
    councils = {code: make_council(session, number) for number, code in ((1, "Z001"), (2, "Z002"))}
    with pytest.raises(RegisterError) as refused:
        record_facts(session, **BY, facts=[wrong], authorities=councils)
    assert refused.value.field == field
    assert list_facts(session) == []


def test_a_reference_with_another_content_is_refused(session: Session):
    councils = {"Z001": make_council(session)}
    record_facts(session, **BY, facts=FACTS[:2], authorities=councils)
    with pytest.raises(RegisterError, match="Fact F2 of Z001 is on record with another content"):
        record_facts(session, **BY, facts=[replace(FACTS[1], value="Labour")], authorities=councils)
