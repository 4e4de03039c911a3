"""The demonstration's leader has notes and actions in every state, some of them shared with its coach."""

from pathlib import Path

from factories.leadership import make_small_programme
from factories.profile_rounds import Leading
from factories.released_rounds import make_released, rates
from fixtures.databases import Clone
from fixtures.product import environment_of
from sqlalchemy import select

from accounts.personas import Persona, find_persona, make_personas
from core.access import SYSTEM, Identity, Membership, Role
from core.clock import now, today
from core.process import Process
from leadership.development.find import list_entries
from leadership.development.sharing.find import get_shared, list_shared_with
from leadership.profiles.kinds import Group
from leadership.profiles.open_round import list_leaders_in_post
from leadership.register.models import Person
from web.demonstration.development import ENTRIES, make_development
from web.demonstration.return_people import identity_of


def test_notes_actions_and_a_share_are_made_once(clone: Clone, tmp_path: Path) -> None:
    with clone.session() as session:
        made = make_small_programme(session)
        leader = session.scalars(select(Person).where(Person.name == "Bea Second")).one()
        make_personas(
            session,
            by=SYSTEM,
            lead_authority_id=made.ashmere,
            leader_authority_id=made.ashmere,
            leader_id=leader.id,
            leader_name=leader.name,
            at=now(),
        )
        session.commit()
        by = identity_of(session, find_persona(session, Persona.LEADER))
        coach = identity_of(session, find_persona(session, Persona.COACH))
    own = Identity(
        None, by.name, frozenset(by.memberships) | {Membership(Role.LEADER, made.ashmere, "Z001", leader.id)}
    )
    with clone.session(own.scope(), Process.WEB) as session:
        (first, *_) = list_leaders_in_post(session, by=own, on=today())
    make_released(clone, Leading("Z001", own, first), [*rates(Group.SELF, 4), *rates(Group.PEERS, 3, 4, 4)])
    environment = environment_of(clone, "redis://127.0.0.1:1/0", tmp_path)
    assert make_development(environment, today()) == len(ENTRIES)
    assert make_development(environment, today()) == 0
    with clone.session(by.scope(), Process.WEB) as session:
        found = list_entries(session, by=by)
        assert (len(found.to_do), len(found.notes), len(found.done)) == (2, 3, 1)
    with clone.session(coach.scope(), Process.WEB) as session:
        (given,) = list_shared_with(session, by=coach, on=today())
        shared = get_shared(session, by=coach, share_id=given.id, on=today())
        assert (len(shared.rounds), len(shared.entries)) == (1, 2)
