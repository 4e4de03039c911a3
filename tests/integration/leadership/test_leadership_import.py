"""`throughline import leadership`, `export leadership` and `import world`, as an operator types them."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from factories.leadership_folder import FILES, folder
from factories.seats import ON, Scene, make_scene, told
from fixtures.databases import Clone
from sqlalchemy import func, select

from authorities.inspection.models import Inspection
from authorities.politics.models import PoliticalControl
from authorities.programme.models import Adoption, ProgrammeMembership
from authorities.versions import store_version, withdrawal_of
from core.access import SYSTEM
from core.audit import AuditEvent
from core.csv_problems import FilesRefusedError
from core.errors import DomainError
from core.outbox import OutboxMessage
from leadership.register.confirmation import confirm
from leadership.register.corrections import TenureFacts, correct_event, correct_tenure
from leadership.register.days import Day
from leadership.register.departures import withdraw_departure
from leadership.register.kinds import EndReason, Precision, TenureStatus
from leadership.register.models import Person, Post, SuccessionEvent, Tenure
from leadership.register.people import same_person
from leadership.register.posts import close_post
from leadership.register.told import Told
from leadership.risk.inputs import read_inputs
from outcomes.collection.observation.models import Observation
from outcomes.collection.observation.read import list_figures, list_quarters
from simulation.parameters import WorldParameters
from simulation.world import simulate_world
from simulation.write import write_world
from web.commands.export_leadership import command as export_leadership
from web.commands.import_leadership import command as import_leadership
from web.commands.import_world import command as import_world

WORLD = WorldParameters(authorities=12, years=3, adopters=3, seed=5, end=date(2024, 5, 31), figure_quarters=3)
TOLD_UNTIL = date(2023, 6, 30)


@pytest.fixture
def operator(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return CliRunner()


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One small world, told whole (`whole`) and until a day (`early`)."""
    place, world = tmp_path_factory.mktemp("worlds"), simulate_world(WORLD)
    write_world(world, place / "whole")
    write_world(world, place / "early", until=TOLD_UNTIL)
    return place


def on_disk(place: Path, files: dict[str, bytes]) -> Path:
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    for name, content in files.items():
        (place / name).write_bytes(content)
    return place


def run(operator: CliRunner, command, *words: object) -> Result:
    return operator.invoke(command, [str(word) for word in words], standalone_mode=False)


def counts(clone: Clone) -> dict[str, int]:
    with clone.session() as session:
        return {
            model.__tablename__: session.scalar(select(func.count()).select_from(model)) or 0
            for model in (Post, Person, Tenure, SuccessionEvent, Observation, AuditEvent, OutboxMessage)
        }


def content_of(place: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(place.iterdir())}


def test_a_folder_is_stored_and_stored_once(operator: CliRunner, clone: Clone, tmp_path: Path):
    place = on_disk(tmp_path / "in", folder())
    first = run(operator, import_leadership, place)
    assert first.exception is None, first.exception
    assert "tenures: 6 new" in first.output
    stored = counts(clone)
    assert (stored["post"], stored["person"], stored["tenure"], stored["succession_event"]) == (3, 3, 6, 4)
    # Nothing asks for a thousand risk runs; the command says how to have one.
    assert stored["outbox_message"] == 0
    assert "throughline risk run" in first.output
    second = run(operator, import_leadership, place)
    assert second.exception is None
    assert "tenures: 6 unchanged" in second.output
    assert counts(clone) == stored


def test_what_is_corrected_stands_aside(operator: CliRunner, clone: Clone, tmp_path: Path):
    run(operator, import_leadership, on_disk(tmp_path / "in", folder()))
    with clone.session() as session:
        rows = {row.ref: row for row in session.scalars(select(Tenure))}
        events = {row.ref: row for row in session.scalars(select(SuccessionEvent))}
    assert {ref for ref, row in rows.items() if row.superseded_at} == {"T4"}
    assert rows["T3"].supersedes_id == rows["T4"].id
    assert {ref for ref, row in events.items() if row.superseded_at} == {"E1"}
    assert (rows["T5"].shared, rows["T1"].shared) == (True, False)


