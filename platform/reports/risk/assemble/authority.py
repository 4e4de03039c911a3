"""The report of one authority."""

from sqlalchemy.orm import Session

from authorities.register.models import Authority
from leadership.risk.models import RiskRun
from leadership.risk.pictured import marks, stage_bands
from reports.risk.assemble.changes import changes
from reports.risk.assemble.picture import stretches
from reports.risk.assemble.posts import post_lines
from reports.risk.assemble.provenance import changes_words, provenance
from reports.risk.assemble.quality import quality
from reports.risk.assemble.record import record_sentence
from reports.risk.assemble.source import read_source
from reports.risk.content import AuthorityReport, Expected, PostLine
from reports.risk.standing_text import standing_text


def assemble_authority(session: Session, run: RiskRun, authority: Authority) -> AuthorityReport:
    """Everything the report says, from the stored predictions and what was known at the landmark."""
    source = read_source(session, run, authority)
    posts = post_lines(source)
    total = source.total
    expected = Expected(total.posts, total.expected, total.low, total.high)
    summary = run.summary or {}
    return AuthorityReport(
        code=authority.code,
        name=authority.name,
        provenance=provenance(run),
        headline=headline(authority.name, expected, posts),
        expected=expected,
        programme_average=summary["expected"]["expected"] / max(summary["members"], 1),
        posts=posts,
        stretches=stretches(source),
        marks=marks(session, authority.id, source.facts, run.landmark),
        stages=stage_bands(session, authority.id, run.landmark),
        changes=changes(source, posts),
        record=record_sentence(summary),
        quality=quality(source),
        standing_text=standing_text(provisional=summary["provisional"]),
    )


def headline(name: str, expected: Expected, posts: tuple[PostLine, ...]) -> str:
    """The finding in one sentence: gaps if there are any, then the expected number of changes."""
    if not posts:
        return f"No leadership post of {name} is on record."
    vacant = sum(line.status == "vacant" for line in posts)
    gaps = sum(line.gap is not None for line in posts) - vacant
    parts = []
    if vacant:
        parts.append(f"{vacant} vacant {'post' if vacant == 1 else 'posts'}")
    if gaps:
        parts.append(f"{gaps} more to watch" if vacant else f"{gaps} {'post' if gaps == 1 else 'posts'} to watch")
    start = f"{name}: {' and '.join(parts)}; e" if parts else f"{name}: e"
    return f"{start}xpect {changes_words(expected)} to change hands in 12 months."
