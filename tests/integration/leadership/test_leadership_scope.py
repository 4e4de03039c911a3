"""Who sees what of the leadership register: by the database's policies, and by the readers themselves."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import pytest
from factories.seats import SUPPORT, Scene, make_scene, told
from fixtures.databases import Clone
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from core.access import Identity, Membership, Role
from core.clock import today
from core.errors import NotFoundError
from core.process import Process
from core.scope import Scope, ScopeError
from leadership.register.history import get_history
from leadership.register.models import Person, Post, SuccessionEvent, Tenure
from leadership.register.people import get_person, list_people, names_of
from leadership.register.posts import get_post

LATER = timedelta(days=90)


@dataclass(frozen=True)
class Two:
    """Ashmere, whose director's departure is confidential, and Belford with a director of its own."""

    clone: Clone
    ashmere: int
    belford: int
    director: UUID
    belfords: UUID
    belfords_person: UUID
    recorder: int


@pytest.fixture
def two(clone: Clone) -> Two:
    with clone.session() as session:
        recorder = session.execute(
            text("INSERT INTO account (email, name) VALUES ('lead@ashmere.example', 'Lead') RETURNING id")
        ).scalar_one()
        lead = Identity(recorder, "Lead", frozenset({Membership(Role.SUPPORT)}))
        ashmere = Scene(session, make_scene(session).authority, lead, today())
        belford = make_scene(session, 2, "Belford").at(today())
        post, there = ashmere.post(), belford.post()
        tenure, other = ashmere.hold(post), belford.hold(there, "Bea Second")
        ashmere.leaves(post, tenure, today() + LATER, confidential_until=today() + timedelta(days=30))
        made = Two(clone, ashmere.authority.id, belford.authority.id, post.id, there.id, other.person_id, recorder)
        session.commit()
    return made


def kinds_seen(two: Two, scope: Scope) -> set[str]:
    with two.clone.session(scope, Process.WEB) as session:
        return set(session.scalars(text("SELECT kind FROM succession_event")))


def test_a_lead_sees_their_own_authority_and_its_people_alone(two: Two):
    with two.clone.session(Scope.of(two.ashmere), Process.WEB) as session:
        for table in ("post", "tenure"):
            assert set(session.scalars(text(f"SELECT authority_id FROM {table}"))) == {two.ashmere}
        assert set(session.scalars(text("SELECT name FROM person"))) == {"Ada First"}
        assert {person.name for person in list_people(session, authority_id=two.belford)} == set()


def test_no_scope_means_nothing(two: Two):
    with two.clone.session(Scope.NOTHING, Process.WEB) as session:
        for table in ("post", "tenure", "person", "succession_event"):
            assert session.scalar(text(f"SELECT count(*) FROM {table}")) == 0


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("lead", False),
        ("recorder", True),
        ("risk reader", True),
        ("support", True),
        ("another authority's risk reader", False),
    ],
)
def test_the_database_hides_a_confidential_departure(two: Two, who: str, sees: bool):
    own = frozenset({two.ashmere})
    scopes = {
        "lead": Scope(own),
        "recorder": Scope(own, two.recorder),
        "risk reader": Scope(own, None, own),
        "support": Scope.EVERYTHING,
        "another authority's risk reader": Scope(own, None, frozenset({two.belford})),
    }
    assert ("departure_announced" in kinds_seen(two, scopes[who])) is sees


def test_a_confidential_departure_is_seen_once_its_day_has_come(two: Two):
    with two.clone.session() as session:
        announced = session.scalars(
            select(SuccessionEvent).where(SuccessionEvent.confidential_until.is_not(None))
        ).one()
        session.execute(
            insert(SuccessionEvent),
            {
                "ref": "over",
                "authority_id": two.ashmere,
                "post_id": two.director,
                "tenure_id": announced.tenure_id,
                "kind": "departure_withdrawn",
                "effective_on": today(),
                "known_on": today(),
                "confidential_until": today(),
            },
        )
        session.commit()
    assert "departure_withdrawn" in kinds_seen(two, Scope.of(two.ashmere))


@pytest.mark.parametrize(("role", "sees"), [(Role.LEAD, False), (Role.RISK_READER, True), (Role.SUPPORT, True)])
def test_the_readers_hide_it_too_where_no_policy_would(two: Two, role: Role, sees: bool):
    """In a session over everything, as a task has it, the reader's own rights decide."""
    held = Membership(role) if role is Role.SUPPORT else Membership(role, two.ashmere, "Z001")
    by = Identity(None, "Somebody", frozenset({held}))
    with two.clone.session() as session:
        post = get_post(session, authority_id=two.ashmere, post_id=two.director)
        history = get_history(session, by=by, post=post, on=today())
        assert ("departure_announced" in {event.kind for event in history.events}) is sees


