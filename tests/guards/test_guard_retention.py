"""What is kept for a time goes on its day: all of it, no day early, nothing of a programme that runs (decision 68)."""

import re
from collections.abc import Iterator
from pathlib import Path

import catalogue
import psycopg
import pytest
from walkers import World

from web.retention.rules import ONE_YEAR, RULES, SIX_YEARS
from web.retention.words import NAMES

ROLE = "throughline_retention"
TODAY = "(now() AT TIME ZONE 'Europe/London')::date"
YEARS = {1: ONE_YEAR, 6: SIX_YEARS}
# What the furnished world has none of: moments between a deed and the next, and deeds that no page needs.
MORE = (
    (
        "INSERT INTO profile_comment (id, round_id, person_id, place, body)"
        " SELECT gen_random_uuid(), id, person_id, 1, 'Listens.' FROM profile_round ON CONFLICT DO NOTHING"
    ),
    (
        "INSERT INTO profile_reflection (id, round_id, person_id, question, body, written_at)"
        " SELECT gen_random_uuid(), id, person_id, 'proud', 'A year.', now() FROM profile_round ON CONFLICT DO NOTHING"
    ),
    (
        "INSERT INTO round_progress (round_id, rater_group, invited, enough)"
        " SELECT id, 'peers', 3, false FROM profile_round ON CONFLICT DO NOTHING"
    ),
    (
        "INSERT INTO rater_letter (id, invitation_id, kind, due_on)"
        f" SELECT gen_random_uuid(), id, 'invitation', {TODAY} FROM rater_invitation ON CONFLICT DO NOTHING"
    ),
    (
        "INSERT INTO rater_link (invitation_id, round_id, person_id, rater_group, rater_key)"
        " SELECT id, round_id, person_id, rater_group, gen_random_uuid() FROM rater_invitation ON CONFLICT DO NOTHING"
    ),
    (
        "INSERT INTO rater_answer (invitation_id, round_id, rater_group)"
        " SELECT id, round_id, rater_group FROM rater_invitation ON CONFLICT DO NOTHING"
    ),
    (
        "INSERT INTO rating_comment (id, round_id, rater_key, body)"
        " SELECT gen_random_uuid(), round_id, rater_key, 'Listens.' FROM rater_link"
    ),
    (
        "INSERT INTO leadership_move (id, move_id, side, tenure_id, authority_id)"
        " SELECT gen_random_uuid(), gen_random_uuid(), 'left', id, authority_id FROM tenure ON CONFLICT DO NOTHING"
    ),
    (
        "INSERT INTO fidelity_review (id, authority_id, assessment_id, number, outcome, known_on)"
        f" SELECT gen_random_uuid(), authority_id, id, 9, 'agreed', {TODAY} FROM fidelity_assessment"
    ),
)
ROW = re.compile(r"^\| ([a-z_]+)\.([a-z_0-9]+) \| .+ \| (.+) \|$", re.MULTILINE)


@pytest.fixture
def behind(world: World) -> Iterator[psycopg.Connection]:
    """The superuser's view, rolled back afterwards: every test begins with the same world."""
    with psycopg.connect(world.clone.owner_url) as connection:
        connection.execute("UPDATE programme SET starts_on = '2000-01-01', ends_on = NULL, collects_until = NULL")
        for statement in MORE:
            connection.execute(statement)
        yield connection
        connection.rollback()


def close(connection: psycopg.Connection, years: int, *, early: int = 0, settled: int = 30) -> None:
    """Close every programme so that so many years are over today, or will be in so many days."""
    connection.execute(
        f"UPDATE programme SET closed_on = ({TODAY} + %s - make_interval(years => %s))::date,"
        " closed_at = now() - make_interval(days => %s)",
        [early, years, settled],
    )


def end_rounds(connection: psycopg.Connection) -> None:
    """Let every letter to a rater be as old as it is long after a round."""
    connection.execute(f"UPDATE rater_letter SET due_on = {TODAY} - 94")


