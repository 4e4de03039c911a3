"""A holder is to leave, stays after all, has left: what is stored and what is refused."""

from datetime import date

import pytest
from factories.seats import ON, Scene, told
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.outbox import OutboxMessage
from leadership.register.days import Day
from leadership.register.departures import announce_departure, record_departure, withdraw_departure
from leadership.register.errors import AlreadyRecordedError, DatesError, NothingToChangeError
from leadership.register.kinds import EndReason, Precision
from leadership.register.log import RISK_RUN


def asked_for_runs(session: Session) -> list[str]:
    return [message.arguments[0] for message in session.scalars(select(OutboxMessage)) if message.task == RISK_RUN]


def test_an_announced_departure_leaves_the_holder_in_post_and_asks_for_a_risk_run(scene: Scene):
    post = scene.post()
    tenure = scene.hold(post)
    event = scene.leaves(post, tenure, date(2024, 9, 30))
    seat = scene.seat(post)
    assert [holder.name for holder in seat.holders] == ["Ada First"]
    assert seat.holders[0].leaves is event
    assert [(coming.on.words, coming.words) for coming in seat.coming] == [
        ("30 September 2024", "Ada First is to leave")
    ]
    assert tenure.ended_on is None
    assert asked_for_runs(scene.session) == [str(event.id)]


def test_every_deed_leaves_an_audit_event_without_a_name(scene: Scene):
    post = scene.post()
    scene.leaves(post, scene.hold(post), date(2024, 9, 30))
    events = scene.session.scalars(select(AuditEvent).where(AuditEvent.subject == f"post:{post.id}")).all()
    assert [event.deed for event in events] == [
        "post.created",
        "succession_event.post_created",
        "tenure.started",
        "succession_event.appointed",
        "succession_event.departure_announced",
    ]
    assert all("Ada" not in f"{event.before} {event.after} {event.subject}" for event in events)
    assert {event.authority_id for event in events} == {scene.authority.id}


def test_a_departure_is_announced_once(scene: Scene):
    post = scene.post()
    tenure = scene.hold(post)
    scene.leaves(post, tenure, date(2024, 9, 30))
    with pytest.raises(AlreadyRecordedError, match="announced for 30 September 2024"):
        scene.leaves(post, tenure, date(2024, 10, 31))


@pytest.mark.parametrize(
    ("last_day", "known", "sentence"),
    [
        (date(2024, 5, 31), ON, "was over when it became known"),
        (date(2024, 9, 30), date(2024, 6, 4), "that day has not come"),
    ],
)
def test_days_that_contradict_each_other_are_refused(scene: Scene, last_day: date, known: date, sentence: str):
    post = scene.post()
    tenure = scene.hold(post)
    with pytest.raises(DatesError, match=sentence):
        scene.leaves(post, tenure, last_day, told=told(known))


def test_an_announced_month_may_have_begun(scene: Scene):
    post = scene.post()
    tenure = scene.hold(post)
    month = Day.known_to(Precision.MONTH, ON)
    announce_departure(scene.session, by=scene.by, post=post, tenure=tenure, last_day=month, told=told(), on=ON)
    assert scene.seat(post).coming[0].on.words == "June 2024"


def test_a_withdrawn_departure_stands_no_longer_and_may_be_announced_again(scene: Scene):
    post = scene.post()
    tenure = scene.hold(post)
    scene.leaves(post, tenure, date(2024, 9, 30))
    withdraw_departure(scene.session, by=scene.by, post=post, tenure=tenure, told=told(), on=ON)
    assert scene.seat(post).holders[0].leaves is None
    scene.leaves(post, tenure, date(2024, 12, 31))
    assert scene.seat(post).coming[0].on.words == "31 December 2024"


