"""The programme's succession report, exposure and alerts (features B6, B7, W15)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from email import message_from_bytes, policy
from uuid import UUID

import psycopg
import pytest
from factories.leadership import make_small_programme
from factories.pages import words
from factories.predictions import add_prediction
from fixtures.databases import Clone
from fixtures.identities import ClientAs, SignedInClient
from sqlalchemy import select

from core.access import Identity, Membership, Role
from core.clock import today
from core.jobs import Job
from core.jobs.run import run_job
from core.outbox import OutboxMessage
from core.process import Process
from leadership.register.models import Post
from leadership.risk.models import StoredPrediction
from leadership.risk.stored import PredictionsStored
from leadership.succession.alert import SEND, list_alerts, note_crossings, set_threshold
from leadership.succession.alert_letter import KIND
from leadership.succession.kinds import Ready
from leadership.succession.models import AlertCrossing, SuccessionIssue
from leadership.succession.successors import name_successor, withdraw_successor
from leadership.succession.tasks import send_alert
from reports.succession.content import Inputs, assemble, canonical, content_from, inputs_from, table_of, to_plain
from reports.succession.issue import forget_issues, make_again, make_issue
from web.demonstration.product import product

SUPPORT = Identity(None, "Support", frozenset({Membership(Role.SUPPORT)}))


@dataclass(frozen=True)
class Programme:
    clone: Clone
    ashmere: int
    belford: int
    director: UUID
    interim: UUID
    vacant: UUID
    leaving: UUID

    @property
    def lead(self) -> Identity:
        return Identity(None, "Lead", frozenset({Membership(Role.LEAD, self.ashmere)}))

    def name(self, post_id: UUID, name: str, ready: Ready = Ready.NOW) -> UUID:
        with self.clone.session(self.lead.scope(), Process.WEB) as session:
            post = session.get_one(Post, post_id)
            made = name_successor(session, by=self.lead, post=post, ready=ready, place=None, on=today(), name=name)
            session.commit()
            return made.id

    def issue(self) -> UUID:
        with self.clone.session(SUPPORT.scope(), Process.WEB) as session:
            made = make_issue(session, by=SUPPORT, on=today()).id
            session.commit()
            return made

    def lines(self, issue_id: UUID) -> list[tuple[str, str]]:
        with self.clone.session() as session:
            content = content_from(session.get_one(SuccessionIssue, issue_id).content)
        return [(line.post.authority, line.post.title) for line in content.lines]


@pytest.fixture
def programme(clone: Clone) -> Programme:
    with clone.session() as session:
        made = make_small_programme(session)
        found = Programme(clone, made.ashmere, made.belford, made.director, made.interim, made.vacant, made.leaving)
        session.commit()
    return found


@pytest.fixture
def support(programme: Programme, client_as: ClientAs) -> SignedInClient:
    return client_as(Role.SUPPORT)


def test_every_post_of_a_member_appears_once_gaps_first(programme: Programme):
    programme.name(programme.director, "Noor Later")
    lines = programme.lines(programme.issue())
    assert sorted(lines) == sorted(set(lines))
    assert lines[0] == ("Ashmere", "Practice Lead"), "the vacant post"
    assert lines[-1] == ("Ashmere", "Director of Children's Services"), "the one with a successor"
    with programme.clone.session() as session:
        members = session.scalars(
            select(Post.title).where(Post.authority_id.in_([programme.ashmere, programme.belford]))
        )
        assert sorted(title for _, title in lines) == sorted(members)


def test_removing_a_successor_raises_the_post(programme: Programme):
    number = programme.name(programme.director, "Noor Later")
    before = programme.lines(programme.issue())
    with programme.clone.session(programme.lead.scope(), Process.WEB) as session:
        post = session.get_one(Post, programme.director)
        withdraw_successor(session, by=programme.lead, post=post, successor_id=number, on=today())
        session.commit()
    after = programme.lines(programme.issue())
    director = ("Ashmere", "Director of Children's Services")
    assert after.index(director) < before.index(director)


def test_an_issue_made_again_from_its_inputs_is_the_same_to_the_byte(programme: Programme):
    programme.name(programme.director, "Noor Later")
    with programme.clone.session() as session:
        add_prediction(session, programme.ashmere, programme.director, today() - timedelta(days=2), r12=0.31)
        session.commit()
    number = programme.issue()
    with programme.clone.session() as session:
        issue = session.get_one(SuccessionIssue, number)
        assert make_again(issue) == issue.content_hash
        content = content_from(issue.content)
        assert canonical(to_plain(content)) == canonical(issue.content)
        again = assemble(inputs_from(issue.inputs))
        assert table_of(again).to_csv() == table_of(content).to_csv()
        inputs = inputs_from(issue.inputs)
    shuffled: Inputs = replace(inputs, posts=tuple(reversed(inputs.posts)))
    assert canonical(to_plain(assemble(shuffled))) == canonical(to_plain(content)), "the order of rows tells nothing"


def test_the_report_names_no_successor_and_says_what_changed(programme: Programme, support: SignedInClient):
    assert support.send("/succession").status_code == 303
    programme.name(programme.director, "Wilhelmina Quince")
    support.send("/succession")
    page = words(support.get("/succession"))
    assert "4 posts, 1 is vacant, 3 have nobody named to follow, and for 1 somebody is ready now." in page
    assert "1 successor, before 0; readiness 1, before 0" in page
    assert "No change" in page
    assert "Wilhelmina Quince" not in page
    assert "Agree who acts in the meantime" in page
    with programme.clone.session() as session:
        newest = session.scalars(select(SuccessionIssue).order_by(SuccessionIssue.made_at.desc()).limit(1)).one()
        assert "Wilhelmina Quince" not in str(newest.inputs)
        number = newest.id
    table = support.get(f"/succession/{number}.csv").text
    assert "Suggested action" in table
    assert "Bea Second" in table
    assert support.get("/succession/12345678-1234-1234-1234-123456789abc").status_code == 404


def test_a_confidential_departure_is_in_no_report(programme: Programme):
    with psycopg.connect(programme.clone.owner_url) as connection:
        connection.execute("UPDATE succession_event SET confidential_until = %s", [today() + timedelta(days=30)])
    number = programme.issue()
    with programme.clone.session() as session:
        content = content_from(session.get_one(SuccessionIssue, number).content)
    (leaving,) = [line for line in content.lines if line.post.code == "Z002"]
    assert leaving.post.expected_end is None
    assert not [each for each in leaving.post.triggers if "Notice" in each]


def test_nobody_else_reads_or_changes_an_issue(programme: Programme, client_as: ClientAs):
    number = programme.issue()
    for role in (Role.LEAD, Role.RISK_READER, Role.DFE_VIEWER):
        assert client_as(role, authority="Z001").get("/succession").status_code == 403
    with programme.clone.session(programme.lead.scope(), Process.WEB) as session:
        assert session.get(SuccessionIssue, number) is None
    with programme.clone.session(SUPPORT.scope(), Process.WEB) as session:
        issue = session.get_one(SuccessionIssue, number)
        issue.content = {}
        with pytest.raises(Exception, match="permission denied"):
            session.flush()


def test_an_issue_goes_when_its_day_has_come(programme: Programme):
    number = programme.issue()
    with programme.clone.session() as session:
        expires = session.get_one(SuccessionIssue, number).expires_on
        assert forget_issues(session, expires - timedelta(days=1)) == 0
        assert forget_issues(session, expires) == 1
        session.commit()
        assert session.scalars(select(SuccessionIssue)).all() == []


def test_exposure_of_the_programme_ranks_all_posts(programme: Programme, support: SignedInClient):
    with programme.clone.session() as session:
        made = add_prediction(session, programme.ashmere, programme.director, date(2026, 11, 2), r12=0.3)
        facts = {name: getattr(made, name) for name in list(StoredPrediction.__table__.columns.keys()) if name != "id"}
        facts |= {"post_id": programme.leaving, "authority_id": programme.belford, "r12": 0.8, "r6": 0.5, "r3": 0.2}
        session.add(StoredPrediction(**facts))
        session.commit()
    page = words(support.get("/succession/exposure"))
    assert "Most exposed is Executive Director, People of Belford: rank 1" in page
    assert "P1: Belford, Executive Director, People" in page
    rows = support.get("/succession/exposure.csv").text.splitlines()
    assert len(rows) == 5, "every post once"
    assert "Vacant" in "".join(rows[1:3])


@pytest.fixture
def run(programme: Programme):
    """Stores a run with one prediction and tells the handler of it, as the risk run does."""

    def made(landmark: date, r12: float, *, replayed: bool = False) -> None:
        with programme.clone.session() as session:
            prediction = add_prediction(
                session, programme.ashmere, programme.director, landmark, r12=r12, replayed=replayed
            )
            note_crossings(session, PredictionsStored(prediction.run_id, landmark, replayed))
            session.commit()

    return made


def letters(programme: Programme) -> list[str]:
    with programme.clone.session() as session:
        return [
            message.arguments[0] for message in session.scalars(select(OutboxMessage).where(OutboxMessage.task == SEND))
        ]


def letter_jobs(programme: Programme) -> list[int]:
    with programme.clone.session() as session:
        return list(session.scalars(select(Job.id).where(Job.kind == KIND).order_by(Job.id)))


def threshold(programme: Programme, percent: int) -> None:
    with programme.clone.session(SUPPORT.scope(), Process.WEB) as session:
        set_threshold(session, by=SUPPORT, percent=percent, on=today())
        session.commit()


def test_a_crossing_tells_once_until_it_was_over(programme: Programme, run):
    run(date(2026, 1, 1), 0.9)
    assert letters(programme) == [], "nobody has set a level"
    threshold(programme, 50)
    run(date(2026, 2, 1), 0.49)
    assert letters(programme) == []
    run(date(2026, 3, 1), 0.5)
    run(date(2026, 4, 1), 0.7)
    assert len(letters(programme)) == 1, "still the same crossing"
    run(date(2026, 5, 1), 0.2)
    run(date(2026, 6, 1), 0.6)
    assert len(set(letters(programme))) == 2
    run(date(2026, 7, 1), 0.2, replayed=True)
    with programme.clone.session() as session:
        rows = session.scalars(select(AlertCrossing).order_by(AlertCrossing.reached_on)).all()
        assert [(each.reached_on, each.over_on) for each in rows] == [
            (date(2026, 3, 1), date(2026, 5, 1)),
            (date(2026, 6, 1), None),
        ]
        assert [alert.post.id for alert in list_alerts(session)] == [programme.director]


def test_a_run_that_comes_late_neither_ends_a_crossing_nor_tells_of_it_again(programme: Programme, run):
    threshold(programme, 50)
    run(date(2026, 3, 1), 0.6)
    run(date(2026, 2, 1), 0.2)
    run(date(2026, 4, 1), 0.6)
    assert len(letters(programme)) == 1
    with programme.clone.session() as session:
        assert session.scalars(select(AlertCrossing)).one().over_on is None


def test_a_post_that_is_predicted_no_longer_leaves_the_list(programme: Programme, run):
    threshold(programme, 50)
    run(date(2026, 3, 1), 0.8)
    with programme.clone.session() as session:
        other = add_prediction(session, programme.belford, programme.leaving, date(2026, 4, 1), r12=0.1)
        note_crossings(session, PredictionsStored(other.run_id, date(2026, 4, 1), replayed=False))
        session.flush()
        assert list_alerts(session) == []


def test_the_task_stands_on_the_first_page_until_somebody_has_seen_it(
    programme: Programme, run, support: SignedInClient
):
    answer = support.send("/succession/alerts", chance="0")
    assert answer.status_code == 422
    assert "Enter a percentage from 1 to 100" in words(answer)
    assert support.send("/succession/alerts", chance="50").status_code == 303
    run(date(2026, 11, 1), 0.6)
    assert "has reached your level" in words(support.get("/"))
    page = words(support.get("/succession/alerts"))
    assert "reaches 50%" in page
    number = page.split("/succession/alerts/")[1].split("/seen")[0]
    assert support.send(f"/succession/alerts/{number}/seen").status_code == 303
    assert "has reached your level" not in words(support.get("/"))
    run(date(2026, 11, 15), 0.65)
    assert "has reached your level" not in words(support.get("/")), "it is the same crossing"


def test_the_letter_goes_to_the_team_and_carries_no_figure(
    programme: Programme, run, client_as: ClientAs, environment: dict[str, str], tmp_path
):
    client_as(Role.SUPPORT)
    client_as(Role.LEAD, authority="Z001")
    threshold(programme, 50)
    run(date(2026, 11, 1), 0.6)
    (number,) = letters(programme)
    with product(environment, Process.WORKER):
        send_alert(number)
        send_alert(number)
        (job,) = letter_jobs(programme)
        run_job(job)
    sent = list((tmp_path / "mail").glob("*.eml"))
    assert len(sent) == 1, "to the support team alone, and one letter"
    text = message_from_bytes(sent[0].read_bytes(), policy=policy.default).get_content()
    assert str(programme.director) in text
    assert "60" not in text.replace(str(programme.director), "")
    sent[0].unlink()
    with product(environment, Process.WORKER):
        send_alert(number)
        run_job(job)
    assert letter_jobs(programme) == [job]
    assert list((tmp_path / "mail").glob("*.eml")) == [], "a message that comes again writes no second letter"


def test_a_mail_server_that_refuses_one_reader_keeps_nobody_else_waiting_and_nobody_gets_two(
    programme: Programme, run, client_as: ClientAs, environment: dict[str, str], tmp_path
):
    """The first reader's letter cannot be written once: the others' go, and it goes when it is tried again."""
    readers = [client_as(Role.SUPPORT) for _ in range(3)]
    threshold(programme, 50)
    run(date(2026, 11, 1), 0.6)
    (number,) = letters(programme)
    folder = tmp_path / "mail"
    with product(environment, Process.WORKER):
        send_alert(number)
        first, *others = letter_jobs(programme)
        assert len(others) == len(readers) - 1
        folder.rmdir()
        folder.write_text("not a folder yet")
        run_job(first)
        folder.unlink()
        for job in others:
            run_job(job)
        assert len(list(folder.glob("*.eml"))) == len(others)
        run_job(first)
    sent = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in folder.glob("*.eml")]
    assert len({each["To"] for each in sent}) == len(readers)
    assert all(number in each["Message-ID"] for each in sent), "a copy after a crash is known as one"
