"""Rounds that were answered, closed and released: written behind the product, released by its own verb."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import psycopg
from factories.leadership import add_post
from fixtures.databases import Clone
from sqlalchemy import select

from authorities.register.models import Authority
from core.process import Process
from leadership.profiles.closing.release_round import store_release
from leadership.profiles.kinds import Attribute, Group, RoundKind
from leadership.profiles.models import ProfileRound
from leadership.register.models import Person

Given = Mapping[Group, Sequence[int]]
CLOSED = datetime(2026, 10, 1, 12, tzinfo=UTC)


def add_leader(clone: Clone, code: str, name: str) -> tuple[UUID, UUID]:
    """Somebody with a post at that authority: person and post."""
    with clone.session() as session:
        authority = session.scalars(select(Authority).where(Authority.code == code)).one()
        post = add_post(session, authority, "dcs", f"Post of {name}")
        person = Person(id=uuid4(), ref=f"person {name}", name=name, recorded_for_id=authority.id)
        session.add(person)
        session.commit()
        return person.id, post.id


def released_round(
    clone: Clone, code: str, leader: tuple[UUID, UUID], given: Given, *, closed_at: datetime = CLOSED
) -> UUID:
    """A round of all sides in which each rater of a group gave one score to all five attributes."""
    person, post = leader
    opened = closed_at - timedelta(days=20)
    with clone.session() as session:
        authority = session.scalars(select(Authority).where(Authority.code == code)).one()
        held = ProfileRound(
            id=uuid4(),
            authority_id=authority.id,
            post_id=post,
            person_id=person,
            kind=RoundKind.ALL_ROUND,
            leader_name="Somebody",
            post_title="Some post",
            opened_on=opened.date(),
            closes_on=closed_at.date(),
            opened_at=opened,
        )
        session.add(held)
        session.commit()
        round_id = held.id
    with psycopg.connect(clone.owner_url) as behind:
        behind.execute("UPDATE profile_round SET closed_at = %s WHERE id = %s", [closed_at, round_id])
        rows = [
            (uuid4(), round_id, rater, group.value, attribute.value, score, group is Group.LINE_MANAGER)
            for group, scores in given.items()
            for score in scores
            for rater in [uuid4()]
            for attribute in Attribute
        ]
        with behind.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO rating (id, round_id, rater_key, rater_group, attribute, score, attributable)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s)",
                rows,
            )
    with clone.session(process=Process.CLOSING) as session:
        store_release(session, session.get_one(ProfileRound, round_id))
        session.commit()
    return round_id
