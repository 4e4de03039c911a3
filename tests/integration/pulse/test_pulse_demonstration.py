"""The demonstration shows months of a team, a story in each state, and a log of support with something overdue."""

from pathlib import Path

import psycopg
from fixtures.databases import Clone
from fixtures.fill_world import NO_BROKER
from fixtures.product import environment_of

from core.clock import today
from web.demonstration.product import product
from web.demonstration.pulse_and_stories import make_pulse_and_stories


def test_each_state_is_there_to_be_seen(world: Clone, tmp_path: Path) -> None:
    with product(environment_of(world, NO_BROKER, tmp_path)):
        assert make_pulse_and_stories(today()) > 8
        assert make_pulse_and_stories(today()) == 0, "once"
    with psycopg.connect(world.owner_url) as behind:

        def one(query: str) -> int:
            return behind.execute(query).fetchone()[0]

        assert one("SELECT count(*) FROM pulse_round WHERE released_at IS NOT NULL") == 5
        assert one("SELECT count(*) FROM pulse_round WHERE closed_at IS NULL") == 1
        assert one("SELECT count(*) FROM pulse_result WHERE value IS NULL") == 5, "a month in which too few answered"
        assert one("SELECT count(*) FROM pulse_result WHERE value IS NOT NULL") == 20
        states = dict(behind.execute("SELECT state, count(*) FROM story GROUP BY 1").fetchall())
        assert set(states) == {"draft", "waiting", "sent_back", "released", "withdrawn"}
        assert states["released"] >= 2
        persona = "SELECT id FROM account WHERE email LIKE 'authority-lead@%'"
        assert one(f"SELECT count(*) FROM story WHERE state = 'waiting' AND written_by_id NOT IN ({persona})") == 1
        assert one(f"SELECT count(*) FROM story WHERE state = 'draft' AND written_by_id IN ({persona})") == 1
        assert one("SELECT count(*) FROM support_entry WHERE due_on < current_date AND done_on IS NULL") == 1
