"""The risk run step by step, against reading every tenure of the register once as plain rows."""

import tempfile
from datetime import date
from pathlib import Path

from bench import database, median_seconds, show
from sqlalchemy import text
from sqlalchemy.orm import Session

from core.access import SYSTEM
from core.clock import today
from core.database import make_sessions
from core.scope import Scope
from leadership.register.exchange.import_folder import import_folder
from leadership.register.exchange.on_disk import read_files
from leadership.risk.gamma_poisson import fit
from leadership.risk.inputs import read_inputs
from leadership.risk.known import freeze
from simulation.parameters import WorldParameters
from simulation.world import simulate_world
from simulation.write import write_world

ROUNDS = 3


def main() -> None:
    """The programme's size with five years of record, then the country's with fifteen."""
    for authorities, years in ((17, 5), (153, 15)):
        with database() as engine, make_sessions(engine)(info={"scope": Scope.EVERYTHING}) as session:
            measure(session, authorities, years)


def measure(session: Session, authorities: int, years: int) -> None:
    """Import a world and time each step of a run on it."""
    on = today()
    import_world(session, authorities, years, on)
    floor = median_seconds(lambda: session.execute(text("SELECT * FROM tenure")).all(), ROUNDS)
    seats, facts = read_inputs(session, on)
    cut = freeze(seats, facts, on)
    model = fit(cut)
    print(
        f"\n{authorities} councils, {years} years: {len(seats):,} posts, {model.events_on_record:,} changes on record"
    )
    show("floor: SELECT * FROM tenure", floor)
    show("read the registers", median_seconds(lambda: read_inputs(session, on), ROUNDS), floor)
    show("freeze", median_seconds(lambda: freeze(seats, facts, on), ROUNDS), floor)
    show("hash of the inputs", median_seconds(cut.input_hash, ROUNDS), floor)
    show("fit", median_seconds(lambda: fit(cut), ROUNDS), floor)
    show("predict every post", median_seconds(lambda: model.predict(cut), ROUNDS), floor)
    show("expected changes with their intervals", median_seconds(lambda: model.totals(cut), ROUNDS), floor)


def import_world(session: Session, authorities: int, years: int, on: date) -> None:
    """A world of the simulator, through the documented format."""
    with tempfile.TemporaryDirectory() as folder:
        parameters = WorldParameters(
            seed=1, end=on, authorities=authorities, adopters=min(17, authorities // 2), years=years
        )
        world = Path(folder) / "world"
        write_world(simulate_world(parameters), world)
        import_folder(session, by=SYSTEM, files=read_files(world), on=on, progress=lambda *_: None)


if __name__ == "__main__":
    main()
