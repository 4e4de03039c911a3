"""A month of the team health check: asked, answered by links, closed, released, and nothing of it seen too early."""

from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest
from factories.team_pulse import Team, answer, authority_of, behind, links_of, make_team, open_month
from fixtures.databases import Clone
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError

from core.access import Identity, Membership, Role
from core.clock import now, today
from core.process import Process
from core.scope import Scope
from core.transaction import transaction
from leadership.pulse.answer import get_answerer
from leadership.pulse.errors import PulseError, PulseLinkNotOpenError
from leadership.pulse.link import hash_of
from leadership.pulse.members import list_members, remove_member
from leadership.pulse.models import PulseAnswer, PulseInvitation, PulseMember, PulseResult, PulseRound
from leadership.pulse.release import release_closed
from leadership.pulse.rounds import close_due, close_pulse, lock_open, open_pulse
from leadership.pulse.send import forget_idle_lists
from leadership.pulse.tasks import tend_pulse, tend_pulses
from leadership.pulse.trend import changed, list_months
from web.demonstration.product import product

SUPPORT = Identity(None, "Support", frozenset({Membership(Role.SUPPORT)}))


@pytest.fixture
def team(clone: Clone) -> Team:
    return make_team(clone)


def close(clone: Clone, team: Team, number) -> None:
    with clone.session(team.lead.scope(), Process.WEB) as session:
        close_pulse(
            session,
            by=team.lead,
            held=lock_open(session, authority_id=team.authority_id, pulse_id=number),
            at=now(),
        )
        session.commit()


def release(environment: dict[str, str]) -> int:
    with product(environment, Process.WORKER):
        return release_closed()


def months(clone: Clone, team: Team):
    with clone.session(team.lead.scope(), Process.WEB) as session:
        return list_months(session, authority_id=team.authority_id)


def test_a_month_from_asking_to_its_averages(clone: Clone, environment: dict[str, str], team: Team) -> None:
    number, links = open_month(clone, team)
    assert len(links) == 5
    for sealed, score in zip(links, (4, 4, 3), strict=False):
        answer(clone, sealed, [score, 5, 1, 2, score])
    assert months(clone, team) == [], "nothing before it closes (14.2, rule 1)"
    close(clone, team, number)
    assert release(environment) == 1
    (month,) = months(clone, team)
    assert [str(said.value) for said in month.said] == ["3.7", "4.8", "1.2", "2.0", "3.7"]
    assert [said.end.value if said.end else None for said in month.said] == [None, "or above", "or below", None, None]
    assert month.answers == 3
    assert release(environment) == 0, "released once"


def test_fewer_than_three_say_nothing_at_all(clone: Clone, environment: dict[str, str], team: Team) -> None:
    number, links = open_month(clone, team)
    for sealed in links[:2]:
        answer(clone, sealed, [5, 4, 3, 2, 1])
    close(clone, team, number)
    release(environment)
    (month,) = months(clone, team)
    assert month.answers is None
    assert {(said.value, said.end, said.answers, said.half_width) for said in month.said} == {(None,) * 4}
    assert behind(clone, "SELECT count(*) FROM pulse_result WHERE value IS NOT NULL OR answers IS NOT NULL") == [(0,)]


def test_the_last_answers_count_and_each_person_once(clone: Clone, environment: dict[str, str], team: Team) -> None:
    number, links = open_month(clone, team)
    for sealed in links[:3]:
        answer(clone, sealed, [1, 1, 1, 1, 1])
        answer(clone, sealed, [3, 3, 3, 3, 3])
    close(clone, team, number)
    release(environment)
    (month,) = months(clone, team)
    assert month.answers == 3
    assert {str(said.value) for said in month.said} == {"3.0"}


def test_what_led_from_people_to_answers_is_destroyed(clone: Clone, environment: dict[str, str], team: Team) -> None:
    number, links = open_month(clone, team)
    for sealed in links:
        answer(clone, sealed, [4, 4, 4, 4, 4])
    close(clone, team, number)
    release(environment)
    assert behind(clone, "SELECT count(*) FROM pulse_answer") == [(0,)]
    assert behind(clone, "SELECT count(*) FROM pulse_invitation") == [(0,)]
    with pytest.raises(PulseLinkNotOpenError):
        answer(clone, links[0], [4, 4, 4, 4, 4])


def test_nobody_can_be_followed_from_month_to_month(clone: Clone, environment: dict[str, str], team: Team) -> None:
    """Keys, ids and links of one month and of the next have nothing in common, though the people are the same."""
    seen: list[set] = []
    for back in (40, 0):
        number, links = open_month(clone, team, on=today() - timedelta(days=back))
        rows = behind(clone, f"SELECT id, answer_key, secret_hash FROM pulse_invitation WHERE round_id = '{number}'")
        assert len(rows) == 5
        seen.append({value for row in rows for value in row} | set(links))
        close(clone, team, number)
        release(environment)
    assert not seen[0] & seen[1]


