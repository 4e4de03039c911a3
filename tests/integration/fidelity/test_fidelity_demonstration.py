"""The demonstration shows fidelity in every state, and searches that go on, call for a pack, and are over."""

from datetime import date, timedelta
from pathlib import Path

from factories.authorities import make_council
from factories.seats import SUPPORT, Scene
from fixtures.databases import Clone
from fixtures.product import environment_of
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.personas import make_personas
from authorities.fidelity.kinds import ElementState
from authorities.fidelity.models import FidelityAnswer
from authorities.fidelity.profile import read_profile
from authorities.fidelity.review import list_waiting
from authorities.programme.adopt import adopt
from authorities.programme.listing import list_adoptions
from authorities.programme.open import open_programme
from authorities.register.models import Authority
from core.access import SYSTEM
from core.clock import now, today
from leadership.recruitment.find import is_open, list_packs, list_steps
from leadership.recruitment.ticks import share_of
from leadership.register.models import Person
from web.demonstration.fidelity import make_fidelity
from web.demonstration.product import product
from web.demonstration.recruitment import make_recruitment

NO_BROKER = "redis://127.0.0.1:1/0"


def fill(session: Session) -> int:
    """Three members with an adoption; the first is the personas' own, with two vacant posts and a held one."""
    open_programme(session, by=SYSTEM, code="p", name="Programme", starts_on=date(2019, 4, 1))
    councils = [make_council(session, number, name) for number, name in enumerate(("Ashmere", "Belford", "Coll"), 1)]
    for council, innovation in zip(councils, ("family_safeguarding", "family_valued", "no_wrong_door"), strict=True):
        adopt(session, by=SYSTEM, on=today(), authority=council, innovation=innovation, joined_on=date(2020, 1, 6))
    scene = Scene(session, councils[0], SUPPORT, today())
    held = scene.hold(scene.post(), started=today() - timedelta(days=900))
    for role in ("assistant_director", "programme_manager", "practice_lead"):
        scene.post(role, role)
    leader = session.get_one(Person, held.person_id)
    make_personas(
        session,
        by=SYSTEM,
        lead_authority_id=councils[0].id,
        leader_authority_id=councils[0].id,
        leader_id=leader.id,
        leader_name=leader.name,
        at=now(),
    )
    return councils[0].id


def test_every_state_can_be_seen(clone: Clone, tmp_path: Path) -> None:
    with clone.session() as session:
        own = fill(session)
        session.commit()
    with product(environment_of(clone, NO_BROKER, tmp_path)):
        assert make_fidelity(today()) == 3
        assert make_fidelity(today()) == 0
        assert make_recruitment(today()) == 3
        assert make_recruitment(today()) == 0
    with clone.session() as session:
        assert set(session.scalars(select(FidelityAnswer.state))) == {state.value for state in ElementState}
        assert [each.authority.id for each in list_waiting(session)] == [own]
        [record] = list_adoptions(session, authority_ids=[own])
        profile = read_profile(session, record, "Family Safeguarding", on=today())
        assert len(profile.assessed) == 6
        assert {each.outcome_words for each in profile.assessed.values()} == {"Agreed", "Waits for review"}
        packs = list_packs(session, authority_id=session.get_one(Authority, own).id, known_on=today())
        steps = list_steps(session, [pack.id for pack in packs], today())
        shares = [(is_open(pack, today()), float(share_of(steps[pack.id].values()))) for pack in packs]
        assert sorted(shares) == [(False, 1.0), (True, 0.25), (True, 0.5)]
