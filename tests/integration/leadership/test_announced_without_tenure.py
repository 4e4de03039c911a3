"""An appointment that an import announces, with no time in post ahead: what is to come says so, as the history does."""

from datetime import date

from factories.seats import SUPPORT, make_scene, told
from sqlalchemy.orm import Session

from leadership.register.days import Day
from leadership.register.kinds import EventKind
from leadership.register.log import log_event

START = date(2024, 9, 2)


def test_what_is_announced_of_a_vacant_post_comes_next_until_somebody_is_appointed(session: Session):
    scene = make_scene(session)
    post = scene.post()
    log_event(
        session,
        by=SUPPORT,
        post=post,
        kind=EventKind.APPOINTMENT_ANNOUNCED,
        effective=Day(START),
        told=told(),
        on=scene.on,
    )
    session.flush()  # the history is read next
    assert [(each.on.on, each.words) for each in scene.seat(post).coming] == [(START, "somebody is to start")]
    scene.hold(post, "Bea Second", started=START)
    assert [each.words for each in scene.seat(post).coming] == ["Bea Second starts (permanent)"]
    assert scene.seat(post, on=START).coming == ()