def test_nothing_is_stored_if_anything_is_wrong(operator: CliRunner, clone: Clone, tmp_path: Path):
    before = counts(clone)
    files = folder(tenures=("T6,S3,P3,fixed_term", "T6,S3,P3,boss"), facts=("good,care", "fine,care"))
    problems = tmp_path / "problems.csv"
    result = run(operator, import_leadership, on_disk(tmp_path / "in", files), "--problems", problems)
    assert isinstance(result.exception, FilesRefusedError)
    sentence = result.exception.sentence
    assert sentence.startswith("2 problems; nothing was stored.")
    assert "facts.csv, line 2, column value: 'fine' is not a word for inspection." in sentence
    assert "tenures.csv, line 7, column status: 'boss' is not a word of this column." in sentence
    assert counts(clone) == before
    assert problems.read_text().count("\n") == 3


def test_a_list_of_problems_that_cannot_be_written_is_said_in_a_sentence(
    operator: CliRunner, clone: Clone, tmp_path: Path
):
    files = folder(facts=("good,care", "fine,care"))
    nowhere = tmp_path / "nowhere" / "problems.csv"
    result = run(operator, import_leadership, on_disk(tmp_path / "in", files), "--problems", nowhere)
    assert isinstance(result.exception, DomainError)
    assert "'fine' is not a word for inspection." in result.exception.sentence
    assert f"{nowhere} cannot be written (No such file or directory): give another file." in result.exception.sentence


def test_what_the_other_register_would_refuse_is_named_with_its_place(
    operator: CliRunner, clone: Clone, tmp_path: Path
):
    run(operator, import_leadership, on_disk(tmp_path / "in", folder()))
    before = counts(clone)
    later = folder(pauses=FILES["pauses.csv"] + "Z001,family_valued,2021-08-01,2021-12-01,again\n")
    result = run(operator, import_leadership, on_disk(tmp_path / "in", later))
    assert isinstance(result.exception, FilesRefusedError)
    assert "pauses.csv, line 3, column paused_on: two pauses of Z001 family_valued" in result.exception.sentence
    assert counts(clone) == before


def test_an_end_that_a_later_folder_brings_is_added(operator: CliRunner, clone: Clone, tmp_path: Path):
    run(operator, import_leadership, on_disk(tmp_path / "in", folder()))
    later = folder(
        tenures=("T5,S3,P1,permanent,2021-09-06,,,,", "T5,S3,P1,permanent,2021-09-06,,2024-03-01,,"),
        posts=("S1,Z001,dcs,Director,2015-04-01,,", "S1,Z001,dcs,Director,2015-04-01,2024-12-31,"),
        people=(FILES["people.csv"], JOINED),
    )
    later["posts.csv"] = later["posts.csv"].replace(b"2024-12-31,,", b"2024-12-31,,2024-05-01")
    result = run(operator, import_leadership, on_disk(tmp_path / "in", later))
    assert result.exception is None, result.exception
    assert "tenures: 1 added to, 5 unchanged" in result.output
    with clone.session() as session:
        tenure = session.scalars(select(Tenure).where(Tenure.ref == "T5")).one()
        assert (tenure.ended_on, tenure.end_known_on) == (date(2024, 3, 1), date(2024, 3, 1))
        post = session.scalars(select(Post).where(Post.ref == "S1")).one()
        assert (post.closed_on, post.close_known_on) == (date(2024, 12, 31), date(2024, 5, 1))
        people = {person.ref: person for person in session.scalars(select(Person))}
        assert people["P1"].same_as_id == people["P3"].id


JOINED = "person_ref,name,same_as,same_as_known_on\nP1,Ada First,P3,2024-01-01\nP2,Bea Second,,\nP3,Çai O'Third,,\n"


