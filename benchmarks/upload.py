"""20,000 rows of figures from bytes to commit, CSV and XLSX, against COPY of their valid rows into the same table.

The rows are those of 640 returns (100 authorities, 7 quarters, what is due in each), one in a hundred faulty. One file
holds them all, as no return does: it is parted by authority and quarter, and each part goes through layout and rules as
a file of its own would. What is valid is merged at once. Beside it: the same rows without faults through `throughline
import returns`, which stores a file whole or not at all; one return alone, for what a file costs apart from its rows;
and history, for which no rules run.
"""

import csv
import gc
import io
import random
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice

import psycopg
from bench import database_with_owner, show
from sqlalchemy import Engine
from xlsxwriter import Workbook

from authorities.register.invented import register_invented_authority
from core.access import SYSTEM
from core.csv_problems import Problems
from core.database import make_sessions
from core.quarters import Quarter
from core.scope import Scope
from outcomes.catalogue.indicators import Indicator
from outcomes.catalogue.load import load_indicators
from outcomes.catalogue.versions import list_due
from outcomes.collection.check.context import Asked, CheckContext
from outcomes.collection.check.many import check_part, part_grid
from outcomes.collection.check.result import Checked
from outcomes.collection.check.run import check_file
from outcomes.collection.intake.grid import Grid
from outcomes.collection.intake.read import read_grid
from outcomes.collection.observation.figures_file import check_figures, read_figures
from outcomes.collection.observation.import_returns import ReturnsRefusedError, import_returns
from outcomes.collection.observation.load_figures import load_figures
from outcomes.collection.observation.merge import LISTED, QUARTER_AT, Given, merge
from outcomes.collection.rules.book import rules
from outcomes.collection.rules.unusual import scale

ROWS = 20_000
AUTHORITIES = 100
QUARTERS = [Quarter(2024, 1).plus(number) for number in range(7)]
CHILDREN = 50_000
FAULTY = 100
ROUNDS = 7
CODES = [f"Z{number:03}" for number in range(1, AUTHORITIES + 1)]
ON = date(2026, 11, 28)
AT = datetime(2026, 11, 28, 9, tzinfo=UTC)
HEADER = ("authority_code", "quarter", "indicator_code", "value", "numerator", "denominator")
ASKED = {quarter: tuple(Asked(each.code, required=True) for each in list_due(quarter)) for quarter in QUARTERS}
# Which count the denominator of a share must equal, by the rules that compare the two.
PART_OF = {
    rule.terms["left"].split(".")[0]: rule.terms["right"].split(".")[0]
    for rule in rules()
    if rule.terms.get("operator") == "=="
}
Row = tuple[str, ...]


