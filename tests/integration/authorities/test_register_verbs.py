from dataclasses import replace
from datetime import date

import pytest
from factories.authorities import TODAY, make_council, make_programme
from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.errors import (
    AmbiguousNameError,
    NotInExistenceError,
    PairMismatchError,
    RegisterError,
    UnknownAuthorityError,
)
from authorities.facts import Fact, list_facts, record_facts
from authorities.inspection.detail import Judgements
from authorities.inspection.models import Inspection
from authorities.inspection.record import record_inspection, record_intervention
from authorities.politics.models import Election
from authorities.politics.record import record_control, record_reorganisation, schedule_election
from authorities.programme.adopt import adopt, get_adoption
from authorities.programme.listing import list_adoptions
from authorities.programme.members import list_member_ids
from authorities.programme.membership import leave_programme
from authorities.programme.models import AdoptionDate
from authorities.programme.open import list_innovators, name_innovator
from authorities.programme.pause import list_pauses, pause_adoption, resume_adoption
from authorities.programme.stages import StageDates, date_stage, find_stage
from authorities.recorded import as_known_on
from authorities.register.find import authority_by_code, find_authority_by_gss, resolve_authority
from authorities.register.life import require_existed
from authorities.register.models import AuthorityAlias, BoundaryEvent, BoundaryParty
from authorities.register.names import normalise
from authorities.versions import store_version, withdrawal_of
from core.access import SYSTEM
from core.audit import AuditEvent
from core.errors import NotFoundError
from core.scope import Scope

BY = {"by": SYSTEM, "on": TODAY}


def test_code_gss_code_and_name_find_the_same_council(session: Session):
    council = make_council(session, 7, "Alder & Wick, City of")
    assert resolve_authority(session, code="Z007") == council
    assert resolve_authority(session, gss_code="z99000007") == council
    assert resolve_authority(session, name="ALDER AND WICK city of") == council
    assert resolve_authority(session, code="Z007", gss_code="Z99000007", name="Alder and Wick, City of") == council
    assert find_authority_by_gss(session, "Z99000099") is None


def test_code_and_name_of_two_councils_are_refused(session: Session):
    make_council(session, 1, "Alderwick")
    make_council(session, 2, "Birchford")
    with pytest.raises(PairMismatchError, match=r"code 'Z001' means Alderwick .*, name 'Birchford' means Birch"):
        resolve_authority(session, code="Z001", name="Birchford")


@pytest.mark.parametrize("given", [{"code": "Z404"}, {"name": "Nowhere"}, {"gss_code": "E99999999"}, {}])
def test_what_nobody_knows_is_an_error_and_never_a_new_record(session: Session, given: dict[str, str]):
    make_council(session)
    with pytest.raises(UnknownAuthorityError):
        resolve_authority(session, **given)


def test_a_known_code_with_an_unknown_name_is_an_error(session: Session):
    make_council(session, 1, "Alderwick")
    with pytest.raises(UnknownAuthorityError, match="name 'Alderwyck'"):
        resolve_authority(session, code="Z001", name="Alderwyck")


def test_a_name_that_two_had_needs_a_code_or_a_day(session: Session):
    old = make_council(session, 835, "Dorwick", valid_to=date(2019, 3, 31))
    new = make_council(session, 838, "Dorwick", valid_from=date(2019, 4, 1))
    with pytest.raises(AmbiguousNameError, match=r"Dorwick \(Z835, until 2019\) and Dorwick \(Z838\)"):
        resolve_authority(session, name="Dorwick")
    assert resolve_authority(session, name="Dorwick", on=date(2018, 3, 31)) == old
    assert resolve_authority(session, name="Dorwick", on=date(2019, 4, 1)) == new
    assert resolve_authority(session, name="Dorwick", code="Z835") == old


def test_an_alias_means_its_authority(session: Session):
    council = make_council(session, 1, "Kingsport upon Hale")
    session.add(AuthorityAlias(authority_id=council.id, alias="Hale", normalised=normalise("Hale"), source="a file"))
    assert resolve_authority(session, name="hale", code="Z001") == council


def test_another_authority_is_as_absent_as_an_unknown_one(session: Session):
    mine, other = make_council(session, 1), make_council(session, 2)
    scope = Scope.of(mine.id)
    assert authority_by_code(session, "Z001", scope) == mine
    with pytest.raises(NotFoundError) as of_another:
        authority_by_code(session, other.code, scope)
    with pytest.raises(NotFoundError) as of_nobody:
        authority_by_code(session, "Z999", scope)
    assert str(of_another.value) == str(of_nobody.value)


