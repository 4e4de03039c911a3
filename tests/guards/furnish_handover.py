"""What the world needs for walks over handovers: the open pack of the holder whom the personas are."""

from datetime import timedelta

from addresses import HOLDER
from fixtures.databases import Clone
from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import SYSTEM
from core.clock import today
from leadership.handover.models import HandoverPack
from leadership.handover.open import open_pack_for
from leadership.handover.parts import Part
from leadership.handover.write import add_action, write_part
from leadership.register.days import Day
from leadership.register.models import Tenure


def furnish_handover(clone: Clone, codes: tuple[str, ...]) -> None:
    """A pack of each authority, with something written and something to be done."""
    with clone.session() as session:
        for authority in session.scalars(select(Authority).where(Authority.code.in_(codes))).all():
            (number, *_) = session.connection().exec_driver_sql(HOLDER, (authority.id,)).one()
            pack = _pack_of(session, session.get_one(Tenure, number))
            write_part(
                session,
                by=SYSTEM,
                pack=pack,
                part=Part.PURPOSE,
                words=f"Why {authority.name} took it on.",
                behaviours=(),
                done=True,
                after_version=0,
            )
            add_action(session, by=SYSTEM, pack=pack, what=f"Meet {authority.name}", owner="Somebody", due_on=None)
        session.commit()


def _pack_of(session: Session, tenure: Tenure) -> HandoverPack:
    """The open pack of a holder; one that the import of the world has opened counts."""
    there = session.scalars(
        select(HandoverPack).where(HandoverPack.tenure_id == tenure.id, HandoverPack.state == "open").limit(1)
    ).one_or_none()
    if there is not None:
        return there
    last_day = Day(today() + timedelta(days=60))
    return open_pack_for(session, by=SYSTEM, tenure=tenure, last_day=last_day, confidential_until=None, on=today())
