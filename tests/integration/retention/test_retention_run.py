"""The closing day of a programme, the page about keeping, and one run of the nightly job (decision 68)."""

from datetime import date, timedelta

import psycopg
import pytest
from factories.authorities import make_council, make_programme
from fixtures.databases import Clone
from fixtures.identities import ClientAs
from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.contacts.models import Contact
from authorities.errors import RegisterError
from authorities.programme.close import close_programme, counts_from
from core.access import SYSTEM, Role
from core.audit import AuditEvent
from core.clock import now
from web.demonstration.product import product
from web.retention.ahead import look_ahead, years_after
from web.retention.carry_out import carry_out
from web.retention.models import RetentionRun

CLOSED = date(2024, 4, 1)


def test_a_closing_day_is_recorded_corrected_and_taken_back_with_an_audit_event_each(session: Session) -> None:
    programme = make_programme(session)
    for day in (CLOSED, CLOSED, CLOSED + timedelta(days=1), None):
        close_programme(session, by=SYSTEM, programme=programme, closed_on=day, at=now())
        session.flush()
        assert (programme.closed_on, programme.closed_at is None) == (day, day is None)
    events = session.scalars(select(AuditEvent).where(AuditEvent.deed == "programme.closing_set")).all()
    assert [(event.before["closed_on"], event.after["closed_on"]) for event in events] == [
        (None, "2024-04-01"),
        ("2024-04-01", "2024-04-02"),
        ("2024-04-02", None),
    ]


@pytest.mark.parametrize(
    ("facts", "refused", "taken"),
    [
        ({"ends_on": date(2025, 4, 1)}, date(2025, 3, 31), date(2025, 4, 1)),
        ({"collects_until": date(2025, 6, 30)}, date(2025, 6, 30), date(2025, 7, 1)),
        ({}, date(2019, 3, 31), date(2019, 4, 1)),
    ],
)
def test_a_programme_does_not_close_while_it_works(
    session: Session, facts: dict[str, date], refused: date, taken: date
) -> None:
    programme = make_programme(session)
    for name, day in facts.items():
        setattr(programme, name, day)
    session.flush()
    with pytest.raises(RegisterError) as told:
        close_programme(session, by=SYSTEM, programme=programme, closed_on=refused, at=now())
    assert told.value.field == "closed_on"
    close_programme(session, by=SYSTEM, programme=programme, closed_on=taken, at=now())
    assert counts_from(programme) == taken


def test_the_days_ahead_count_from_the_last_return_and_not_before_30_days(session: Session) -> None:
    programme = make_programme(session)
    assert look_ahead(programme).one_year is None
    close_programme(session, by=SYSTEM, programme=programme, closed_on=CLOSED, at=now())
    programme.collects_until = date(2024, 6, 30)
    ahead = look_ahead(programme)
    assert ahead.six_years == date(2030, 7, 1)
    assert ahead.one_year is not None
    assert ahead.one_year - now().date() in {timedelta(days=30), timedelta(days=31)}
    assert years_after(date(2024, 2, 29), 1) == date(2025, 2, 28)


def test_the_support_team_closes_a_programme_and_reads_what_went(
    clone: Clone, client_as: ClientAs, environment: dict[str, str]
) -> None:
    with clone.session() as session:
        make_programme(session)
        make_council(session)
        session.commit()
    client = client_as(Role.SUPPORT)
    assert "no closing day is on record" in client.get("/collections/keeping").text
    page = "/collections/keeping/demonstration"
    wrong = client.send(page, closed_on=["1", "4", "2018"])
    assert wrong.status_code == 422
    assert "The programme is funded on that day" in wrong.text
    sent = client.send(page, closed_on=["1", "4", "2020"])
    assert sent.status_code == 303
    assert "Nothing goes by it for 30 days" in client.get("/collections/keeping").text
    with psycopg.connect(clone.owner_url) as behind:
        behind.execute("UPDATE programme SET closed_at = now() - interval '30 days'")
        behind.execute(
            "INSERT INTO contact (id, authority_id, name, email, role, since) SELECT gen_random_uuid(), id,"
            " 'Cleo Quokka', 'cleo@x.example', 'lead', '2019-05-01' FROM authority"
        )
    with product(environment):
        first, second = carry_out(), carry_out()
    with clone.session() as session:
        runs = {run.id: run for run in session.scalars(select(RetentionRun))}
        assert runs[first].taken == {"contact": 1}
        assert runs[second].taken == {}
        assert runs[first].finished_at is not None
        (event,) = session.scalars(select(AuditEvent).where(AuditEvent.deed == "retention.carried_out"))
        assert event.after == {"contact": 1}
    answer = client.get("/collections/keeping").text
    assert "Contacts of authorities" in answer
    assert "Quokka" not in answer
    assert client.get("/collections/keeping/no-such").status_code == 404


def test_a_rule_that_has_to_wait_holds_no_other_up(clone: Clone, environment: dict[str, str]) -> None:
    """Somebody holds a contact: contacts stay for the next night, and what comes after them goes."""
    with clone.session() as session:
        programme, council = make_programme(session), make_council(session)
        close_programme(session, by=SYSTEM, programme=programme, closed_on=date(2019, 4, 1), at=now())
        session.flush()
        session.add(
            Contact(authority_id=council.id, name="Cleo Quokka", email="cleo@x.example", role="lead", since=CLOSED)
        )
        session.commit()
    with psycopg.connect(clone.owner_url) as behind:
        behind.execute("UPDATE programme SET closed_at = now() - interval '30 days'")
        # As when a lock is not given in time, without the wait.
        behind.execute(
            "CREATE FUNCTION held() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION 'held' USING ERRCODE = 'lock_not_available'; END $$"
        )
        behind.execute("CREATE TRIGGER held BEFORE DELETE ON contact FOR EACH STATEMENT EXECUTE FUNCTION held()")
    with product(environment):
        held_up = carry_out()
    with psycopg.connect(clone.owner_url) as behind:
        behind.execute("DROP TRIGGER held ON contact")
    with product(environment):
        freed = carry_out()
    with clone.session() as session:
        runs = {run.id: run for run in session.scalars(select(RetentionRun))}
        assert (runs[held_up].taken, runs[held_up].finished_at is not None) == ({}, True)
        assert runs[freed].taken == {"contact": 1}
