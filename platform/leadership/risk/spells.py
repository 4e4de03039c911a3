"""From tenures to holdings: who discharged the role of each post, from when to when, and whether they left.

* The unit is the person discharging the role. Successive tenures of one person are one *holding*; its end is the event.
  An interim who is confirmed, or an acting holder made interim, is the same person: no event.
* The clock of time in post belongs to the *spell*: it starts anew when the status changes between permanent, fixed term
  and interim or acting (these two are one status).
* Where two tenures run at once in a post of one holder (a permanent holder away, somebody acting), the one that started
  last discharges the role; when it ends and the other is still there, the role passes back.
* A vacancy after a departure belongs to that departure: the successor's arrival is no further event. Somebody who is
  back within a month had not left.
* A post that closes ends its last holding without an event.
* In a job share each holder has a holding and a clock; the post changes hands when any of them leaves.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from leadership.risk.facts import Seat, TenureFact
from leadership.risk.priors import Group, group_of

# A gap of up to a month between two tenures of one person is a matter of how dates were written down.
SAME_PERSON_GAP = timedelta(days=31)

Knowledge = Mapping[str, tuple[date, date | None]]


@dataclass(frozen=True)
class Spell:
    """A stretch of one person in one post with one status; `clock_from` is the day from which time in post counts."""

    row: TenureFact
    clock_from: date
    start: date
    end: date | None

    @property
    def group(self) -> Group:
        return group_of(self.row.status)


@dataclass(frozen=True)
class Holding:
    """One person discharging the role of a post without a break.

    `end` is the first day without them, `None` if they are still there.
    `left` says that the end is a change of leader (not the closing of the post); `left_known_on` when it was known.
    """

    post: str
    person: str
    spells: tuple[Spell, ...]
    left: bool
    left_known_on: date | None

    @property
    def start(self) -> date:
        return self.spells[0].start

    @property
    def end(self) -> date | None:
        return self.spells[-1].end


def holdings_of(seat: Seat, rows: Iterable[TenureFact], known: Knowledge, landmark: date) -> tuple[Holding, ...]:
    """The holdings of a post up to and including the landmark, in order of their start.

    Args:
        seat: the post as it was known at the landmark.
        rows: its tenures, corrected ones left out.
        known: for each row when its start and its end were first on record (`known.first_known`).
        landmark: later days are the future; an end after it leaves the holding open.
    """
    past = [_until(row, landmark) for row in rows if row.started_on <= landmark]
    if not seat.job_share:
        return _one_after_another(seat, past, known)
    people = dict.fromkeys(row.person for row in past)
    shares = [_one_after_another(seat, [row for row in past if row.person == person], known) for person in people]
    return tuple(sorted((holding for share in shares for holding in share), key=lambda holding: holding.start))


def current_spells(holding: Holding) -> Spell:
    """The spell in which an open holding is at the landmark."""
    return holding.spells[-1]


def _until(row: TenureFact, landmark: date) -> TenureFact:
    if row.ended_on is not None and row.ended_on > landmark:
        return replace(row, ended_on=None, end_known_on=None, end_reason=None)
    return row


def _one_after_another(seat: Seat, rows: Sequence[TenureFact], known: Knowledge) -> tuple[Holding, ...]:
    stretches = _bridged(_stretches(rows))
    holdings: list[Holding] = []
    place = 0
    while place < len(stretches):
        following = place + 1
        while following < len(stretches) and stretches[following].row.person == stretches[place].row.person:
            if stretches[following].start != stretches[following - 1].end:
                break
            following += 1
        run = _with_clocks(stretches[place:following])
        successor = stretches[following] if following < len(stretches) else None
        holdings.append(_holding(seat, run, successor, known))
        place = following
    return tuple(holdings)


def _stretches(rows: Sequence[TenureFact]) -> list[Spell]:
    """Cut time at every start and end; in each piece the tenure that started last discharges the role."""
    edges = sorted({row.started_on for row in rows} | {row.ended_on for row in rows if row.ended_on is not None})
    pieces: list[Spell] = []
    for place, edge in enumerate(edges):
        row = _discharging(rows, edge)
        if row is None:
            continue
        end = edges[place + 1] if place + 1 < len(edges) else None
        if pieces and pieces[-1].row is row and pieces[-1].end == edge:
            pieces[-1] = replace(pieces[-1], end=end)
        else:
            pieces.append(Spell(row, row.started_on, edge, end))
    return pieces


def _discharging(rows: Sequence[TenureFact], day: date) -> TenureFact | None:
    there = [row for row in rows if row.started_on <= day and (row.ended_on is None or row.ended_on > day)]
    return max(there, key=_rank, default=None)


def _rank(row: TenureFact) -> tuple[date, bool, str]:
    """The latest start; on the same day the holder in their own right before an interim."""
    return row.started_on, group_of(row.status) is Group.SUBSTANTIVE, row.ref


def _bridged(pieces: list[Spell]) -> list[Spell]:
    """Close the short gaps between two stretches of the same person."""
    bridged = pieces[:1]
    for piece in pieces[1:]:
        before = bridged[-1]
        short = before.end is not None and piece.start - before.end <= SAME_PERSON_GAP
        if short and before.row.person == piece.row.person:
            bridged[-1] = replace(before, end=piece.start)
        bridged.append(piece)
    return bridged


def _with_clocks(run: list[Spell]) -> tuple[Spell, ...]:
    """Let the clock run on over successive tenures of the same status."""
    spells = run[:1]
    for spell in run[1:]:
        before = spells[-1]
        goes_on = _clock_status(before.row) == _clock_status(spell.row)
        spells.append(replace(spell, clock_from=min(before.clock_from, spell.clock_from)) if goes_on else spell)
    return tuple(spells)


def _clock_status(row: TenureFact) -> str:
    return Group.TEMPORARY if group_of(row.status) is Group.TEMPORARY else row.status


def _holding(seat: Seat, spells: tuple[Spell, ...], successor: Spell | None, known: Knowledge) -> Holding:
    last = spells[-1]
    if last.end is None:
        return Holding(seat.post, last.row.person, spells, left=False, left_known_on=None)
    closing = last.row.end_reason == "post_closed" or (seat.closed_on is not None and last.end >= seat.closed_on)
    signs = [known[last.row.ref][1] if last.row.ended_on == last.end else None]
    if successor is not None and successor.start == last.end:
        signs.append(known[successor.row.ref][0])
    learned = min((day for day in signs if day is not None), default=last.end)
    return Holding(seat.post, last.row.person, spells, left=not closing, left_known_on=learned)
