"""A run from request to reports: once, whole, and never twice."""

import csv
from collections.abc import Callable
from datetime import UTC, date, datetime

import psycopg
import pytest
from factories.leadership import SmallProgramme, announce_leaving
from fixtures.databases import Clone
from flask import Flask
from integration.reports.conftest import LANDMARK, do_waiting_jobs
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from authorities.politics.models import PoliticalControl
from core.access import SYSTEM
from core.jobs import Job
from core.jobs.run import run_job
from core.scope import Scope
from core.transaction import reading, transaction
from leadership.register.models import Tenure
from leadership.risk.due import request_due_runs
from leadership.risk.facts import DataCut
from leadership.risk.gamma_poisson import fit
from leadership.risk.models import RiskDataCut, RiskRun, RiskTotal, StoredPrediction, Trigger
from leadership.risk.request import request_run
from leadership.risk.score_stored import list_scored_runs
from reports.models import Publication, Report, ReportFile
from reports.publication.publish import summary_of
from reports.risk.content import AuthorityReport, from_plain
from reports.risk.render import render_authority

MakeRun = Callable[..., RiskRun]


def test_every_open_post_is_predicted_once_and_vacant_ones_have_no_figures(make_run: MakeRun, on_database: Session):
    run = make_run()
    rows = on_database.scalars(select(StoredPrediction).where(StoredPrediction.run_id == run.id)).all()
    assert run.status == "predicted"
    assert len(rows) == 5 == len({row.post_id for row in rows})
    assert [row.r12 for row in rows if row.status == "vacant"] == [None]
    assert all(0 < row.r3 <= row.r6 <= row.r12 < 1 for row in rows if row.status != "vacant")


def test_an_announced_departure_stands_above_an_ordinary_post(
    make_run: MakeRun, small_programme: SmallProgramme, on_database: Session
):
    run = make_run()
    by_post = {row.post_id: row for row in on_database.scalars(select(StoredPrediction))}
    leaving, ordinary = by_post[small_programme.leaving], by_post[small_programme.director]
    assert leaving.r3 > 4 * ordinary.r3
    assert run.landmark == LANDMARK


def test_the_totals_of_the_programme_are_of_its_members_alone(
    make_run: MakeRun, small_programme: SmallProgramme, on_database: Session
):
    make_run()
    totals = {row.authority_id: row for row in on_database.scalars(select(RiskTotal))}
    members = [small_programme.ashmere, small_programme.belford]
    assert totals[None].posts == 3
    assert totals[None].expected == pytest.approx(sum(totals[number].expected for number in members), abs=1e-5)
    assert len(totals) == 4


def test_the_same_facts_are_not_predicted_twice(make_run: MakeRun, on_database: Session):
    first = make_run()
    second = make_run()
    assert (second.status, second.same_as_id) == ("unchanged", first.id)
    assert on_database.scalar(select(func.count()).select_from(StoredPrediction)) == 5


def test_asking_twice_while_the_first_waits_asks_once(worker_app: Flask):
    with transaction(Scope.EVERYTHING) as session:
        ids = {request_run(session, by=SYSTEM, landmark=LANDMARK, trigger=Trigger.RUN_NOW).id for _ in range(3)}
    assert len(ids) == 1
    with reading(Scope.EVERYTHING) as session:
        assert session.scalar(select(func.count()).select_from(Job)) == 1


def test_a_departure_announced_while_the_run_is_computed_gets_a_run_of_its_own(
    make_run: MakeRun,
    small_programme: SmallProgramme,
    clone: Clone,
    on_database: Session,
    monkeypatch: pytest.MonkeyPatch,
):
    """Its request finds the first run still waiting, whose data cut was frozen without it."""
    came: list[DataCut] = []

    def fit_while_somebody_announces(cut: DataCut) -> object:
        if not came:
            came.append(cut)
            with clone.session() as session:
                tenure = session.scalars(
                    select(Tenure).where(Tenure.post_id == small_programme.director, Tenure.ended_on.is_(None))
                ).one()
                announce_leaving(session, tenure, date(2026, 6, 15), known_on=LANDMARK)
                session.commit()
            with transaction(Scope.EVERYTHING) as session:
                request_run(session, by=SYSTEM, landmark=LANDMARK, trigger=Trigger.ANNOUNCEMENT)
        return fit(cut)

    monkeypatch.setattr("leadership.risk.run.fit", fit_while_somebody_announces)
    first = make_run()
    runs = on_database.scalars(select(RiskRun).order_by(RiskRun.requested_at)).all()
    assert [(run.landmark, run.status) for run in runs] == [(LANDMARK, "predicted")] * 2
    assert runs[0].id == first.id
    by_run = {
        row.run_id: row
        for row in on_database.scalars(
            select(StoredPrediction).where(StoredPrediction.post_id == small_programme.director)
        )
    }
    assert by_run[runs[1].id].r3 > 4 * by_run[runs[0].id].r3


