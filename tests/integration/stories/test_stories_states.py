"""Every state of a story with every role and every deed; and who sees what of it (issue 4, stories; design 5.5)."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product as every
from uuid import UUID

import psycopg
import pytest
from factories.stories import Newsroom, a_text, authority_of, make_newsroom
from fixtures.databases import Clone
from sqlalchemy import select

from core.access import Identity
from core.clock import now
from core.errors import NotFoundError
from core.process import Process
from core.scope import Scope
from outcomes.stories.errors import NotForYouError, OwnStoryError, StoryError, UnansweredError, WrongStateError
from outcomes.stories.find import get_story, list_events, list_released, list_stories
from outcomes.stories.models import Story, StoryEvent
from outcomes.stories.review import release_story, send_back
from outcomes.stories.states import MOVES, Deed, State, next_state, replay
from outcomes.stories.write import (
    Text,
    change_story,
    give_reasons,
    send_for_review,
    withdraw_story,
    write_story,
)

PATHS: dict[State, tuple[tuple[str, Deed], ...]] = {
    State.DRAFT: (),
    State.WAITING: (("writer", Deed.SENT),),
    State.SENT_BACK: (("writer", Deed.SENT), ("second", Deed.SENT_BACK)),
    State.RELEASED: (("writer", Deed.SENT), ("second", Deed.RELEASED)),
    State.WITHDRAWN: (("writer", Deed.WITHDRAWN),),
}
WHO = ("writer", "second", "signatory", "risk reader", "support", "elsewhere")
DEEDS = tuple(deed for deed in Deed if deed is not Deed.WRITTEN)


@pytest.fixture
def room(clone: Clone) -> Newsroom:
    return make_newsroom(clone)


def write(clone: Clone, room: Newsroom, text: Text | None = None) -> UUID:
    by = room["writer"]
    with clone.session(by.scope(), Process.WEB) as session:
        number = write_story(session, by=by, authority=authority_of(session, room), text=text or a_text(), at=now()).id
        session.commit()
    return number


def do(session, by: Identity, room: Newsroom, story: Story, deed: Deed) -> None:
    authority = authority_of(session, room)
    deeds: dict[Deed, Callable[[], None]] = {
        Deed.CHANGED: lambda: change_story(
            session, by=by, authority=authority, story=story, text=a_text("Another title"), at=now()
        ),
        Deed.SENT: lambda: send_for_review(session, by=by, authority=authority, story=story, at=now()),
        Deed.SENT_BACK: lambda: send_back(session, by=by, story=story, reason="Say more.", at=now()),
        Deed.RELEASED: lambda: release_story(
            session, by=by, authority=authority, story=story, seen=story.written_at, at=now()
        ),
        Deed.WITHDRAWN: lambda: withdraw_story(session, by=by, story=story, at=now()),
    }
    deeds[deed]()


def bring_to(clone: Clone, room: Newsroom, state: State) -> UUID:
    number = write(clone, room)
    for who, deed in PATHS[state]:
        with clone.session(room[who].scope(), Process.WEB) as session:
            do(session, room[who], room, session.get_one(Story, number), deed)
            session.commit()
    return number


def expected(state: State, who: str, deed: Deed) -> type[Exception] | None:
    """What must come of it: nothing but for the people of the authority, reviews but for who wrote it."""
    if who in {"support", "elsewhere", "risk reader"}:
        return NotForYouError if who != "support" or state is State.RELEASED else NotFoundError
    if who == "signatory" and deed not in {Deed.RELEASED, Deed.SENT_BACK}:
        return NotForYouError
    if next_state(state, deed) is None:
        return WrongStateError
    if who == "writer" and deed in {Deed.RELEASED, Deed.SENT_BACK}:
        return OwnStoryError
    return None


def test_every_state_every_role_every_deed(clone: Clone, room: Newsroom) -> None:
    tried = 0
    for state in State:
        number = bring_to(clone, room, state)
        for who, deed in every(WHO, DEEDS):
            wanted = expected(state, who, deed)
            assert outcome(clone, room, number, who, deed) == wanted, (state, who, deed)
            tried += 1
    assert tried == len(State) * len(WHO) * len(DEEDS)


def outcome(clone: Clone, room: Newsroom, number: UUID, who: str, deed: Deed) -> type[Exception] | None:
    """What comes of it, undone afterwards. Readers first: whoever does not find it can do nothing to it."""
    by = room[who]
    with clone.session(by.scope(), Process.WEB) as session:
        try:
            if who in {"risk reader", "elsewhere"}:
                # Their pages ask for permission before they look; the verb refuses even with the record in hand.
                story = Story(id=number, authority_id=room.authority_id, state=State.DRAFT.value)
                story.written_at = now()
                withdraw_story(session, by=by, story=story, at=now())
            else:
                story = get_story(session, by=by, authority_id=room.authority_id, story_id=number)
                do(session, by, room, story, deed)
                session.flush()
        except StoryError as error:
            return type(error)
        except NotFoundError:
            return NotFoundError
        finally:
            session.rollback()
    return None


def test_a_history_leads_to_the_state_that_is_stored(clone: Clone, room: Newsroom) -> None:
    for state in State:
        number = bring_to(clone, room, state)
        with clone.session(room["writer"].scope(), Process.WEB) as session:
            story = session.get_one(Story, number)
            assert replay(event.kind for event in list_events(session, story)) is State(story.state) is state


def test_a_history_that_cannot_have_been_is_refused() -> None:
    for events in ([], ["sent"], ["written", "released"], ["written", "withdrawn", "changed"]):
        with pytest.raises(ValueError, match=r"cannot follow|begins with"):
            replay(events)
    assert not [move for move in MOVES if move[0] is State.WITHDRAWN], "withdrawn stays so"


@pytest.mark.parametrize("state", list(State))
def test_outside_the_authority_only_what_is_released_is_seen(clone: Clone, room: Newsroom, state: State) -> None:
    bring_to(clone, room, state)
    seen = {}
    for who in WHO:
        with clone.session(room[who].scope(), Process.WEB) as session:
            rows, events = session.scalars(select(Story)).all(), session.scalars(select(StoryEvent)).all()
            listed = list_stories(session, by=room[who], authority_id=room.authority_id)
            seen[who] = (len(rows), bool(events), len(listed))
    released = int(state is State.RELEASED)
    assert seen["writer"] == seen["second"] == seen["signatory"] == (1, True, 1)
    assert seen["support"] == (released, False, released)
    assert seen["elsewhere"] == (0, False, 0)
    assert seen["risk reader"][2] == released
    with clone.session(Scope.EVERYTHING) as session:
        assert len(session.scalars(select(Story)).all()) == released, "workers see no more"


def test_the_audit_says_nothing_before_the_release(clone: Clone, room: Newsroom) -> None:
    deeds = "SELECT deed, subject, before, after FROM audit_event WHERE subject LIKE 'story:%' ORDER BY id"
    bring_to(clone, room, State.SENT_BACK)
    with psycopg.connect(clone.owner_url) as connection:
        assert connection.execute(deeds).fetchall() == []
    number = bring_to(clone, room, State.RELEASED)
    with clone.session(room["second"].scope(), Process.WEB) as session:
        withdraw_story(session, by=room["second"], story=session.get_one(Story, number), at=now())
        session.commit()
    with psycopg.connect(clone.owner_url) as connection:
        rows = connection.execute(deeds).fetchall()
    assert [(deed, subject) for deed, subject, *_ in rows] == [
        ("story.released", f"story:{number}"),
        ("story.withdrawn", f"story:{number}"),
    ]
    assert rows[0][2:] == ({"state": "waiting"}, {"state": "released"})


def test_a_withdrawn_story_is_gone_for_the_support_team(clone: Clone, room: Newsroom) -> None:
    number = bring_to(clone, room, State.RELEASED)
    with clone.session(room["support"].scope(), Process.WEB) as session:
        assert len(list_released(session, authority_id=room.authority_id)) == 1
    with clone.session(room["writer"].scope(), Process.WEB) as session:
        withdraw_story(session, by=room["writer"], story=session.get_one(Story, number), at=now())
        session.commit()
    with clone.session(room["support"].scope(), Process.WEB) as session:
        assert list_released(session, authority_id=room.authority_id) == []
        with pytest.raises(NotFoundError):
            get_story(session, by=room["support"], authority_id=room.authority_id, story_id=number)


def test_the_database_keeps_four_eyes_and_what_is_settled(clone: Clone, room: Newsroom) -> None:
    """Behind the product's back: whoever wrote it releases it not, and what is being reviewed is not rewritten."""
    number = bring_to(clone, room, State.WAITING)
    with psycopg.connect(clone.owner_url, autocommit=True) as connection:
        for change, name in (
            ("state = 'released', released_at = now(), released_by_id = written_by_id", "released_by_somebody_else"),
            ("body = 'Another text'", "is not changed"),
            ("state = 'released'", "released_when"),
            ("indicator_code = NULL, quarter = NULL, state = 'draft'", "is not changed"),
        ):
            with pytest.raises(psycopg.errors.CheckViolation, match=name):
                connection.execute(f"UPDATE story SET {change} WHERE id = %s", [number])
        with pytest.raises(psycopg.Error):
            connection.execute("UPDATE story_event SET reason = NULL")


