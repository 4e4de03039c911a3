"""`throughline import leadership`, as an operator types it."""

from datetime import date
from pathlib import Path

from click.testing import CliRunner
from factories.imported_folders import JOINED, LEFT, counts, on_disk, run, times_of
from factories.leadership_folder import FILES, folder
from factories.seats import ON
from fixtures.databases import Clone
from sqlalchemy import select

from authorities.inspection.models import Inspection
from authorities.politics.models import PoliticalControl
from authorities.programme.models import Adoption
from authorities.versions import store_version, withdrawal_of
from core.access import SYSTEM
from core.csv_problems import FilesRefusedError
from core.errors import DomainError
from leadership.register.models import Person, Post, SuccessionEvent, Tenure
from web.commands.export_leadership import command as export_leadership
from web.commands.import_leadership import command as import_leadership


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


def test_a_missing_folder_is_said_in_a_sentence(operator: CliRunner, tmp_path: Path):
    result = run(operator, import_leadership, tmp_path / "nowhere")
    assert isinstance(result.exception, DomainError)
    assert result.exception.sentence.startswith("There is no folder")
