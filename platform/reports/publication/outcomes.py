"""What the members report together, quarter by quarter, as DfE viewers may see it (risk-and-analysis 14.1).

Only totals of the programme are said: no filter by region or innovation, where two authorities could be told apart
(14.3, case 14). A total is over the members that have a figure in all four quarters, so that it does not move because
somebody joined; that the members differ from one publication to the next is for `disclosure/figures.py` to reckon with.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.quarters import Quarter
from disclosure.counts import OUTCOMES_LARGEST_HIDDEN, rounded
from disclosure.figures import CannotBeProtectedError, Earlier, Figure, decide
from outcomes.collection.observation.models import Observation
from outcomes.collection.observation.read import list_figures
from reports.publication.content import OutcomeCell, OutcomeRow, Told

SHOWN = {
    "REF_RATE": "Referrals accepted",
    "CPP_START_RATE": "Child protection plans begun",
    "CLA_START_RATE": "Children starting to be looked after",
    "CLA_CEASE_RATE": "Children ceasing to be looked after",
}
"""Counts of a quarter that may be added up to a year, with what is counted in plain words."""
QUARTERS = 4
FEWEST = 3
"""Members that a total needs: of two, one would know the other's."""
YEAR = "Year"


@dataclass(frozen=True)
class Outcomes:
    """The table, and what the next publication must reckon with."""

    quarters: tuple[str, ...] = ()
    rows: tuple[OutcomeRow, ...] = ()
    told: tuple[Told, ...] = ()


def read_outcomes(session: Session, members: Collection[int], landmark: date, told: Iterable[Told]) -> Outcomes:
    """The counts of the four quarters up to the last that half of the members have, decided once for this publication.

    `told` is what publications that are out have said. Figures are those known on the landmark.
    """
    held = {code: list_figures(session, authority_ids=members, indicator_code=code, as_at=landmark) for code in SHOWN}
    quarters = _quarters(held.values(), len(members), landmark)
    if not quarters:
        return Outcomes()
    rows: list[OutcomeRow] = []
    said: list[Told] = []
    for code, words in SHOWN.items():
        panel = {number: whole for number, each in held[code].items() if (whole := _whole(each, quarters)) is not None}
        if len(panel) < FEWEST:
            continue
        earlier = [each for each in told if each.indicator == code]
        counts = {each.id: int(each.numerator or 0) for whole in panel.values() for each in whole}
        counts |= _counts_of(session, earlier, counts)
        parts = {str(quarter): [whole[place].id for whole in panel.values()] for place, quarter in enumerate(quarters)}
        cells, new = decide_row(code, parts, counts, earlier)
        rows.append(OutcomeRow(words, len(panel), cells))
        said.extend(new)
    return Outcomes(tuple(map(str, quarters)), tuple(rows), tuple(said))


def decide_row(
    code: str, parts: Mapping[str, Sequence[int]], counts: Mapping[int, int], earlier: Sequence[Told]
) -> tuple[tuple[OutcomeCell, ...], tuple[Told, ...]]:
    """The quarters of one row and their year, as they may be said, and what is told by saying them.

    Args:
        code: which indicator.
        parts: by quarter the observations that are added up, one of each member.
        counts: of every observation here and in `earlier`.
        earlier: what was told of this indicator before.

    A member's own small count is never printed, and nobody must be able to work it out: each is a hidden figure of its
    own. Hidden is decided with exact totals; one over a small count is then printed to the nearest ten.
    """
    sets = {name: frozenset(ids) for name, ids in parts.items()}
    sets[YEAR] = frozenset().union(*sets.values())
    small = {number for number, count in counts.items() if 1 <= count <= OUTCOMES_LARGEST_HIDDEN}
    known = [Earlier(frozenset({number}), hidden=True) for number in sorted(small)]
    known += [Earlier(frozenset(each.parts), each.hidden) for each in earlier]
    try:
        shown = decide([Figure(name, ids) for name, ids in sets.items()], counts, earlier=known).shown
    except CannotBeProtectedError:
        return tuple(OutcomeCell(None, rounded=False) for _ in sets), ()
    cells = tuple(_cell(shown[name], bool(ids & small)) for name, ids in sets.items())
    return cells, tuple(Told(code, tuple(sorted(ids)), shown[name] is None) for name, ids in sets.items())


def _cell(count: int | None, near: bool) -> OutcomeCell:
    return OutcomeCell(rounded(count) if near and count is not None else count, rounded=near and count is not None)


def _quarters(held: Iterable[Mapping[int, Sequence[Observation]]], members: int, landmark: date) -> tuple[Quarter, ...]:
    """Four quarters that are over, up to the last in which at least half of the members have every figure."""
    last = Quarter.containing(landmark).plus(-1)
    figures = list(held)
    for back in range(QUARTERS):
        newest = last.plus(-back)
        have = min(sum(any(each.quarter == newest for each in found) for found in of.values()) for of in figures)
        if have and 2 * have >= members:
            return tuple(newest.plus(-before) for before in reversed(range(QUARTERS)))
    return ()


def _whole(found: Sequence[Observation], quarters: Sequence[Quarter]) -> list[Observation] | None:
    """A member's counts of all the quarters, by one definition; None where one is missing, hidden or of another."""
    by_quarter = {each.quarter: each for each in found if each.status == "ok" and _is_count(each)}
    whole = [by_quarter[quarter] for quarter in quarters if quarter in by_quarter]
    same = len({each.definition for each in whole}) == 1
    return whole if len(whole) == len(quarters) and same else None


def _is_count(each: Observation) -> bool:
    return each.numerator is not None and each.numerator == int(each.numerator) and each.numerator >= 0


def _counts_of(session: Session, told: Iterable[Told], known: Mapping[int, int]) -> dict[int, int]:
    """The counts behind what was told before, which may have been replaced since."""
    missing = {number for each in told for number in each.parts} - set(known)
    found = session.execute(select(Observation.id, Observation.numerator).where(Observation.id.in_(missing)))
    return {number: int(count or 0) for number, count in found}
