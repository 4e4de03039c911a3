"""A lead who changes the list between two months never sees both, and cannot hide a change by putting people back."""

from datetime import datetime, timedelta

import pytest
from factories.team_pulse import Team, answer, authority_of, make_team, open_month
from fixtures.databases import Clone
from fixtures.product import SECRET

from core.clock import now, today
from core.process import Process
from leadership.pulse.asked import asking_now
from leadership.pulse.errors import PulseError
from leadership.pulse.members import add_members, list_members, mark_of, remove_member
from leadership.pulse.release import release_closed
from leadership.pulse.rounds import close_due, get_pulse, open_pulse
from leadership.pulse.send import make_links
from leadership.pulse.trend import list_months
from web.demonstration.product import product


def take_off(clone: Clone, team: Team, *places: int, at: datetime | None = None) -> None:
    with clone.session(team.lead.scope(), Process.WEB) as session:
        members = list_members(session, authority_id=team.authority_id)
        authority = authority_of(session, team)
        for place in places:
            remove_member(session, by=team.lead, authority=authority, member_id=members[place].id, at=at or now())
        session.commit()


def put_on(clone: Clone, team: Team, typed: str) -> None:
    with clone.session(team.lead.scope(), Process.WEB) as session:
        authority = authority_of(session, team)
        add_members(session, by=team.lead, authority=authority, typed=typed, secret_keys=(SECRET,), at=now())
        session.commit()


def show_a_month(clone: Clone, environment: dict[str, str], team: Team, back: int) -> None:
    day = today() - timedelta(days=back)
    _, links = open_month(clone, team, on=day)
    for sealed in links:
        answer(clone, sealed, [4, 4, 4, 4, 4], on=day)
    with clone.session() as session:
        close_due(session, on=today(), at=now())
        session.commit()
    with product(environment, Process.WORKER):
        assert release_closed() == 1


def address(team: Team, place: int) -> str:
    return f"m{place}@{team.code}.example"


def test_the_list_is_held_against_months_that_were_seen(clone: Clone, environment: dict[str, str]) -> None:
    """One leaves; two more are taken off and put back, which changes nothing; a newcomer for them is an exchange."""
    team = make_team(clone, members=6)
    show_a_month(clone, environment, team, back=40)
    take_off(clone, team, 0)
    with pytest.raises(PulseError, match="have left the list"):
        open_month(clone, team)
    take_off(clone, team, 0, 1)
    put_on(clone, team, f"{address(team, 1)} {address(team, 2)}")
    with pytest.raises(PulseError, match="have left the list"):
        open_month(clone, team)
    put_on(clone, team, "new@z.example")
    with pytest.raises(PulseError, match="have left the list"):
        open_month(clone, team)
    put_on(clone, team, f"{address(team, 0)}")
    _, links = open_month(clone, team)
    assert len(links) == 6, "all of the month that was seen are there again; the newcomer waits"
    with clone.session(team.lead.scope(), Process.WEB) as session:
        members = list_members(session, authority_id=team.authority_id)
        assert len(members) == 7
        assert len({mark_of(each.id) for each in members}) == 7


def test_who_is_taken_off_before_the_links_are_made_stops_the_month(clone: Clone, environment: dict[str, str]) -> None:
    """Opened with everybody, and one taken off before a worker comes: nobody is asked, so nothing is ever shown."""
    team = make_team(clone, members=5)
    show_a_month(clone, environment, team, back=40)
    with clone.session(team.lead.scope(), Process.WEB) as session:
        held = open_pulse(
            session,
            by=team.lead,
            authority=authority_of(session, team),
            closes_on=today() + timedelta(days=7),
            on=today(),
            at=now(),
        )
        number = held.id
        session.commit()
    take_off(clone, team, 0)
    with clone.session() as session:
        make_links(session, pulse_id=number, secret_keys=(SECRET,))
        session.commit()
    with clone.session(team.lead.scope(), Process.WEB) as session:
        assert len(list_months(session, authority_id=team.authority_id)) == 1
        assert get_pulse(session, authority_id=team.authority_id, pulse_id=number).asked == 0


def test_a_newcomer_who_waited_is_not_taken_to_have_been_asked(clone: Clone, environment: dict[str, str]) -> None:
    """They waited for a month that brought no average in the end: the next one would tell what they answer."""
    team = make_team(clone, members=5)
    first, second = today() - timedelta(days=70), today() - timedelta(days=40)
    _, links = open_month(clone, team, on=first)
    answer(clone, links[0], [3, 3, 3, 3, 3], on=first)
    close_all(clone)
    put_on(clone, team, "new@z.example")
    _, links = open_month(clone, team, on=second)
    assert len(links) == 5, "the first month may have averages yet"
    for sealed in links:
        answer(clone, sealed, [4, 4, 4, 4, 4], on=second)
    close_all(clone)
    with product(environment, Process.WORKER):
        assert release_closed() == 2
    with clone.session(team.lead.scope(), Process.WEB) as session:
        asking = asking_now(session, authority_id=team.authority_id, on=today())
        listed = {mark_of(each.id) for each in list_members(session, authority_id=team.authority_id)}
    assert len(listed) == 6
    assert asking.people is not None
    assert len(asking.people) == 5
    assert asking.people < listed


def close_all(clone: Clone) -> None:
    with clone.session() as session:
        close_due(session, on=today(), at=now())
        session.commit()
