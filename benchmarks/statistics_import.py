"""A tidy file of 27,000 rows from bytes to commit, against COPY of the same figures into a bare table."""

import csv
import io
import random
from datetime import date

from bench import database, median_seconds, show
from sqlalchemy import Engine, text

from authorities.register.invented import register_invented_authority
from core.access import SYSTEM
from core.database import make_sessions
from core.scope import Scope
from outcomes.evidence.statistics.store import import_statistics
from simulation.places import COUNTRY_CODE, COUNTRY_NAME

ROWS = 27_000
AUTHORITIES = 150
KINDS = (
    "Children starting to be looked after",
    "Children looked after at 31 March",
    "Children ceasing to be looked after",
)
HEADER = (
    "time_period", "time_identifier", "geographic_level", "country_code", "country_name", "region_code", "region_name",
    "old_la_code", "new_la_code", "la_name", "population_type", "population_estimate", "children_count",
    "rate_per_10000",
)  # fmt: skip
ON = date(2026, 11, 21)


def main() -> None:
    """Import the file again and again, each time as another release of the same table."""
    with database() as engine:
        with make_sessions(engine)(info={"scope": Scope.EVERYTHING}) as session:
            for number in range(1, AUTHORITIES + 1):
                register_invented_authority(
                    session, by=SYSTEM, code=f"Z{number:03}", gss_code=f"Z99{number:06}", name=f"Council {number}",
                    region="Norland", kind="unitary",
                )  # fmt: skip
            session.commit()
        floor = median_seconds(lambda: copy_floor(engine))
        show(f"floor: COPY {ROWS * 3:,} figures", floor)
        releases = iter(range(100))
        show(
            f"import {ROWS:,} rows, bytes to commit",
            median_seconds(lambda: one_import(engine, next(releases)), 3),
            floor,
        )


def one_import(engine: Engine, release: int) -> None:
    """A file with other figures than the one before, as a yearly release has."""
    content = tidy_file(release)
    with make_sessions(engine)(info={"scope": Scope.EVERYTHING}) as session:
        import_statistics(session, by=SYSTEM, content=content, file_name="looked_after.csv", on=ON, released=ON)
        session.commit()


def copy_floor(engine: Engine) -> None:
    """As many figures as the file holds, straight into a table without key, check or index."""
    with engine.connect() as connection:
        connection.execute(text("CREATE TEMPORARY TABLE IF NOT EXISTS floor (area text, period date, value numeric)"))
        with connection.connection.cursor() as cursor, cursor.copy("COPY floor FROM STDIN") as copy:
            for number in range(ROWS * 3):
                copy.write_row((f"Z{number % AUTHORITIES:03}", ON, number))
        connection.rollback()


def tidy_file(release: int) -> bytes:
    """A well-formed file of that size: authorities by year by kind."""
    draw = random.Random(release)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADER)
    years = ROWS // (AUTHORITIES * len(KINDS))
    for year in range(2026 - years + 1, 2027):
        for number in range(1, AUTHORITIES + 1):
            for kind in KINDS:
                count, population = draw.randint(50, 900), draw.randint(20_000, 90_000)
                writer.writerow(
                    (year, "Reporting year", "Local authority", COUNTRY_CODE, COUNTRY_NAME, "Z12000001", "Norland",
                     f"Z{number:03}", f"Z99{number:06}", f"Council {number}", kind, population, count,
                     round(count / population * 10_000))
                )  # fmt: skip
    return out.getvalue().encode()


if __name__ == "__main__":
    main()
