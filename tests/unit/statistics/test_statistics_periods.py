from datetime import date
from itertools import pairwise

import pytest

from outcomes.evidence.statistics.periods import BadPeriod, Period, PeriodKind, financial_quarter, read_period

MARCH, SEPTEMBER, JUNE = (3, 31), (9, 30), (6, 30)


def read(identifier: str, text: str, ends: tuple[int, int] = MARCH) -> Period:
    period = read_period(identifier, text, ends)
    assert isinstance(period, Period)
    return period


@pytest.mark.parametrize(
    ("identifier", "text", "ends", "expected", "label"),
    [
        ("Reporting year", "2025", MARCH, "2024-04-01 2025-03-31 financial_year", "year ending 31 March 2025"),
        ("Reporting year", "2025", SEPTEMBER, "2024-10-01 2025-09-30 workforce_year", "year ending 30 September"),
        ("Reporting year", "2024", JUNE, "2024-06-30 2024-06-30 mid_year", "mid-2024"),
        ("Financial year", "202425", MARCH, "2024-04-01 2025-03-31 financial_year", "year ending 31 March 2025"),
        ("Academic year", "202425", MARCH, "2024-09-01 2025-08-31 academic_year", "2024-25 academic year"),
        ("Calendar year", "2024", MARCH, "2024-01-01 2024-12-31 calendar_year", "2024"),
        ("Tax year", "202425", MARCH, "2024-04-06 2025-04-05 tax_year", "year ending 5 April 2025"),
        ("Financial year Q1", "202526", MARCH, "2025-04-01 2025-06-30 quarter", "2025-26 Q1"),
        ("Financial year Q4", "202526", MARCH, "2026-01-01 2026-03-31 quarter", "2025-26 Q4"),
        ("financial  year q3", "2025/26", MARCH, "2025-10-01 2025-12-31 quarter", "2025-26 Q3"),
        ("Part 2 (October to March)", "202526", MARCH, "2025-10-01 2026-03-31 half_year", "1 October 2025 to"),
        ("Spring term", "202425", MARCH, "2025-01-01 2025-03-31 term", "1 January 2025 to"),
        ("Summer term", "202425", MARCH, "2025-04-01 2025-08-31 term", "1 April 2025 to"),
        ("February", "2024", MARCH, "2024-02-01 2024-02-29 month", "February 2024"),
    ],
)
def test_every_time_identifier_is_placed(identifier: str, text: str, ends: tuple[int, int], expected: str, label: str):
    period = read(identifier, text, ends)
    start, end, kind = expected.split()
    assert period == Period(date.fromisoformat(start), date.fromisoformat(end), PeriodKind(kind))
    assert period.label().startswith(label)


def test_a_snapshot_is_named_by_its_day():
    assert read("Reporting year", "2025").label(snapshot=True) == "31 March 2025"


@pytest.mark.parametrize(
    ("identifier", "text", "words"),
    [
        ("Reporting year", "202425", "must be four digits"),
        ("Reporting year", "2025.0", "must be four digits"),
        ("Academic year", "2024", "must be six digits"),
        ("Financial year", "202426", "two years that follow each other"),
        ("Financial year", "199900", ""),
        ("Week 12", "2024", "Weekly figures are not kept"),
        ("Year", "2024", "not one of DfE's"),
        ("Reporting year", "0025", "must be four digits"),
    ],
)
def test_a_time_that_cannot_be_placed_says_why(identifier: str, text: str, words: str):
    period = read_period(identifier, text, MARCH)
    if words:
        assert isinstance(period, BadPeriod)
        assert words in period.reason
    else:
        assert isinstance(period, Period)
        assert period.end == date(2000, 3, 31)


def test_quarters_of_a_year_tile_it():
    year = read("Reporting year", "2022")
    quarters = [financial_quarter(year, number) for number in (1, 2, 3, 4)]
    assert quarters[0].start == year.start
    assert quarters[3].end == year.end
    assert all(later.follows(earlier) for earlier, later in pairwise(quarters))


@pytest.mark.parametrize("ends", [MARCH, SEPTEMBER, JUNE])
def test_only_the_next_period_follows(ends: tuple[int, int]):
    first, second, third = (read("Reporting year", str(year), ends) for year in (2022, 2023, 2024))
    assert second.follows(first)
    assert not third.follows(first)
    assert not first.follows(second)


def test_periods_of_two_kinds_never_follow_each_other():
    assert not read("Financial year Q1", "202526").follows(read("Reporting year", "2025"))
