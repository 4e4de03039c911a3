"""A member of a team under an address with something added to it is one member, and never two of three answers."""

from factories.team_pulse import authority_of, make_team
from fixtures.databases import Clone
from fixtures.product import SECRET

from core.clock import now
from core.process import Process
from leadership.pulse.members import add_members, list_members


def test_an_address_with_something_added_is_the_same_member(clone: Clone) -> None:
    team = make_team(clone, members=0)
    with clone.session(team.lead.scope(), Process.WEB) as session:
        authority = authority_of(session, team)
        typed = "a@z.example a+1@z.example A+2@z.example b+x@z.example"
        assert (
            add_members(session, by=team.lead, authority=authority, typed=typed, secret_keys=(SECRET,), at=now()) == 2
        )
        session.flush()
        assert (
            add_members(
                session,
                by=team.lead,
                authority=authority,
                typed="b@z.example a+3@z.example",
                secret_keys=(SECRET,),
                at=now(),
            )
            == 0
        )
        held = [each.email for each in list_members(session, authority_id=team.authority_id)]
    assert held == ["a@z.example", "b+x@z.example"]
