"""The steps in their order: a file becomes figures with their account, or is refused. Pure: nothing is stored here."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from outcomes.evidence.statistics.geography import Gazetteer
from outcomes.evidence.statistics.header import listed, read_header
from outcomes.evidence.statistics.measure import Figure, Progress, measure_rows
from outcomes.evidence.statistics.measures import Measure, Publication
from outcomes.evidence.statistics.open import open_table
from outcomes.evidence.statistics.periods import Period
from outcomes.evidence.statistics.recognise import Recognition, recognise
from outcomes.evidence.statistics.reconcile import Reconciliation, reconcile
from outcomes.evidence.statistics.refusal import FileRefusedError
from outcomes.evidence.statistics.release import Release, place_release
from outcomes.evidence.statistics.settle import settle

SHOWN_REASONS = 3


@dataclass(frozen=True)
class Reading:
    """One file, read: its figures, when they could be known, and the account of its rows.

    `sha256` is of the bytes as they came, unpacked; `decimals` are the published decimals of each measure in this file.
    """

    file_name: str
    sha256: str
    size: int
    release: Release
    first: Period
    latest: Period
    figures: tuple[Figure, ...]
    decimals: Mapping[tuple[str, Measure], int]
    reconciliation: Reconciliation
    notices: tuple[str, ...]


def read_statistics(
    content: bytes,
    *,
    file_name: str,
    gazetteer: Gazetteer,
    on: date,
    released: date | None = None,
    progress: Progress | None = None,
) -> Reading:
    """Read one DfE tidy file (plain or gzip); FileRefusedError says why when nothing of it can be taken.

    `on` is today, `released` the day of publication where it is known. The file's name is kept and decides nothing.
    """
    table = open_table(content)
    header = read_header(table)
    recognition = recognise(table, header)
    harvest = measure_rows(table, header, recognition, gazetteer, on=on, progress=progress)
    settled = settle(harvest)
    account = reconcile(harvest, settled)
    if not settled.figures:
        raise FileRefusedError(_nothing_stored(account))
    periods = {figure.period for figure in settled.figures}
    first, latest = min(periods, key=lambda period: period.end), max(periods, key=lambda period: period.end)
    publication = _publication(recognition, settled.figures)
    notices = [*table.notices, *(f"{count} cells: {notice}" for notice, count in sorted(harvest.notices.items()))]
    notices += settled.doubts
    if recognition.unused:
        notices.append(f"columns that no indicator uses: {listed(recognition.unused)}")
    return Reading(
        file_name=file_name,
        sha256=table.sha256,
        size=len(content),
        release=place_release(publication, latest, on=on, released=released),
        first=first,
        latest=latest,
        figures=settled.figures,
        decimals=settled.decimals,
        reconciliation=account,
        notices=tuple(notices),
    )


def _publication(recognition: Recognition, figures: tuple[Figure, ...]) -> Publication:
    """The publication most of the figures belong to."""
    by_indicator = {match.rule.indicator: match.rule.publication for match in recognition.matches}
    counts = Counter(by_indicator[figure.indicator] for figure in figures)
    return counts.most_common(1)[0][0]


def _nothing_stored(account: Reconciliation) -> str:
    reasons = [*account.rows_rejected, *account.rows_ignored][:SHOWN_REASONS]
    told = "; ".join(f"{tally.count} rows from line {tally.lines[0]}: {tally.reason}" for tally in reasons)
    return f"None of the {account.rows_read} rows holds a figure that can be stored. {told.rstrip('.')}."
