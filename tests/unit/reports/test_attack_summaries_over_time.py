"""Summaries of two months beside each other open no small count of either (risk-and-analysis 14.1, time)."""

from dataclasses import replace
from datetime import date

from reports.publication.content import Summary
from reports.publication.draft import BANDS, band_table
from reports.risk.content import BandCount

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
VACANT = (
    BandCount("Director of children's services", low=5, medium=7, high=4, very_high=0, vacant=0),
    BandCount("Practice lead", low=0, medium=8, high=7, very_high=0, vacant=1),
    BandCount("Programme manager", low=0, medium=7, high=8, very_high=0, vacant=1),
)
FILLED = (VACANT[0], replace(VACANT[1], high=8, vacant=0), replace(VACANT[2], medium=8, vacant=0))


def summary_of(counts: tuple[BandCount, ...], landmark: date) -> Summary:
    bands, totals = band_table(counts)
    return Summary(
        landmark,
        17,
        (),
        (),
        46,
        9.0,
        5.0,
        14.0,
        8,
        BANDS,
        bands=bands,
        column_totals=totals,
        record="",
        provisional=False,
        totals_to=10,
    )


def test_a_total_that_october_hid_is_not_said_in_november() -> None:
    october = summary_of(VACANT, OCTOBER)
    hidden = [row.role for row in october.bands if row.total is None]
    assert hidden
    alone, _ = band_table(FILLED)
    assert all(row.total is not None for row in alone), "nothing of November by itself need be hidden"
    rows, _ = band_table(FILLED, [october], NOVEMBER)
    assert [row.role for row in rows if row.total is None] == hidden


def test_a_total_that_october_said_shields_nothing_in_november() -> None:
    """October shows 16 posts of each role, so November's vacant ones need other cells than totals."""
    october = summary_of(FILLED, OCTOBER)
    rows, _ = band_table(VACANT, [october], NOVEMBER)
    assert [row.total for row in rows] == [16, 20, 20], "printed to the nearest ten, and known to be 16"
    assert [row.counts[-1] for row in rows] == [0, None, None]


def test_what_cannot_be_shielded_any_more_does_not_empty_the_table() -> None:
    """Three posts of a role were shown; now each stands alone in its band, which the total gives away: hidden all."""
    role = BandCount("Practice lead", low=3, medium=0, high=0, very_high=0, vacant=0)
    other = BandCount("Director of children's services", low=9, medium=8, high=0, very_high=0, vacant=0)
    october = summary_of((other, role), OCTOBER)
    (director, practice), _ = band_table((other, replace(role, low=1, medium=1, high=1)), [october], NOVEMBER)
    assert practice.counts == (None, None, None, 0, 0)
    assert director.counts[:2] == (9, 8)