def test_the_support_team_sees_not_even_that_there_is_one(
    clone: Clone, environment: dict[str, str], team: Team
) -> None:
    number, links = open_month(clone, team)
    for sealed in links:
        answer(clone, sealed, [4, 4, 4, 4, 4])
    close(clone, team, number)
    release(environment)
    for scope in (SUPPORT.scope(), Scope.EVERYTHING):
        with clone.session(scope, Process.WEB) as session:
            for kind in (PulseMember.id, PulseRound.id, PulseResult.id, PulseInvitation.id):
                assert session.scalars(select(kind)).all() == [], kind
    assert behind(clone, "SELECT count(*) FROM audit_event WHERE deed LIKE '%pulse%' OR subject LIKE '%pulse%'") == [
        (0,)
    ]
    assert behind(clone, "SELECT count(*) FROM job WHERE kind LIKE '%pulse%'") == [(0,)]


@pytest.mark.parametrize("role", [Role.RISK_READER, Role.SIGNATORY, Role.LEADER])
def test_others_of_the_authority_see_nothing(clone: Clone, team: Team, role: Role) -> None:
    open_month(clone, team)
    by = Identity(None, "Somebody", frozenset({Membership(role, team.authority_id, team.code)}))
    with clone.session(by.scope(), Process.WEB) as session:
        assert session.scalars(select(PulseMember.id)).all() == []
        assert session.scalars(select(PulseRound.id)).all() == []


def test_a_lead_of_elsewhere_sees_nothing(clone: Clone, team: Team) -> None:
    other = make_team(clone, 2, "Bramford")
    open_month(clone, team)
    with clone.session(other.lead.scope(), Process.WEB) as session:
        assert session.scalars(select(PulseRound.id)).all() == []
        assert list_members(session, authority_id=team.authority_id) == []
        assert len(list_members(session, authority_id=other.authority_id)) == 5


@pytest.mark.parametrize("process", [Process.WEB, Process.WORKER])
def test_neither_web_nor_worker_reads_answers(clone: Clone, team: Team, process: Process) -> None:
    _, links = open_month(clone, team)
    answer(clone, links[0], [5, 4, 3, 2, 1])
    with (
        clone.session(Scope.EVERYTHING, process) as session,
        pytest.raises(ProgrammingError, match="permission denied"),
    ):
        session.scalars(select(PulseAnswer.score)).all()


def test_the_web_cannot_read_whom_a_link_is_for(clone: Clone, team: Team) -> None:
    _, links = open_month(clone, team)
    scope = Scope(frozenset(), invitation=hash_of(links[0]))
    with clone.session(scope, Process.WEB) as session:
        assert len(session.scalars(select(PulseInvitation.id)).all()) == 1, "one's own alone"
        with pytest.raises(ProgrammingError, match="permission denied"):
            session.scalars(select(PulseInvitation.email)).all()


def test_a_link_writes_under_its_own_key_alone(clone: Clone, team: Team) -> None:
    number, links = open_month(clone, team)
    with clone.session(Scope(frozenset(), invitation=hash_of(links[1])), Process.WEB) as session:
        key = get_answerer(session, secret_hash=hash_of(links[1]), on=today()).key
    statement = text(
        "INSERT INTO pulse_answer (id, round_id, answer_key, question, score)"
        " VALUES (gen_random_uuid(), :round, :key, 'purpose', 1)"
    )
    with (
        clone.session(Scope(frozenset(), invitation=hash_of(links[0])), Process.WEB) as session,
        pytest.raises(ProgrammingError, match="row-level security"),
    ):
        session.execute(statement, {"round": number, "key": key})


def test_a_closed_month_is_frozen(clone: Clone, team: Team) -> None:
    number, links = open_month(clone, team)
    close(clone, team, number)
    with pytest.raises(PulseLinkNotOpenError):
        answer(clone, links[0], [4, 4, 4, 4, 4])
    with pytest.raises(PulseError, match="never opened again"):
        close(clone, team, number)
    with psycopg.connect(clone.owner_url) as connection, pytest.raises(psycopg.errors.CheckViolation):
        connection.execute("UPDATE pulse_round SET closed_at = NULL")


def test_after_the_last_day_no_answer_counts(clone: Clone, team: Team) -> None:
    _, links = open_month(clone, team)
    with pytest.raises(PulseLinkNotOpenError):
        answer(clone, links[0], [4, 4, 4, 4, 4], on=today() + timedelta(days=8))


def test_a_month_is_asked_once(clone: Clone, team: Team) -> None:
    number, _ = open_month(clone, team)
    with pytest.raises(PulseError, match="still open"):
        open_month(clone, team)
    close(clone, team, number)
    with pytest.raises(PulseError, match="had its check already"):
        open_month(clone, team)


