"""What the world needs for walks over aggregates of profiles: one of each authority and of the programme, shown."""

from datetime import timedelta

import psycopg
from factories.rated_leaders import add_leader, released_round
from fixtures.databases import Clone

from core.clock import now, today
from core.process import Process
from leadership.profiles.aggregates.publish import publish
from leadership.profiles.kinds import Group

ANOTHER = "SELECT code FROM authority WHERE NOT code = ANY(%s) ORDER BY code LIMIT 1"
LEADERS = 3
GIVEN = {Group.PEERS: [4, 4, 3], Group.DIRECT_REPORTS: [5, 4, 3]}


def furnish_aggregates(clone: Clone, codes: tuple[str, ...]) -> None:
    """Three rated leaders at each of the two and at a third, so that the programme has enough; then published."""
    with psycopg.connect(clone.owner_url) as connection:
        (third,) = connection.execute(ANOTHER, [list(codes)]).fetchone()
    for code in (*codes, third):
        for number in range(LEADERS):
            leader = add_leader(clone, code, f"Rated {code} {number}")
            released_round(clone, code, leader, GIVEN, closed_at=now() - timedelta(days=30))
    with clone.session(process=Process.CLOSING) as session:
        released = publish(session, adopted={}, on=today(), at=now())
        session.commit()
    assert len(released) == 1 + len(codes) + 1, "else the walks see aggregates hidden alone"
