"""A closed round with whatever results a test needs, stored as the closing role would have."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import psycopg
from factories.profile_rounds import Leading
from fixtures.databases import Clone

from core.clock import now
from core.process import Process
from core.scope import Scope
from leadership.profiles.closing.release_round import store_release
from leadership.profiles.kinds import Attribute, Group, RoundKind
from leadership.profiles.models import ProfileRound, StoredRating


@dataclass(frozen=True)
class Rates:
    """One rater: their group and their scores, for all five attributes alike or one by one."""

    group: Group
    scores: tuple[int, ...]
    text: str = ""

    def score(self, attribute: Attribute) -> int:
        return self.scores[0] if len(self.scores) == 1 else self.scores[attribute.position - 1]


def rates(group: Group, *scores: int) -> list[Rates]:
    """Raters of one group, each with one score for every attribute."""
    return [Rates(group, (score,)) for score in scores]


def make_released(
    clone: Clone,
    leading: Leading,
    raters: Sequence[Rates],
    *,
    days_ago: int = 3,
    kind: RoundKind = RoundKind.ALL_ROUND,
    readers: Sequence[int] = (),
) -> UUID:
    """A round of this leader, closed so many days ago, with these ratings, released by the product's own step today.

    What raters wrote waits for these accounts of the support team; without them it is gone.
    """
    closed_at = now() - timedelta(days=days_ago)
    number = uuid4()
    with clone.session(process=Process.WORKER) as session:
        session.add(
            ProfileRound(
                id=number,
                authority_id=leading.leader.authority_id,
                post_id=leading.leader.post_id,
                person_id=leading.person_id,
                kind=kind.value,
                leader_name=leading.leader.name,
                post_title=leading.leader.title,
                opened_on=(closed_at - timedelta(days=20)).date(),
                closes_on=closed_at.date(),
                opened_at=closed_at - timedelta(days=20),
                closed_at=closed_at,
            )
        )
        session.commit()
    _store_ratings(clone, number, raters)
    with clone.session(Scope.EVERYTHING, Process.CLOSING) as session:
        store_release(session, session.get_one(ProfileRound, number), readers)
        session.commit()
    return number


def _store_ratings(clone: Clone, number: UUID, raters: Sequence[Rates]) -> None:
    # Behind the product's back: the web role alone may insert, and only by a link.
    with psycopg.connect(clone.owner_url) as connection:
        for rater in raters:
            key = uuid4()
            for attribute in Attribute:
                connection.execute(
                    f"INSERT INTO {StoredRating.__tablename__}"
                    " (id, round_id, rater_key, rater_group, attribute, score, attributable)"
                    " VALUES (%s, %s, %s, %s, %s, %s, %s)",
                    [
                        uuid4(),
                        number,
                        key,
                        rater.group.value,
                        attribute.value,
                        rater.score(attribute),
                        rater.group is Group.LINE_MANAGER,
                    ],
                )
            if rater.text:
                connection.execute(
                    "INSERT INTO rating_comment (id, round_id, rater_key, body, reader_told)"
                    " VALUES (%s, %s, %s, %s, true)",
                    [uuid4(), number, key, rater.text],
                )
