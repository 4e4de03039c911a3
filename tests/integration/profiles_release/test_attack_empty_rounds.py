"""A round with nobody invited must not take its leader out of an aggregate: whoever opens three could subtract."""

from datetime import date, timedelta

from factories.authorities import make_council
from factories.rated_leaders import CLOSED, add_leader, released_round
from fixtures.databases import Clone
from sqlalchemy import select

from authorities.register.models import Authority
from core.clock import now
from core.process import Process
from leadership.profiles.aggregates.models import ProfileAggregate
from leadership.profiles.aggregates.publish import publish
from leadership.profiles.kinds import Group

ON = date(2026, 11, 1)
SIX = {Group.PEERS: [4, 4, 4], Group.DIRECT_REPORTS: [5, 4, 3]}


def publishing(clone: Clone) -> list[str]:
    with clone.session(process=Process.CLOSING) as session:
        found = publish(session, adopted={}, on=ON, at=now())
        session.commit()
        return found


def test_empty_rounds_of_three_leaders_change_nothing(clone: Clone) -> None:
    with clone.session() as session:
        make_council(session, 1, "Ashmere")
        session.commit()
        number = session.scalars(select(Authority.id)).one()
    leaders = [add_leader(clone, "Z001", f"leader {place}") for place in range(6)]
    for leader in leaders:
        released_round(clone, "Z001", leader, SIX)
    assert publishing(clone) == [f"authority:{number}"]
    for leader, given in zip(leaders[:3], ({}, {Group.PEERS: [1, 2]}, {Group.SELF: [5]}), strict=True):
        released_round(clone, "Z001", leader, given, closed_at=CLOSED + timedelta(days=20))
    assert publishing(clone) == []
    with clone.session(process=Process.CLOSING) as session:
        assert set(session.scalars(select(ProfileAggregate.leaders))) == {6}
