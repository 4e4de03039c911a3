"""A series in words: its text alternative, its caption with stamp and symbols, and its table."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import TypeAlias

from charts.axes import Tick
from charts.chart import alternative_of
from charts.lines import Scale
from charts.series.model import SYMBOL_WORDS, Change, Figure, Neighbours, Series
from charts.table import Cell, Table
from charts.words import day_in_words


def span(periods: list[Tick]) -> str:
    return f"{periods[0].label} to {periods[-1].label}"


def alternative(own: Series, england: Series | None, neighbours: Neighbours | None, subject: str, scale: Scale) -> str:
    first, last = next((f for f in own.figures if f.value is not None), None), own.latest()
    sentences = [f"Line chart: {subject}."]
    if first and last and first.value is not None and last.value is not None:
        was, now = scale.write(first.value), scale.write(last.value)
        sentences.append(f"{own.label}: {was} in {first.period}, {now} in {last.period}.")
    else:
        sentences.append(f"{own.label} has no published figure.")
    beside = [("Neighbours' median", Series("", neighbours.figures).latest() if neighbours else None)]
    beside.append(("England", england.latest() if england else None))
    sentences += [f"{name}: {scale.write(f.value)}." for name, f in beside if f and f.value is not None]
    return alternative_of(sentences)


def caption(own: Series, neighbours: Neighbours | None, measure: str, unit: str, source: str) -> str:
    parts = [f"{measure}, {'per cent' if unit == '%' else unit}." if unit else f"{measure}.", f"Source: {source}."]
    if neighbours:
        parts.append(f"Neighbours: {neighbours.stamp()}.")
    symbols = dict.fromkeys(figure.status for figure in own.figures if figure.status in SYMBOL_WORDS)
    if symbols:
        parts.append("; ".join(f"{symbol}: {SYMBOL_WORDS[symbol]}" for symbol in symbols) + ".")
    return " ".join(parts)


Column: TypeAlias = tuple[str, dict[date, Cell]]
"""A heading and what stands under it on which day."""


def columns_of(own: Series, england: Series | None, neighbours: Neighbours | None, decimals: int) -> list[Column]:
    columns = [_figures(own.label, own.figures, decimals)]
    if neighbours:
        columns.append(_figures("Neighbours' median", neighbours.figures, decimals))
        used: dict[date, Cell] = {f.on: f"{f.used} of {neighbours.members}" for f in neighbours.figures if f.used}
        columns.append(("Neighbours used", used))
    if england:
        columns.append(_figures(england.label, england.figures, decimals))
    return columns


def _figures(heading: str, figures: Iterable[Figure], decimals: int) -> Column:
    """A figure with the digits it was published with; one that is not there shows its symbol."""
    return heading, {f.on: f.status if f.value is None else Decimal(f"{f.value:.{decimals}f}") for f in figures}


def table(columns: list[Column], periods: list[Tick], changes: Sequence[Change]) -> Table:
    """One row a period."""
    if changes:
        columns = [*columns, ("Change of leader since the period before", _told(periods, changes))]
    rows = tuple((period.label, *(cells.get(period.on) for _, cells in columns)) for period in periods)
    return Table(("Period", *(heading for heading, _ in columns)), rows)


def _told(periods: list[Tick], changes: Sequence[Change]) -> dict[date, Cell]:
    """Each change of leader in the row of the period it falls into."""
    told: dict[date, Cell] = {}
    for before, period in pairwise([date.min, *(period.on for period in periods)]):
        since = [change for change in changes if before < change.on <= period]
        told[period] = "; ".join(f"{change.label}, {day_in_words(change.on)}" for change in since) or None
    return told
