"""The demonstration shows a handover in each state, a chain, and a pack that the leader may open."""

from datetime import timedelta
from pathlib import Path

from factories.seats import Scene, make_scene
from fixtures.databases import Clone
from fixtures.product import environment_of
from sqlalchemy import func, select

from accounts.personas import make_personas
from core.access import SYSTEM
from core.clock import now, today
from core.outbox import OutboxMessage
from leadership.handover.models import HandoverPack
from leadership.moves.chains import list_chains
from leadership.register.history import list_histories
from leadership.register.log import RISK_RUN
from leadership.register.models import Person
from web.demonstration.handovers import make_handovers
from web.demonstration.product import product

NO_BROKER = "redis://127.0.0.1:1/0"

POSTS = (
    ("dcs", "Director"),
    ("assistant_director", "Assistant Director"),
    ("programme_manager", "Programme Manager"),
    ("practice_lead", "Practice Lead"),
    ("principal_social_worker", "Principal Social Worker"),
)


def test_one_pack_in_each_state_and_a_chain_ahead(clone: Clone, tmp_path: Path) -> None:
    with clone.session() as session:
        scene = make_scene(session).at(today())
        leader = _fill(scene)
        make_personas(
            session,
            by=SYSTEM,
            lead_authority_id=scene.authority.id,
            leader_authority_id=scene.authority.id,
            leader_id=leader.id,
            leader_name=leader.name,
            at=now(),
        )
        number = scene.authority.id
        session.commit()
    with product(environment_of(clone, NO_BROKER, tmp_path)):
        assert make_handovers(today()) == 4
        assert make_handovers(today()) == 0
    with clone.session() as session:
        rows = session.execute(select(HandoverPack.state, func.count()).group_by(HandoverPack.state))
        counts = {state: number for state, number in rows}  # noqa: C416
        assert counts == {"open": 2, "ready": 1, "handed_over": 1, "not_needed": 1}
        histories = list_histories(session, by=SYSTEM, authority_id=number, on=today())
        (chain,) = list_chains(histories, today())
        assert [step.title for step in chain.steps] == ["Assistant Director", "Principal Social Worker"]
        assert chain.steps[0].last_day.on == today() + timedelta(days=45)
        waiting = session.scalars(select(OutboxMessage.id).where(OutboxMessage.task == RISK_RUN)).all()
        assert waiting == []


def _fill(scene: Scene) -> Person:
    held = [
        scene.hold(scene.post(role, title), f"Holder of {title}", started=today() - timedelta(days=900))
        for role, title in POSTS
    ]
    return scene.session.get_one(Person, held[0].person_id)