def test_a_fact_known_after_the_landmark_changes_nothing(
    make_run: MakeRun, small_programme: SmallProgramme, clone: Clone, on_database: Session
):
    first = make_run()
    with clone.session() as session:
        tenure = session.scalars(
            select(Tenure).where(Tenure.post_id == small_programme.director, Tenure.ended_on.is_(None))
        ).one()
        announce_leaving(session, tenure, date(2026, 3, 1), known_on=date(2026, 5, 1))
        session.commit()
    second = make_run()
    assert second.input_hash == first.input_hash


def test_a_confidential_departure_stays_out_until_its_day(
    make_run: MakeRun, small_programme: SmallProgramme, clone: Clone, on_database: Session
):
    first = make_run()
    with clone.session() as session:
        tenure = session.scalars(
            select(Tenure).where(Tenure.post_id == small_programme.director, Tenure.ended_on.is_(None))
        ).one()
        announce_leaving(
            session, tenure, date(2026, 8, 1), known_on=date(2026, 3, 20), confidential_until=date(2026, 5, 15)
        )
        session.commit()
    assert make_run().input_hash == first.input_hash
    later = make_run(date(2026, 5, 20))
    row = on_database.scalars(
        select(StoredPrediction).where(
            StoredPrediction.run_id == later.id, StoredPrediction.post_id == small_programme.director
        )
    ).one()
    assert any("announced" in driver["code"] or "notice" in driver["code"] for driver in row.drivers)


def test_a_run_comes_due_when_confidence_ends(make_run: MakeRun, small_programme: SmallProgramme, clone: Clone):
    make_run()
    with clone.session() as session:
        tenure = session.scalars(
            select(Tenure).where(Tenure.post_id == small_programme.director, Tenure.ended_on.is_(None))
        ).one()
        announce_leaving(
            session, tenure, date(2026, 8, 1), known_on=date(2026, 3, 20), confidential_until=date(2026, 4, 15)
        )
        session.commit()
    with transaction(Scope.EVERYTHING) as session:
        assert request_due_runs(session, by=SYSTEM, on=date(2026, 4, 14)) == []
        assert [run.landmark for run in request_due_runs(session, by=SYSTEM, on=date(2026, 4, 15))] == [
            date(2026, 4, 15)
        ]


def test_the_run_of_a_month_is_due_from_its_first_working_day(worker_app: Flask):
    with transaction(Scope.EVERYTHING) as session:
        # 1 to 3 May 2026 are a Friday and a weekend; the early May holiday is on the 4th.
        assert [run.landmark for run in request_due_runs(session, by=SYSTEM, on=date(2026, 5, 1))] == [date(2026, 5, 1)]
        assert request_due_runs(session, by=SYSTEM, on=date(2026, 5, 29)) == []
        assert [run.landmark for run in request_due_runs(session, by=SYSTEM, on=date(2026, 8, 2))] == [date(2026, 7, 1)]


def test_a_run_that_failed_is_asked_for_again_the_next_day(worker_app: Flask):
    with transaction(Scope.EVERYTHING) as session:
        (failed,) = request_due_runs(session, by=SYSTEM, on=date(2026, 5, 1))
        failed.status, failed.requested_at = "failed", datetime(2026, 5, 1, 9, tzinfo=UTC)
    with transaction(Scope.EVERYTHING) as session:
        assert request_due_runs(session, by=SYSTEM, on=date(2026, 5, 1)) == []
        assert [run.landmark for run in request_due_runs(session, by=SYSTEM, on=date(2026, 5, 2))] == [date(2026, 5, 1)]
        assert request_due_runs(session, by=SYSTEM, on=date(2026, 5, 3)) == []


def test_each_member_gets_a_report_and_then_the_programme_does(
    make_run: MakeRun, small_programme: SmallProgramme, on_database: Session
):
    make_run()
    reports = on_database.scalars(select(Report).order_by(Report.requested_at)).all()
    assert {report.authority_id for report in reports} == {small_programme.ashmere, small_programme.belford, None}
    assert all(report.status == "ready" for report in reports)
    assert reports[-1].authority_id is None
    assert on_database.scalar(select(func.count()).select_from(ReportFile)) == 6
    assert all(report.expires_on == date(2027, 4, 1) for report in reports)


