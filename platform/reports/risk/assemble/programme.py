"""The report of the programme: from the finished reports of its authorities, naming those that failed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from leadership.risk.models import RiskRun
from reports.models import Report, ReportStatus
from reports.risk.assemble.provenance import changes_words, provenance
from reports.risk.assemble.record import fifths, record_sentence
from reports.risk.content import AuthorityPart, AuthorityReport, BandCount, Expected, ProgrammeReport, from_plain
from reports.risk.standing_text import standing_text

MOST_CHANGES = 40


@dataclass(frozen=True)
class Parts:
    """What the authorities' reports gave: those that were made, and the names of those that failed."""

    made: tuple[AuthorityReport, ...]
    failed: tuple[str, ...]


def assemble_programme(session: Session, run: RiskRun) -> ProgrammeReport:
    """Everything the programme report says. The session must see every authority."""
    parts = read_parts(session, run)
    summary = run.summary or {}
    expected = Expected(**summary["expected"])
    return ProgrammeReport(
        provenance=provenance(run),
        headline=headline(expected, summary["last_year_changes"], parts),
        expected=expected,
        last_year_changes=summary["last_year_changes"],
        last_year_posts=summary["last_year_posts"],
        bands=bands(parts.made),
        gaps=gaps(parts.made),
        calendar=calendar(parts.made),
        changes=news(parts.made),
        record=record_sentence(summary),
        fifths=fifths(summary),
        failed=parts.failed,
        authorities=tuple(
            AuthorityPart(report.code, report.name, report.headline, report.expected, report.posts)
            for report in parts.made
        ),
        standing_text=standing_text(provisional=summary["provisional"]),
    )


def read_parts(session: Session, run: RiskRun) -> Parts:
    """The authorities' reports of the run, by name."""
    rows = session.execute(
        select(Report, Authority.name)
        .join(Authority, Authority.id == Report.authority_id)
        .where(Report.run_id == run.id)
        .order_by(Authority.name, Authority.code)
    ).all()
    made = tuple(
        from_plain(AuthorityReport, report.content)
        for report, _ in rows
        if report.status == ReportStatus.READY and report.content is not None
    )
    return Parts(made, tuple(name for report, name in rows if report.status == ReportStatus.FAILED))


def headline(expected: Expected, last_year: int, parts: Parts) -> str:
    """The finding: gaps now, changes expected, last year's beside it."""
    vacant = sum(line.status == "vacant" for report in parts.made for line in report.posts)
    return (
        f"{vacant} {'post is' if vacant == 1 else 'posts are'} vacant, and {changes_words(expected)} "
        f"are expected to change hands in 12 months; last year {last_year} did."
    )


def gaps(reports: Sequence[AuthorityReport]) -> tuple[str, ...]:
    """Every gap of the programme: vacant posts first, then those leaving, then long interims."""
    found = sorted(
        (line.urgency, report.name, f"{report.name}, {line.title}: {line.gap}")
        for report in reports
        for line in report.posts
        if line.gap
    )
    return tuple(sentence for _, _, sentence in found)


def bands(reports: Sequence[AuthorityReport]) -> tuple[BandCount, ...]:
    """Posts by role and band."""
    counts: dict[str, Counter[str]] = {}
    for report in reports:
        for line in report.posts:
            counts.setdefault(line.role, Counter())[line.band or "Vacant"] += 1
    return tuple(
        BandCount(role, found["Low"], found["Medium"], found["High"], found["Very high"], found["Vacant"])
        for role, found in sorted(counts.items())
    )


def calendar(reports: Sequence[AuthorityReport]) -> tuple[str, ...]:
    """Known dates of the next twelve months, by authority; what several posts share is said once."""
    return tuple(
        dict.fromkeys(
            f"{report.name}, {item}"
            if "election" in item or "reorganisation" in item
            else f"{report.name}, {line.title}, {item}"
            for report in reports
            for line in report.posts
            for item in line.next_dates
        )
    )


def news(reports: Sequence[AuthorityReport]) -> tuple[str, ...]:
    """What changed, authority by authority; a long list is cut and says so."""
    found = [
        f"{report.name}. {sentence}"
        for report in reports
        for sentence in report.changes
        if not sentence.startswith(("This is the first", "Nothing new"))
    ]
    if len(found) > MOST_CHANGES:
        return (*found[:MOST_CHANGES], f"And {len(found) - MOST_CHANGES} more: see the reports of the authorities.")
    return tuple(found)