def test_an_announcement_known_before_the_last_withdrawal_would_count_for_nothing(scene: Scene):
    post = scene.post()
    tenure = scene.hold(post)
    scene.leaves(post, tenure, date(2024, 9, 30), told=told(date(2024, 4, 1)))
    withdraw_departure(scene.session, by=scene.by, post=post, tenure=tenure, told=told(date(2024, 5, 1)), on=ON)
    with pytest.raises(DatesError, match="withdrawn on 1 May 2024") as refused:
        scene.leaves(post, tenure, date(2024, 12, 31), told=told(date(2024, 4, 15)))
    assert refused.value.field == "known_on"
    scene.leaves(post, tenure, date(2024, 12, 31), told=told(date(2024, 5, 1)))
    assert scene.seat(post).holders[0].leaves is not None


def test_nobody_knows_of_a_departure_before_the_appointment(scene: Scene):
    """2014 written for 2024 would enter every prediction since the start."""
    post = scene.post()
    tenure = scene.hold(post)
    slip = told(date(2014, 6, 3))
    with pytest.raises(DatesError, match="before the appointment was, 6 January 2020"):
        scene.leaves(post, tenure, date(2024, 12, 31), told=slip)
    with pytest.raises(DatesError, match="before the appointment was"):
        scene.departs(post, tenure, ON, reason=EndReason.RETIREMENT, told=slip)


def test_nothing_can_be_withdrawn_that_was_not_announced(scene: Scene):
    post = scene.post()
    tenure = scene.hold(post)
    with pytest.raises(NothingToChangeError):
        withdraw_departure(scene.session, by=scene.by, post=post, tenure=tenure, told=told(), on=ON)


def test_a_recorded_departure_leaves_the_post_vacant_from_that_day(scene: Scene):
    post = scene.post()
    tenure = scene.hold(post)
    event = scene.departs(post, tenure, date(2024, 6, 1), reason=EndReason.RETIREMENT)
    assert scene.seat(post).vacant
    assert scene.seat(post).vacant_since == Day(date(2024, 6, 1))
    assert [holder.name for holder in scene.seat(post, date(2024, 5, 31), ON).holders] == ["Ada First"]
    # On the day before it was recorded nobody knew.
    assert not scene.seat(post, date(2024, 6, 2), date(2024, 6, 2)).vacant
    assert (tenure.end_reason, tenure.end_known_on) == ("retirement", ON)
    assert str(event.id) in asked_for_runs(scene.session)


def test_a_departure_is_recorded_once(scene: Scene):
    post = scene.post()
    tenure = scene.hold(post)
    facts = {"by": scene.by, "post": post, "tenure": tenure, "reason": EndReason.OTHER, "told": told(), "on": ON}
    record_departure(scene.session, ended=Day(date(2024, 6, 1)), **facts)
    for day in (date(2024, 6, 1), date(2024, 5, 1)):
        with pytest.raises(AlreadyRecordedError, match="1 June 2024"):
            record_departure(scene.session, ended=Day(day), **facts)


def test_a_departure_that_lies_ahead_is_announced_not_recorded(scene: Scene):
    post = scene.post()
    tenure = scene.hold(post)
    with pytest.raises(DatesError, match="Announce the departure instead"):
        scene.departs(post, tenure, date(2024, 6, 4), reason=EndReason.OTHER)


def test_a_confidential_announcement_asks_for_no_run_and_tells_the_audit_no_day(scene: Scene):
    post = scene.post()
    event = scene.leaves(post, scene.hold(post), date(2024, 9, 30), confidential_until=date(2024, 7, 1))
    assert asked_for_runs(scene.session) == []
    deed = scene.session.scalars(
        select(AuditEvent).where(AuditEvent.deed == "succession_event.departure_announced")
    ).one()
    assert deed.after == {"event": str(event.id)}


def test_confidentiality_that_has_ended_is_refused(scene: Scene):
    post = scene.post()
    tenure = scene.hold(post)
    with pytest.raises(DatesError, match="has passed"):
        scene.leaves(post, tenure, date(2024, 9, 30), confidential_until=ON)
