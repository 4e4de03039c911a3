"""What the world needs for walks over the pages of profile rounds: an open round of the leader who walks."""

from datetime import timedelta

import psycopg
from addresses import HOLDER
from fixtures.databases import Clone
from fixtures.product import SECRET
from sqlalchemy import select

from authorities.register.models import Authority
from core.access import Identity, Membership, Role
from core.clock import now, today
from core.process import Process
from leadership.profiles.find import lock_own_round
from leadership.profiles.invite import invite
from leadership.profiles.kinds import Group, RoundKind
from leadership.profiles.open_round import list_leaders_in_post, open_round


def furnish_profiles(clone: Clone, codes: tuple[str, ...]) -> None:
    """A round with one invitation, opened by the leader themselves."""
    for code in codes:
        with clone.session() as session:
            number = session.scalars(select(Authority.id).where(Authority.code == code)).one()
        with psycopg.connect(clone.owner_url) as connection:
            _, post_id, person_id, *_ = connection.execute(HOLDER, [number]).fetchone()
        by = Identity(None, "Leader", frozenset({Membership(Role.LEADER, number, code, person_id)}))
        with clone.session(by.scope(), Process.WEB) as session:
            leaders = list_leaders_in_post(session, by=by, on=today())
            held = open_round(
                session,
                by=by,
                leader=next(each for each in leaders if each.post_id == post_id),
                kind=RoundKind.ALL_ROUND,
                closes_on=today() + timedelta(days=14),
                on=today(),
                at=now(),
            )
            invite(
                session,
                by=by,
                held=lock_own_round(session, by=by, round_id=held.id),
                group=Group.PEERS,
                addresses=[f"peer@{code.lower()}.example"],
                secret_keys=(SECRET,),
                on=today(),
                at=now(),
            )
            session.commit()
