"""What was known of posts, tenures and events on a day: the one place where the register's dates are compared.

Later recordings never change what is shown of an earlier day of knowledge: a tenure counts once its start was known,
its end once the end was, and a corrected row until its correction was.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from core.clock import LONDON
from leadership.register.days import Day
from leadership.register.kinds import EndReason, TenureStatus
from leadership.register.models import Post, SuccessionEvent, Tenure


@dataclass(frozen=True)
class KnownTenure:
    """A tenure as it was known: `id` is the row that said so, `person_id` the first record of the person."""

    id: UUID
    post_id: UUID
    person_id: UUID
    status: TenureStatus
    started: Day
    ended: Day | None
    end_reason: EndReason | None
    contract_ends_on: date | None
    internal: bool | None
    known_on: date

    @property
    def came_about(self) -> bool:
        """Whether there was a day in post; a tenure that was recorded and never taken up ends on its first day."""
        return self.ended is None or self.ended.on > self.started.on

    def covers(self, day: date) -> bool:
        """Whether the person was in post on the day."""
        return self.started.on <= day and (self.ended is None or self.ended.on > day)


def tenure_known_on(row: Tenure) -> date:
    """When this row could be known: its start, or the correction that it makes."""
    return max(row.start_known_on, row.corrected_on) if row.corrected_on else row.start_known_on


def end_known_on(row: Tenure) -> date | None:
    """When the end that this row tells could be known; None when it tells none."""
    if row.ended_on is None or row.end_known_on is None:
        return None
    return max(row.end_known_on, row.corrected_on) if row.corrected_on else row.end_known_on


def known_tenures(rows: Iterable[Tenure], known: date, same: Mapping[UUID, UUID]) -> list[KnownTenure]:
    """The tenures as they were known on a day, in order of their start.

    Args:
        rows: every version of the tenures concerned.
        known: the day of knowledge.
        same: for the second record of a person, the first (as known on that day).
    """
    heard = [row for row in rows if tenure_known_on(row) <= known]
    corrected = {row.supersedes_id for row in heard}
    tenures = [_as_known(row, known, same) for row in heard if row.id not in corrected]
    return sorted(tenures, key=lambda tenure: (tenure.started.on, tenure.status.substantive, str(tenure.id)))


def _as_known(row: Tenure, known: date, same: Mapping[UUID, UUID]) -> KnownTenure:
    learned = end_known_on(row)
    over = row.ended_on is not None and learned is not None and learned <= known
    return KnownTenure(
        id=row.id,
        post_id=row.post_id,
        person_id=same.get(row.person_id, row.person_id),
        status=TenureStatus(row.status),
        started=Day.known_to(row.started_precision, row.started_on),
        ended=Day.known_to(row.ended_precision, row.ended_on) if over and row.ended_on else None,
        end_reason=EndReason(row.end_reason) if over and row.end_reason else None,
        contract_ends_on=row.contract_ends_on,
        internal=row.internal,
        known_on=tenure_known_on(row),
    )


def event_known_on(event: SuccessionEvent, *, entitled: bool) -> date:
    """When the reader could know the event: those not entitled only once its confidence had ended."""
    if entitled or event.confidential_until is None:
        return event.known_on
    return max(event.known_on, event.confidential_until)


def known_events(
    rows: Iterable[SuccessionEvent], known: date, *, account_id: int | None, entitled: bool
) -> list[SuccessionEvent]:
    """The events as this reader knew them on a day, corrected ones left out, the first known first."""
    seen = list(rows)
    heard = [
        row
        for row in seen
        if event_known_on(row, entitled=entitled or (account_id is not None and row.recorded_by_id == account_id))
        <= known
    ]
    corrected = {row.supersedes_id for row in heard}
    replaced_unseen = _replaced_unseen(seen, known)
    return sorted(
        (row for row in heard if row.id not in corrected and row.id not in replaced_unseen),
        key=lambda event: (event.known_on, event.recorded_at is None, event.recorded_at, event.effective_on),
    )


def _replaced_unseen(rows: Collection[SuccessionEvent], known: date) -> set[UUID]:
    """The rows replaced by one that this reader may not know of yet: they no longer stand, from that day on.

    Whether the reader is not given the newer row at all, or is given it and has not come to its day.
    """
    newer = {row.supersedes_id: row for row in rows if row.supersedes_id}
    return {
        row.id
        for row in rows
        if row.superseded_at is not None
        and (row.id not in newer or newer[row.id].confidential_until is not None)
        and row.superseded_at.astimezone(LONDON).date() <= known
    }


def closed_as_known(post: Post, known: date) -> date | None:
    """The day from which the post no longer exists, if that was known; None while it is open as far as was known."""
    learned = post.closed_on is not None and post.close_known_on is not None and post.close_known_on <= known
    return post.closed_on if learned else None
