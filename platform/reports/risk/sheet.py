"""The risk report as CSV: one line for each post, in the order of the page."""

import csv
import io
from collections.abc import Iterable
from datetime import date

from reports.risk.content import AuthorityReport, PostLine, ProgrammeReport

COLUMNS = (
    "authority_code", "authority", "landmark", "post", "role", "holder", "status", "since", "months_in_post", "gap",
    "chance_3_months", "low_3", "high_3", "chance_6_months", "low_6", "high_6", "chance_12_months", "low_12", "high_12",
    "base_rate_12_months", "band", "band_before", "prior", "drivers", "not_recorded", "next_dates",
)  # fmt: skip
# A spreadsheet takes a cell that begins so for a formula; an apostrophe keeps it text. The last four are full width.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
HORIZONS = 3


def authority_sheet(report: AuthorityReport) -> str:
    """The posts of one authority; chances between 0 and 1 with their 80% intervals."""
    return _sheet((report.code, report.name, report.provenance.landmark, post) for post in report.posts)


def programme_sheet(report: ProgrammeReport) -> str:
    """The posts of every authority whose own report was made."""
    return _sheet(
        (part.code, part.name, report.provenance.landmark, post) for part in report.authorities for post in part.posts
    )


def _sheet(rows: Iterable[tuple[str, str, date, PostLine]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for code, name, landmark, post in rows:
        writer.writerow([harmless(cell) for cell in (code, name, landmark.isoformat(), *_cells(post))])
    return out.getvalue()


def _cells(post: PostLine) -> list[str]:
    risks = [figure for risk in post.risks for figure in (risk.estimate, risk.low, risk.high)]
    return [
        post.title,
        post.role,
        post.holder or "",
        post.status,
        post.since.isoformat() if post.since else "",
        "" if post.months_in_post is None else str(post.months_in_post),
        post.gap or "",
        *([f"{figure:.3f}" for figure in risks] or [""] * 3 * HORIZONS),
        "" if post.base_r12 is None else f"{post.base_r12:.3f}",
        post.band or "",
        post.band_before or "",
        post.prior_kind,
        "; ".join(f"{driver.label} (times {driver.multiplier:.2f}, {driver.source})" for driver in post.drivers),
        "; ".join(post.not_recorded),
        "; ".join(post.next_dates),
    ]


def harmless(cell: str) -> str:
    """The cell with its first character disarmed where a spreadsheet would run it."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA_STARTS) else cell
