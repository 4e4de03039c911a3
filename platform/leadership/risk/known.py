"""What was known on a day: the data cut of a landmark.

Only facts whose known day is on or before the landmark enter, whatever day they are about. A resignation entered
afterwards with an earlier date must not look as if it had been foreseen (specification of the risk model, pitfall 5).
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Protocol, TypeVar

from leadership.risk.canonical import in_order
from leadership.risk.facts import Announcement, AuthorityFacts, DataCut, Seat, TenureFact


class _Dated(Protocol):
    @property
    def known_on(self) -> date: ...


D = TypeVar("D", bound=_Dated)


def freeze(seats: Iterable[Seat], authorities: Iterable[AuthorityFacts], landmark: date) -> DataCut:
    """The facts known on or before `landmark`, in canonical order.

    * A tenure counts once its start was known; its end and the reason for it once the end was known.
    * A corrected row stays until its correction was known, and stays in the cut afterwards for the sake of what had
      been known earlier; `current_rows` leaves it out.
    * A confidential announcement counts from the day on which its confidence ends.
    * Facts about the future that were known already (a planned departure, an election) stay.
    """
    known = [_authority_as_known(facts, landmark) for facts in authorities]
    return in_order(
        DataCut(
            landmark,
            tuple(_seat_as_known(seat, landmark) for seat in seats if seat.known_on <= landmark),
            tuple(facts for facts in known if facts != AuthorityFacts(facts.authority)),
        )
    )


def row_known_on(row: TenureFact) -> date:
    """When this row could be known: its start, or the correction that it makes."""
    return max(row.start_known_on, row.corrected_on) if row.corrected_on else row.start_known_on


def usable_on(item: Announcement) -> date:
    """When a prediction may use the announcement: once known, and no longer confidential."""
    return max(item.known_on, item.confidential_until) if item.confidential_until else item.known_on


def superseded_refs(cut: DataCut) -> frozenset[str]:
    """References of the rows that another row of the cut corrects."""
    return frozenset(row.supersedes for seat in cut.seats for row in seat.tenures if row.supersedes)


def current_rows(seat: Seat, superseded: frozenset[str]) -> tuple[TenureFact, ...]:
    """The tenures of a post as the cut has them last, corrected rows left out, in order of their start."""
    return tuple(row for row in seat.tenures if row.ref not in superseded)


def first_known(cut: DataCut) -> dict[str, tuple[date, date | None]]:
    """For each row, when its start and its end were first on record in any version of it.

    A correction of a spelling or by a few days does not make an old fact a new one.
    """
    rows = {row.ref: row for seat in cut.seats for row in seat.tenures}
    found: dict[str, tuple[date, date | None]] = {}
    for ref, row in rows.items():
        starts, ends = [row_known_on(row)], [_end_known_on(row)]
        seen, earlier = {ref}, row.supersedes
        while earlier in rows and earlier not in seen:
            seen.add(earlier)
            starts.append(row_known_on(rows[earlier]))
            ends.append(_end_known_on(rows[earlier]))
            earlier = rows[earlier].supersedes
        found[ref] = min(starts), min((day for day in ends if day is not None), default=None)
    return found


def _end_known_on(row: TenureFact) -> date | None:
    if row.ended_on is None:
        return None
    known = row.end_known_on or row.ended_on
    return max(known, row.corrected_on) if row.corrected_on else known


def _seat_as_known(seat: Seat, landmark: date) -> Seat:
    closed = seat.closed_on is not None and (seat.close_known_on or seat.closed_on) <= landmark
    return replace(
        seat,
        closed_on=seat.closed_on if closed else None,
        close_known_on=seat.close_known_on if closed else None,
        tenures=tuple(_tenure_as_known(row, landmark) for row in seat.tenures if row_known_on(row) <= landmark),
        announcements=tuple(
            _announcement_as_known(item, landmark) for item in seat.announcements if usable_on(item) <= landmark
        ),
    )


def _tenure_as_known(row: TenureFact, landmark: date) -> TenureFact:
    known = _end_known_on(row)
    if known is not None and known <= landmark:
        return row
    return replace(row, ended_on=None, end_known_on=None, end_reason=None)


def _announcement_as_known(item: Announcement, landmark: date) -> Announcement:
    if item.superseded_on is None or item.superseded_on <= landmark:
        return item
    return replace(item, superseded_on=None)


def _authority_as_known(facts: AuthorityFacts, landmark: date) -> AuthorityFacts:
    return AuthorityFacts(
        facts.authority,
        _known(facts.inspections, landmark),
        _known(facts.control, landmark),
        _known(facts.elections, landmark),
        _known(facts.reorganisations, landmark),
    )


def _known(items: tuple[D, ...], landmark: date) -> tuple[D, ...]:
    return tuple(item for item in items if item.known_on <= landmark)
