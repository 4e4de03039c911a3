"""Nothing is recorded of an authority for a time in which it did not exist (features, A2)."""

from datetime import date

import pytest
from factories.authorities import BY, make_council, make_programme
from sqlalchemy.orm import Session

from authorities.errors import NotInExistenceError
from authorities.facts import Fact, record_facts
from authorities.inspection.detail import Judgements
from authorities.inspection.record import record_inspection, record_intervention
from authorities.politics.record import schedule_election
from authorities.programme.members import list_member_ids
from authorities.programme.membership import join_programme
from authorities.register.models import Authority

BEFORE = date(2023, 3, 31)


@pytest.fixture
def council(session: Session) -> Authority:
    return make_council(session, 2, "Newshire", valid_from=date(2023, 4, 1))


def test_an_inspection_before_the_first_day_is_refused_on_screen_and_from_a_file(session: Session, council: Authority):
    with pytest.raises(NotInExistenceError, match=r"Newshire .* began on 1 April 2023") as refused:
        record_inspection(session, **BY, authority=council, inspected_on=BEFORE, judgements=Judgements())
    assert refused.value.field == "inspected_on"
    fact = Fact("F1", "Z002", "inspection", BEFORE, BEFORE, value="good")
    with pytest.raises(NotInExistenceError) as refused:
        record_facts(session, **BY, facts=[fact], authorities={"Z002": council})
    assert refused.value.field == "effective_on"


def test_a_step_or_a_membership_before_the_first_day_is_refused(session: Session, council: Authority):
    programme = make_programme(session)
    with pytest.raises(NotInExistenceError) as refused:
        record_intervention(session, **BY, authority=council, step="commissioner", started_on=BEFORE)
    assert refused.value.field == "started_on"
    with pytest.raises(NotInExistenceError) as refused:
        join_programme(session, **BY, authority=council, programme=programme, joined_on=BEFORE)
    assert refused.value.field == "joined_on"
    # 2023 is known to the year only: the council existed for most of it.
    told = {"joined_on": date(2023, 1, 1), "joined_precision": "year"}
    assert join_programme(session, **BY, authority=council, programme=programme, **told)  # type: ignore[arg-type]


def test_a_council_in_shadow_is_elected_before_its_first_day(session: Session, council: Authority):
    assert schedule_election(session, **BY, authority=council, polling_on=date(2022, 5, 5), cycle="all_out")


def test_an_authority_that_was_replaced_is_no_longer_in_the_programme(session: Session):
    council = make_council(session, 1, "Oldshire", valid_to=BEFORE)
    join_programme(session, **BY, authority=council, programme=make_programme(session), joined_on=date(2019, 10, 3))
    assert list_member_ids(session, on=BEFORE) == [council.id]
    assert list_member_ids(session, on=date(2023, 4, 1)) == []
