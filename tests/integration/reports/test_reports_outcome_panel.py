"""Which members stand behind the counts of the DfE summary, and from which quarters (14.3, case 14)."""

from datetime import date
from decimal import Decimal

import pytest
from factories.authorities import make_council
from sqlalchemy.orm import Session

from core.quarters import Quarter
from outcomes.catalogue.load import load_indicators
from outcomes.collection.observation.models import Observation
from reports.publication.outcomes import SHOWN, read_outcomes

LANDMARK = date(2026, 11, 2)
LAST = Quarter.containing(LANDMARK).plus(-1)


@pytest.fixture
def councils(session: Session) -> list[int]:
    load_indicators(session)
    return [make_council(session, number, f"Council {number}").id for number in range(1, 5)]


def count(session: Session, authority_id: int, quarter: Quarter, value: int, known_on: date) -> None:
    session.add_all(
        Observation(
            authority_id=authority_id,
            indicator_code=code,
            quarter=quarter,
            value=Decimal(value),
            numerator=Decimal(value),
            denominator=Decimal(10_000),
            status="ok",
            source_file="history.csv",
            source_line=1,
            known_on=known_on,
        )
        for code in SHOWN
    )


def fill(session: Session, councils: list[int], quarters: int) -> None:
    for authority_id in councils:
        for back in range(quarters):
            count(session, authority_id, LAST.plus(-back), 100 + back, LANDMARK)
    session.flush()


def test_a_total_is_over_members_with_all_four_quarters(session: Session, councils: list[int]) -> None:
    fill(session, councils[:3], 4)
    fill(session, councils[3:], 2)
    found = read_outcomes(session, councils, LANDMARK, ())
    assert found.quarters == tuple(str(LAST.plus(-back)) for back in (3, 2, 1, 0))
    assert [row.authorities for row in found.rows] == [3] * len(SHOWN)
    assert [cell.count for cell in found.rows[0].cells] == [309, 306, 303, 300, 1218]


def test_two_members_have_no_total(session: Session, councils: list[int]) -> None:
    fill(session, councils[:2], 4)
    assert read_outcomes(session, councils[:2], LANDMARK, ()).rows == ()


def test_what_was_not_known_on_the_landmark_is_not_counted(session: Session, councils: list[int]) -> None:
    fill(session, councils[:3], 4)
    assert read_outcomes(session, councils[:3], date(2026, 11, 1), ()).rows == ()


def test_the_next_publication_finds_the_counts_that_were_told(session: Session, councils: list[int]) -> None:
    """A fourth member joins with a small count: told beside the first publication, it would be the difference."""
    fill(session, councils[:3], 4)
    first = read_outcomes(session, councils[:3], LANDMARK, ())
    for back, value in enumerate((3, 40, 41, 42)):
        count(session, councils[3], LAST.plus(-back), value, LANDMARK)
    session.flush()
    second = read_outcomes(session, councils, LANDMARK, first.told)
    assert [row.authorities for row in second.rows] == [4] * len(SHOWN)
    assert second.rows[0].cells[3].count is None