def test_whoever_answered_a_warning_has_written_too(clone: Clone, room: Newsroom) -> None:
    number = write(clone, room, a_text(body="Jayden came home."))
    second = room["second"]
    with clone.session(second.scope(), Process.WEB) as session:
        story, authority = session.get_one(Story, number), authority_of(session, room)
        given = {("given_name", "jayden"): "the name of our hub"}
        give_reasons(session, by=second, authority=authority, story=story, reasons=given, at=now())
        send_for_review(session, by=room["writer"], authority=authority, story=story, at=now())
        for who in ("writer", "second"):
            with pytest.raises(OwnStoryError):
                send_back(session, by=room[who], story=story, reason="Say more.", at=now())
        send_back(session, by=room["signatory"], story=story, reason="Say more.", at=now())


def test_a_warning_is_changed_or_answered_before_anybody_reviews(clone: Clone, room: Newsroom) -> None:
    number, writer = write(clone, room, a_text(body="Jayden of LS1 4AP came home.")), room["writer"]
    with clone.session(writer.scope(), Process.WEB) as session:
        story, authority = session.get_one(Story, number), authority_of(session, room)

        def send() -> None:
            send_for_review(session, by=writer, authority=authority, story=story, at=now())

        with pytest.raises(UnansweredError, match="2 warnings have"):
            send()
        reasons = {("given_name", "jayden"): "the name of our hub", ("postcode", "ls1 4ap"): "our own office"}
        give_reasons(session, by=writer, authority=authority, story=story, reasons=reasons, at=now())
        assert len(story.reasons) == 2
        change_story(
            session, by=writer, authority=authority, story=story, text=a_text(body="Jayden came home."), at=now()
        )
        assert [row["found"] for row in story.reasons] == ["jayden"], "what left the text stands nowhere"
        with pytest.raises(StoryError, match="in a few words"):
            give_reasons(
                session,
                by=writer,
                authority=authority,
                story=story,
                reasons={("given_name", "jayden"): "no"},
                at=now(),
            )
        send()
        assert story.state == State.WAITING


