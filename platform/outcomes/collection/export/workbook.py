"""Approved figures as an accessible workbook, laid out as the Government Analysis Function asks (gptables). Pure.

A cover, contents, notes, and for each topic one marked table without blank cells or merged ones. Equal figures give
equal bytes.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from charts.words import count_in_words, day_in_words
from core.errors import DomainError
from core.quarters import Quarter
from outcomes.catalogue.indicators import Indicator
from outcomes.catalogue.status import MEANINGS, Status
from outcomes.collection.export.figures import Approved, Area, Export, absence, by_row, definitions_in, indicators_in
from outcomes.collection.export.neutral import for_workbook
from outcomes.collection.figure import Figure

MADE = datetime(2026, 1, 1)  # noqa: DTZ001  (the format knows no time zone)
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
SOURCE = "Source: quarterly returns of the authorities, approved by the programme support team"
CONTACT = "The programme support team, by the help link at the foot of every page of Throughline"
IDENTIFIES = ("Authority code", "Authority", "Quarter")
WIDEST, NARROWEST = 34, 12
# A page waits while the workbook is made: so many cells take some seconds.
MOST_CELLS = 60_000
# In the background it may take minutes, and no more memory than a worker has.
MOST_IN_BACKGROUND = 400_000


class TooLargeError(DomainError):
    """More than can be made, or than can be made while somebody waits."""


def workbook(export: Export, *, title: str, waited_for: bool = True) -> bytes:
    """The workbook of these figures; `waited_for` says whether a browser waits for it.

    Raises:
        TooLargeError: it would hold more than 60,000 cells, or 400,000 when nobody waits; the CSV file has no limit.
    """
    import gptables  # noqa: PLC0415  (brings pandas, which only this needs)

    indicators = indicators_in(export.figures)
    rows = by_row(export.figures)
    require_size(len(rows) * len(indicators), waited_for=waited_for)
    file = io.BytesIO()
    topics = {topic: [each for each in indicators if each.group == topic] for topic in _topics(indicators)}
    book = gptables.produce_workbook(
        file,
        sheets={topic.capitalize(): _table(topic, members, rows, export) for topic, members in topics.items()},
        cover=gptables.Cover(
            title=for_workbook(title), intro=_intro(export, rows), about=_about(export), contact=[CONTACT], width=95
        ),
        notes_table=_notes(indicators, export.figures),
        auto_width=False,
        workbook_options=OPTIONS,
    )
    book.set_properties({"title": title, "created": MADE})
    _set_widths(book, topics)
    book.close()
    return file.getvalue()


def require_size(cells: int, *, waited_for: bool = True) -> None:
    """Raise TooLargeError for more cells than a page can wait for, or than a worker can make."""
    if waited_for and cells > MOST_CELLS:
        raise TooLargeError(
            f"This workbook would hold {cells:,} figures, and {MOST_CELLS:,} are the most that a page can wait for. "
            "Have it made in the background (open the page Exports, /exports), ask for fewer quarters, such as "
            "from=2025-26-q1 and to=2025-26-q4 in the address, or take the CSV file, which holds them all."
        )
    if cells > MOST_IN_BACKGROUND:
        raise TooLargeError(
            f"This workbook would hold {cells:,} figures, and {MOST_IN_BACKGROUND:,} are the most. Ask for the CSV "
            "file, which holds them all."
        )


def _topics(indicators: Iterable[Indicator]) -> list[str]:
    return list(dict.fromkeys(each.group for each in indicators))


def _intro(export: Export, rows: Mapping[tuple[Area, Quarter], object]) -> list[str]:
    authorities = len({area.code for area, _ in rows})
    quarters = sorted({quarter for _, quarter in rows})
    span = f"{quarters[0]} to {quarters[-1]}" if len(quarters) > 1 else str(quarters[0])
    which = count_in_words(authorities, "authority", "authorities")
    lines = [
        f"Approved figures of {which}, {span}, as known on {day_in_words(export.as_at)}.",
        withheld_words(export.withheld),
    ]
    if any(area.invented for area, _ in rows):
        lines.append("These authorities are invented, and so is every figure about them.")
    return lines


def withheld_words(withheld: int) -> str:
    """How many figures are not here because nobody has approved them (F9)."""
    if not withheld:
        return "No figure is withheld."
    are = "figure is" if withheld == 1 else "figures are"
    return f"{withheld:,} {are} withheld: returned, and not approved yet."


def _about(export: Export) -> list[str]:
    meanings: dict[str, list[str]] = {}
    for status in Status:
        if status is not Status.OK:
            meanings.setdefault(MEANINGS[status], []).append(f"[{status.value}]")
    used = [f"{' or '.join(symbols)} means {meaning}." for meaning, symbols in meanings.items()]
    return [
        "A quarter is one of a financial year: 2025-26 Q1 is April to June 2025.",
        "Symbols stand in the place of numbers that are not there; a symbol is never a zero.",
        *used,
        "The sheet Notes says what each indicator counts.",
        f"Figures may be corrected later; this workbook, as at {day_in_words(export.as_at)}, can be made again.",
        SOURCE + ".",
    ]


def _table(
    topic: str,
    indicators: Sequence[Indicator],
    rows: Mapping[tuple[Area, Quarter], Mapping[str, Figure]],
    export: Export,
) -> Any:
    import gptables  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    places = {len(IDENTIFIES) + place: each for place, each in enumerate(indicators)}
    table = pd.DataFrame(
        [
            [
                for_workbook(area.code),
                for_workbook(area.name),
                str(quarter),
                *(_cell(each, quarter, found) for each in indicators),
            ]
            for (area, quarter), found in rows.items()
        ],
        columns=[*IDENTIFIES, *(each.name for each in indicators)],
        dtype=object,
    )
    return gptables.GPTable(
        table=table,
        table_name=f"{topic.replace(' ', '_')}_figures",
        title=f"{topic.capitalize()}: approved figures by authority and quarter",
        subtitles=[f"As known on {day_in_words(export.as_at)}. {withheld_words(export.withheld)}"],
        instructions="This sheet holds one table. Column headings give the unit; note numbers lead to the sheet Notes.",
        units={place: each.unit.words for place, each in places.items()},
        scope="Members of the programme, financial quarters",
        legend=["Symbols in square brackets are explained on the cover"],
        source=SOURCE,
        index_columns={1: 0, 2: 1, 3: 2},
        table_notes={place: f"$${each.code}$$" for place, each in places.items()},
        additional_formatting=[
            {"column": {"columns": list(places), "format": {"align": "right"}, "include_names": True}}
        ],
    )


def _cell(indicator: Indicator, quarter: Quarter, found: Mapping[str, Figure]) -> float | str:
    figure = found.get(indicator.code)
    if figure is None:
        return f"[{absence(indicator.code, quarter).value}]"
    return f"[{figure.status.value}]" if figure.value is None else float(figure.value)


def _notes(indicators: Sequence[Indicator], figures: Sequence[Approved]) -> Any:
    import pandas as pd  # noqa: PLC0415

    definitions = definitions_in(figures)
    return pd.DataFrame(
        {
            "Note reference": [each.code for each in indicators],
            "Note text": [_note(each, definitions[each.code]) for each in indicators],
        }
    )


def _note(indicator: Indicator, definitions: set[int]) -> str:
    counts = f" Worked out as: {indicator.numerator}, over {indicator.denominator}." if indicator.is_ratio else ""
    several = " Its definition changed within these quarters: do not compare across the change."
    return f"{indicator.code}. {indicator.definition}{counts}{several if len(definitions) > 1 else ''}"


def _set_widths(book: Any, topics: Mapping[str, Sequence[Indicator]]) -> None:
    """Set by hand: measuring every cell would take most of the time that the whole workbook takes."""
    by_name = {sheet.get_name(): sheet for sheet in book.worksheets()}
    for topic, members in topics.items():
        sheet = by_name[topic.capitalize()]
        sheet.set_column(0, 0, NARROWEST + 4)
        sheet.set_column(1, 1, WIDEST)
        sheet.set_column(2, 2, NARROWEST)
        sheet.set_column(3, 2 + len(members), WIDEST - 8)  # the names of indicators, wrapped
    by_name["Contents"].set_column(0, 0, 24)
    by_name["Contents"].set_column(1, 1, 80)
    by_name["Notes"].set_column(0, 0, 16)
    by_name["Notes"].set_column(1, 1, 110)
