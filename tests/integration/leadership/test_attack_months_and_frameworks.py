"""Borders of the handover's 90 days, the bench and the landscape, on the database (risk-and-analysis 9, 15.3)."""

from datetime import date, timedelta

import pytest
from factories.seats import SUPPORT, Scene, make_scene
from sqlalchemy.orm import Session

from authorities.inspection.detail import Judgements
from authorities.inspection.record import record_inspection
from authorities.politics.record import schedule_election
from leadership.succession.exposure import bench_term
from leadership.succession.kinds import Consistency
from leadership.succession.read_landscape import read_situations
from reports.handover.known_people import calendar_of

ON = date(2026, 11, 29)


@pytest.fixture
def scene(session: Session) -> Scene:
    return make_scene(session).at(ON)


def test_the_next_ninety_days_begin_today_and_end_with_the_ninetieth(scene: Scene) -> None:
    for days in (-1, 0, 90, 91):
        schedule_election(
            scene.session,
            by=SUPPORT,
            on=ON - timedelta(days=2),
            authority=scene.authority,
            polling_on=ON + timedelta(days=days),
            cycle="thirds",
        )
    known = calendar_of(scene.session, scene.authority, (), ON)
    assert [row[0] for row in known.rows] == ["29 November 2026", "27 February 2027"]
    assert known.caption.endswith("27 February 2027")


def test_what_another_framework_said_is_compared_with_nothing(scene: Scene) -> None:
    for day, framework in ((date(2016, 5, 2), "SIF"), (date(2024, 5, 2), "ILACS")):
        record_inspection(
            scene.session,
            by=SUPPORT,
            on=ON,
            authority=scene.authority,
            inspected_on=day,
            judgements=Judgements(overall="good"),
            framework=framework,
        )
    number = scene.authority.id
    assert read_situations(scene.session, {number: ()}, ON)[number].landscape.compared.consistency is (
        Consistency.INSUFFICIENT
    )


def test_whoever_is_away_while_another_acts_is_no_bench(scene: Scene) -> None:
    """Both others are held permanently for years; in one of them somebody has acted for a month."""
    director, manager, lead = (
        scene.post(),
        scene.post("programme_manager", "Manager"),
        scene.post("lead_member", "Lead"),
    )
    for post, name in ((director, "Ada First"), (manager, "Mo Manager"), (lead, "Lee Member")):
        scene.hold(post, name)
    seats = [scene.seat(post) for post in (director, manager, lead)]
    assert bench_term(seats[0], seats, ON) == 0
    scene.hold(manager, "Sam Standin", started=ON - timedelta(days=30), status="acting", stands_in=True)
    seats = [scene.seat(post) for post in (director, manager, lead)]
    assert bench_term(seats[0], seats, ON) == 0.5
