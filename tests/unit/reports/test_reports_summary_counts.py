"""What DfE viewers read of posts by band gives no small number away, with the sentence above it in mind."""

from reports.publication.draft import band_table
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