def take(connection: psycopg.Connection) -> dict[str, int]:
    """What the job does, under its role; returns how many rows each rule took."""
    connection.execute(f"SET LOCAL ROLE {ROLE}")
    connection.execute("SET LOCAL app.authorities = 'all'")
    taken = {f"{rule.table} {rule.kept}": connection.execute(rule.statement).rowcount for rule in RULES}
    connection.execute("RESET ROLE")
    return {name: rows for name, rows in taken.items() if rows}


def counts(connection: psycopg.Connection) -> dict[str, int]:
    tables = {rule.table for rule in RULES if not rule.empties} | {"post", "authority", "account", "observation"}
    return {
        table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # type: ignore[index]
        for table in sorted(tables)
    }


def rows_of(years: int) -> set[str]:
    return {rule.table for rule in RULES if rule.kept == YEARS[years] and not rule.empties}


def test_the_world_has_something_of_every_rule(behind: psycopg.Connection) -> None:
    """Or the other tests would show nothing of it."""
    assert {table for table, rows in counts(behind).items() if not rows} == set()


def test_nothing_goes_while_the_day_is_not_on_record(behind: psycopg.Connection) -> None:
    before = counts(behind)
    assert take(behind) == {}
    assert counts(behind) == before


@pytest.mark.parametrize("years", YEARS)
def test_nothing_goes_a_day_early(behind: psycopg.Connection, years: int) -> None:
    close(behind, years, early=1)
    assert {name for name in take(behind) if name.endswith(YEARS[years])} == set()


def test_after_a_year_what_leaders_keep_goes_and_the_register_stays(behind: psycopg.Connection) -> None:
    before = counts(behind)
    close(behind, 1)
    take(behind)
    after = counts(behind)
    assert {table for table in rows_of(1) if after[table]} == set()
    assert {table for table in before if after[table] != before[table]} == rows_of(1)


def test_after_six_years_everything_goes_and_posts_and_figures_stay(behind: psycopg.Connection) -> None:
    before = counts(behind)
    close(behind, 6)
    end_rounds(behind)
    take(behind)
    after = counts(behind)
    gone = rows_of(1) | rows_of(6) | {"rater_letter"}
    assert {table for table in gone if after[table]} == set()
    assert {table for table in before if after[table] != before[table]} == gone
    for rule in (rule for rule in RULES if rule.empties and rule.kept in YEARS.values()):
        for column, value in rule.empties.items():
            left = behind.execute(
                f"SELECT count(*) FROM {rule.table} WHERE {column} IS NOT NULL AND {column}::text <> ''"
            ).fetchone()
            assert left == (0,), f"{rule.table}.{column} becomes {value}"


def test_run_twice_it_takes_once(behind: psycopg.Connection) -> None:
    close(behind, 6)
    end_rounds(behind)
    assert take(behind)
    assert take(behind) == {}


@pytest.mark.parametrize(
    "change",
    [
        "closed_at = now() - interval '29 days'",
        f"collects_until = {TODAY} - interval '300 days'",
        f"ends_on = {TODAY} - interval '300 days'",
    ],
)
def test_a_day_just_recorded_and_a_programme_that_works_on_keep_everything(
    behind: psycopg.Connection, change: str
) -> None:
    close(behind, 6)
    behind.execute(f"UPDATE programme SET {change}")
    assert take(behind) == {}


