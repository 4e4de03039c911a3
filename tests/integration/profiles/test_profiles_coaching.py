"""A coach reads exactly what a leader shares, while they share it; nobody else does, by page or by database."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from factories.profile_rounds import Leading, make_leading
from factories.released_rounds import make_released, rates
from fixtures.databases import Clone
from fixtures.identities import SignedInClient, SomeAccount, client_of, make_signed_in
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from werkzeug.test import TestResponse

from core.access import SYSTEM, Identity, Membership, Role
from core.clock import now, today
from core.process import Process
from core.scope import Scope
from leadership.development.behaviours import Context
from leadership.development.models import DevelopmentEntry, Kind, ProfileShare, ProfileShareItem
from leadership.development.sharing.share import ToShare, revoke_share, share
from leadership.development.write import Written, write_entry
from leadership.handover.parts import Behaviour
from leadership.profiles.kinds import Group
from leadership.profiles.models import ProfileComment, ProfileReflection, ProfileResult, ProfileRound

COACH = "coach@elsewhere.example"
RATERS = [*rates(Group.SELF, 4), *rates(Group.PEERS, 3, 4, 4), *rates(Group.LINE_MANAGER, 2)]
TOKEN = re.compile(rb'name="csrf_token" value="[^"]*"|\d{1,2}:\d\d[ap]m')


@dataclass(frozen=True)
class Scene:
    """A leader with two rounds and two notes, and a coach."""

    leading: Leading
    rounds: tuple[UUID, UUID]
    notes: tuple[UUID, UUID]
    coach: SomeAccount

    @property
    def coaching(self) -> Scope:
        return Identity(self.coach.account_id, "Coach", frozenset({Membership(Role.COACH)})).scope()


def written(title: str) -> Written:
    return Written(title, f"Body of {title}", f"Reason of {title}", Context.SHOCK, [Behaviour.RESILIENCE])


def note(clone: Clone, leading: Leading, title: str, kind: Kind = Kind.NOTE) -> UUID:
    with clone.session(leading.by.scope(), Process.WEB) as session:
        number = write_entry(session, by=leading.by, kind=kind, written=written(title), at=now()).id
        session.commit()
    return number


def give(clone: Clone, leading: Leading, rounds: Sequence[UUID], notes: Sequence[UUID], email: str = COACH) -> UUID:
    with clone.session(leading.by.scope(), Process.WEB) as session:
        wanted = ToShare(email, today() + timedelta(days=30), rounds, notes)
        number = share(session, by=leading.by, wanted=wanted, on=today(), at=now()).id
        session.commit()
    return number


@pytest.fixture
def scene(clone: Clone) -> Scene:
    leading = make_leading(clone)
    rounds = make_released(clone, leading, RATERS, days_ago=300), make_released(clone, leading, RATERS)
    notes = note(clone, leading, "First note"), note(clone, leading, "Second note")
    return Scene(leading, rounds, notes, make_signed_in(clone, Role.COACH, email=COACH))


@pytest.fixture
def coach(app: Flask, scene: Scene) -> SignedInClient:
    return client_of(app, scene.coach)


@pytest.fixture
def leader(app: Flask, clone: Clone, scene: Scene) -> SignedInClient:
    return client_of(app, make_signed_in(clone, Role.LEADER, authority="Z001", person_id=scene.leading.person_id))


def counts(clone: Clone, scope: Scope, process: Process = Process.WEB) -> dict[str, int]:
    """How many rows of each private table a session sees."""
    tables = (ProfileResult, ProfileComment, ProfileReflection, DevelopmentEntry, ProfileShare, ProfileShareItem)
    with clone.session(scope, process) as session:
        return {each.__tablename__: len(session.execute(select(each.id)).all()) for each in tables}


def test_without_a_grant_a_coach_finds_nothing(scene: Scene, clone: Clone, coach: SignedInClient) -> None:
    assert "Nobody shares anything with you today" in coach.get("/coaching").text
    assert set(counts(clone, scene.coaching).values()) == {0}


def test_a_coach_reads_exactly_what_was_shared(scene: Scene, clone: Clone, coach: SignedInClient) -> None:
    number = give(clone, scene.leading, scene.rounds[1:], scene.notes[:1])
    assert "Ada First" in coach.get("/coaching").text
    page = coach.get(f"/coaching/{number}").text
    assert page.count("app-figure__title") == 1
    assert "Body of First note" in page
    assert "Reason of First note" in page
    assert "Second note" not in page
    assert counts(clone, scene.coaching) == {
        "profile_result": 5 * 4,
        "profile_comment": 0,
        "profile_reflection": 0,
        "development_entry": 1,
        "profile_share": 1,
        "profile_share_item": 2,
    }


def test_the_line_manager_and_what_gives_them_away_stay_with_the_leader(
    scene: Scene, clone: Clone, coach: SignedInClient, leader: SignedInClient
) -> None:
    """They were told that the leader alone sees their scores; all others less the peers would be theirs."""
    number = give(clone, scene.leading, scene.rounds, ())
    page = coach.get(f"/coaching/{number}").data.split(b"<main")[1]
    rows = re.findall(rb'<th scope="row"[^>]*>[^<]*</th>\s*<td[^>]*>([^<]*)</td>', page)
    assert set(rows) == {b"Leader", b"Peers", b"Direct reports", b"Partners"}
    assert b"All others" not in page.split(b"How we know")[0]
    with clone.session(scene.coaching, Process.WEB) as session:
        seen = set(session.scalars(select(ProfileResult.seen_by)))
    assert seen == {"self", "peers", "direct_reports", "partners"}


def test_the_coachs_page_is_the_same_whatever_the_line_manager_gave(
    scene: Scene, clone: Clone, coach: SignedInClient
) -> None:
    pages = []
    for score in (1, 5):
        raters = [*rates(Group.SELF, 4), *rates(Group.PEERS, 3, 4, 4), *rates(Group.LINE_MANAGER, score)]
        given = give(clone, scene.leading, [make_released(clone, scene.leading, raters)], ())
        pages.append(TOKEN.sub(b"", coach.get(f"/coaching/{given}").data))
    assert pages[0] == pages[1]


def test_it_ends_at_once_when_it_is_taken_back(
    scene: Scene, clone: Clone, coach: SignedInClient, leader: SignedInClient
) -> None:
    number = give(clone, scene.leading, scene.rounds, scene.notes)
    assert coach.get(f"/coaching/{number}").status_code == 200
    assert leader.send(f"/profile/shares/{number}/revoke").status_code == 303
    ended, unknown = coach.get(f"/coaching/{number}"), coach.get(f"/coaching/{uuid4()}")
    assert ended.status_code == unknown.status_code == 404
    assert len(ended.data) == len(unknown.data)
    assert "Nobody shares" in coach.get("/coaching").text
    assert set(counts(clone, scene.coaching).values()) == {0}
    assert "Taken back" in leader.get("/profile/shares").text
    assert leader.send(f"/profile/shares/{number}/revoke").status_code == 303


def test_it_ends_after_its_last_day(scene: Scene, clone: Clone, coach: SignedInClient) -> None:
    number = give(clone, scene.leading, scene.rounds, scene.notes)
    with psycopg.connect(clone.owner_url) as connection:
        connection.execute("UPDATE profile_share SET starts_on = starts_on - 40, ends_on = current_date - 1")
    assert coach.get(f"/coaching/{number}").status_code == 404
    assert set(counts(clone, scene.coaching).values()) == {0}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE account_membership SET ended_at = now() WHERE role = 'coach'",
        "UPDATE account SET disabled_at = now() WHERE email = 'coach@elsewhere.example'",
        "UPDATE account SET email = 'moved@elsewhere.example' WHERE email = 'coach@elsewhere.example'",
    ],
)
def test_who_is_no_coach_of_that_address_any_more_sees_nothing(scene: Scene, clone: Clone, change: str) -> None:
    give(clone, scene.leading, scene.rounds, scene.notes)
    assert counts(clone, scene.coaching)["profile_result"] == 40
    with psycopg.connect(clone.owner_url) as connection:
        connection.execute(change)
    assert set(counts(clone, scene.coaching).values()) == {0}


def test_another_coach_and_another_leader_see_nothing(app: Flask, scene: Scene, clone: Clone) -> None:
    number = give(clone, scene.leading, scene.rounds, scene.notes)
    other = make_signed_in(clone, Role.COACH)
    assert client_of(app, other).get(f"/coaching/{number}").status_code == 404
    bea = make_leading(clone, 2, "Bea Other", "Barrowdale")
    for scope in (
        Identity(other.account_id, "Other", frozenset({Membership(Role.COACH)})).scope(),
        bea.by.scope(),
        Scope(None, other.account_id),
        Scope.EVERYTHING,
        SYSTEM.scope(),
    ):
        assert set(counts(clone, scope).values()) == {0}, scope


def test_no_worker_and_no_support_member_may_ask(scene: Scene, clone: Clone) -> None:
    give(clone, scene.leading, scene.rounds, scene.notes)
    for table in ("development_entry", "profile_share", "profile_share_item", "profile_result"):
        with clone.session(Scope.EVERYTHING, Process.WORKER) as session, pytest.raises(DBAPIError, match="permission"):
            session.execute(text(f"SELECT FROM {table}"))


def test_a_coach_writes_nothing(scene: Scene, clone: Clone) -> None:
    give(clone, scene.leading, scene.rounds, scene.notes)
    with clone.session(scene.coaching, Process.WEB) as session:
        assert session.execute(text("UPDATE development_entry SET title = 'Mine'")).rowcount == 0
        assert session.execute(text("DELETE FROM development_entry")).rowcount == 0
        assert session.execute(text("DELETE FROM profile_share_item")).rowcount == 0
        assert session.execute(text("UPDATE profile_share SET revoked_at = now()")).rowcount == 0


def test_what_is_not_the_leaders_own_cannot_be_shared(scene: Scene, clone: Clone) -> None:
    """By the verb, and by the database when somebody goes around it."""
    bea = make_leading(clone, 2, "Bea Other", "Barrowdale")
    theirs, number = note(clone, bea, "Bea's note"), make_released(clone, bea, RATERS)
    for rounds, notes in (((number,), ()), ((), (theirs,)), ((uuid4(),), ())):
        with pytest.raises(Exception, match="not yours to see"):
            give(clone, scene.leading, rounds, notes)
    held = give(clone, scene.leading, scene.rounds, ())
    with clone.session(scene.leading.by.scope(), Process.WEB) as session:
        item = ProfileShareItem(id=uuid4(), person_id=scene.leading.person_id, share_id=held, entry_id=theirs)
        session.add(item)
        with pytest.raises(IntegrityError):
            session.flush()


def test_a_share_once_taken_back_stays_so(scene: Scene, clone: Clone) -> None:
    number = give(clone, scene.leading, scene.rounds, ())
    with clone.session(scene.leading.by.scope(), Process.WEB) as session:
        revoke_share(session, by=scene.leading.by, share_id=number, at=now())
        session.commit()
    with clone.session(scene.leading.by.scope(), Process.WEB) as session, pytest.raises(DBAPIError):
        session.execute(text("UPDATE profile_share SET revoked_at = NULL"))


def _share_with(leader: SignedInClient, scene: Scene, email: str, days: int = 20, **more: object) -> TestResponse:
    last = today() + timedelta(days=days)
    fields = {"coach_email": email, "rounds": [str(scene.rounds[0])], "ends_on": [last.day, last.month, last.year]}
    return leader.send("/profile/shares/new", **{**fields, **more})


def test_known_and_unknown_addresses_are_answered_alike(
    scene: Scene, clone: Clone, leader: SignedInClient, app: Flask
) -> None:
    """Of a coach, of somebody who is no coach, and of nobody: the same answer, and the same page afterwards."""
    make_signed_in(clone, Role.SUPPORT, email="taken@elsewhere.example")
    addresses = (COACH, "taken@elsewhere.example", "aaaaa@elsewhere.example")
    pages = []
    for address in addresses:
        answer = _share_with(leader, scene, address)
        assert answer.status_code == 303
        page = leader.get(answer.headers["Location"])
        pages.append(page.data.split(b"notification-banner__heading")[1].split(b"</p>")[0])
    assert len(set(pages)) == 1
    page = leader.get("/profile/shares").text
    assert page.count("0 notes and actions, shared on") == 3
    # What waits is found once a coach with that address signs in.
    later = make_signed_in(clone, Role.COACH, email="aaaaa@elsewhere.example")
    assert "Ada First" not in client_of(app, later).get("/coaching").text
    assert "1 share is open to you" in client_of(app, later).get("/coaching").text


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"coach_email": "no address"}, "Enter an email address in the correct format"),
        ({"rounds": []}, "Choose at least one thing to share"),
        ({"ends_on": ["1", "1", "2020"]}, "The last day must be today or later"),
        ({"ends_on": ["1", "1", "2099"]}, "The last day must be within a year"),
        ({"rounds": [str(uuid4())]}, "Choose one of the options"),
    ],
)
def test_what_cannot_be_shared_is_said_at_its_box(
    scene: Scene, leader: SignedInClient, more: dict[str, object], sentence: str
) -> None:
    answer = _share_with(leader, scene, COACH, **more)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "You share nothing" in leader.get("/profile/shares").text


def test_the_audit_says_neither_with_whom_nor_what(scene: Scene, clone: Clone) -> None:
    number = give(clone, scene.leading, scene.rounds, scene.notes)
    with psycopg.connect(clone.owner_url) as connection:
        rows = connection.execute(
            "SELECT deed, after, subject FROM audit_event WHERE deed LIKE 'profile_share%' OR deed LIKE 'development%'"
        ).fetchall()
    assert [(deed, set(after), subject) for deed, after, subject in rows] == [
        ("profile_share.granted", {"ends_on"}, f"profile_share:{number}")
    ]


def test_deleting_a_note_takes_it_from_the_coach(
    scene: Scene, clone: Clone, coach: SignedInClient, leader: SignedInClient
) -> None:
    number = give(clone, scene.leading, (), scene.notes[:1])
    path = f"/development/entries/{scene.notes[0]}/delete"
    assert leader.send(path).status_code == 422
    assert leader.send(path, sure="y").status_code == 303
    assert leader.get(f"/development/entries/{scene.notes[0]}").status_code == 404
    page = coach.get(f"/coaching/{number}").text
    assert "First note" not in page
    assert "has been deleted" in page


def test_a_rater_of_a_link_sees_nothing_of_it_even_as_a_coach(scene: Scene, clone: Clone) -> None:
    give(clone, scene.leading, scene.rounds, scene.notes)
    with clone.session(scene.coaching, Process.WEB) as session:
        session.execute(text("SELECT set_config('app.invitation', 'x', true)"))
        assert session.scalars(select(ProfileShare.id)).all() == []
        assert session.scalars(select(ProfileResult.id)).all() == []
        assert session.scalars(select(ProfileRound.id)).all() == []
