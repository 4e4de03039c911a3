"""The DfE summary says the same rounded totals on the page, beneath the picture and in the file (14.1)."""

from dataclasses import replace
from datetime import date

from reports.publication.content import OutcomeCell, OutcomeRow, Summary
from reports.publication.draft import BANDS, band_table
from reports.publication.views import band_table as printed_table
from reports.publication.views import expected_chart, hidden_note, outcome_table
from reports.risk.content import BandCount

COUNTS = (
    BandCount("Director of children's services", low=5, medium=7, high=4, very_high=4, vacant=0),
    BandCount("Practice lead", low=6, medium=8, high=8, very_high=2, vacant=0),
)


def summary_of(counts: tuple[BandCount, ...], posts: int) -> Summary:
    bands, totals = band_table(counts)
    return Summary(
        date(2026, 10, 1), 17, (), (), posts, 9.0, 5.0, 14.0, 8, BANDS, bands, totals, "", False, totals_to=10
    )


def test_totals_beside_a_hidden_count_are_rounded_wherever_they_stand() -> None:
    content = summary_of(COUNTS, 40)
    rows = printed_table(content).rows
    practice, total = rows[1], rows[-1]
    assert "c" in practice
    assert practice[-1] == 20, "24 posts"
    hidden = [place for place in range(1, len(BANDS) + 1) if "c" in (rows[0][place], practice[place])]
    assert all(total[place] in {"c", "k"} or int(total[place]) % 10 == 0 for place in hidden)
    assert "nearest 10" in hidden_note(content)
    assert "nearest 10" in expected_chart(content).caption


def test_where_nothing_is_hidden_every_total_is_exact() -> None:
    content = summary_of((COUNTS[0], replace(COUNTS[1], very_high=3)), 45)
    assert [row[-1] for row in printed_table(content).rows] == [20, 25, ""]
    assert "nearest 10" not in hidden_note(content) + expected_chart(content).caption


def test_an_older_summary_keeps_the_totals_it_was_published_with() -> None:
    """What was said exactly stays known exactly: its totals shield nothing in a later one."""
    older = replace(summary_of((COUNTS[0], replace(COUNTS[1], very_high=3)), 45), totals_to=1)
    assert not older.rounds
    again, _ = band_table(COUNTS, [replace(older, landmark=date(2026, 9, 1))], date(2026, 10, 1))
    assert again[0].total is not None


def test_counts_of_children_stand_in_a_table_with_their_signs_explained() -> None:
    cells = (OutcomeCell(320, rounded=True), OutcomeCell(0, rounded=True), OutcomeCell(None, rounded=False))
    row = OutcomeRow("Referrals accepted", 16, cells)
    content = replace(summary_of((COUNTS[0],), 20), quarter_names=("2026-27 Q1", "2026-27 Q2"), outcomes=(row,))
    table = outcome_table(content)
    assert table is not None
    assert table.columns == ("What was counted", "Authorities", "2026-27 Q1", "2026-27 Q2", "Year")
    assert table.rows == (("Referrals accepted", 16, 320, "k", "c"),)
    assert "to the nearest 10" in hidden_note(content)
    assert outcome_table(replace(content, outcomes=())) is None
