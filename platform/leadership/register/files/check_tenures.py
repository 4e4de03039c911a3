"""Checks of single tenures: what they name, the order of their days, their corrections."""

from core.csv_table import Located
from leadership.register.files.check_corrections import Corrections, check_corrections
from leadership.register.files.checking import Checking, Place
from leadership.register.files.layouts import TENURES
from leadership.register.files.rows import TenureRow

FILE = TENURES.file


def check_tenures(checking: Checking) -> None:
    """Every check but that of overlaps, which needs them all together."""
    for item in checking.folder.tenures.rows:
        _check_names(checking, item)
        _check_days(checking, item)
        _check_end(checking, item)
        _check_correction_day(checking, item)
    check_corrections(
        checking,
        Corrections(
            FILE,
            tuple((item.line, item.row.tenure_ref, item.row.supersedes) for item in checking.folder.tenures.rows),
            {ref: row.supersedes for ref, row in checking.tenures.items()},
            lambda ref: checking.tenures[ref].post_ref if ref in checking.tenures else None,
            checking.folder.tenures.names,
        ),
    )


def _check_names(checking: Checking, item: Located[TenureRow]) -> None:
    row, line = item.row, item.line
    checking.need(Place(FILE, line, "post_ref"), row.post_ref, checking.posts, checking.folder.posts)
    checking.need(Place(FILE, line, "person_ref"), row.person_ref, checking.people, checking.folder.people)


def _check_days(checking: Checking, item: Located[TenureRow]) -> None:
    row, line = item.row, item.line
    start, end = Place(FILE, line, "start_known_on"), Place(FILE, line, "end_known_on")
    checking.not_after_today(start, row.start_known_on, blank_is="started_on", other=row.started_on)
    checking.not_after_today(end, row.end_known_on, blank_is="ended_on", other=row.ended_on)
    checking.not_after_today(Place(FILE, line, "corrected_on"), row.corrected_on)
    checking.not_before(Place(FILE, line, "ended_on"), row.ended_on, ("started_on", row.started_on))


def _check_end(checking: Checking, item: Located[TenureRow]) -> None:
    if item.row.ended_on is not None:
        return
    for column in ("end_known_on", "end_reason"):
        if getattr(item.row, column) is not None:
            checking.blame(
                Place(FILE, item.line, column),
                "something is said of the end and its day is blank",
                "Write ended_on, or clear this cell; what is only expected belongs in events.csv",
            )


def _check_correction_day(checking: Checking, item: Located[TenureRow]) -> None:
    if (item.row.supersedes is None) != (item.row.corrected_on is None):
        checking.blame(
            Place(FILE, item.line, "corrected_on" if item.row.supersedes else "supersedes"),
            "of supersedes and corrected_on only one is there",
            "Write both: which row this one corrects, and when the correction could be known",
        )
