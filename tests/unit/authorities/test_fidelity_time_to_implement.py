"""How long an adoption took, from its dated stages, and beside how many others."""

from datetime import date

from authorities.fidelity.implementing import said_of_time, time_to_implement
from authorities.programme.listing import AdoptionRecord
from authorities.programme.models import Adoption, AdoptionDate
from authorities.register.models import Authority


def adoption(begun: date | None, live: date | None, precision: str = "day") -> AdoptionRecord:
    stages = {
        stage: AdoptionDate(stage=stage, actual_on=day, actual_precision=precision)
        for stage, day in (("set_up", begun), ("go_live", live))
    }
    return AdoptionRecord(Adoption(), Authority(), None, stages)


JANUARY = date(2021, 1, 4)
EIGHT, ELEVEN, TWENTY = (adoption(JANUARY, live) for live in (date(2021, 9, 4), date(2021, 12, 4), date(2022, 9, 4)))


def test_the_time_is_from_set_up_to_going_live() -> None:
    found = time_to_implement(EIGHT)
    assert found is not None
    assert found.months == 8
    assert "4 January 2021" in said_of_time(EIGHT, [EIGHT])
    assert "8 months" in said_of_time(EIGHT, [EIGHT])


def test_what_is_not_known_is_not_worked_out() -> None:
    for record in (adoption(JANUARY, None), adoption(None, JANUARY), adoption(JANUARY, date(2022, 1, 1), "year")):
        assert time_to_implement(record) is None
        assert "cannot be worked out" in said_of_time(record, [record])
    assert time_to_implement(adoption(date(2022, 1, 1), JANUARY)) is None


def test_a_median_says_of_how_many_and_is_not_made_of_two() -> None:
    assert "median" not in said_of_time(EIGHT, [EIGHT, ELEVEN, adoption(JANUARY, None)])
    said = said_of_time(EIGHT, [EIGHT, ELEVEN, TWENTY])
    assert "Over the 3 adoptions" in said
    assert "11 months, from 8 to 20" in said
