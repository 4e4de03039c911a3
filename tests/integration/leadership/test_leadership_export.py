"""`throughline export leadership`: what it writes is imported again as it was."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from factories.imported_folders import JOINED, LEFT, content_of, on_disk, run, times_of
from factories.leadership_folder import FILES, folder
from factories.seats import Scene, make_scene, told
from fixtures.databases import Clone
from sqlalchemy import select

from core.audit import AuditEvent
from core.errors import DomainError
from leadership.register.confirmation import confirm
from leadership.register.corrections import TenureFacts, correct_event, correct_tenure
from leadership.register.days import Day
from leadership.register.departures import withdraw_departure
from leadership.register.kinds import EndReason, Precision, TenureStatus
from leadership.register.models import Person
from leadership.register.people import same_person
from leadership.register.posts import close_post
from leadership.register.told import Told
from web.commands.export_leadership import command as export_leadership
from web.commands.import_leadership import command as import_leadership


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


JOINED_AGAIN = ("2020-04-01,,2020", "2023-04-01,,2020")
EARLIER = "authority_code,joined_on,left_on,source,confidence\nZ001,2020-04-01,2022-04-01,programme team,high\n"


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


def test_an_export_leaves_a_trace(operator: CliRunner, clone: Clone, tmp_path: Path):
    run(operator, import_leadership, on_disk(tmp_path / "in", folder()))
    run(operator, export_leadership, tmp_path / "out")
    with clone.session() as session:
        deeds = list(session.scalars(select(AuditEvent.deed)))
    assert {"leadership.imported", "leadership.exported"} <= set(deeds)
