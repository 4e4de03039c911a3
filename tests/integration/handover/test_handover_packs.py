"""A pack opens, follows the days of a departure, is written, and closes: by the verbs, on the real database."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from factories.seats import ON, SUPPORT, Scene, told
from sqlalchemy import select

from accounts.add_account import make_account
from core.access import SYSTEM, Identity, Membership, Role
from core.audit import AuditEvent
from core.clock import now
from core.events import connect
from leadership.handover.completeness import parts_done, parts_present
from leadership.handover.confirm import confirm_handover, may_confirm
from leadership.handover.errors import ClosedError, HandoverError, NobodyYetError, WrittenMeanwhileError
from leadership.handover.find import Handover, list_events, list_handovers, list_parts, list_versions
from leadership.handover.models import HandoverPack
from leadership.handover.open import follow_departure, open_missing, set_aside
from leadership.handover.parts import Behaviour, Part
from leadership.handover.write import add_action, finish_action, write_part
from leadership.register.confirmation import confirm
from leadership.register.corrections import TenureFacts, correct_event, correct_tenure
from leadership.register.days import Day
from leadership.register.departures import withdraw_departure
from leadership.register.kinds import EndReason, TenureStatus
from leadership.register.log import SuccessionLogged
from leadership.register.models import Post, SuccessionEvent, Tenure
from leadership.register.past import record_past_holder

LAST_DAY = date(2024, 9, 30)


@pytest.fixture(autouse=True)
def _connected() -> None:
    connect(SuccessionLogged, follow_departure)


@pytest.fixture
def post(scene: Scene) -> Post:
    return scene.post()


@pytest.fixture
def tenure(scene: Scene, post: Post) -> Tenure:
    return scene.hold(post)


def packs(scene: Scene, by: Identity = SUPPORT, on: date | None = None) -> list[Handover]:
    return list_handovers(scene.session, by=by, on=on or scene.on, authority_id=scene.authority.id)


def only(scene: Scene) -> HandoverPack:
    (found,) = packs(scene)
    return found.pack


def leader(scene: Scene, person_id: object) -> Identity:
    held = Membership(Role.LEADER, scene.authority.id, scene.authority.code, person_id)  # type: ignore[arg-type]
    return Identity(None, "Leader", frozenset({held}))


def lead(scene: Scene, *roles: Role) -> Identity:
    account = make_account(scene.session, by=SYSTEM, email=f"lead{len(roles)}@a.example", name="Lea Lead", at=now())
    held = {Membership(role, scene.authority.id, scene.authority.code) for role in (Role.LEAD, *roles)}
    return Identity(account.id, account.name, frozenset(held))


def finish(scene: Scene, pack: HandoverPack, *parts: Part) -> None:
    for part in parts or tuple(Part):
        write_part(
            scene.session,
            by=SUPPORT,
            pack=pack,
            part=part,
            words="All that matters.",
            behaviours=(),
            done=True,
            after_version=0,
        )


def test_an_announcement_opens_a_pack_that_nobody_asked_for(scene: Scene, post: Post, tenure: Tenure):
    scene.leaves(post, tenure, LAST_DAY)
    (found,) = packs(scene)
    assert (found.state.value, found.last_day.on, found.who_leaves) == ("open", LAST_DAY, "Ada First")
    assert [event.kind for event in list_events(scene.session, found.pack)] == ["opened"]
    told_of = scene.session.scalars(select(AuditEvent).where(AuditEvent.deed == "handover.opened")).one()
    assert told_of.authority_id == scene.authority.id
    assert "Ada" not in f"{told_of.subject}{told_of.after}"


def test_a_departure_that_nobody_announced_opens_one_too(scene: Scene, post: Post, tenure: Tenure):
    scene.departs(post, tenure, date(2024, 6, 1), reason=EndReason.RETIREMENT)
    assert only(scene).last_day == date(2024, 5, 31)


def test_an_announced_departure_that_comes_about_keeps_its_pack(scene: Scene, post: Post, tenure: Tenure):
    scene.leaves(post, tenure, LAST_DAY)
    pack = only(scene)
    finish(scene, pack, Part.PURPOSE)
    later = scene.at(date(2024, 10, 2))
    later.departs(post, tenure, date(2024, 10, 1), reason=EndReason.OTHER)
    assert only(later) is pack
    assert parts_present(scene.session, scene.authority, post) == 1


def test_a_withdrawn_departure_needs_no_handover_and_a_second_one_opens_anew(scene: Scene, post: Post, tenure: Tenure):
    scene.leaves(post, tenure, LAST_DAY)
    withdraw_departure(scene.session, by=SUPPORT, post=post, tenure=tenure, told=told(), on=ON)
    assert only(scene).state == "not_needed"
    scene.leaves(post, tenure, LAST_DAY + timedelta(days=60))
    assert [each.state.value for each in packs(scene)] == ["open", "not_needed"]


def test_a_corrected_day_moves_the_pack(scene: Scene, post: Post, tenure: Tenure):
    event = scene.leaves(post, tenure, LAST_DAY)
    correct_event(
        scene.session,
        by=SUPPORT,
        post=post,
        event=event,
        effective=Day(date(2024, 10, 31)),
        source=None,
        confidence=None,
        confidential_until=None,
        told=told(),
        on=ON,
    )
    pack = only(scene)
    assert pack.last_day == date(2024, 10, 31)
    assert [each.kind for each in list_events(scene.session, pack)] == ["opened", "moved"]


def test_a_corrected_tenure_keeps_its_pack(scene: Scene, post: Post, tenure: Tenure):
    scene.leaves(post, tenure, LAST_DAY)
    facts = replace(TenureFacts.of(tenure), started=Day(date(2020, 1, 13)))
    correct_tenure(scene.session, by=SUPPORT, post=post, tenure=tenure, facts=facts, told=told(), on=ON)
    assert packs(scene)[0].who_leaves == "Ada First"
    assert open_missing(scene.session, by=SYSTEM, on=ON) == 0


def test_somebody_confirmed_in_the_post_hands_nothing_over(scene: Scene, post: Post):
    acting = scene.hold(post, status="acting", started=date(2024, 1, 8))
    confirm(
        scene.session,
        by=SUPPORT,
        post=post,
        tenure=acting,
        status=TenureStatus.PERMANENT,
        started=Day(ON),
        told=told(),
        on=ON,
    )
    assert packs(scene) == []
    assert open_missing(scene.session, by=SYSTEM, on=ON) == 0


def test_who_held_a_post_years_ago_hands_nothing_over(scene: Scene, post: Post, tenure: Tenure):
    record_past_holder(
        scene.session,
        by=SUPPORT,
        post=post,
        person=scene.person("Old Timer"),
        status=TenureStatus.PERMANENT,
        started=Day(date(2015, 1, 5)),
        ended=Day(date(2019, 12, 31)),
        reason=EndReason.UNKNOWN,
        told=told(),
        on=ON,
    )
    assert packs(scene) == []


def test_what_came_past_the_verbs_is_found_once(scene: Scene, post: Post, tenure: Tenure):
    scene.session.add(
        SuccessionEvent(
            ref="imported",
            authority_id=post.authority_id,
            post_id=post.id,
            tenure_id=tenure.id,
            kind="departure_announced",
            effective_on=LAST_DAY,
            known_on=ON,
        )
    )
    scene.session.flush()
    assert packs(scene) == []
    assert [open_missing(scene.session, by=SYSTEM, on=ON) for _ in range(2)] == [1, 0]
    assert only(scene).last_day == LAST_DAY


def test_nine_parts_done_make_it_ready_and_one_taken_up_opens_it_again(scene: Scene, post: Post, tenure: Tenure):
    scene.leaves(post, tenure, LAST_DAY)
    pack = only(scene)
    finish(scene, pack, *list(Part)[:-1])
    assert pack.state == "open"
    finish(scene, pack, Part.LESSONS)
    assert pack.state == "ready"
    assert parts_present(scene.session, scene.authority, post) == 9
    write_part(
        scene.session,
        by=SUPPORT,
        pack=pack,
        part=Part.FINANCE,
        words="More is to be said.",
        behaviours=(),
        done=False,
        after_version=1,
    )
    assert pack.state == "open"
    assert parts_done(scene.session, [pack.id]) == {pack.id: 8}


def test_versions_are_kept_and_a_stale_one_is_refused(scene: Scene, post: Post, tenure: Tenure):
    scene.leaves(post, tenure, LAST_DAY)
    pack = only(scene)

    def write(words: str, after: int) -> None:
        write_part(
            scene.session,
            by=SUPPORT,
            pack=pack,
            part=Part.PEOPLE,
            words=words,
            behaviours=(Behaviour.LEARNING, Behaviour.OPENNESS),
            done=False,
            after_version=after,
        )

    write("First.", 0)
    write("Second.", 1)
    with pytest.raises(WrittenMeanwhileError):
        write("Also second.", 1)
    versions = list_versions(scene.session, pack, Part.PEOPLE)
    assert [entry.words for entry in versions] == ["Second.", "First."]
    assert list_parts(scene.session, pack)[Part.PEOPLE].behaviours == ["openness", "learning"]


def test_a_part_that_says_nothing_is_not_done(scene: Scene, post: Post, tenure: Tenure):
    scene.leaves(post, tenure, LAST_DAY)
    with pytest.raises(HandoverError, match="before you mark it as done"):
        write_part(
            scene.session,
            by=SUPPORT,
            pack=only(scene),
            part=Part.RISKS,
            words="  ",
            behaviours=(),
            done=True,
            after_version=0,
        )


def test_an_action_has_an_owner_and_is_done_once(scene: Scene, post: Post, tenure: Tenure):
    scene.leaves(post, tenure, LAST_DAY)
    pack = only(scene)
    with pytest.raises(HandoverError):
        add_action(scene.session, by=SUPPORT, pack=pack, what="Meet the leader", owner=" ", due_on=None)
    action = add_action(scene.session, by=SUPPORT, pack=pack, what="Meet the leader", owner="Bea", due_on=None)
    at = now()
    for moment in (at, at + timedelta(hours=1)):
        finish_action(scene.session, by=SUPPORT, pack=pack, action_id=action.id, at=moment)
    assert action.done_at == at


def test_the_new_holder_confirms_and_the_pack_is_closed(scene: Scene, post: Post, tenure: Tenure):
    scene.leaves(post, tenure, LAST_DAY)
    scene.hold(post, "Bea Second", started=date(2024, 10, 1))
    start = date(2024, 10, 1)
    (before,) = packs(scene)
    assert before.who_follows == "Bea Second"
    follower = leader(scene, before.following.person_id)  # type: ignore[union-attr]
    with pytest.raises(NobodyYetError):
        confirm_handover(scene.session, by=follower, handover=before, on=ON)
    (then,) = packs(scene, by=follower, on=start)
    assert may_confirm(scene.session, by=follower, handover=then, on=start)
    confirm_handover(scene.session, by=follower, handover=then, on=start)
    assert (then.pack.state, then.pack.on_behalf) == ("handed_over", False)
    with pytest.raises(ClosedError):
        set_aside(scene.session, by=SUPPORT, pack=then.pack)
    with pytest.raises(ClosedError):
        finish(scene, then.pack, Part.PURPOSE)


def test_a_lead_confirms_on_their_behalf_and_the_support_team_not_at_all(scene: Scene, post: Post, tenure: Tenure):
    scene.leaves(post, tenure, LAST_DAY)
    scene.hold(post, "Bea Second", started=date(2024, 10, 1))
    start = date(2024, 10, 1)
    (found,) = packs(scene, on=start)
    support = Identity(None, "S", frozenset({Membership(Role.SUPPORT)}))
    assert not may_confirm(scene.session, by=support, handover=found, on=start)
    with pytest.raises(HandoverError):
        confirm_handover(scene.session, by=support, handover=found, on=start)
    confirm_handover(scene.session, by=lead(scene), handover=found, on=start)
    assert found.pack.on_behalf


def test_a_leader_sees_the_packs_of_posts_that_they_leave_or_take_over_alone(scene: Scene, post: Post, tenure: Tenure):
    second = scene.post("assistant_director", "Assistant Director")
    there = scene.hold(second, "Cal Third")
    scene.leaves(post, tenure, LAST_DAY)
    scene.leaves(second, there, LAST_DAY)
    next_one = scene.hold(post, "Bea Second", started=date(2024, 10, 1))
    seen = {
        name: [each.history.post.title for each in packs(scene, by=leader(scene, person))]
        for name, person in (("leaves", tenure.person_id), ("follows", next_one.person_id), ("other", there.person_id))
    }
    assert seen == {"leaves": ["Director"], "follows": ["Director"], "other": ["Assistant Director"]}
    stranger = leader(scene, scene.person("Dee Fourth").id)
    assert packs(scene, by=stranger) == []


def test_a_confidential_pack_is_absent_for_those_who_may_not_know(scene: Scene, post: Post, tenure: Tenure):
    until = date(2024, 7, 1)
    scene.leaves(post, tenure, LAST_DAY, confidential_until=until)
    assert packs(scene, by=lead(scene)) == []
    assert len(packs(scene, by=lead(scene, Role.RISK_READER))) == 1
    assert len(packs(scene, by=SUPPORT)) == 1
    assert packs(scene, by=leader(scene, tenure.person_id)) == []
    assert len(list_handovers(scene.session, by=leader(scene, tenure.person_id), on=until)) == 1
