"""Draft the programme summary for DfE viewers: disclosure control first, then one stored value."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from authorities.programme.listing import list_adoptions
from authorities.programme.members import list_member_ids
from authorities.programme.open import list_innovations
from authorities.programme.standing import WORDS, stage_on
from disclosure.counts import LEADERSHIP_LARGEST_HIDDEN, TOTALS_TO, rounded, suppress
from leadership.risk.models import RiskRun
from reports.models import Publication
from reports.publication.content import BandRow, StageCount, Summary
from reports.publication.outcomes import read_outcomes
from reports.publication.profile import read_profile
from reports.publication.publish import one_at_a_time, summary_of
from reports.risk.content import BandCount, ProgrammeReport, to_plain

BANDS = ("Low", "Medium", "High", "Very high", "Vacant")
HELD_BANDS = (0, 1, 2, 3)
"""How many posts are held stands in the summary's first sentence, so the reader knows the sum of these columns."""
STAGES = frozenset({"preparing", "set_up", "go_live", "embedding", "funding_ends", "sustain"})
"""Always shown; the others (paused, nothing on record ...) when somebody stands there."""


def draft_publication(session: Session, run: RiskRun, report: ProgrammeReport) -> None:
    """Store the summary of a run once, for a named person to publish. Drafting again changes nothing."""
    one_at_a_time(session)
    session.execute(
        insert(Publication)
        .values(id=uuid4(), run_id=run.id, content=to_plain(summarise(session, run, report)))
        .on_conflict_do_nothing(index_elements=["run_id"])
    )


def summarise(session: Session, run: RiskRun, report: ProgrammeReport) -> Summary:
    """The summary after suppression of counts of one or two (risk-and-analysis 14.3, case 15).

    The number of posts held is a total of the same table, so it is rounded as the table's totals are (14.1).
    """
    before = _published_before(session, run)
    summaries = [summary_of(row) for row in before]
    bands = band_table(report.bands, summaries, run.landmark)
    members = list_member_ids(session, on=run.landmark)
    outcomes = read_outcomes(session, members, run.landmark, [each for summary in summaries for each in summary.told])
    stage_names, stages = stage_table(session, run)
    return Summary(
        landmark=run.landmark,
        authorities=(run.summary or {})["members"],
        stage_names=stage_names,
        stages=stages,
        posts=rounded(report.expected.posts) if any(None in row.counts for row in bands[0]) else report.expected.posts,
        expected=report.expected.expected,
        low=report.expected.low,
        high=report.expected.high,
        last_year_changes=report.last_year_changes,
        band_names=BANDS,
        bands=bands[0],
        column_totals=bands[1],
        record=report.record,
        provisional=report.provenance.provisional,
        profile=read_profile(session),
        totals_to=TOTALS_TO,
        reckons_with=tuple(sorted(str(row.id) for row in before)),
        quarter_names=outcomes.quarters,
        outcomes=outcomes.rows,
        told=outcomes.told,
    )


def band_table(
    counts: tuple[BandCount, ...], earlier: Sequence[Summary] = (), landmark: date | None = None
) -> tuple[tuple[BandRow, ...], tuple[int | None, ...]]:
    """Posts by role and band as they may be published, with the totals of the bands.

    `earlier` are summaries that were published before. What those of the same landmark showed and what is still so can
    no longer be hidden, and shields nothing. Of other landmarks that holds for the totals of roles alone: posts change
    their band, but hardly their number, so a total that one month hides and another shows would open the first.
    """
    rows = [(item.low, item.medium, item.high, item.very_high, item.vacant) for item in counts]
    if not rows:
        return (), ()
    roles = [item.role for item in counts]
    same = [each for each in earlier if landmark is None or each.landmark == landmark]
    exact, near = _shown_before(roles, rows, same)
    exact_before, near_before = _shown_before(roles, rows, earlier)
    public = exact | {cell for cell in exact_before if _of_role(cell, len(roles))}
    told_rounded = (near | {cell for cell in near_before if _of_role(cell, len(roles))}) - public
    kept = {
        (roles.index(line.role), len(BANDS))
        for each in earlier
        for line in each.bands
        if line.total is None and line.role in roles
    }
    table = suppress(
        roles,
        BANDS,
        rows,
        LEADERSHIP_LARGEST_HIDDEN,
        known_columns=HELD_BANDS,
        public=public,
        kept=kept,
        told_rounded=told_rounded,
    )
    found = tuple(
        BandRow(role, cells, total)
        for role, cells, total in zip(table.rows, table.cells, table.row_totals, strict=True)
    )
    return found, table.column_totals


def _published_before(session: Session, run: RiskRun) -> list[Publication]:
    """The published summaries, of this landmark and of others: a later one must not undo them."""
    rows = session.scalars(
        select(Publication).where(Publication.run_id != run.id, Publication.published_at.is_not(None))
    )
    return list(rows)


def _of_role(cell: tuple[int, int], roles: int) -> bool:
    """Whether it is the total of a role."""
    return cell[0] < roles and cell[1] == len(BANDS)


def _shown_before(
    roles: Sequence[str], rows: Sequence[Sequence[int]], earlier: Sequence[Summary]
) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Of the cells, totals among them: those an earlier version has shown with the count they still have.

    First those it has shown exactly, then totals that it has shown rounded.
    """
    lines = [[*row, sum(row)] for row in rows]
    lines.append([sum(column) for column in zip(*lines, strict=True)])
    exact, near = set(), set()
    for summary in earlier:
        for place, now in enumerate(lines):
            before = _line_of(summary, roles[place] if place < len(roles) else None)
            for column, (count, hides) in enumerate(before):
                if hides and count == rounded(now[column]):
                    near.add((place, column))
                elif not hides and count == now[column]:
                    exact.add((place, column))
    return exact, near


def _line_of(summary: Summary, role: str | None) -> list[tuple[int | None, bool]]:
    """A role's counts and total as an earlier summary showed them, or the totals of bands; with whether rounded."""
    rounds = summary.totals_to > 1
    if role is None:
        totals = enumerate(summary.column_totals)
        return [(total, rounds and None in summary.column(place)) for place, total in totals]
    for line in summary.bands:
        if line.role == role:
            return [*((count, False) for count in line.counts), (line.total, rounds and None in line.counts)]
    return []


def stage_table(session: Session, run: RiskRun) -> tuple[tuple[str, ...], tuple[StageCount, ...]]:
    """The stages, and the members by innovation and stage, as they are: who adopts what is public.

    The words and the rules are those of every other page (authorities/programme/standing.py).
    """
    names = {innovation.code: innovation.name for innovation in list_innovations(session)}
    counts: dict[str, Counter[str]] = {}
    members = list_member_ids(session, on=run.landmark)
    for record in list_adoptions(session, authority_ids=members, known_on=run.landmark):
        stage = stage_on(run.landmark, record.stages, record.pauses)
        counts.setdefault(names[record.adoption.innovation_code], Counter())[stage.code] += 1
    stages = [word for word in WORDS if word.code in STAGES or any(found[word.code] for found in counts.values())]
    return tuple(word.words for word in stages), tuple(
        StageCount(name, tuple(found[word.code] for word in stages), found.total())
        for name, found in sorted(counts.items())
    )