def test_the_reviewer_releases_what_was_read(clone: Clone, room: Newsroom) -> None:
    number = bring_to(clone, room, State.WAITING)
    second = room["second"]
    with clone.session(second.scope(), Process.WEB) as session:
        story, authority = session.get_one(Story, number), authority_of(session, room)
        early = story.written_at - timedelta(seconds=1)
        with pytest.raises(StoryError, match="written anew"):
            release_story(session, by=second, authority=authority, story=story, seen=early, at=now())


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (Text("", "Body", "x"), "title"),
        (Text("t" * 121, "Body", "x"), "title"),
        (Text("Title", " \n ", "x"), "body"),
        (Text("Title", "b" * 1501, "x"), "body"),
        (Text("Title", "Ja\u200byden", "x"), "body"),
        (Text("Title", "Body"), "indicator"),
        (Text("Title", "Body", "no_such"), "indicator"),
    ],
)
def test_a_text_that_cannot_be_one_is_refused_at_its_box(clone: Clone, room: Newsroom, text: Text, field: str) -> None:
    with pytest.raises(StoryError) as refused:
        write(clone, room, text)
    assert refused.value.field == field


def test_a_form_that_is_sent_twice_stores_one_draft(clone: Clone, room: Newsroom) -> None:
    """A double click; the same words by somebody else, or anew once the draft went on its way, are another story."""
    first = write(clone, room)
    assert write(clone, room) == first
    assert write(clone, room, a_text(title="Another one")) != first
    with clone.session(room["second"].scope(), Process.WEB) as session:
        other = write_story(session, by=room["second"], authority=authority_of(session, room), text=a_text(), at=now())
        assert other.id != first
    with clone.session(room["writer"].scope(), Process.WEB) as session:
        withdraw_story(session, by=room["writer"], story=session.get_one(Story, first), at=now())
        session.commit()
    assert write(clone, room) != first