@pytest.mark.parametrize("days", [0, -1, 32])
def test_the_last_day_is_within_a_month(clone: Clone, team: Team, days: int) -> None:
    with pytest.raises(PulseError, match="within 31 days"):
        open_month(clone, team, days=days)


def test_a_team_of_three_is_not_asked(clone: Clone) -> None:
    team = make_team(clone, members=3)
    with pytest.raises(PulseError, match="at least 4"):
        open_month(clone, team)


def test_who_is_taken_off_the_list_is_forgotten(clone: Clone, team: Team) -> None:
    with clone.session(team.lead.scope(), Process.WEB) as session:
        first = list_members(session, authority_id=team.authority_id)[0]
        remove_member(session, by=team.lead, authority=authority_of(session, team), member_id=first.id, at=now())
        session.commit()
    assert behind(clone, "SELECT count(*) FROM pulse_member WHERE email IS NULL AND removed_at IS NOT NULL") == [(1,)]


def test_a_list_that_is_not_used_for_a_year_is_forgotten(clone: Clone, team: Team) -> None:
    with clone.session() as session:
        forget_idle_lists(session, at=now() + timedelta(days=360))
        assert len(list_members(session, authority_id=team.authority_id)) == 5
        forget_idle_lists(session, at=now() + timedelta(days=367))
        session.expire_all()
        assert list_members(session, authority_id=team.authority_id) == []


def test_letters_go_once_and_one_reminder_goes_to_everybody(
    clone: Clone, environment: dict[str, str], team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    with clone.session(team.lead.scope(), Process.WEB) as session:
        made = open_pulse(
            session,
            by=team.lead,
            authority=authority_of(session, team),
            closes_on=today() + timedelta(days=7),
            on=today(),
            at=now(),
        )
        number = str(made.id)
        session.commit()
    sent = "SELECT count(invited_at), count(reminded_at) FROM pulse_invitation"
    with product(environment, Process.WORKER):
        tend_pulse(number)
        tend_pulse(number)
        tend_pulses()
        assert behind(clone, sent) == [(5, 0)]
        links = links_of(environment)
        assert len(links) == 5
        answer(clone, links[f"m0@{team.code}.example".lower()], [4, 4, 4, 4, 4])
        later = today() + timedelta(days=5)
        monkeypatch.setattr("leadership.pulse.tasks.today", lambda: later)
        tend_pulses()
        tend_pulses()
        assert behind(clone, sent) == [(5, 5)], "whoever has answered too: nothing tells"
        monkeypatch.setattr("leadership.pulse.tasks.today", lambda: later + timedelta(days=3))
        tend_pulses()
    assert behind(clone, "SELECT count(*) FROM pulse_round WHERE released_at IS NOT NULL") == [(1,)]
    assert len(list(Path(environment["MAIL_URL"].removeprefix("file://")).iterdir())) == 10


def test_only_what_chance_does_not_explain_is_called_a_change(clone: Clone, environment: dict[str, str]) -> None:
    team = make_team(clone, members=12)
    for back, score in ((40, 2), (0, 4)):
        day: date = today() - timedelta(days=back)
        number, links = open_month(clone, team, on=day)
        for sealed in links:
            answer(clone, sealed, [score, 3, 3, 3, 3], on=day)
        close(clone, team, number)
        release(environment)
    held = months(clone, team)
    assert [(question.value, up) for question, up in changed(held)] == [("purpose", True)]
    assert changed(held[:1]) == []


def test_closing_waits_for_nothing_but_the_day(clone: Clone, team: Team) -> None:
    open_month(clone, team)
    with clone.session() as session:
        assert close_due(session, on=today() + timedelta(days=7), at=now()) == 0
        assert close_due(session, on=today() + timedelta(days=8), at=now()) == 1


def test_results_are_written_by_the_closing_role_alone(clone: Clone, team: Team) -> None:
    number, _ = open_month(clone, team)
    for process in (Process.WEB, Process.WORKER):
        with clone.session(team.lead.scope(), process) as session:
            session.add(PulseResult(authority_id=team.authority_id, round_id=number, question="purpose"))
            with pytest.raises(ProgrammingError, match="permission denied"):
                session.flush()


def test_the_scope_of_the_session_is_not_needed_to_answer(
    clone: Clone, environment: dict[str, str], team: Team
) -> None:
    """A lead who answers by their own link sees through it what the link opens, and no more."""
    _, links = open_month(clone, team)
    with product(environment, Process.WEB), transaction(Scope(frozenset(), invitation=hash_of(links[0]))) as session:
        assert session.scalars(select(PulseMember.id)).all() == []
        assert len(session.scalars(select(PulseRound.id)).all()) == 1
