"""Support given: recorded, corrected, done, taken back; read back for a backtest; seen by the support team alone."""

from datetime import date, timedelta
from uuid import UUID

import psycopg
import pytest
from factories.seats import make_scene
from fixtures.databases import Clone
from fixtures.identities import ClientAs
from sqlalchemy import select
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Identity, Membership, Role
from core.clock import today
from core.process import Process
from core.scope import Scope
from leadership.support.errors import SupportError, WrittenMeanwhileError
from leadership.support.find import get_entry, list_open, list_support, list_versions, support_since
from leadership.support.kinds import Kind
from leadership.support.models import SupportEntry
from leadership.support.record import Said, correct_support, finish_support, record_support, said_of

SUPPORT = Identity(None, "Support", frozenset({Membership(Role.SUPPORT)}))
DAY = date(2026, 3, 2)


def a_said(**changed) -> Said:
    return Said(**{"kind": Kind.OFFER, "given_on": DAY, "with_whom": "the director", "agreed": "A mentor"} | changed)


@pytest.fixture
def scene(session: Session):
    made = make_scene(session, 1, "Ashmere")
    session.flush()
    return made


def test_every_change_is_a_version_and_the_last_counts(session: Session, scene) -> None:
    own = scene.authority
    first = record_support(session, by=SUPPORT, authority=own, said=a_said(due_on=DAY + timedelta(days=9)), on=DAY)
    second = correct_support(session, by=SUPPORT, authority=own, entry=first, said=a_said(agreed="Two mentors"), on=DAY)
    (now_,) = list_support(session, authority_id=own.id)
    assert (now_.agreed, now_.version) == ("Two mentors", 2)
    assert [each.version for each in list_versions(session, authority_id=own.id, entry_id=first.entry_id)] == [2, 1]
    done = finish_support(session, by=SUPPORT, authority=own, entry=second, on=DAY)
    assert (done.version, done.done_on) == (3, DAY)
    assert finish_support(session, by=SUPPORT, authority=own, entry=done, on=DAY) is done
    with pytest.raises(WrittenMeanwhileError), session.begin_nested():
        correct_support(session, by=SUPPORT, authority=own, entry=second, said=said_of(second), on=DAY)


def test_what_was_taken_back_is_gone_from_lists_and_stays_on_record(session: Session, scene) -> None:
    own = scene.authority
    first = record_support(session, by=SUPPORT, authority=own, said=a_said(), on=DAY)
    correct_support(session, by=SUPPORT, authority=own, entry=first, said=a_said(withdrawn=True), on=DAY)
    assert list_support(session, authority_id=own.id) == []
    assert get_entry(session, authority_id=own.id, entry_id=first.entry_id).withdrawn


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"agreed": "  "}, "agreed"),
        ({"agreed": "a" * 2001}, "agreed"),
        ({"with_whom": "w" * 201}, "with_whom"),
        ({"given_on": DAY + timedelta(days=1)}, "given_on"),
        ({"due_on": DAY - timedelta(days=1)}, "due_on"),
        ({"done_on": DAY - timedelta(days=1)}, "done_on"),
        ({"done_on": DAY + timedelta(days=1)}, "done_on"),
        ({"post_id": UUID(int=7)}, "post"),
    ],
)
def test_what_cannot_be_is_refused_at_its_box(session: Session, scene, changed: dict, field: str) -> None:
    with pytest.raises(SupportError) as refused:
        record_support(session, by=SUPPORT, authority=scene.authority, said=a_said(**changed), on=DAY)
    assert refused.value.field == field


def test_a_post_of_another_authority_is_none_of_this_one(session: Session, scene) -> None:
    theirs = make_scene(session, 2, "Bramford").post()
    with pytest.raises(SupportError, match="post of this authority"):
        record_support(session, by=SUPPORT, authority=scene.authority, said=a_said(post_id=theirs.id), on=DAY)


def test_what_was_done_about_a_warning_is_read_as_it_was_known(session: Session, scene) -> None:
    own, post, other = scene.authority, scene.post(), scene.post(role="assistant_director", title="Assistant")
    of_post = record_support(session, by=SUPPORT, authority=own, said=a_said(post_id=post.id), on=DAY)
    whole = record_support(session, by=SUPPORT, authority=own, said=a_said(given_on=DAY - timedelta(days=3)), on=DAY)
    record_support(session, by=SUPPORT, authority=own, said=a_said(post_id=other.id), on=DAY)

    def since(**more) -> list[UUID]:
        found = support_since(
            session, authority_id=own.id, post_id=post.id, **{"since": DAY - timedelta(days=9)} | more
        )
        return [each.entry_id for each in found]

    assert since() == [whole.entry_id, of_post.entry_id]
    assert since(since=DAY) == [of_post.entry_id]
    assert since(known_on=today()) == [whole.entry_id, of_post.entry_id]
    assert since(known_on=today() - timedelta(days=1)) == [], "recorded afterwards, so not known then"


