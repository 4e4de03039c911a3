"""The charts of a risk report, drawn from its content alone."""

from collections.abc import Sequence
from datetime import date

from charts.calibration import Group, calibration
from charts.chart import Chart
from charts.expected_changes import Expectation, expected_changes
from charts.through_line import Event, Happening, Holding, Outlook, Row, Segment, Stage, through_line
from reports.risk.content import AuthorityPart, AuthorityReport, Expected, PostLine, ProgrammeReport

YEARS_SHOWN = 5
FIFTHS = ("Lowest fifth", "Second fifth", "Middle fifth", "Fourth fifth", "Highest fifth")
YEAR = 12


def authority_line(report: AuthorityReport) -> Chart | None:
    """The through-line of an authority's posts; None when it has none on record."""
    start = report.provenance.landmark.replace(year=report.provenance.landmark.year - YEARS_SHOWN, day=1)
    rows = [row_of(report, post, start, first=number == 0) for number, post in enumerate(report.posts)]
    drawn = [row for row in rows if row.segments]
    if not drawn:
        return None
    return through_line(
        drawn,
        title=f"Who has led {report.name}, and how likely each line is to hold",
        caption=caption(report.provenance.landmark, report.provenance.model, report.provenance.model_version),
        filename=f"through-line-{report.code.lower()}",
        start=start,
        today=report.provenance.landmark,
        heading="Post",
    )


def row_of(report: AuthorityReport, post: PostLine, start: date, *, first: bool) -> Row:
    """One post as a line: events stand on the first line only, so that they are said once."""
    segments = tuple(
        Segment(item.started_on, item.ended_on, Holding(item.status), item.holder or "", item.new_person)
        for item in report.stretches
        if item.post_id == post.post_id and (item.ended_on is None or item.ended_on > start)
    )
    return Row(
        label=post.title,
        detail=f"{post.band}" if post.band else "Vacant",
        segments=segments,
        events=tuple(Event(mark.on, Happening(mark.kind), mark.label) for mark in report.marks if mark.on >= start)
        if first
        else (),
        stages=tuple(Stage(band.name, band.started_on, band.ended_on, band.order) for band in report.stages)
        if first
        else (),
        outlook=Outlook(*(risk.estimate for risk in post.risks)) if post.risks else None,
    )


def programme_expectations(report: ProgrammeReport) -> Chart:
    """Expected changes of the programme beside last year's, then of each authority."""
    return expected_changes(
        [
            _expectation("Programme", report.expected, report.last_year_changes),
            *(_expectation(part.name, part.expected, None) for part in _most_first(report)),
        ],
        title=f"Expect {report.expected.expected:.0f} changes in 12 months; last year there were "
        f"{report.last_year_changes}",
        caption=caption(report.provenance.landmark, report.provenance.model, report.provenance.model_version)
        + " A change is a change of the person in a post; the interval holds 8 times in 10.",
        filename="expected-changes",
    )


def _most_first(report: ProgrammeReport) -> Sequence[AuthorityPart]:
    return sorted(report.authorities, key=lambda part: (-part.expected.expected, part.name))


def _expectation(label: str, expected: Expected, last_year: int | None) -> Expectation:
    low, high = min(expected.low, expected.expected), max(expected.high, expected.expected)
    return Expectation(label, expected.posts, expected.expected, low, high, last_year)


def record_picture(report: ProgrammeReport) -> Chart | None:
    """What was said beside what happened, by fifths; None before anything could be scored."""
    if not report.fifths:
        return None
    groups = [
        Group(label, fifth.predicted, round(fifth.observed * fifth.count), fifth.count)
        for label, fifth in zip(FIFTHS, report.fifths, strict=False)
        if fifth.count
    ]
    said = sum(group.predicted * group.posts for group in groups)
    happened = sum(group.changed for group in groups)
    return calibration(
        groups,
        months=YEAR,
        title=f"Stored predictions said {said:,.0f} changes; {happened:,} happened",
        caption="Predictions over twelve months as they were stored at quarterly landmarks, scored with what was known "
        f"on {_day(report.provenance.landmark)}.",
        filename="record-of-predictions",
    )


def caption(landmark: date, model: str, version: str) -> str:
    """Where the picture's figures are from."""
    return f"Leadership register as known on {_day(landmark)}; chances by model {model} {version}."


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
