"""Letters about stories: who may review one, who wrote it, nobody else; without a word of it, and not twice."""

from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID

import pytest
from factories.stories import BODY, Newsroom, a_text, authority_of, make_newsroom
from fixtures.databases import Clone
from sqlalchemy import func, select

from core.clock import now
from core.jobs import Job
from core.outbox import OutboxMessage
from core.process import Process
from outcomes.stories import tasks
from outcomes.stories.models import Story, StoryEvent
from outcomes.stories.move import TELL
from outcomes.stories.review import release_story, send_back
from outcomes.stories.tell import FRESH, WRITE, write_letter
from outcomes.stories.write import send_for_review, withdraw_story, write_story
from web.demonstration.product import product


@pytest.fixture
def room(clone: Clone) -> Newsroom:
    return make_newsroom(clone)


def sent_story(clone: Clone, room: Newsroom) -> UUID:
    """The writer has written a story and sent it for review."""
    by = room["writer"]
    with clone.session(by.scope(), Process.WEB) as session:
        authority = authority_of(session, room)
        story = write_story(session, by=by, authority=authority, text=a_text(), at=now())
        send_for_review(session, by=by, authority=authority, story=story, at=now())
        number = story.id
        session.commit()
    return number


def messages(clone: Clone, task: str) -> list[list[str | int]]:
    with clone.session() as session:
        query = select(OutboxMessage.arguments).where(OutboxMessage.task == task)
        return list(session.scalars(query.order_by(OutboxMessage.id)))


def tell(clone: Clone) -> None:
    """Do what the worker would: the newest event of a story, then each letter that it asked for."""
    authority_id, event_id = messages(clone, TELL)[-1]
    tasks.tell_of_story(authority_id, event_id)
    tasks.tell_of_story(authority_id, event_id)
    letters = [arguments for arguments in messages(clone, WRITE) if arguments[1] == event_id]
    assert len(letters) == len({tuple(each) for each in letters}), "a message that comes again asks for nothing"
    for arguments in letters:
        tasks.write_to_one(*arguments)


def letters(environment: dict[str, str]) -> list[EmailMessage]:
    folder = Path(environment["MAIL_URL"].removeprefix("file://"))
    found = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(folder.glob("*.eml"))]
    for path in folder.glob("*.eml"):
        path.unlink()
    return found


def test_reviewers_and_authors_are_told_and_nobody_else(
    clone: Clone, room: Newsroom, environment: dict[str, str]
) -> None:
    number = sent_story(clone, room)
    with product(environment, Process.WORKER):
        tell(clone)
        waiting = letters(environment)
        assert {letter["To"] for letter in waiting} == {f"{name}@z001.example" for name in ("second", "signatory")}
        for letter in waiting:
            text = f"{letter['Subject']} {letter.get_body().get_content()}"
            assert f"/authorities/{room.code}/stories/{number}/review" in text
            assert a_text().title not in text
            assert BODY[:20] not in text
            assert "writer" not in text
        review(clone, room, number)
        tell(clone)
        (letter,) = letters(environment)
        assert (letter["To"], "sent back" in letter["Subject"]) == ("writer@z001.example", True)
        assert "Say more" not in letter.get_body().get_content()
        with clone.session() as session:
            jobs = select(func.count()).select_from(Job).where(Job.kind.like("%stor%"))
            assert session.scalar(jobs) == 0, "the support team reads jobs"


def review(clone: Clone, room: Newsroom, number: UUID, *, released: bool = False) -> None:
    by = room["second"]
    with clone.session(by.scope(), Process.WEB) as session:
        story, authority = session.get_one(Story, number), authority_of(session, room)
        if released:
            release_story(session, by=by, authority=authority, story=story, seen=story.written_at, at=now())
        else:
            send_back(session, by=by, story=story, reason="Say more.", at=now())
        session.commit()


def test_what_is_past_is_not_written_about(clone: Clone, room: Newsroom, environment: dict[str, str]) -> None:
    """A story that was released, taken back or changed before the letter left; an event of three days ago."""
    number = sent_story(clone, room)
    (sent,) = messages(clone, TELL)
    review(clone, room, number, released=True)
    released = messages(clone, TELL)[-1]
    assert sent != released
    with product(environment, Process.WORKER):
        for account in ("second", "signatory", "support", "elsewhere"):
            tasks.write_to_one(*sent, room[account].account_id)
        assert letters(environment) == []
        tasks.write_to_one(*released, room["support"].account_id)
        tasks.write_to_one(*released, room["second"].account_id)
        assert letters(environment) == [], "neither whoever sees it now nor whoever did it"
        tasks.write_to_one(*released, room["writer"].account_id)
        (letter,) = letters(environment)
        assert "released" in letter["Subject"]
    with clone.session(room["writer"].scope(), Process.WEB) as session:
        event = session.get_one(StoryEvent, UUID(str(released[1])))
        for late, found in ((FRESH - timedelta(hours=1), True), (FRESH + timedelta(hours=1), False)):
            mail = write_letter(
                session,
                reader=room["writer"],
                email="writer@z001.example",
                authority_id=room.authority_id,
                event_id=event.id,
                public_url="https://throughline.example",
                at=event.at + late,
            )
            assert (mail is not None) is found
        withdraw_story(session, by=room["writer"], story=session.get_one(Story, number), at=now())
        session.commit()
    with product(environment, Process.WORKER):
        tasks.write_to_one(*released, room["writer"].account_id)
    assert letters(environment) == []
    assert len(messages(clone, TELL)) == 2, "a withdrawal tells nobody"


def test_a_letter_that_no_server_takes_is_tried_again_later(
    clone: Clone, room: Newsroom, environment: dict[str, str], tmp_path: Path
) -> None:
    sent_story(clone, room)
    (sent,) = messages(clone, TELL)
    folder = tmp_path / "mail"
    with product(environment, Process.WORKER):
        folder.rmdir()
        folder.write_text("not a folder yet")
        tasks.write_to_one(*sent, room["second"].account_id)
        folder.unlink()
        ((authority_id, event_id, account_id),) = messages(clone, WRITE)
        with clone.session() as session:
            waits = select(OutboxMessage.created_at > func.clock_timestamp()).where(OutboxMessage.task == WRITE)
            assert session.scalar(waits) is True
        tasks.write_to_one(authority_id, event_id, account_id)
    (letter,) = letters(environment)
    assert letter["To"] == "second@z001.example"