def test_nothing_of_another_programme_goes(behind: psycopg.Connection) -> None:
    """An authority that takes part in one that runs keeps everything, and so do the people who lead there."""
    close(behind, 6)
    end_rounds(behind)
    (staying,) = behind.execute("SELECT authority_id FROM profile_round ORDER BY authority_id LIMIT 1").fetchone()
    behind.execute(
        "WITH made AS (INSERT INTO programme (code, name, starts_on) VALUES ('next', 'The next', '2020-01-01')"
        " RETURNING id) INSERT INTO programme_membership (id, authority_id, programme_id, joined_on, joined_precision,"
        " known_on, withdrawn) SELECT gen_random_uuid(), %s, id, '2020-01-01', 'day', '2020-01-01', false FROM made",
        [staying],
    )
    before = fingerprints(behind, staying)
    assert take(behind)
    assert fingerprints(behind, staying) == before
    # Those that never were in a programme stay while any runs.
    left = behind.execute(
        "SELECT DISTINCT authority_id FROM tenure WHERE authority_id IN (SELECT authority_id FROM programme_membership)"
    ).fetchall()
    assert left == [(staying,)]
    assert behind.execute("SELECT count(*) FROM risk_data_cut").fetchone() != (0,)


def fingerprints(connection: psycopg.Connection, authority_id: int) -> dict[str, object]:
    """Every row of the authority, of its rounds and of its people, in one digest for each table."""
    people = "SELECT person_id FROM tenure WHERE authority_id = %(of)s"
    found: dict[str, object] = {}
    for table, columns in connection.execute(
        "SELECT table_name, array_agg(column_name::text) FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = ANY (%s) GROUP BY 1",
        [[rule.table for rule in RULES if rule.kept in YEARS.values()]],
    ).fetchall():
        of = {
            "authority_id": "authority_id = %(of)s",
            "round_id": "round_id IN (SELECT id FROM profile_round WHERE authority_id = %(of)s)",
            "person_id": f"person_id IN ({people})",
        }
        which = next((rule for column, rule in of.items() if column in columns), None)
        which = f"id IN ({people})" if table == "person" else which
        if table == "job":  # among whose rows are those of runs as a whole
            continue
        if which is not None:
            found[table] = connection.execute(
                f"SELECT count(*), md5(string_agg(t::text, ' ' ORDER BY t::text)) FROM {table} t WHERE {which}",
                {"of": authority_id},
            ).fetchone()
    return found


def test_the_audit_goes_after_six_years_and_a_letter_to_a_rater_after_94_days(behind: psycopg.Connection) -> None:
    before = counts(behind)
    behind.execute("SET LOCAL session_replication_role = replica")
    for place, age in enumerate(("6 years", "6 years -1 day")):
        behind.execute(
            "UPDATE audit_event SET at = now() - %s::interval WHERE id = (SELECT id FROM audit_event ORDER BY id"
            " OFFSET %s LIMIT 1)",
            [age, place],
        )
        behind.execute(
            f"UPDATE rater_letter SET due_on = {TODAY} - 94 + %s WHERE id = (SELECT id FROM rater_letter ORDER BY id"
            " OFFSET %s LIMIT 1)",
            [place, place],
        )
    behind.execute("SET LOCAL session_replication_role = origin")
    assert take(behind) == {"audit_event 6 years": 1, "rater_letter 94 days": 1}
    after = counts(behind)
    assert before["audit_event"] - after["audit_event"] == before["rater_letter"] - after["rater_letter"] == 1


@pytest.mark.parametrize(("ago", "goes"), [(29, False), (30, True)])
@pytest.mark.parametrize("ended", ["revoked_at", "ends_on"])
def test_the_address_of_a_coach_goes_30_days_after_the_share(
    behind: psycopg.Connection, ended: str, ago: int, goes: bool
) -> None:
    (one,) = behind.execute("SELECT id FROM profile_share WHERE revoked_at IS NULL LIMIT 1").fetchone()
    behind.execute(
        f"UPDATE profile_share SET starts_on = {TODAY} - 200, ends_on = {TODAY} + 100,"
        " granted_at = now() - interval '200 days' WHERE id = %s",
        [one],
    )
    behind.execute(f"UPDATE profile_share SET {ended} = {TODAY} - %s WHERE id = %s", [ago, one])
    before = counts(behind)
    assert bool(take(behind)) is goes
    assert counts(behind) == before, "the row stays for the leader"
    kept = behind.execute("SELECT count(coach_email) = count(*) FROM profile_share").fetchone()
    assert kept == (not goes,)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT name FROM person",
        "SELECT body FROM development_entry",
        "SELECT score FROM rating",
        "SELECT coach_email FROM profile_share",
        "UPDATE person SET name = 'x'",
        "UPDATE submitted_figure SET value = 1",
        "DELETE FROM account",
        "DELETE FROM observation",
        "DELETE FROM post",
        "DELETE FROM retention_run",
        "UPDATE programme SET closed_on = '2000-01-01'",
        "TRUNCATE audit_event",
        "INSERT INTO contact (name) VALUES ('x')",
    ],
)
def test_the_role_may_nothing_else(behind: psycopg.Connection, statement: str) -> None:
    behind.execute(f"SET LOCAL ROLE {ROLE}")
    behind.execute("SET LOCAL app.authorities = 'all'")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        behind.execute(statement)


