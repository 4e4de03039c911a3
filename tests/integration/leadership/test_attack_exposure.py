"""The consequence of two posts worked out by hand from section 9, beside what the file of the page says."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from factories.predictions import add_prediction
from factories.seats import SUPPORT, make_scene, told
from sqlalchemy.orm import Session

from core.access import Identity, Membership, Role
from core.clock import today
from leadership.register.confirmation import confirm
from leadership.register.days import Day
from leadership.register.kinds import TenureStatus
from leadership.risk.months import add_months
from leadership.succession.items import ItemFacts, assess_item
from leadership.succession.kinds import Item, Ready
from leadership.succession.models import Successor, SuccessorStanding
from leadership.succession.overview import read_overview
from leadership.succession.plan import PlanFacts, record_plan
from leadership.succession.read_exposure import list_exposures
from leadership.succession.views.read_views import exposure_table

# Nothing is known of inspections and politics, so each of four categories is possible: section 15.4.
LANDSCAPE = (1.0 + 0.75 + 0.6 + 0.35) / 4


def test_two_posts_by_hand(session: Session) -> None:
    """A director with some readiness, an assistant director confirmed a month ago with none, a vacancy, a newcomer."""
    scene = make_scene(session).at(today())
    lead = Identity(None, "Lead", frozenset({Membership(Role.LEAD, scene.authority.id, scene.authority.code)}))
    director, assistant = scene.post(), scene.post("assistant_director", "Assistant")
    scene.post("practice_lead", "Practice lead")
    manager = scene.post("programme_manager", "Manager")
    scene.hold(director)
    scene.hold(manager, "Mo Manager", started=add_months(today(), -2))
    acting = scene.hold(assistant, "Bea Second", started=add_months(today(), -30), status="acting")
    confirm(
        session,
        by=SUPPORT,
        post=assistant,
        tenure=acting,
        status=TenureStatus.PERMANENT,
        started=Day(add_months(today(), -1)),
        told=told(add_months(today(), -1)),
        on=today(),
    )
    # Plan 1, successor within 12 months 0.5, champions a half of 0.5 since it is stale: 1.75 of 6.
    approved = today() - timedelta(days=40)
    plan = PlanFacts(written=True, owner="Chief", approved_on=approved, approved_by="Cabinet", reviewed_on=approved)
    record_plan(session, by=lead, post=director, facts=replace(plan, evidence="Shared drive"), on=today())
    # Without a name, which this session may not write.
    successor = Successor(id=uuid4(), authority_id=scene.authority.id, post_id=director.id, named_on=today())
    session.add(successor)
    session.flush()
    session.add(
        SuccessorStanding(
            authority_id=scene.authority.id,
            successor_id=successor.id,
            place=1,
            ready=Ready.WITHIN_12.value,
            assessed_on=today(),
            known_on=today(),
        )
    )
    old = ItemFacts(Decimal("0.5"), "Chief", add_months(today(), -13), "Minutes")
    assess_item(session, by=lead, authority=scene.authority, post=director, item=Item.CHAMPIONS, facts=old, on=today())
    add_prediction(session, scene.authority.id, director.id, today() - timedelta(days=1), r12=0.2)
    found = read_overview(session, by=SUPPORT, authority=scene.authority, on=today())
    rows = {row[0]: row for row in exposure_table(list_exposures(session, [found], today())).rows}
    # 0.25 S + 0.20 K + 0.15 B + 0.25 G + 0.15 T; nothing is live, so S is a half. Nobody else of the director's core
    # is permanent for twelve months; of the assistant's three others the director is.
    by_hand = {
        "Director": (0.5, 1.0, 1.0, 1 - 1.75 / 6, LANDSCAPE),
        "Assistant": (0.5, 0.7, 1 - 1 / 3, 1.0, LANDSCAPE),
    }
    for title, terms in by_hand.items():
        assert rows[title][6:11] == pytest.approx(terms, abs=0.006), title
        worth = 100 * sum(weight * term for weight, term in zip((0.25, 0.20, 0.15, 0.25, 0.15), terms, strict=True))
        assert rows[title][5] == pytest.approx(worth, abs=0.5), title
    assert rows["Director"][11] == pytest.approx(0.2 * 75.333, abs=0.5)
    assert rows["Assistant"][11] is None, "no chance was predicted, so there is no product"
