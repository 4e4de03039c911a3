from dataclasses import dataclass
from datetime import date

import pytest

from authorities.programme.standing import stage_on


@dataclass(frozen=True)
class Dates:
    planned_on: date | None = None
    actual_on: date | None = None


@dataclass(frozen=True)
class Pause:
    paused_on: date
    resumed_on: date | None = None


STAGES = {
    "set_up": Dates(date(2020, 1, 1), date(2020, 2, 1)),
    "go_live": Dates(date(2020, 10, 1), date(2021, 2, 11)),
    "embedding": Dates(planned_on=date(2021, 8, 1)),
    "funding_ends": Dates(planned_on=date(2023, 4, 1)),
}


@pytest.mark.parametrize(
    ("day", "stage"),
    [
        (date(2019, 10, 2), "not_joined"),
        (date(2019, 10, 3), "preparing"),
        (date(2020, 1, 31), "preparing"),
        (date(2020, 2, 1), "set_up"),
        (date(2021, 2, 10), "set_up"),
        (date(2021, 2, 11), "go_live"),
        (date(2022, 1, 1), "go_live"),
        (date(2023, 3, 31), "go_live"),
        (date(2023, 4, 1), "funding_ends"),
        (date(2025, 1, 1), "left"),
    ],
)
def test_the_stage_is_the_furthest_that_has_begun(day: date, stage: str):
    found = stage_on(day, STAGES, joined_on=date(2019, 10, 3), left_on=date(2025, 1, 1))
    assert found.code == stage


@pytest.mark.parametrize(
    ("day", "stage"),
    [(date(2022, 10, 31), "go_live"), (date(2022, 11, 1), "paused"), (date(2024, 3, 31), "paused")],
)
def test_a_pause_comes_before_the_stage(day: date, stage: str):
    assert stage_on(day, STAGES, [Pause(date(2022, 11, 1), date(2024, 4, 1))]).code == stage


def test_a_pause_is_over_on_the_day_it_goes_on():
    assert stage_on(date(2024, 4, 1), STAGES, [Pause(date(2022, 11, 1), date(2024, 4, 1))]).code == "funding_ends"


def test_an_adoption_without_a_date_is_not_called_preparing():
    assert stage_on(date(2022, 1, 1), {}, joined_on=date(2019, 10, 3)).code == "unknown"
