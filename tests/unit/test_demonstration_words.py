"""What the demonstration decides and says, without servers."""

import io
from dataclasses import fields
from datetime import date
from typing import Any, TypeVar

import pytest
from rich.console import Console

from core.embedded import EmbeddedError, Processes
from reports.models import Report, ReportStatus
from reports.risk.content import AuthorityPart, DriverLine, PostLine, ProgrammeReport, Provenance, Risk
from web.demonstration.report import past_landmarks, standing_of
from web.demonstration.steps import Steps
from web.demonstration.summary import likeliest_posts, show_summary
from web.demonstration.waiting import Standing, wait_for
from web.demonstration.world import WHOLE

T = TypeVar("T")


@pytest.mark.parametrize(
    ("newest", "expected"),
    [
        (date(2026, 11, 1), [date(2026, 4, 1), date(2026, 7, 1), date(2026, 10, 1)]),
        # The landmark of a quarter's first day is no past landmark of itself.
        (date(2026, 10, 1), [date(2026, 1, 1), date(2026, 4, 1), date(2026, 7, 1)]),
        (date(2026, 2, 1), [date(2025, 7, 1), date(2025, 10, 1), date(2026, 1, 1)]),
    ],
)
def test_past_landmarks_are_the_quarters_before(newest: date, expected: list[date]) -> None:
    assert past_landmarks(newest, 3) == expected


def test_the_world_is_as_large_as_the_programme() -> None:
    options = WHOLE.options(date(2026, 11, 21))
    assert options[:6] == ["--authorities", "153", "--years", "15", "--adopters", "17"]
    assert options[-2:] == ["--end", "2026-11-21"]


def report(status: ReportStatus, authority_id: int | None = None, error: str | None = None) -> Report:
    return Report(status=status, authority_id=authority_id, error=error)


def test_it_waits_for_the_programme_report_and_not_only_for_the_authorities() -> None:
    ended = [report(ReportStatus.READY, 1), report(ReportStatus.FAILED, 2, "no data")]
    assert standing_of(ended) == Standing("2 of 2 reports made", done=False)
    assert standing_of([*ended, report(ReportStatus.REQUESTED)]) == Standing("2 of 3 reports made", done=False)
    assert standing_of([*ended, report(ReportStatus.READY)]) == Standing("3 of 3 reports made", done=True)


def test_a_programme_report_that_failed_is_a_failure() -> None:
    failed = standing_of([report(ReportStatus.READY, 1), report(ReportStatus.FAILED, None, "ValueError: no posts")])
    assert failed.failure == "The programme report failed: ValueError: no posts"


def test_waiting_ends_with_the_sentence_of_what_failed(tmp_path_factory: pytest.TempPathFactory) -> None:
    steps = Steps(Console(file=io.StringIO()))
    with Processes(tmp_path_factory.mktemp("run")) as processes:
        with pytest.raises(EmbeddedError, match=r"The risk run failed: no posts\. See .*worker\.log"):
            wait_for(lambda: Standing("", done=False, failure="The risk run failed: no posts."), processes, steps)
        looks = iter([Standing("1 of 2", done=False), Standing("2 of 2", done=True)])
        wait_for(lambda: next(looks), processes, steps)
    assert "1 of 2" in steps.console.file.getvalue()  # type: ignore[attr-defined]


def told(kind: type[T], **given: Any) -> T:
    """A part of a report with what the summary reads; the rest is left out."""
    return kind(**{**{part.name: None for part in fields(kind)}, **given})  # type: ignore[arg-type]


def post(title: str, chance: float | None) -> PostLine:
    risk = told(Risk, months=12, estimate=chance, percent=f"{chance:.0%} (an interval)") if chance else None
    drivers = (told(DriverLine, label="Inspected [recently]"),)
    return told(PostLine, title=title, risks=(risk,) if risk else (), drivers=drivers)


def programme() -> ProgrammeReport:
    posts = (post("Low", 0.1), post("Vacant", None), post("High", 0.6))
    return told(
        ProgrammeReport,
        provenance=told(
            Provenance,
            landmark=date(2026, 11, 1),
            next_run_on=date(2026, 12, 1),
            model="m",
            data_cut="abcdef0123456789",
        ),
        headline="Expect few changes.",
        gaps=("Aldermere: Vacant",),
        changes=tuple(f"Change {number}" for number in range(5)),
        record="Said 30; 29 happened.",
        failed=("Brackenfold",),
        authorities=(told(AuthorityPart, code="Z001", name="Aldermere", posts=posts),),
    )


def test_the_posts_most_likely_to_change_hands_come_first_and_vacant_ones_apart() -> None:
    assert [found.title for _, found in likeliest_posts(programme())] == ["High", "Low"]


def test_the_summary_fits_a_screen_and_says_what_the_report_says() -> None:
    written = io.StringIO()
    show_summary(programme(), Steps(Console(file=written, width=100)))
    said = written.getvalue()
    assert (
        "RISK OF LEADERSHIP CHANGE, 1 November 2026 (demonstration data: invented councils)\nExpect few changes."
        in said
    )
    assert "60% (an interval)" in said
    assert "Inspected [recently]" in said
    assert "... and 2 more in the report" in said
    assert "Without a report of their own: Brackenfold" in said
    assert len(said.splitlines()) <= 30
    assert max(map(len, said.splitlines())) <= 100