def test_a_period_before_the_start_names_the_predecessor(session: Session):
    old = make_council(session, 1, "Oldshire", valid_to=date(2023, 3, 31))
    new = make_council(session, 2, "Newshire", valid_from=date(2023, 4, 1))
    event = BoundaryEvent(ref="split", kind="split", status="done", description="", source="test")
    session.add(event)
    session.flush()
    session.add_all(
        [
            BoundaryParty(event_id=event.id, authority_id=old.id, side="predecessor"),
            BoundaryParty(event_id=event.id, authority_id=new.id, side="successor"),
        ]
    )
    with pytest.raises(NotInExistenceError, match=r"began on 1 April 2023.*came before belongs to Oldshire \(Z001\)"):
        require_existed(session, new, date(2022, 4, 1), date(2023, 3, 31))
    with pytest.raises(NotInExistenceError, match=r"replaced on 1 April 2023.*came after belongs to Newshire \(Z002\)"):
        require_existed(session, old, date(2023, 4, 1), date(2024, 3, 31))
    require_existed(session, new, date(2023, 4, 1), date(2024, 3, 31))
    require_existed(session, old, date(2022, 4, 1), date(2023, 6, 30))


@pytest.mark.parametrize(("code", "gss"), [("301", "Z99000001"), ("Z1", "Z99000001"), ("Z001", "E06000001")])
def test_an_invented_council_cannot_pass_for_a_real_one(session: Session, code: str, gss: str):
    from authorities.register.invented import register_invented_authority  # noqa: PLC0415

    with pytest.raises(RegisterError, match="could be taken for a real authority"):
        register_invented_authority(session, by=SYSTEM, code=code, gss_code=gss, name="X", region="Y", kind="unitary")


def test_an_invented_council_is_registered_once_and_must_agree(session: Session):
    first = make_council(session, 1, "Alderwick")
    assert make_council(session, 1, "Alderwick") is first
    with pytest.raises(RegisterError, match="on record as Alderwick with another name"):
        make_council(session, 1, "Birchford")


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


def test_an_adoption_has_stages_whose_dates_move_and_keep_their_past(session: Session):
    council = make_council(session)
    make_programme(session)
    adoption = adopt(
        session,
        **BY,
        authority=council,
        innovation="family_safeguarding",
        joined_on=date(2019, 10, 3),
        stages={"go_live": StageDates(planned_on=date(2020, 10, 1)), "sustain": StageDates()},
        wave="adopter 2019",
        source="council report",
        confidence="high",
    )
    planned = find_stage(session, adoption, "go_live")
    assert planned is not None
    assert planned.known_on == date(2019, 10, 3)
    assert find_stage(session, adoption, "sustain") is None
    moved = StageDates(date(2020, 10, 1), date(2021, 2, 11), reason="delayed by the pandemic")
    live = date_stage(session, **BY, adoption=adoption, stage="go_live", dates=moved, known_on=date(2021, 2, 11))
    assert date_stage(session, **BY, adoption=adoption, stage="go_live", dates=moved) is live
    assert find_stage(session, adoption, "go_live") == live
    versions = session.scalars(select(AdoptionDate)).all()
    assert as_known_on(versions, date(2020, 12, 31)) == [planned]
    assert as_known_on(versions, date(2021, 2, 11)) == [live]
    assert list_member_ids(session, on=date(2019, 10, 3)) == [council.id]
    assert list_member_ids(session, on=date(2019, 10, 2)) == []


def test_a_plan_could_be_known_before_the_day_itself(session: Session):
    make_programme(session)
    adopt(
        session,
        **BY,
        authority=make_council(session),
        innovation="family_valued",
        joined_on=date(2019, 10, 3),
        stages={"go_live": StageDates(date(2020, 10, 1), date(2021, 2, 11), "month")},
    )
    [then] = list_adoptions(session, known_on=date(2021, 2, 10))
    [now] = list_adoptions(session)
    assert (then.stages["go_live"].planned_on, then.stages["go_live"].actual_on) == (date(2020, 10, 1), None)
    assert (now.stages["go_live"].planned_on, now.stages["go_live"].actual_on) == (date(2020, 10, 1), date(2021, 2, 11))
    assert list_adoptions(session, known_on=date(2019, 10, 2)) == []


