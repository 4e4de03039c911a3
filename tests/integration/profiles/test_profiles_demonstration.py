"""The demonstration shows rounds in each state, and says no name of a rater anywhere."""

from pathlib import Path

import psycopg
from fixtures.databases import Clone
from fixtures.fill_world import NO_BROKER
from fixtures.product import environment_of

from core.clock import today
from web.demonstration.product import product
from web.demonstration.profile_rounds import make_profile_rounds


def test_the_persona_finds_two_rounds_closed_and_one_open(world: Clone, tmp_path: Path) -> None:
    environment = environment_of(world, NO_BROKER, tmp_path)
    with product(environment):
        made = make_profile_rounds(environment, today())
        assert make_profile_rounds(environment, today()) == 0, "once"
    with psycopg.connect(world.owner_url) as behind:

        def one(query: str) -> int:
            return behind.execute(query).fetchone()[0]

        assert made == one("SELECT count(*) FROM profile_round") >= 6
        assert one("SELECT count(*) FROM profile_round WHERE closed_at IS NULL") == 1
        assert one("SELECT count(*) FROM profile_round WHERE released_at IS NOT NULL") == made - 1
        persona = (
            "SELECT m.person_id FROM account_membership m JOIN account a ON a.id = m.account_id"
            " WHERE a.email LIKE 'leader@%' AND m.person_id IS NOT NULL"
        )
        assert one(f"SELECT count(*) FROM profile_round WHERE person_id IN ({persona})") >= 2
        assert one("SELECT count(*) FROM profile_result WHERE seen_by = 'peers' AND value IS NOT NULL") >= 25
        assert one("SELECT count(*) FROM profile_result WHERE seen_by = 'partners' AND value IS NOT NULL") == 0
        assert one(f"SELECT count(*) FROM profile_comment WHERE summary AND person_id IN ({persona})") == 1
        assert one("SELECT count(*) FROM profile_comment") == 1
        assert one("SELECT count(*) FROM comment_reading") == 1
        assert one("SELECT count(*) FROM waiting_comment") == 5
        assert one("SELECT count(*) FROM comment_reader WHERE declared_at IS NULL") >= 1
        assert behind.execute(
            "SELECT rater_group, enough FROM round_progress p JOIN profile_round r ON r.id = p.round_id"
            " WHERE r.closed_at IS NULL ORDER BY 1"
        ).fetchall() == [("direct_reports", False), ("line_manager", False), ("partners", False), ("peers", True)]
        actors = {actor for (actor,) in behind.execute("SELECT DISTINCT actor FROM audit_event")}
        names = {name for (name,) in behind.execute("SELECT leader_name FROM profile_round")}
        assert not actors & names
        # One publication, after all rounds: in between, an order of its own might keep later aggregates back.
        assert one("SELECT count(*) FROM profile_aggregate WHERE version > 1") == 0