def test_what_is_emptied_cannot_be_filled_with_anything_else(behind: psycopg.Connection) -> None:
    close(behind, 6)
    behind.execute(f"SET LOCAL ROLE {ROLE}")
    behind.execute("SET LOCAL app.authorities = 'all'")
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        behind.execute("UPDATE upload SET file_name = 'another', body = NULL")


def test_the_rules_are_what_the_role_may_do(behind: psycopg.Connection) -> None:
    rows = behind.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
        " AND has_table_privilege(%s, oid, 'DELETE')",
        [ROLE],
    )
    assert {table for (table,) in rows} == {rule.table for rule in RULES if not rule.empties}
    columns = behind.execute(
        "SELECT table_name, column_name FROM information_schema.column_privileges WHERE table_schema = 'public'"
        " AND grantee = %s AND privilege_type = 'UPDATE' AND table_name <> 'retention_run'",
        [ROLE],
    )
    assert set(columns.fetchall()) == {(rule.table, column) for rule in RULES for column in rule.empties}


def test_every_rule_has_its_fence(behind: psycopg.Connection) -> None:
    """Each table has forced row-level security and, for this role, a policy that lets it and one that holds it."""
    policies = behind.execute(catalogue.OF_RETENTION).fetchall()
    for rule in RULES:
        command = "w" if rule.empties else "d"
        mine = [(yes, due) for table, _, yes, cmd, due in policies if (table, cmd) == (rule.table, command)]
        assert sorted(yes for yes, _ in mine) == [False, True], rule.table
        assert len({due for _, due in mine}) == 1, rule.table
        years = re.search(r"(\d) years?$", rule.kept)
        if rule.kept in YEARS.values():
            assert re.search(rf"_past\((?:\w+, )?{years[1]}\)", mine[0][1]), rule.table  # type: ignore[index]
        fence = behind.execute(
            "SELECT relrowsecurity AND relforcerowsecurity FROM pg_class WHERE oid = %s::regclass", [rule.table]
        ).fetchone()
        assert fence == (True,), rule.table


def test_the_document_and_the_rules_say_the_same(project: Path) -> None:
    """No personal column kept for the programme and some years is forgotten, and none goes that is not listed so."""
    listed = ROW.findall((project / "docs" / "personal-data.md").read_text(encoding="utf-8"))
    promised = {(table, column): kept for table, column, kept in listed if re.search(r"programme and \d year", kept)}
    taken = {(rule.table, rule.kept) for rule in RULES if not rule.empties}
    emptied = {(rule.table, column): rule.kept for rule in RULES for column in rule.empties}
    for (table, column), kept in promised.items():
        assert any(
            words in kept
            for words in (ONE_YEAR, SIX_YEARS)
            if (table, words) in taken or emptied.get((table, column)) == words
        ), f"no rule takes {table}.{column}"
    columns = {(table, column): kept for table, column, kept in listed}
    for place, kept in emptied.items():
        assert kept in columns[place], place


def test_every_table_that_is_counted_has_a_name() -> None:
    assert set(NAMES) == {rule.table for rule in RULES if rule.counted}
