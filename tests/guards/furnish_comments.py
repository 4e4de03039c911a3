"""What the world needs for walks over comments: some that wait for whoever of the support team walks, and are open."""

import psycopg
from fixtures.databases import Clone
from sqlalchemy import select

from authorities.register.models import Authority
from core.clock import now
from core.process import Process
from leadership.profiles.closing.wait_for_reader import wait_for_reader
from leadership.profiles.comments.kinds import Manner, ToRead
from leadership.profiles.models import ProfileRound


def furnish_comments(clone: Clone, codes: tuple[str, ...], account_id: int | None) -> None:
    """For a released round of each authority, read by this account alone."""
    for code, manner in zip(codes, Manner, strict=True):
        with clone.session(process=Process.CLOSING) as session:
            held = session.scalars(
                select(ProfileRound)
                .join(Authority, Authority.id == ProfileRound.authority_id)
                .where(Authority.code == code, ProfileRound.released_at.is_not(None))
            ).first()
            texts = tuple(f"Walked words {place}" for place in range(10))
            assert held is not None
            assert account_id is not None
            wait_for_reader(session, held, ToRead(manner, texts), [account_id], at=now())
            session.commit()
    with psycopg.connect(clone.owner_url) as behind:
        behind.execute("UPDATE comment_reader SET declared_at = now()")