def test_exporting_and_importing_gives_the_same_files(
    operator: CliRunner, make_clone, clone: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    files = folder(people=JOINED)
    run(operator, import_leadership, on_disk(tmp_path / "in", files))
    assert run(operator, export_leadership, tmp_path / "out").exception is None
    for other in make_clone():
        monkeypatch.setenv("DATABASE_URL", other.url)
        result = run(operator, import_leadership, tmp_path / "out")
        assert result.exception is None, result.exception
        run(operator, export_leadership, tmp_path / "again")
    monkeypatch.setenv("DATABASE_URL", clone.url)
    assert content_of(tmp_path / "again") == content_of(tmp_path / "out")
    assert b"same_as" in content_of(tmp_path / "out")["people.csv"]
    assert len(content_of(tmp_path / "out")) == len(FILES)
    # Exporting over an earlier export is fine, over something else it is not.
    assert run(operator, export_leadership, tmp_path / "out").exception is None
    (tmp_path / "out" / "letter.txt").write_text("dear Ada")
    refused = run(operator, export_leadership, tmp_path / "out")
    assert isinstance(refused.exception, DomainError)
    assert "letter.txt" in refused.exception.sentence


def record_a_history(scene: Scene) -> None:
    """Everything that the screens can leave behind: corrections, what never was, confidences, closings, twins."""
    session, by, on = scene.session, scene.by, scene.on
    director, closing = scene.post(), scene.post("assistant_director", 'Assistant "Director", Care; Help')
    ada = scene.hold(director)
    scene.leaves(director, ada, date(2024, 9, 30), told=told(date(2024, 4, 1)))
    withdraw_departure(session, by=by, post=director, tenure=ada, told=told(date(2024, 5, 1)), on=on)
    event = scene.leaves(director, ada, date(2024, 8, 31), confidential_until=date(2024, 8, 1))
    correct_event(
        session,
        by=by,
        post=director,
        event=event,
        effective=Day(date(2024, 12, 1), Precision.MONTH),
        source="=HYPERLINK(1)",
        confidence=None,
        confidential_until=None,
        told=Told(on),
        on=on,
    )
    never = scene.hold(director, "Bea Second", date(2025, 1, 6))
    facts = replace(TenureFacts.of(never), ended=Day(never.started_on), end_reason=EndReason.OTHER)
    correct_tenure(session, by=by, post=director, tenure=never, facts=facts, told=Told(on), on=on)
    cai = scene.hold(closing, "Çai O'Third", date(2023, 1, 9), "interim")
    confirm(
        session,
        by=by,
        post=closing,
        tenure=cai,
        status=TenureStatus.FIXED_TERM,
        started=Day(date(2023, 6, 1)),
        told=told(date(2023, 5, 1)),
        on=on,
        contract_ends_on=date(2025, 5, 31),
    )
    close_post(session, by=by, post=closing, closed_on=date(2024, 3, 1), told=told(date(2024, 1, 8)), on=on)
    twin = scene.person("Ada Once First")
    same_person(session, by=by, person=twin, same_as=session.get_one(Person, ada.person_id), told=Told(on), on=on)


def test_what_the_screens_recorded_survives_export_and_import(
    operator: CliRunner, make_clone, clone: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    with clone.session() as session:
        record_a_history(make_scene(session))
        session.commit()
    assert run(operator, export_leadership, tmp_path / "out").exception is None
    again = run(operator, import_leadership, tmp_path / "out")
    assert again.exception is None, again.exception
    assert "new" not in again.output
    for other in make_clone():
        monkeypatch.setenv("DATABASE_URL", other.url)
        result = run(operator, import_leadership, tmp_path / "out")
        assert result.exception is None, result.exception
        run(operator, export_leadership, tmp_path / "again")
    monkeypatch.setenv("DATABASE_URL", clone.url)
    assert content_of(tmp_path / "again") == content_of(tmp_path / "out")


LEFT = ("2020-04-01,,2020", "2020-04-01,2022-04-01,2020")
JOINED_AGAIN = ("2020-04-01,,2020", "2023-04-01,,2020")
EARLIER = "authority_code,joined_on,left_on,source,confidence\nZ001,2020-04-01,2022-04-01,programme team,high\n"


def times_of(clone: Clone) -> list[tuple[date, date | None]]:
    with clone.session() as session:
        times = session.scalars(
            select(ProgrammeMembership)
            .where(ProgrammeMembership.superseded_at.is_(None))
            .order_by(ProgrammeMembership.joined_on)
        )
        return [(time.joined_on, time.left_on) for time in times]


def test_an_authority_that_joins_again_keeps_both_its_times(
    operator: CliRunner, make_clone, clone: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """A first folder tells that it left, a later one that it is back; export, import and export give the same files."""
    run(operator, import_leadership, on_disk(tmp_path / "in", folder(adoptions=LEFT)))
    back = {**folder(adoptions=JOINED_AGAIN), "memberships.csv": EARLIER.encode()}
    later = run(operator, import_leadership, on_disk(tmp_path / "in", back))
    assert later.exception is None, later.exception
    assert "memberships: 1 new, 1 unchanged" in later.output
    assert times_of(clone) == [(date(2020, 4, 1), date(2022, 4, 1)), (date(2023, 4, 1), None)]
    run(operator, export_leadership, tmp_path / "out")
    assert (tmp_path / "out" / "memberships.csv").read_text() == EARLIER
    for other in make_clone():
        monkeypatch.setenv("DATABASE_URL", other.url)
        result = run(operator, import_leadership, tmp_path / "out")
        assert result.exception is None, result.exception
        assert times_of(other) == times_of(clone)
        run(operator, export_leadership, tmp_path / "again")
    monkeypatch.setenv("DATABASE_URL", clone.url)
    assert content_of(tmp_path / "again") == content_of(tmp_path / "out")
    again = run(operator, import_leadership, tmp_path / "out")
    assert again.exception is None, again.exception
    assert "new" not in again.output


def test_an_export_takes_away_the_optional_file_of_an_earlier_one(operator: CliRunner, clone: Clone, tmp_path: Path):
    run(operator, import_leadership, on_disk(tmp_path / "in", folder()))
    on_disk(tmp_path / "out", {"memberships.csv": EARLIER.encode()})
    assert run(operator, export_leadership, tmp_path / "out").exception is None
    assert not (tmp_path / "out" / "memberships.csv").exists()


def test_a_folder_silent_about_the_leaving_takes_it_back_from_nobody(operator: CliRunner, clone: Clone, tmp_path: Path):
    """A second innovation, told without the day on which the authority left, leaves its time as it is."""
    run(operator, import_leadership, on_disk(tmp_path / "in", folder(adoptions=LEFT)))
    second = FILES["adoptions.csv"].replace("family_valued", "no_wrong_door")
    later = run(operator, import_leadership, on_disk(tmp_path / "in", folder(adoptions=second)))
    assert later.exception is None, later.exception
    assert times_of(clone) == [(date(2020, 4, 1), date(2022, 4, 1))]


def test_a_wave_that_a_later_folder_brings_is_added(operator: CliRunner, clone: Clone, tmp_path: Path):
    run(operator, import_leadership, on_disk(tmp_path / "in", folder(adoptions=("trailblazer", ""))))
    place = on_disk(tmp_path / "in", folder())
    assert "adoptions: 1 added to" in run(operator, import_leadership, place).output
    with clone.session() as session:
        assert session.scalars(select(Adoption)).one().wave == "trailblazer"
    assert "adoptions: 1 unchanged" in run(operator, import_leadership, place).output


def test_a_fact_corrected_or_withdrawn_on_its_page_stays_so(operator: CliRunner, clone: Clone, tmp_path: Path):
    """The folder that first told of it may come again, and says nothing new."""
    place = on_disk(tmp_path / "in", folder())
    run(operator, import_leadership, place)
    with clone.session() as session:
        control, good = session.scalars(select(PoliticalControl)).one(), Inspection.ref == "F1"
        corrected = PoliticalControl(
            authority_id=control.authority_id,
            ref="on-its-page",
            known_on=ON,
            effective_on=control.effective_on,
            control="Independent",
        )
        store_version(session, corrected, by=SYSTEM, on=ON, replaces=control)
        inspection = session.scalars(select(Inspection).where(good)).one()
        withdrawal = withdrawal_of(inspection, known_on=ON, source="of another council")
        store_version(session, withdrawal, by=SYSTEM, on=ON, replaces=inspection)
        session.commit()
    again = run(operator, import_leadership, place)
    assert again.exception is None, again.exception
    assert f"facts: {FILES['facts.csv'].count(chr(10)) - 1} unchanged" in again.output
    run(operator, export_leadership, tmp_path / "out")
    told = (tmp_path / "out" / "facts.csv").read_text()
    assert "Independent" in told
    assert "F1," not in told


def test_an_export_leaves_a_trace(operator: CliRunner, clone: Clone, tmp_path: Path):
    run(operator, import_leadership, on_disk(tmp_path / "in", folder()))
    run(operator, export_leadership, tmp_path / "out")
    with clone.session() as session:
        deeds = list(session.scalars(select(AuditEvent.deed)))
    assert {"leadership.imported", "leadership.exported"} <= set(deeds)


def test_a_missing_folder_is_said_in_a_sentence(operator: CliRunner, tmp_path: Path):
    result = run(operator, import_leadership, tmp_path / "nowhere")
    assert isinstance(result.exception, DomainError)
    assert result.exception.sentence.startswith("There is no folder")


def test_a_world_told_early_grows_into_the_whole_one(operator: CliRunner, clone: Clone, worlds: Path, tmp_path: Path):
    """The same references mean the same things: what was held back is added, and nothing contradicts."""
    early = run(operator, import_world, worlds / "early")
    assert early.exception is None, early.exception
    whole = run(operator, import_world, worlds / "whole")
    assert whole.exception is None, whole.exception
    stored = counts(clone)
    again = run(operator, import_world, worlds / "whole")
    assert again.exception is None
    assert counts(clone) == stored
    run(operator, export_leadership, tmp_path / "grown")
    with clone.session() as session:
        seats, facts = read_inputs(session, WORLD.end)
        assert len(seats) == stored["post"]
        assert sum(len(seat.tenures) for seat in seats) == stored["tenure"]
        assert len(facts) == WORLD.authorities
    tenures = (tmp_path / "grown" / "tenures.csv").read_text().count("\n")
    assert tenures == (worlds / "whole" / "tenures.csv").read_text().count("\n")


def test_a_world_brings_its_quarterly_figures(operator: CliRunner, clone: Clone, worlds: Path):
    result = run(operator, import_world, worlds / "whole")
    assert result.exception is None, result.exception
    lines = (worlds / "whole" / "figures.csv").read_text().splitlines()[1:]
    with clone.session() as session:
        observations = list(session.scalars(select(Observation)))
        assert len(observations) == len(lines)
        first = min(observations, key=lambda each: each.source_line)
        assert first.source_file == "figures.csv"
        assert lines[0].split(",")[2] == first.indicator_code
        ids = {each.authority_id for each in observations}
        quarters = list_quarters(session, authority_ids=ids)
        assert len(quarters) == WORLD.figure_quarters
        series = list_figures(session, authority_ids=ids, indicator_code=first.indicator_code)
        assert [each.quarter for each in series[first.authority_id]] == quarters
        as_at = first.known_on
        known = list_figures(session, authority_ids=ids, indicator_code=first.indicator_code, as_at=as_at)
        assert [each.quarter for each in known[first.authority_id]] == [first.quarter]


def test_a_world_with_anything_wrong_stores_nothing(operator: CliRunner, clone: Clone, worlds: Path, tmp_path: Path):
    broken = shutil.copytree(worlds / "whole", tmp_path / "broken")
    figures, neighbours = broken / "figures.csv", broken / "neighbours.csv"
    head, *rows = figures.read_text().splitlines()
    cells = rows[0].split(",")
    wrong = [[cells[0], "2025 Q1", *cells[2:]], [*cells[:2], "NO_SUCH", *cells[3:]], ["Z999", *cells[1:]]]
    wrong += [
        [cells[0], "2001-02 Q1", cells[2], "1", "", "", "c"],
        [cells[0], "2001-02 Q2", cells[2], "", "", "", "ok"],
    ]
    figures.write_text("\n".join([head, *(",".join(row) for row in wrong)]) + "\n")
    model = neighbours.read_text().splitlines()
    model[1] = model[1].replace(",1,", ",3,")
    neighbours.write_text("\n".join(model) + "\n")
    before = counts(clone)
    result = run(operator, import_world, broken)
    assert isinstance(result.exception, FilesRefusedError)
    found = {(problem.file, problem.line, problem.column) for problem in result.exception.problems.in_order()}
    assert found >= {
        ("figures.csv", 2, "quarter"),
        ("figures.csv", 3, "indicator_code"),
        ("figures.csv", 4, "authority_code"),
        ("figures.csv", 5, "value"),
        ("figures.csv", 6, "value"),
    }
    assert any(file == "neighbours.csv" for file, _, _ in found)
    assert counts(clone) == before
