"""Attacks on the rules of succession: borders of months, half a landscape, order of the report."""

from dataclasses import dataclass, replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from leadership.register.kinds import TenureStatus
from leadership.succession.kinds import Statement
from leadership.succession.landscape import Fact, Stability
from leadership.succession.readiness import readiness_of
from leadership.succession.triggers import triggers_of_post
from reports.succession.content import Inputs, PostInputs, assemble

ON = date(2026, 11, 28)


def interim_since(day: date) -> Any:
    tenure = SimpleNamespace(status=TenureStatus.INTERIM)
    return SimpleNamespace(holders=[SimpleNamespace(leaves=None, tenure=tenure, since=SimpleNamespace(on=day))])


@pytest.mark.parametrize(
    ("since", "said"),
    [
        (date(2026, 2, 28), ()),
        (date(2026, 2, 27), ("Interim or acting for more than 9 months",)),
        (date(2026, 1, 15), ("Interim or acting for 10 months",)),
    ],
)
def test_an_interim_of_more_than_nine_months_is_told_from_the_first_day_on(since: date, said: tuple[str, ...]) -> None:
    assert triggers_of_post(interim_since(since), readiness_of({}, ON), chance=None, on=ON) == said


@pytest.mark.parametrize(("engaged", "high"), [(0, False), (2, False), (3, None)])
def test_too_little_engagement_is_low_whatever_the_unknown_facts_would_say(engaged: int, high: bool | None) -> None:
    said = {statement: number < engaged for number, statement in enumerate(Statement)}
    facts = tuple(Fact("A fact", None, "not recorded") for _ in range(6))
    assert Stability(facts, said).is_high is high


POST = PostInputs(
    post_id="1",
    code="Z001",
    authority="Ashmere",
    innovations=(),
    title="Director",
    role="dcs",
    position=1,
    holder="Ada First",
    status="permanent",
    since="2024-01-01",
    months_in_post=34,
    expected_end=None,
    expected_end_source=None,
    band=None,
    chance=None,
    chance_of=None,
    judged_likelihood=None,
    judged_impact=None,
    consequence=50,
    drivers=(),
    ready_now=1,
    successors=2,
    bench="",
    readiness=3.0,
    stale=0,
    plan_written=True,
    review_due_on=None,
    due=(),
    triggers=(),
    owner=None,
)


@dataclass(frozen=True)
class Case:
    """What remains of the list of the second post once somebody has come off it."""

    ready_now: int
    successors: int


@pytest.mark.parametrize("left", [Case(1, 1), Case(0, 1), Case(0, 0)])
def test_a_post_rises_when_somebody_comes_off_its_list_and_others_remain(left: Case) -> None:
    other = replace(POST, post_id="2", authority="Belford")
    before = assemble(Inputs("2026-11-28", (POST, other), {}, None))
    assert [line.post.post_id for line in before.lines] == ["1", "2"]
    shorter = replace(other, ready_now=left.ready_now, successors=left.successors)
    after = assemble(Inputs("2026-11-28", (POST, shorter), {}, None))
    assert [line.post.post_id for line in after.lines] == ["2", "1"]
