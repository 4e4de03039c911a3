"""What DfE viewers read of posts by band gives no small number away, with the sentence above it in mind."""

from datetime import date

from reports.publication.content import BandRow, Summary
from reports.publication.draft import BANDS, band_table
from reports.risk.content import BandCount


def test_two_vacant_posts_cannot_be_told_from_the_number_of_posts_held() -> None:
    """Two roles with one vacant post each: hidden, and the column's total of 2 with them (14.3, cases 13 and 15)."""
    rows, totals = band_table(
        (
            BandCount("Director of children's services", low=5, medium=7, high=4, very_high=0, vacant=0),
            BandCount("Practice lead", low=0, medium=8, high=7, very_high=0, vacant=1),
            BandCount("Programme manager", low=0, medium=7, high=8, very_high=0, vacant=1),
        )
    )
    assert [row.counts[-1] for row in rows] == [0, None, None]
    assert totals[-1] is None
    # With every role's total, less the 46 held, the 2 would be known, and so 1 and 1.
    assert None in [row.total for row in rows]


def test_a_second_version_cannot_hide_behind_what_the_first_has_shown() -> None:
    """One very high post appears in the same landmark's second version; the first showed everything else."""
    first = (
        BandCount("Director of children's services", low=5, medium=7, high=4, very_high=4, vacant=0),
        BandCount("Practice lead", low=6, medium=8, high=7, very_high=3, vacant=0),
    )
    rows, totals = band_table(first)
    shown = summary_with(rows, totals)
    second = (first[0], BandCount("Practice lead", low=6, medium=8, high=8, very_high=2, vacant=0))
    (director, practice), columns = band_table(second, [shown])
    alone, _ = band_table(second)
    assert practice.counts[3] is None
    assert alone[1].total == 20, "24 to the nearest ten: without a history a band beside it is shield enough"
    # The directors' four, the old total of practice leads and low and medium were shown and are what they were: so
    # the other band that changed and the totals that would give the two away are hidden.
    assert director.counts[3] == 4
    assert practice.counts[2] is None
    assert columns[3] is None


def summary_with(bands: tuple[BandRow, ...], totals: tuple[int | None, ...]) -> Summary:
    return Summary(
        landmark=date(2026, 10, 1),
        authorities=17,
        stage_names=(),
        stages=(),
        posts=40,
        expected=9.0,
        low=5.0,
        high=14.0,
        last_year_changes=8,
        band_names=BANDS,
        bands=bands,
        column_totals=totals,
        record="",
        provisional=False,
        totals_to=10,
    )
