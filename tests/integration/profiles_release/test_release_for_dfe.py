"""What DfE viewers read of profiles: bands of the whole programme, through a publication alone (14.2, 14.3 case 14)."""

from datetime import date
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from factories.authorities import make_council
from factories.rated_leaders import add_leader, released_round
from fixtures.databases import Clone
from fixtures.identities import ClientAs
from flask import Flask
from psycopg.types.json import Jsonb

from core.access import Role
from core.clock import now
from core.process import Process
from core.scope import Scope
from leadership.profiles.aggregates.publish import publish
from leadership.profiles.kinds import Group
from web.profile_bands import read_bands

PARTS = {"Z001": 3, "Z002": 3, "Z003": 3}


def release(clone: Clone, peers: list[int], counts: dict[str, int] | None = None) -> None:
    """Councils with so many leaders each, rated by these peers; then a publication."""
    held = counts or PARTS
    with clone.session() as session:
        for number, name in enumerate(("Ashmere", "Belford", "Caldry"), start=1):
            make_council(session, number, name)
        session.commit()
    for code, count in held.items():
        for number in range(count):
            released_round(clone, code, add_leader(clone, code, f"{code} {number}"), {Group.PEERS: peers})
    with clone.session(process=Process.CLOSING) as session:
        publish(session, adopted={}, on=date(2026, 11, 1), at=now())
        session.commit()


def bands(clone: Clone, process: Process = Process.WORKER) -> list[tuple[float, float]]:
    with clone.session(Scope.EVERYTHING, process) as session:
        return [(band.low, band.high) for band in read_bands(session)]


def test_eight_leaders_and_thirty_raters_give_bands(clone: Clone) -> None:
    release(clone, [4, 4, 3, 4])
    assert bands(clone) == [(3.5, 4.0)] * 5


@pytest.mark.parametrize(("peers", "counts"), [([4, 4, 3], PARTS), ([4] * 5, {"Z001": 3, "Z002": 3, "Z003": 1})])
def test_fewer_give_nothing(clone: Clone, peers: list[int], counts: dict[str, int]) -> None:
    """27 raters of nine leaders; 35 raters of seven."""
    release(clone, peers, counts)
    assert bands(clone) == []


def test_a_viewer_reads_the_bands_of_a_published_summary_and_nothing_narrower(
    clone: Clone, app: Flask, client_as: ClientAs
) -> None:
    release(clone, [4, 4, 3, 4])
    with clone.session() as session:
        content = [{"attribute": band.attribute, "low": band.low, "high": band.high} for band in read_bands(session)]
    put_publication(clone, content)
    viewer = client_as(Role.DFE_VIEWER)
    pages = [viewer.get(path) for path in ("/programme", "/programme.csv", "/programme?region=Norland")]
    for page in pages:
        assert page.status_code == 200
        assert "3.5 to 4.0" in page.text
        assert "3.75" not in page.text
        assert not any(name in page.text for name in ("Ashmere", "Belford", "Caldry", "Norland"))
    assert len(pages[0].data) == len(pages[2].data), "asking for a region changes nothing"
    with clone.session(Scope.NOTHING, Process.WEB) as session:
        assert read_bands(session) == (), "a viewer's own session reads no aggregate"


def put_publication(clone: Clone, profile: list[dict[str, Any]]) -> None:
    """A published summary with these bands; the rest of it is of no matter here."""
    content = {
        "landmark": "2026-10-01",
        "authorities": 3,
        "stage_names": [],
        "stages": [],
        "posts": 9,
        "expected": 2.0,
        "low": 1.0,
        "high": 4.0,
        "last_year_changes": 2,
        "band_names": [],
        "bands": [],
        "column_totals": [],
        "record": "",
        "provisional": False,
        "profile": profile,
    }
    with psycopg.connect(clone.owner_url) as behind:
        # Its run and its publisher are of no matter either, so no key is checked.
        behind.execute("SET session_replication_role = replica")
        behind.execute(
            "INSERT INTO publication (id, run_id, content, published_at, published_by_id, published_as)"
            " VALUES (%s, %s, %s, now(), 1, 'the programme support team')",
            [uuid4(), uuid4(), Jsonb(content)],
        )
