"""Finds tenures that cannot be at the same time, before the database does."""

from collections import defaultdict
from datetime import date

from leadership.register.files.check_corrections import corrected_refs
from leadership.register.files.checking import Checking, Place
from leadership.register.files.layouts import TENURES
from leadership.register.files.rows import TenureRow
from leadership.register.kinds import TenureStatus


def check_overlaps(checking: Checking) -> None:
    """No two holders of the same kind at once in a post that is not shared, those of the register included.

    Corrected rows do not count, nor do tenures that ended on the day they began.
    """
    lines = {item.row.tenure_ref: item.line for item in checking.folder.tenures.rows}
    corrected = corrected_refs(row.supersedes for row in checking.tenures.values())
    seats: dict[tuple[str, bool], list[TenureRow]] = defaultdict(list)
    for ref, row in checking.tenures.items():
        post = checking.posts.get(row.post_ref)
        counts = ref not in corrected and row.started_on != row.ended_on
        if counts and post is not None and not post.job_share:
            seats[row.post_ref, TenureStatus(row.status).substantive].append(row)
    for (_, substantive), rows in seats.items():
        if any(row.tenure_ref in lines for row in rows):
            _check_seat(checking, rows, lines, substantive=substantive)


def _check_seat(checking: Checking, rows: list[TenureRow], lines: dict[str, int], *, substantive: bool) -> None:
    rows.sort(key=lambda row: (row.started_on, row.tenure_ref))
    longest = rows[0]
    for row in rows[1:]:
        if row.started_on < (longest.ended_on or date.max):
            blamed, other = (row, longest) if row.tenure_ref in lines else (longest, row)
            if blamed.tenure_ref in lines:
                _blame(checking, lines[blamed.tenure_ref], blamed, other, substantive=substantive)
        if (row.ended_on or date.max) > (longest.ended_on or date.max):
            longest = row


def _blame(checking: Checking, line: int, row: TenureRow, other: TenureRow, *, substantive: bool) -> None:
    kind = "permanent or fixed-term" if substantive else "interim or acting"
    until = f"to {other.ended_on}" if other.ended_on else "and has no end"
    checking.blame(
        Place(TENURES.file, line, "started_on"),
        f"two {kind} holders overlap in the post {row.post_ref}: "
        f"{other.tenure_ref} runs from {other.started_on} {until}",
        "Write the end of the earlier one, or mark the post as a job share in posts.csv",
    )