def test_looking_back_gives_no_knowledge_of_what_was_confidential_then(two: Two):
    """On a past day only those entitled knew; the others see the event from the end of its confidence on."""
    day = date(2024, 5, 1)
    with two.clone.session() as session:
        scene = make_scene(session).at(day)
        post = scene.post("chief_executive", "Chief Executive")
        scene.leaves(post, scene.hold(post, "Cai Third"), date(2024, 9, 1), confidential_until=date(2024, 7, 1))
        lead = Identity(None, "Lead", frozenset({Membership(Role.LEAD, two.ashmere, "Z001")}))
        theirs, ours = (get_history(session, by=by, post=post, on=today()) for by in (lead, SUPPORT))
    for known, seen in ((date(2024, 6, 1), False), (date(2024, 7, 1), True)):
        told_of = {event.kind for event in theirs.events_as_known(known)}
        assert ("departure_announced" in told_of) is seen
        assert "departure_announced" in {event.kind for event in ours.events_as_known(known)}


def test_a_lead_cannot_write_for_another_authority(two: Two):
    values = {"ref": "x", "role_code": "dcs", "title": "x", "opened_on": "2020-01-01", "known_on": "2020-01-01"}
    statement = text(
        "INSERT INTO post (id, ref, role_code, title, opened_on, known_on, job_share, authority_id)"
        " VALUES (gen_random_uuid(), :ref, :role_code, :title, :opened_on, :known_on, false, :authority)"
    )
    with two.clone.session(Scope.of(two.ashmere), Process.WEB) as session:
        with pytest.raises(ProgrammingError, match="row-level security"):
            session.execute(statement, {**values, "authority": two.belford})
        session.rollback()
        session.add(
            Post(
                ref="y",
                role_code="dcs",
                title="y",
                opened_on=date(2020, 1, 1),
                known_on=date(2020, 1, 1),
                authority_id=two.belford,
            )
        )
        with pytest.raises(ScopeError):
            session.flush()


def test_a_tenure_cannot_join_a_post_of_another_authority(two: Two):
    with two.clone.session(Scope.of(two.ashmere), Process.WEB) as session:
        person = session.scalars(select(Person.id)).first()
        session.add(
            Tenure(
                ref="across",
                authority_id=two.ashmere,
                post_id=two.belfords,
                person_id=person,
                status="interim",
                started_on=date(2024, 1, 1),
                start_known_on=date(2024, 1, 1),
            )
        )
        with pytest.raises(DBAPIError, match="fk_tenure_authority_id_post_id"):
            session.flush()


def test_another_authoritys_post_and_person_are_as_absent_as_unknown_ones(two: Two):
    lead = Identity(None, "Lead", frozenset({Membership(Role.LEAD, two.ashmere, "Z001")}))
    unknown = UUID(int=7)
    answers = []
    with two.clone.session(lead.scope(), Process.WEB) as session:
        for post_id in (two.belfords, unknown):
            with pytest.raises(NotFoundError) as refused:
                get_post(session, authority_id=two.ashmere, post_id=post_id)
            answers.append(str(refused.value))
        for person_id in (two.belfords_person, unknown):
            with pytest.raises(NotFoundError) as refused:
                get_person(session, by=lead, person_id=person_id, authority_id=two.ashmere)
            answers.append(str(refused.value))
    assert len(set(answers)) == 2


def test_the_support_team_brings_people_from_anywhere(two: Two):
    with two.clone.session(SUPPORT.scope(), Process.WEB) as session:
        found = get_person(session, by=SUPPORT, person_id=two.belfords_person, authority_id=two.ashmere)
    assert found.name == "Bea Second"
    assert told().source == "programme team"


def test_a_person_whose_first_record_is_elsewhere_goes_by_the_name_of_the_record_here(two: Two):
    with two.clone.session() as session:
        here = session.scalars(select(Person).where(Person.name == "Ada First")).one()
        here.same_as_id, here.same_as_known_on = two.belfords_person, today()
        session.commit()
    with two.clone.session(Scope.of(two.ashmere), Process.WEB) as session:
        assert names_of(session, {two.belfords_person}) == {
            str(two.belfords_person): "Ada First",
            **names_of(session, {here.id}),
        }
    with two.clone.session() as session:
        assert names_of(session, {two.belfords_person})[str(two.belfords_person)] == "Bea Second"
