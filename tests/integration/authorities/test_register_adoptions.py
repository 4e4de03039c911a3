"""Innovations taken on: stages whose days move, pauses, leaving, innovators."""

from datetime import date

import pytest
from factories.authorities import BY, make_council, make_programme
from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.errors import RegisterError
from authorities.programme.adopt import adopt, get_adoption
from authorities.programme.listing import list_adoptions
from authorities.programme.members import list_member_ids
from authorities.programme.membership import leave_programme
from authorities.programme.models import AdoptionDate
from authorities.programme.open import list_innovators, name_innovator
from authorities.programme.pause import list_pauses, pause_adoption, resume_adoption
from authorities.programme.stages import StageDates, date_stage, find_stage
from authorities.recorded import as_known_on
from core.access import SYSTEM
from core.errors import NotFoundError


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