def test_a_report_begins_with_the_gaps(make_run: MakeRun, small_programme: SmallProgramme, on_database: Session):
    make_run()
    content = on_database.scalars(select(Report.content).where(Report.authority_id == small_programme.ashmere)).one()
    posts = content["posts"]
    assert [post["status"] for post in posts] == ["vacant", "interim", "permanent"]
    assert posts[0]["gap"].startswith("Vacant since 15 January 2026")
    assert posts[1]["gap"] == "Held on an interim basis for 11 months."
    assert posts[2]["gap"] is None


def test_the_base_rate_stands_beside_the_chance_and_says_what_it_rests_on(
    make_run: MakeRun, small_programme: SmallProgramme, on_database: Session
):
    make_run()
    report = on_database.scalars(select(Report).where(Report.authority_id == small_programme.ashmere)).one()
    files = dict(
        on_database.execute(select(ReportFile.kind, ReportFile.body).where(ReportFile.report_id == report.id)).all()
    )
    page = " ".join(files["html"].decode().split())
    director = (
        "Base rate: about 22% of ordinary posts of this kind with a permanent holder change hands within 12 months."
    )
    assert f"{director} It rests on published national figures." in page
    assert "No national figures are published for this: the base rate is judgement." in page
    rows = list(csv.DictReader(files["csv"].decode().splitlines()))
    assert [row["base_rate_12_months"] for row in rows if row["status"] == "vacant"] == [""]
    assert {row["prior"]: row["base_rate_12_months"] for row in rows if row["status"] == "permanent"} == {
        "national": "0.221"
    }


def test_a_departure_without_successor_is_a_gap(
    make_run: MakeRun, small_programme: SmallProgramme, on_database: Session
):
    make_run()
    content = on_database.scalars(select(Report.content).where(Report.authority_id == small_programme.belford)).one()
    assert content["posts"][0]["gap"] == "The holder is expected to leave on 30 June 2026. No successor is known."


def test_the_report_of_one_authority_holds_nothing_of_another(make_run: MakeRun, on_database: Session):
    make_run()
    rows = on_database.execute(
        select(ReportFile.name, ReportFile.body).where(ReportFile.authority_id.is_not(None))
    ).all()
    for name, body in rows:
        ours, theirs = ("Ashmere", "Belford") if "z001" in name else ("Belford", "Ashmere")
        assert ours.encode() in body
        assert theirs.encode() not in body
        assert ("Flo Sixth" if ours == "Ashmere" else "Bea Second").encode() not in body


def test_a_second_rendering_from_stored_content_is_the_same_to_the_byte(
    make_run: MakeRun, worker_app: Flask, small_programme: SmallProgramme, on_database: Session
):

    make_run()
    report = on_database.scalars(select(Report).where(Report.authority_id == small_programme.ashmere)).one()
    with worker_app.test_request_context():
        files = render_authority(from_plain(AuthorityReport, report.content), demonstration=True)
    stored = dict(
        on_database.execute(select(ReportFile.kind, ReportFile.sha256).where(ReportFile.report_id == report.id)).all()
    )
    assert {file.kind: file.digest for file in files} == stored


def test_one_failing_report_fails_visibly_and_alone(
    make_run: MakeRun, small_programme: SmallProgramme, clone: Clone, on_database: Session, worker_app: Flask
):
    """The data of one authority is spoilt between prediction and report: a post loses its title's role."""
    with transaction(Scope.EVERYTHING) as session:
        request_run(session, by=SYSTEM, landmark=LANDMARK, trigger=Trigger.RUN_NOW)

    with reading(Scope.EVERYTHING) as session:
        predicting = session.scalars(select(Job.id)).one()
    run_job(predicting)
    with psycopg.connect(clone.owner_url) as connection:
        connection.execute("UPDATE post SET known_on = '2026-04-02' WHERE id = %s", [small_programme.leaving])
    do_waiting_jobs()
    reports = {report.authority_id: report for report in on_database.scalars(select(Report))}
    assert reports[small_programme.belford].status == "failed"
    assert "is not in what was known" in reports[small_programme.belford].error
    assert reports[small_programme.ashmere].status == "ready"
    programme = reports[None]
    assert programme.status == "ready"
    assert programme.content["failed"] == ["Belford"]
    assert [part["name"] for part in programme.content["authorities"]] == ["Ashmere"]


