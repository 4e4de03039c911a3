"""The order of the list of packs, and what of it is outside the programme."""

from datetime import date, timedelta

import pytest
from factories.seats import ON, SUPPORT, Scene, make_scene
from sqlalchemy.orm import Session

from authorities.programme.members import list_member_ids
from core.events import connect
from leadership.handover.find import list_handovers
from leadership.handover.models import HandoverPack
from leadership.handover.open import follow_departure
from leadership.handover.parts import Part
from leadership.handover.write import write_part
from leadership.register.log import SuccessionLogged
from reports.handover.waiting import PARTS, Line, apart, lines_of
from web.home.handovers import handover_tasks

TODAY = ON + timedelta(days=30)


@pytest.fixture(autouse=True)
def _connected() -> None:
    connect(SuccessionLogged, follow_departure)


def leaving(scene: Scene, title: str, last_day: date) -> HandoverPack:
    """A post whose holder's departure is announced; the pack that this opens."""
    post = scene.post("assistant_director", title)
    scene.leaves(post, scene.hold(post, f"Holder of {title}"), last_day)
    (found,) = list_handovers(scene.session, by=SUPPORT, on=ON, post_id=post.id)
    return found.pack


def whole(scene: Scene, pack: HandoverPack) -> None:
    for part in Part:
        write_part(
            scene.session, by=SUPPORT, pack=pack, part=part, words="Said.", behaviours=(), done=True, after_version=0
        )


def lines(scene: Scene) -> list[Line]:
    found = list_handovers(scene.session, by=SUPPORT, on=TODAY, authority_id=scene.authority.id)
    return lines_of(scene.session, found, TODAY)


def test_who_has_left_with_parts_missing_comes_first_and_then_whoever_leaves_soonest(session: Session):
    scene = make_scene(session)
    for title, days in (("Late", 90), ("Soon", 31), ("Gone", 10), ("Gone and written", 5), ("Today", 30)):
        pack = leaving(scene, title, ON + timedelta(days=days))
        if title == "Gone and written":
            whole(scene, pack)
    found = lines(scene)
    assert [(line.handover.history.post.title, line.left) for line in found] == [
        ("Gone", "20 days ago"),
        ("Gone and written", "25 days ago"),
        ("Today", "today"),
        ("Soon", "in 1 day"),
        ("Late", "in 60 days"),
    ]
    assert [line.overdue for line in found] == [True, False, False, False, False]
    assert [line.done for line in found] == [0, PARTS, 0, 0, 0]


def test_an_authority_outside_the_programme_is_apart(session: Session):
    scene = make_scene(session)
    leaving(scene, "Outside", ON + timedelta(days=60))
    assert scene.authority.id not in list_member_ids(session, on=TODAY)
    members, outside = apart(session, lines(scene), TODAY)
    assert (members, [line.handover.history.post.title for line in outside]) == ([], ["Outside"])
    assert list(handover_tasks(session, SUPPORT, TODAY)) == [], "nor does the first page count it"
