"""Draft the programme summary for DfE viewers: disclosure control first, then one stored value."""

from collections import Counter
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from authorities.programme.members import list_member_ids
from authorities.programme.models import Adoption, AdoptionDate, Innovation
from disclosure.counts import LEADERSHIP_LARGEST_HIDDEN, suppress
from leadership.risk.models import RiskRun
from reports.models import Publication
from reports.publication.content import BandRow, StageCount, Summary
from reports.risk.content import BandCount, ProgrammeReport, to_plain

BANDS = ("Low", "Medium", "High", "Very high", "Vacant")
HELD_BANDS = (0, 1, 2, 3)
"""How many posts are held stands in the summary's first sentence, so the reader knows the sum of these columns."""
STAGES = ("Preparing", "Set-up", "Live", "Embedding", "After funding", "Sustaining")
STAGE_OF = dict(zip(("set_up", "go_live", "embedding", "funding_ends", "sustain"), STAGES[1:], strict=True))


def draft_publication(session: Session, run: RiskRun, report: ProgrammeReport) -> None:
    """Store the summary of a run once, for a named person to publish. Drafting again changes nothing."""
    session.execute(
        insert(Publication)
        .values(id=uuid4(), run_id=run.id, content=to_plain(summarise(session, run, report)))
        .on_conflict_do_nothing(index_elements=["run_id"])
    )


def summarise(session: Session, run: RiskRun, report: ProgrammeReport) -> Summary:
    """The summary after suppression of counts of one or two (risk-and-analysis 14.3, case 15)."""
    bands = band_table(report.bands)
    stages = stage_table(session, run)
    return Summary(
        landmark=run.landmark,
        authorities=(run.summary or {})["members"],
        stage_names=STAGES,
        stages=stages,
        posts=report.expected.posts,
        expected=report.expected.expected,
        low=report.expected.low,
        high=report.expected.high,
        last_year_changes=report.last_year_changes,
        band_names=BANDS,
        bands=bands[0],
        column_totals=bands[1],
        record=report.record,
        provisional=report.provenance.provisional,
    )


def band_table(counts: tuple[BandCount, ...]) -> tuple[tuple[BandRow, ...], tuple[int | None, ...]]:
    """Posts by role and band as they may be published, with the totals of the bands."""
    rows = [(item.low, item.medium, item.high, item.very_high, item.vacant) for item in counts]
    if not rows:
        return (), ()
    table = suppress([item.role for item in counts], BANDS, rows, LEADERSHIP_LARGEST_HIDDEN, known_columns=HELD_BANDS)
    found = tuple(
        BandRow(role, cells, total)
        for role, cells, total in zip(table.rows, table.cells, table.row_totals, strict=True)
    )
    return found, table.column_totals


def stage_table(session: Session, run: RiskRun) -> tuple[StageCount, ...]:
    """Members by innovation and stage. Who adopts what is public, so these counts are shown as they are."""
    members = list_member_ids(session, on=run.landmark)
    counts: dict[str, Counter[str]] = {}
    for innovation, stage in _stages(session, members, run):
        counts.setdefault(innovation, Counter())[stage] += 1
    return tuple(
        StageCount(name, tuple(found[stage] for stage in STAGES), found.total())
        for name, found in sorted(counts.items())
    )


def _stages(session: Session, members: list[int], run: RiskRun) -> list[tuple[str, str]]:
    """For each member's adoption its innovation and the latest stage that had begun."""
    adoptions = session.execute(
        select(Adoption.id, Innovation.name)
        .join(Innovation, Innovation.code == Adoption.innovation_code)
        .where(Adoption.authority_id.in_(members))
        .order_by(Adoption.id)
    ).all()
    begun = session.execute(
        select(AdoptionDate.adoption_id, AdoptionDate.stage)
        .where(
            AdoptionDate.adoption_id.in_([adoption.id for adoption in adoptions]),
            AdoptionDate.superseded_at.is_(None),
            ~AdoptionDate.withdrawn,
            AdoptionDate.actual_on <= run.landmark,
        )
        .order_by(AdoptionDate.actual_on)
    ).all()
    latest = {row.adoption_id: STAGE_OF[row.stage] for row in begun}
    return [(adoption.name, latest.get(adoption.id, STAGES[0])) for adoption in adoptions]