def test_a_replayed_landmark_is_marked_and_has_no_reports(make_run: MakeRun, on_database: Session):
    run = make_run(date(2024, 4, 1), Trigger.REPLAY)
    assert run.replayed
    assert run.status == "predicted"
    assert on_database.scalar(select(func.count()).select_from(Report)) == 0


def test_what_was_recorded_after_the_last_report_is_news_although_it_was_known_before(
    make_run: MakeRun, small_programme: SmallProgramme, clone: Clone, on_database: Session
):
    make_run(date(2026, 4, 1))
    with clone.session() as session:
        tenure = session.scalars(
            select(Tenure).where(Tenure.post_id == small_programme.director, Tenure.ended_on.is_(None))
        ).one()
        announce_leaving(session, tenure, date(2026, 8, 1), known_on=date(2026, 3, 30))
        session.add_all(
            PoliticalControl(
                ref=f"control {day}",
                authority_id=small_programme.ashmere,
                control=control,
                effective_on=day,
                known_on=day,
            )
            for day, control in ((date(2022, 5, 9), "Green Way"), (date(2026, 4, 20), "no overall control"))
        )
        session.commit()
    later = make_run(date(2026, 5, 1))
    told = dict(
        on_database.execute(
            select(Report.authority_id, Report.content).where(
                Report.run_id == later.id, Report.authority_id.is_not(None)
            )
        ).all()
    )
    assert (
        "Political control from 20 April 2026: no overall control, before Green Way."
        in (told[small_programme.ashmere]["changes"])
    )
    assert any(
        "departure announced, 1 August 2026. Recorded after the last report." in sentence
        for sentence in told[small_programme.ashmere]["changes"]
    )
    assert told[small_programme.belford]["changes"] == ["Nothing new was recorded since the last report."]


def test_what_was_said_at_the_time_is_what_is_scored(make_run: MakeRun, small_programme: SmallProgramme, clone: Clone):
    """A replay from facts entered since, and an old landmark asked for late, neither replace it nor prove anything."""
    april, july = date(2026, 4, 1), date(2026, 7, 1)
    said = make_run(april)
    with clone.session() as session:
        session.execute(update(RiskRun).values(predicted_at=datetime(2026, 4, 3, 9, tzinfo=UTC)))
        tenure = session.scalars(
            select(Tenure).where(Tenure.post_id == small_programme.director, Tenure.ended_on.is_(None))
        ).one()
        announce_leaving(session, tenure, date(2026, 8, 1), known_on=date(2026, 3, 20))
        session.commit()
    replay = make_run(april, Trigger.REPLAY)
    late = make_run(july)
    assert [run.status for run in (said, replay, late)] == ["predicted"] * 3
    with reading(Scope.EVERYTHING) as session:
        record = list_scored_runs(session, until=date(2026, 11, 1))
        assert [(item.run.id, item.at_the_time) for item in record] == [(said.id, True), (late.id, False)]


def test_what_was_stored_cannot_be_altered_by_anybody(make_run: MakeRun, clone: Clone):
    make_run()
    for table in ("prediction", "risk_total", "risk_data_cut"):
        for statement in (f"UPDATE {table} SET run_id = run_id", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
            with clone.engine() as engine, engine.connect() as connection:
                connection.execute(text("SELECT set_config('app.authorities', 'all', true)"))
                with pytest.raises(DBAPIError):
                    connection.execute(text(statement))


def test_a_dfe_summary_hides_small_counts_and_names_nobody(make_run: MakeRun, on_database: Session):
    make_run()
    draft = on_database.scalars(select(Publication)).one()
    summary = summary_of(draft)
    shown = [count for row in summary.bands for count in row.counts if count is not None]
    assert summary.authorities == 2
    assert not any(count in {1, 2} for count in shown)
    for word in ("Ashmere", "Belford", "Second", "Sixth"):
        assert word not in str(draft.content)


def test_the_frozen_inputs_hold_no_name_and_give_the_same_predictions_again(make_run: MakeRun, on_database: Session):

    run = make_run()
    stored = on_database.get_one(RiskDataCut, run.id).inputs
    for name in ("Ada", "Bea", "Flo"):
        assert name not in stored
    cut = DataCut.from_json(stored)
    again = {prediction.post: prediction for prediction in fit(cut).predict(cut)}
    rows = on_database.scalars(select(StoredPrediction)).all()
    assert all(
        row.r12 == (again[str(row.post_id)].r12.estimate if again[str(row.post_id)].r12 else None) for row in rows
    )
