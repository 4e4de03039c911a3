"""Published figures as people and spreadsheets read them: numbers with their symbols, the table, the CSV file. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from charts.table import Cell, Table
from outcomes.catalogue.indicators import Indicator, Unit
from outcomes.evidence.comparators import Compared
from outcomes.evidence.statistics.periods import PeriodKind, long_date
from outcomes.evidence.statistics.position import Beside, IndicatorView, Position
from outcomes.evidence.statistics.resolve import Shown, Source

MINUS = "\u2212"
CSV_COLUMNS = (
    "authority_code",
    "authority",
    "indicator",
    "period",
    "period_start",
    "period_end",
    "value",
    "status",
    "derived",
    "numerator",
    "denominator",
    "neighbours_median",
    "neighbours_used",
    "neighbours_of",
    "neighbour_model",
    "region",
    "region_value",
    "country",
    "country_value",
    "as_known_on",
    "release",
    "released_on",
    "release_date_basis",
    "file",
    "line",
    "column",
    "sha256",
    "denominator_source",
)


def is_snapshot(view: IndicatorView) -> bool:
    """Whether the published figures are the state of the period's last day (a quarter is always named as a quarter)."""
    return view.indicator.is_snapshot and view.kind is not PeriodKind.QUARTER


def decimals_of(view: IndicatorView) -> int:
    """The most decimals any figure of the view was published with."""
    return max((beside.own.decimals for beside in view.periods), default=view.indicator.decimals)


def write(figure: Shown | None, indicator: Indicator) -> str:
    """A figure with its percentage sign, or its symbol; a dash where there is no figure at all."""
    if figure is None:
        return "\u2013"
    return figure.text + ("%" if figure.value is not None and indicator.unit is Unit.PERCENT else "")


def write_compared(compared: Compared | None, view: IndicatorView) -> str:
    """The neighbours' median with how many of the ten it was made from."""
    if compared is None:
        return "\u2013"
    if compared.value is None:
        return f"too few ({compared.label})"
    sign = "%" if view.indicator.unit is Unit.PERCENT else ""
    return f"{compared.value:.{decimals_of(view)}f}{sign} ({compared.label})"


def write_change(change: Decimal | None, view: IndicatorView) -> str:
    """The change with its sign in words of a reader: +1.2; a dash where two periods do not adjoin."""
    if change is None:
        return "\u2013"
    written = f"{abs(change):.{decimals_of(view)}f}"
    return f"{'+' if change > 0 else MINUS}{written}" if change else "no change"


def write_own(beside: Beside, indicator: Indicator) -> str:
    """The authority's figure; one computed from its counts says so."""
    marked = beside.own.derived and beside.own.value is not None
    return write(beside.own, indicator) + (" (derived)" if marked else "")


def table_of(position: Position, view: IndicatorView) -> Table:
    """The periods, newest first, each with what stands beside it and where it was published."""
    columns = ["Period", view.together or position.name, "Change", "Neighbours' median"]
    columns += [*([position.region] if position.region else []), position.country, "Published in"]
    return Table(tuple(columns), tuple(_row(position, view, beside) for beside in reversed(view.periods)))


def _row(position: Position, view: IndicatorView, beside: Beside) -> tuple[Cell, ...]:
    indicator = view.indicator
    source = beside.own.sources[0]
    cells = [
        beside.period.short(snapshot=is_snapshot(view)),
        write_own(beside, indicator),
        write_change(beside.change, view),
        write_compared(beside.neighbours, view),
        *([write(beside.region, indicator)] if position.region else []),
        write(beside.country, indicator),
        f"{_edition(source)}, line {source.line}",
    ]
    return tuple(cells)


def _edition(source: Source) -> str:
    """'2025 release', the end of its title."""
    return source.title.rsplit(", ", 1)[-1]


def files_of(view: IndicatorView) -> list[Source]:
    """One source for each file the shown figures stand in, denominators too, newest release first."""
    files = {source.sha256: source for beside in view.periods for source in beside.own.sources}
    return sorted(files.values(), key=lambda source: (source.released_on, source.file_name), reverse=True)


def csv_of(position: Position, view: IndicatorView) -> str:
    """Everything the page says of the indicator, oldest period first, with the cell every figure stands in."""
    return Table(CSV_COLUMNS, tuple(_csv_row(position, view, beside) for beside in view.periods)).to_csv()


def _csv_row(position: Position, view: IndicatorView, beside: Beside) -> tuple[Cell, ...]:
    own, compared, source = beside.own, beside.neighbours, beside.own.sources[0]
    median = compared.value if compared is not None else None
    return (
        position.code,
        view.together or position.name,
        view.indicator.code,
        beside.period.label(snapshot=is_snapshot(view)),
        beside.period.start,
        beside.period.end,
        own.text,
        own.status.value,
        "yes" if own.derived else "no",
        own.count,
        own.base,
        None if median is None else Decimal(f"{median:.{decimals_of(view)}f}"),
        compared.used if compared is not None else None,
        compared.asked if compared is not None else None,
        position.group.model_year if position.group else None,
        position.region,
        None if beside.region is None else beside.region.text,
        position.country,
        None if beside.country is None else beside.country.text,
        position.as_at,
        source.title,
        source.released_on,
        source.date_basis,
        source.file_name,
        source.line,
        source.column,
        source.sha256,
        "; ".join(f"{each.file_name}, line {each.line}, {each.column}" for each in own.sources[1:]),
    )


@dataclass(frozen=True)
class SummaryRow:
    """One indicator on the summary: its figures as they are written, each with its period."""

    view: IndicatorView
    period: str
    value: str
    change: str
    neighbours: str
    country: str


def rows_of(position: Position) -> dict[str, list[SummaryRow]]:
    """The summary's rows by topic, in the order of the catalogue; only indicators that have a figure."""
    topics: dict[str, list[SummaryRow]] = {}
    for view in position.views:
        latest = view.latest
        if latest is None:
            continue
        topics.setdefault(view.indicator.group, []).append(
            SummaryRow(
                view=view,
                period=latest.period.short(snapshot=is_snapshot(view)),
                value=write_own(latest, view.indicator),
                change=write_change(latest.change, view),
                neighbours=write_compared(latest.neighbours, view),
                country=write(latest.country, view.indicator),
            )
        )
    return topics


def lead_of(position: Position, view: IndicatorView) -> str:
    """The page's first sentence: the latest figure and what stands beside it."""
    latest = view.latest
    name = view.together or position.name
    if latest is None:
        return f"No figure for {name} was published by {long_date(position.as_at)}."
    period = latest.period.label(snapshot=is_snapshot(view))
    if latest.own.value is None:
        told = f"{name}: no number for {period} ({latest.own.status.meaning})"
    else:
        told = f"{name}: {write(latest.own, view.indicator)}{_unit(view)}, {period}"
    beside = []
    if latest.neighbours is not None and latest.neighbours.value is not None:
        beside.append(f"neighbours' median {write_compared(latest.neighbours, view)}")
    if latest.country is not None and latest.country.value is not None:
        beside.append(f"{position.country} {write(latest.country, view.indicator)}")
    return f"{told}; {', '.join(beside)}." if beside else f"{told}."


def _unit(view: IndicatorView) -> str:
    return "" if view.indicator.unit is Unit.PERCENT else f" {view.indicator.unit.words}"