def test_a_stage_can_be_emptied_again_and_says_so(session: Session):
    council = make_council(session)
    make_programme(session)
    adoption = adopt(
        session,
        **BY,
        authority=council,
        innovation="family_valued",
        stages={"set_up": StageDates(actual_on=date(2020, 1, 1))},
    )
    gone = date_stage(session, **BY, adoption=adoption, stage="set_up", dates=StageDates(reason="never began"))
    assert gone.withdrawn
    assert find_stage(session, adoption, "set_up") is None
    with pytest.raises(RegisterError, match="Give the planned day"):
        date_stage(session, **BY, adoption=adoption, stage="set_up", dates=StageDates())


@pytest.mark.parametrize(
    ("stage", "dates", "field"),
    [
        ("lift_off", StageDates(planned_on=date(2020, 1, 1)), "stage"),
        ("go_live", StageDates(actual_on=date(2026, 7, 1)), "actual_on"),
    ],
)
def test_a_stage_that_is_none_or_lies_ahead_is_refused(session: Session, stage: str, dates: StageDates, field: str):
    make_programme(session)
    adoption = adopt(session, **BY, authority=make_council(session), innovation="family_valued")
    with pytest.raises(RegisterError) as refused:
        date_stage(session, **BY, adoption=adoption, stage=stage, dates=dates)
    assert refused.value.field == field


def test_an_innovation_is_taken_on_once(session: Session):
    council = make_council(session)
    make_programme(session)
    told = {**BY, "authority": council, "joined_on": date(2019, 10, 3)}
    adopt(session, **told, innovation="family_valued")
    with pytest.raises(RegisterError, match="taken on this innovation already"):
        adopt(session, **told, innovation="family_valued")
    adopt(session, **told, innovation="no_wrong_door")
    assert [record.adoption.innovation_code for record in list_adoptions(session)] == ["family_valued", "no_wrong_door"]
    with pytest.raises(RegisterError, match="'sure_start' is not an innovation"):
        adopt(session, **told, innovation="sure_start")


def test_a_pause_stops_and_goes_on(session: Session):
    council = make_council(session)
    make_programme(session)
    adoption = adopt(session, **BY, authority=council, innovation="family_valued", joined_on=date(2019, 10, 3))
    with pytest.raises(RegisterError, match="not paused"):
        resume_adoption(session, **BY, adoption=adoption, resumed_on=date(2023, 1, 1))
    pause_adoption(session, **BY, adoption=adoption, paused_on=date(2022, 11, 1), reason="direction", precision="month")
    with pytest.raises(RegisterError, match="paused at that time already") as refused:
        pause_adoption(session, **BY, adoption=adoption, paused_on=date(2023, 2, 1), reason="again")
    assert refused.value.field == "paused_on"
    with pytest.raises(RegisterError, match="after the day it was paused"):
        resume_adoption(session, **BY, adoption=adoption, resumed_on=date(2022, 10, 1))
    resume_adoption(session, **BY, adoption=adoption, resumed_on=date(2024, 4, 1))
    [pause] = list_pauses(session, adoption)
    assert (pause.paused_on, pause.resumed_on, pause.reason) == (date(2022, 11, 1), date(2024, 4, 1), "direction")
    [record] = list_adoptions(session)
    assert record.pauses == (pause,)


def test_leaving_ends_the_membership_and_keeps_what_was_known(session: Session):
    council = make_council(session)
    programme = make_programme(session)
    adopt(session, **BY, authority=council, innovation="family_valued", joined_on=date(2019, 10, 3))
    leave_programme(
        session, **BY, authority=council, programme=programme, left_on=date(2022, 4, 1), reason="other priorities"
    )
    assert list_member_ids(session, on=date(2022, 3, 31)) == [council.id]
    assert list_member_ids(session, on=date(2022, 4, 1)) == []
    [then] = list_adoptions(session, known_on=date(2021, 1, 1))
    [now] = list_adoptions(session)
    assert then.membership is not None
    assert now.membership is not None
    assert (then.membership.left_on, now.membership.left_on) == (None, date(2022, 4, 1))


def test_innovators_are_named_once(session: Session):
    council = make_council(session)
    for _ in range(2):
        name_innovator(session, by=SYSTEM, authority=council, innovation="no_wrong_door")
    assert [(innovator.innovation_code, authority.code) for innovator, authority in list_innovators(session)] == [
        ("no_wrong_door", "Z001")
    ]


def test_the_adoption_of_another_authority_is_absent(session: Session):
    make_programme(session)
    council = make_council(session)
    with pytest.raises(NotFoundError):
        get_adoption(session, council, "family_valued")
