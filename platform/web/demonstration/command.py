"""`start.py demo` and `start.py run`: the steps in their order. The caller has made SIGINT and SIGTERM exceptions."""

import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.clock import today
from core.embedded import EmbeddedError, Processes
from core.embedded.signals import Stopped
from core.process import Process
from web.demonstration.database import drop_database, is_migrated, make_database, make_login, migrate
from web.demonstration.environment import choose_port, variables
from web.demonstration.load import load_invented, load_real
from web.demonstration.place import PROJECT, Place, place_of
from web.demonstration.processes import await_web, await_worker, start_beat, start_web, start_worker
from web.demonstration.servers import Servers, start_servers
from web.demonstration.steps import Steps
from web.demonstration.waiting import refuse_fallen
from web.demonstration.world import WHOLE, World

WATCH_SECONDS = 0.5


@dataclass(frozen=True)
class Wishes:
    """What the user asked for. `real` is None for the invented programme; else the DfE files, perhaps none."""

    real: tuple[Path, ...] | None = None
    port: int | None = None
    once: bool = False
    fresh: bool = False
    load: bool = True


def demonstrate(wishes: Wishes, world: World = WHOLE, out: Path = PROJECT / "out") -> int:
    """Do it and return the exit code; raises EmbeddedError with the sentence for the user if something fails."""
    steps = Steps()
    missing = next((file for file in wishes.real or () if not file.is_file()), None)
    if missing:
        raise EmbeddedError(f"There is no file {missing}: check its name, then start again.")
    place = place_of(real=wishes.real is not None)
    if not wishes.load and not place.loaded.exists():
        real = " --real" if place.real else ""
        raise EmbeddedError(f"There is no demonstration to serve yet: make it with 'python3 start.py demo{real}'.")
    try:
        with Processes(place.folder) as processes:
            return _Demonstration(wishes, world, out, place, processes, steps).run()
    except Stopped as stopped:
        kept = (
            "what was stored is kept" if place.loaded.exists() else "not all was loaded, so the next start begins anew"
        )
        steps.say(f"Stopped; {kept}.")
        # Ctrl-C is how a demonstration that is being served ends: nothing has gone wrong.
        return 0 if stopped.signal is signal.SIGINT and place.loaded.exists() else int(stopped.code or 1)


@dataclass(frozen=True)
class _Demonstration:
    wishes: Wishes
    world: World
    out: Path
    place: Place
    processes: Processes
    steps: Steps

    def run(self) -> int:
        if self.wishes.fresh:
            self.place.clear()
        port = choose_port(self.wishes.port)
        with self.steps.step("Starting PostgreSQL and Valkey"):
            servers = start_servers(self.place, self.processes)
        environment = variables(self.place, servers, port)
        self._prepare_database(servers)
        if self.wishes.load:
            self._load(environment)
        self._play(environment)
        # Only now: a worker would publish aggregates of profiles after each round that is released, in an order of
        # its own, and the ledger may refuse what comes later. They import the same modules: together they take little
        # longer than one.
        with self.steps.step(
            "Starting a Celery worker, beat" + ("" if self.wishes.once else " and the web application")
        ):
            worker = start_worker(self.processes, environment)
            start_beat(self.processes, self.place, environment)
            web = None if self.wishes.once else start_web(self.processes, environment, port)
            await_worker(worker, environment)
        self._report(environment)
        if web:
            await_web(web, port)
            self._serve(environment)
        elif self.place.real:
            self.steps.say("All is stored. To look at it: python3 start.py run --real")
        return 0

    def _prepare_database(self, servers: Servers) -> None:
        if not self.place.loaded.exists():
            # A load that was cut off leaves half a programme: better none.
            drop_database(servers.postgres, self.place.database)
        make_database(servers.postgres, self.place.database)
        if not is_migrated(servers.postgres, self.place.database):
            with self.steps.step("Migrating the database"):
                migrate(servers.postgres.url(self.place.database))
        make_login(servers.postgres)

    def _load(self, environment: Mapping[str, str]) -> None:
        if self.place.real:
            load_real(self.place, environment, self.wishes.real or (), self.steps)
        elif not self.place.loaded.exists():
            load_invented(self.place, environment, self.steps, self.world)

    def _play(self, environment: Mapping[str, str]) -> None:
        """What people would have done by now, by the verbs that the pages use."""
        # The product's modules take seconds to import; by now the user has seen the first steps.
        from web.demonstration.development import make_development  # noqa: PLC0415
        from web.demonstration.fidelity import make_fidelity  # noqa: PLC0415
        from web.demonstration.handovers import make_handovers  # noqa: PLC0415
        from web.demonstration.moves import make_moves  # noqa: PLC0415
        from web.demonstration.people import prepare_personas, prepare_real_personas  # noqa: PLC0415
        from web.demonstration.product import product  # noqa: PLC0415
        from web.demonstration.profile_rounds import make_profile_rounds  # noqa: PLC0415
        from web.demonstration.pulse_and_stories import make_pulse_and_stories  # noqa: PLC0415
        from web.demonstration.recruitment import make_recruitment  # noqa: PLC0415
        from web.demonstration.returns import make_returns  # noqa: PLC0415
        from web.demonstration.succession import make_succession  # noqa: PLC0415

        with product(environment):
            if self.place.real:
                prepare_real_personas()
                return
            prepare_personas()
            with self.steps.step("Returning, reviewing and sending back the last quarter's figures"):
                make_returns(self.place.world, today())
            with self.steps.step("Announcing departures and handing posts over"):
                make_handovers(today())
                make_recruitment(today())
                make_moves(today())
            with self.steps.step("Assessing how faithfully innovations are put into practice"):
                make_fidelity(today())
            with self.steps.step("Recording plans, successors and readiness"):
                make_succession(today())
            with self.steps.step("Asking those around leaders for their view"):
                make_profile_rounds(environment, today())
                make_development(environment, today())
            with self.steps.step("Asking a senior team how it is doing, telling stories and logging support"):
                make_pulse_and_stories(today())

    def _report(self, environment: Mapping[str, str]) -> None:
        from web.demonstration.people import publish_first_summary  # noqa: PLC0415  (see _play)
        from web.demonstration.product import product  # noqa: PLC0415
        from web.demonstration.report import make_reports  # noqa: PLC0415
        from web.demonstration.succession import make_report  # noqa: PLC0415

        if self.place.real:
            return
        with product(environment):
            make_reports(self.processes, self.steps, replays=self.world.replays)
        with product(environment, Process.WEB):
            publish_first_summary()
            make_report(today())
        if self.wishes.once:
            with product(environment):
                self._write_out()

    def _write_out(self) -> None:
        from web.demonstration.out import write_out  # noqa: PLC0415  (see _play)
        from web.demonstration.summary import show_summary  # noqa: PLC0415

        with self.steps.step(f"Writing the report to {self.out}"):
            programme, files = write_out(self.out)
        show_summary(programme, self.steps)
        self.steps.say(f"{files} files written to {self.out}.")

    def _serve(self, environment: Mapping[str, str]) -> None:
        from web.demonstration.doors import show_doors  # noqa: PLC0415  (see _play)
        from web.demonstration.people import make_links  # noqa: PLC0415
        from web.demonstration.product import product  # noqa: PLC0415

        with product(environment):
            links = make_links(environment["PUBLIC_URL"])
        show_doors(environment["PUBLIC_URL"], links, self.steps, real=self.place.real)
        while True:
            refuse_fallen(self.processes)
            time.sleep(WATCH_SECONDS)