def main() -> None:
    """Check that the product finds exactly the planted faults, then time it."""
    rows, sound = (list(islice(made_rows(random.Random(3), faulty), ROWS)) for faulty in (FAULTY, 0))
    shifted = [replace_value(row) for row in rows]
    as_csv, as_xlsx, again = csv_of(HEADER, rows), xlsx_of(rows), csv_of(HEADER, shifted)
    sound_csv, sound_xlsx = csv_of(HEADER, sound), xlsx_of(sound)
    of_one = [row for row in sound if row[:2] == sound[0][:2]]
    one_csv, one_xlsx = csv_of(HEADER, of_one), xlsx_of(of_one)
    with database_with_owner(durable=True) as (engine, owner_url), psycopg.connect(owner_url, autocommit=True) as owner:
        numbers = register(engine)
        figures, faults = checked(as_csv, numbers)
        if (len(figures), faults) != (len(rows) - len(rows) // FAULTY, len(rows) // FAULTY):
            raise SystemExit(f"{faults} faults were found, {len(rows) // FAULTY} were planted.")
        later = checked(again, numbers)[0]
        if figures != checked(as_xlsx, numbers)[0]:
            raise SystemExit("The workbook gives other figures than the CSV file.")
        print(f"{len(rows):,} rows, {faults} faulty; {len(as_csv):,} bytes as CSV, {len(as_xlsx):,} as XLSX")
        gc.collect()
        gc.freeze()

        grid, context = read_grid(as_csv, "a.csv"), context_of(CODES[0], QUARTERS[0])
        ready: list[tuple[object, ...]] = [
            (*each[:QUARTER_AT], str(each.quarter), *each[QUARTER_AT + 1 :]) for each in figures
        ]
        one = csv_of(HEADER, [(CODES[0], str(QUARTERS[0]), *row[2:]) for row in rows])
        history = csv_of((*HEADER, "status"), [(*row, "ok") for row in history_rows(figures)])

        def empty() -> None:
            owner.execute("TRUNCATE observation")

        def filled() -> None:
            empty()
            stored(engine, figures)

        def nothing() -> None:
            pass

        compare(
            Job(f"floor: COPY {len(figures):,} valid rows", empty, lambda: copy_floor(owner, ready)),
            [
                Job("rows already checked: stage, merge, commit", empty, lambda: stored(engine, figures)),
                Job("the same, every figure changed", filled, lambda: stored(engine, later)),
                Job("CSV: read", nothing, lambda: read_grid(as_csv, "a.csv")),
                Job("XLSX: read, in a process of its own", nothing, lambda: read_grid(as_xlsx, "a.xlsx")),
                Job("layout and rules of its parts", nothing, lambda: check_grid(grid, numbers)),
                Job("CSV, bytes to commit", empty, lambda: upload(engine, as_csv, numbers)),
                Job("XLSX, bytes to commit", empty, lambda: upload(engine, as_xlsx, numbers)),
                Job("CSV again, every figure changed", filled, lambda: upload(engine, again, numbers)),
                Job("CSV again, nothing changed", filled, lambda: upload(engine, as_csv, numbers)),
                Job("throughline import returns, CSV", empty, lambda: import_all(engine, sound_csv)),
                Job("throughline import returns, XLSX", empty, lambda: import_all(engine, sound_xlsx)),
                Job(
                    "throughline import returns, faults: all named, none stored", empty, lambda: refuse(engine, as_csv)
                ),
                Job(
                    f"one return of {len(of_one)} rows, CSV: read, layout, rules",
                    nothing,
                    lambda: check_file(one_csv, "", context),
                ),
                Job(f"one return of {len(of_one)} rows, XLSX", nothing, lambda: check_file(one_xlsx, "", context)),
                Job("one return of as many rows, every finding", nothing, lambda: check_file(one, "a.csv", context)),
                Job("history as one CSV file, bytes to commit", empty, lambda: load_history(engine, history)),
            ],
        )


@dataclass(frozen=True)
class Job:
    """Something to time; what is put in order before it does not count."""

    name: str
    before: Callable[[], object]
    work: Callable[[], object]

    def seconds(self) -> float:
        self.before()
        start = time.perf_counter()
        self.work()
        return time.perf_counter() - start


def compare(floor: Job, jobs: list[Job]) -> None:
    """Every job once a round, the floor among them: a neighbour on the machine then slows all alike.

    The ratio is of the best times, which disturbance only lengthens; the first round does not count.
    """
    taken = [[job.seconds() for job in (floor, *jobs)] for _ in range(ROUNDS + 1)][1:]
    columns = list(zip(*taken, strict=True))
    for job, times in zip((floor, *jobs), columns, strict=True):
        show(f"{job.name} (median {statistics.median(times) * 1000:,.0f} ms)", min(times), min(columns[0]))


def register(engine: Engine) -> dict[str, int]:
    """The councils by code, with the catalogue that their figures refer to."""
    with make_sessions(engine)(info={"scope": Scope.EVERYTHING}) as session:
        load_indicators(session)
        found = {}
        for number, code in enumerate(CODES, start=1):
            council = register_invented_authority(
                session, by=SYSTEM, code=code, gss_code=f"Z99{number:06}", name=f"Council {number}", region="Norland",
                kind="unitary",
            )  # fmt: skip
            session.flush()
            found[code] = council.id
        session.commit()
    return found


def checked(content: bytes, numbers: dict[str, int]) -> tuple[list[Given], int]:
    """The valid figures of a file, and how many rows are not."""
    return check_grid(read_grid(content, "benchmark"), numbers)


def check_grid(grid: Grid, numbers: dict[str, int]) -> tuple[list[Given], int]:
    """Part the rows by authority and quarter, and put each part through layout and rules."""
    rejected = [0]
    return list(valid_figures(grid, numbers, rejected)), rejected[0]


def valid_figures(grid: Grid, numbers: dict[str, int], rejected: list[int]) -> Iterator[Given]:
    """Those of each part as it is checked, and how many rows gave none."""
    for (code, quarter), rows in part_grid(grid, numbers.keys(), QUARTERS[-1]).items():
        part = check_part(rows, context_of(code, quarter))
        rejected[0] += part.checked.counts.rejected
        yield from given_of(part.checked, numbers[part.authority_code], part.quarter)


def upload(engine: Engine, content: bytes, numbers: dict[str, int]) -> None:
    """Bytes to commit: what is valid is stored, and every fault is found."""
    rejected = [0]
    stored(engine, valid_figures(read_grid(content, "benchmark"), numbers, rejected))
    if rejected[0] != ROWS // FAULTY:
        raise SystemExit(f"{rejected[0]} faults were found.")


def context_of(code: str, quarter: Quarter) -> CheckContext:
    """What a check of a first return knows: everything is asked, nothing is stored, no history."""
    return CheckContext(code, code, quarter, ON, ASKED[quarter], frozenset({code.lower()}), CHILDREN)


def given_of(found: Checked, authority_id: int, quarter: Quarter) -> Iterator[Given]:
    for figure in found.figures:
        yield Given(
            authority_id,
            figure.indicator,
            quarter,
            figure.definition,
            figure.status.value,
            figure.value,
            figure.numerator,
            figure.denominator,
            "benchmark.csv",
            None,
            None,
            figure.place.cell if figure.place else "",
            None,
            ON,
        )


def stored(engine: Engine, figures: Iterable[Given]) -> None:
    """Stage, merge, commit, as an approval does."""
    with make_sessions(engine)(info={"scope": Scope.EVERYTHING}) as session:
        merge(session, by=SYSTEM, given=figures, at=AT)
        session.commit()


def import_all(engine: Engine, content: bytes) -> None:
    """A sound file as the command imports it."""
    with make_sessions(engine)(info={"scope": Scope.EVERYTHING}) as session:
        import_returns(session, by=SYSTEM, content=content, file_name="benchmark", at=AT, on=ON)
        session.commit()


def refuse(engine: Engine, content: bytes) -> None:
    """A file with faults: every one of them is found, and nothing is stored."""
    with make_sessions(engine)(info={"scope": Scope.EVERYTHING}) as session:
        try:
            import_returns(session, by=SYSTEM, content=content, file_name="benchmark", at=AT, on=ON)
        except ReturnsRefusedError as refused:
            cells = sum(len(finding.cells) for finding in refused.found.checked.errors)
            if cells != ROWS // FAULTY:
                raise SystemExit(f"{cells} faults were found.") from refused
            return
    raise SystemExit("A file with faults was stored.")


def load_history(engine: Engine, content: bytes) -> None:
    """The file of history from bytes to commit."""
    problems = Problems()
    table = read_figures(content, problems)
    new = check_figures(table, frozenset(CODES), {}, problems)
    problems.refuse()
    with make_sessions(engine)(info={"scope": Scope.EVERYTHING}) as session:
        load_figures(session, by=SYSTEM, rows=new, at=AT, on=ON)
        session.commit()


def copy_floor(owner: psycopg.Connection[tuple[object, ...]], ready: list[tuple[object, ...]]) -> None:
    """Rows as COPY takes them, straight into the table with its keys, checks and indexes; one commit."""
    with owner.cursor() as cursor, cursor.copy(f"COPY observation ({LISTED}) FROM STDIN") as copy:
        for each in ready:
            copy.write_row(each)


def made_rows(draw: random.Random, faulty: int) -> Iterator[Row]:
    """Returns that raise nothing, save that the denominator of one row in so many is no number (0: of none)."""
    number = 0
    for code in CODES:
        for quarter in QUARTERS:
            counted: dict[str, int] = {}
            for indicator in sorted(list_due(quarter), key=lambda each: each.code in PART_OF):
                number += 1
                cells = cells_of(indicator, draw, counted)
                yield (
                    code,
                    str(quarter),
                    indicator.code,
                    *(cells if not faulty or number % faulty else (*cells[:2], "n/a")),
                )


def cells_of(indicator: Indicator, draw: random.Random, counted: dict[str, int]) -> tuple[str, str, str]:
    """A value in the middle of its range; a ratio has counts that give it, a share is of what was counted before."""
    low, high = indicator.limits.hard_min, indicator.limits.hard_max
    middle = indicator.limits.median or low + (high - low) / 3
    factor = indicator.multiplier
    if factor is None:
        return f"{middle:.{indicator.decimals}f}", "", ""
    denominator = CHILDREN if factor > Decimal(1000) else counted.get(PART_OF.get(indicator.code, ""), 500)
    # Those without unaccompanied children are fewer than all.
    spread = 0.7 if "XUASC" in indicator.code else draw.uniform(0.9, 1.1)
    numerator = max(1, int(middle * Decimal(scale(indicator)) * denominator / factor * Decimal(spread)))
    counted[indicator.code] = numerator
    return "", str(numerator), str(denominator)


def replace_value(row: Row) -> Row:
    """The same row with one child more, or another value."""
    if row[4].isdecimal():
        return (*row[:4], str(int(row[4]) - 1), row[5])
    return (*row[:3], str(Decimal(row[3]) + 1), *row[4:]) if row[3] else row


def history_rows(figures: list[Given]) -> Iterator[Row]:
    codes = {each.authority_id: code for code, each in zip(CODES, figures[:: len(figures) // len(CODES)], strict=False)}
    for each in figures:
        code = codes.get(each.authority_id, CODES[0])
        parts = (each.value, each.numerator, each.denominator)
        yield (code, str(each.quarter), each.indicator_code, *("" if part is None else str(part) for part in parts))


def csv_of(header: Row, rows: list[Row]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode()


def xlsx_of(rows: list[Row]) -> bytes:
    """The same rows in one sheet; numbers as numbers."""
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Return")
        for place, row in enumerate([HEADER, *rows]):
            for column, cell in enumerate(row):
                if column > 2 and place and cell.replace(".", "", 1).isdecimal():
                    sheet.write_number(place, column, float(cell))
                else:
                    sheet.write_string(place, column, cell)
    return out.getvalue()


if __name__ == "__main__":
    main()