def test_what_is_due_is_open_until_it_is_done(session: Session, scene) -> None:
    own, due = scene.authority, DAY + timedelta(days=5)
    entry = record_support(session, by=SUPPORT, authority=own, said=a_said(due_on=due), on=DAY)

    def open_ones(until: date) -> list[UUID]:
        return [each.entry_id for each in list_open(session, until=until) if each.authority_id == own.id]

    assert open_ones(due) == [entry.entry_id]
    assert open_ones(due - timedelta(days=1)) == []
    finish_support(session, by=SUPPORT, authority=own, entry=entry, on=DAY)
    assert open_ones(due) == []


@pytest.fixture
def logged(clone: Clone) -> tuple[str, UUID, UUID]:
    """A council with a post and an entry for it."""
    with clone.session() as session:
        scene = make_scene(session, 1, "Ashmere")
        post = scene.post()
        entry = record_support(
            session,
            by=SUPPORT,
            authority=scene.authority,
            said=a_said(post_id=post.id, due_on=DAY + timedelta(days=5), agreed="=A mentor"),
            on=DAY,
        )
        found = scene.authority.code, post.id, entry.entry_id
        session.commit()
    return found


def test_only_the_support_team_sees_a_row(clone: Clone, logged: tuple[str, UUID, UUID]) -> None:
    with clone.session() as session:
        number = session.scalars(select(Authority.id).where(Authority.code == logged[0])).one()
    for scope, seen in ((Scope.of(number), 0), (Scope(frozenset({number}), led=frozenset({number})), 0)):
        with clone.session(scope, Process.WEB) as session:
            assert len(session.scalars(select(SupportEntry)).all()) == seen
    with clone.session(SUPPORT.scope(), Process.WEB) as session:
        held = session.scalars(select(SupportEntry)).one()
        held.agreed = "Another"
        with pytest.raises(ProgrammingError, match="permission denied"):
            session.flush()
    with psycopg.connect(clone.owner_url) as connection, pytest.raises(psycopg.Error):
        connection.execute("UPDATE support_entry SET agreed = 'x'")


def test_the_pages_of_the_log(clone: Clone, client_as: ClientAs, logged: tuple[str, UUID, UUID]) -> None:
    code, post_id, entry_id = logged
    base, support = f"/authorities/{code}/support", client_as(Role.SUPPORT)
    assert "1 action is still to be done" in support.get(base).text
    assert "'=A mentor" in support.get(f"{base}.csv").text
    assert "Ashmere: =A mentor" in support.get("/").text
    assert "=A mentor" in support.get(f"/authorities/{code}/posts/{post_id}").text
    assert "=A mentor" in support.get(f"/authorities/{code}").text
    made = support.send(
        f"{base}/new",
        kind="contact",
        given_on=[str(DAY.day), str(DAY.month), str(DAY.year)],
        post="",
        agreed="A visit",
    )
    assert made.status_code == 303, made.text
    assert support.send(f"{base}/new", kind="contact").status_code == 422
    stale = support.send(
        f"{base}/{entry_id}", kind="offer", given_on=["2", "3", "2026"], agreed="Other", post="", version="0"
    )
    assert stale.status_code == 422
    mended = support.send(
        f"{base}/{entry_id}", kind="offer", given_on=["2", "3", "2026"], agreed="Other", post="", version="1"
    )
    assert mended.status_code == 303
    assert "Version 1" in support.get(f"{base}/{entry_id}").text
    assert support.send(f"{base}/{entry_id}/done").status_code == 303


@pytest.mark.parametrize("role", [Role.LEAD, Role.RISK_READER, Role.SIGNATORY, Role.LEADER, Role.DFE_VIEWER])
def test_nobody_else_opens_the_log(client_as: ClientAs, logged: tuple[str, UUID, UUID], role: Role) -> None:
    code, post_id, entry_id = logged
    somebody = client_as(role, authority=code)
    for path in ("", ".csv", "/new", f"/{entry_id}"):
        assert somebody.get(f"/authorities/{code}/support{path}").status_code == 403
    if role is Role.LEAD:
        assert "Support given" not in somebody.get(f"/authorities/{code}/posts/{post_id}").text
        assert "Support given" not in somebody.get(f"/authorities/{code}").text
