"""Row-level security, roles and references, read from the database's own catalogue (reliability 5.4, 6.82)."""

from collections.abc import Iterator

import catalogue
import psycopg
import pytest
from fixtures.databases import Clone

import web.models  # noqa: F401  (every mapped class)
from core.database import Base
from core.scope import AuthorityScoped, ProgrammeOrAuthorityScoped, PublicFact

# A reference that cannot hold the authority, with the reason.
LOOSE = {
    # A programme's report has no authority, and a key with an empty part is not checked: the report's own id is.
    "report_file.report_id -> report",
    # Only repeats by whom the assessment is, so that the reviewer is somebody else: another key holds the authority.
    "fidelity_review.assessment_id,assessed_by_id -> fidelity_assessment",
}
# Classes with an authority that are not fenced by it in the session, with the reason.
OWN_RULE = {
    # Seen by its own account, whose scope it decides; always asked for by account.
    "AccountMembership",
    # Seen by the leader it is of, the rater whose link it is for, and those who see everything; asked for by person.
    "ProfileRound",
    # Seen by the lead of the authority and whoever answers by a link; always asked for by authority or by link.
    "PulseRound",
}
# Tables without an authority that the web may read, with the reason. Anything else that holds rows of many
# authorities must be kept from the web (`risk_data_cut` is).
SHARED = {
    "account": "names and addresses of those who sign in; asked for one's own, or with account:manage",
    "alembic_version": "the schema's revision",
    "alert_threshold": "fenced by a policy of its own: those who see everything",
    "authority": "public: which authorities exist",
    "boundary_event": "public: reorganisations",
    "collection": "public within the programme: what is asked for and when",
    "collection_item": "public within the programme: which indicators are asked for",
    "comment_reader": "fenced by a policy of its own: one's own account's row, for those who may read comments",
    "comment_reading": "fenced by a policy of its own: those of the support team who are on its list",
    "deployment": "whether this is the demonstration",
    "indicator": "public: what is counted",
    "development_entry": "fenced by a policy of its own: the leader's, and a coach's while it is shared",
    "fidelity_element": "public: what each innovation consists of",
    "innovation": "public: the three innovations",
    "leadership_role": "public: kinds of job",
    "outbox_message": "names of tasks and ids",
    "person": "fenced by a policy of its own: where the person holds or held a post",
    "programme": "public: what the programme is",
    "publication": "fenced by a policy of its own: published rows for those signed in",
    "profile_comment": "fenced by a policy of its own: the leader's alone",
    "profile_reflection": "fenced by a policy of its own: the leader's alone",
    "profile_result": "fenced by a policy of its own: the leader's, and in part a coach's while it is shared",
    "profile_share": "fenced by a policy of its own: the leader's, and its coach's while it stands",
    "profile_share_item": "fenced by a policy of its own: with its share",
    "published_file": "public: DfE's files",
    "pulse_invitation": "fenced by a policy of its own: the one that a link is for, without its address",
    "published_release": "public: DfE's releases",
    "rater_invitation": "fenced by a policy of its own: the leader's, and the one that a link is for",
    "rater_link": "fenced by a policy of its own: the one that a link is for, and a leader's own key",
    "retention_run": "fenced by a policy of its own: those who see everything",
    "risk_run": "when the model ran and over how many posts; pages ask for risk:read",
    "round_progress": "fenced by a policy of its own: the leader's, and the support team's",
    "shared_arrangement": "public: authorities that share a service",
    "sign_in_token": "links by random id, worthless without the signing key",
    "signed_in_session": "sessions by hash of a secret",
    "succession_issue": "fenced by a policy of its own: those who see everything",
    "vesting_forecast": "public: dates of reorganisations",
    "waiting_comment": "fenced by a policy of its own: a reader on the list who has declared to be no rater",
}


@pytest.fixture(scope="module")
def catalogue_clone(make_clone) -> Iterator[Clone]:
    yield from make_clone()


@pytest.fixture
def behind(catalogue_clone: Clone) -> Iterator[psycopg.Connection]:
    """The superuser's view, rolled back afterwards."""
    with psycopg.connect(catalogue_clone.owner_url) as connection:
        yield connection
        connection.rollback()


def test_every_table_with_an_authority_is_fenced(behind: psycopg.Connection) -> None:
    assert len(catalogue.tables_with_an_authority(behind)) > 20
    assert catalogue.weak_tables(behind) == []


def test_taking_any_fence_down_is_noticed(behind: psycopg.Connection) -> None:
    """The guard itself: without row-level security, without force, without a policy, table by table."""
    for table in catalogue.tables_with_an_authority(behind):
        policies = [row[0] for row in behind.execute(catalogue.POLICIES, [table])]
        changes = [
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            *(f"DROP POLICY {policy} ON {table}" for policy in policies),
            f"CREATE POLICY extra ON {table} USING (true) WITH CHECK (true)",
        ]
        for change in changes:
            with behind.transaction(force_rollback=True):
                behind.execute(change)
                noticed = catalogue.weak_tables(behind)
            assert [fault for fault in noticed if fault.startswith(f"{table}:")], change
    assert catalogue.weak_tables(behind) == []


def test_the_roles_of_the_product_are_nothing_but_roles(behind: psycopg.Connection) -> None:
    assert catalogue.powerful_roles(behind) == []


def test_no_reference_leads_to_another_authority(behind: psycopg.Connection) -> None:
    assert set(catalogue.loose_references(behind)) == LOOSE


def test_every_reference_has_an_index(behind: psycopg.Connection) -> None:
    assert catalogue.slow_references(behind) == []


def test_no_view_and_no_function_looks_past_the_fence(behind: psycopg.Connection) -> None:
    assert catalogue.open_views(behind) == []
    with behind.transaction(force_rollback=True):
        behind.execute("CREATE VIEW v AS SELECT * FROM job")
        behind.execute("CREATE MATERIALIZED VIEW m AS SELECT * FROM job")
        behind.execute("GRANT SELECT ON m TO throughline_web")
        behind.execute("CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'")
        assert len(catalogue.open_views(behind)) == 3


def test_what_the_web_may_read_without_a_fence_is_known(behind: psycopg.Connection) -> None:
    fenced = set(catalogue.tables_with_an_authority(behind))
    readable = {
        name
        for (name,) in behind.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND relkind IN ('r', 'p', 'v', 'm') AND has_any_column_privilege('throughline_web', oid, 'SELECT')"
        )
    }
    assert readable - fenced == set(SHARED), "say in SHARED why the web may read it, or do not grant it"


def test_the_web_removes_nothing_of_the_programmes_and_nobody_empties_a_table(behind: psycopg.Connection) -> None:
    """History stays: only a worker deletes, and only what is short-lived or past its retention."""
    rows = behind.execute(
        "SELECT relname, r, p FROM pg_class, unnest(%s::text[]) r, unnest(ARRAY['DELETE', 'TRUNCATE']) p"
        " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND has_table_privilege(r, oid, p)",
        [list(catalogue.POWERLESS)],
    ).fetchall()
    assert {privilege for *_, privilege in rows} == {"DELETE"}
    by_role = {name: {table for table, role, _ in rows if role == name} for name in catalogue.POWERLESS}
    # What the nightly job may take is its list of rules (test_guard_retention.py).
    assert by_role.pop("throughline_retention")
    assert by_role == {
        # What leaders wrote for themselves is theirs to delete, and goes from what they share (decision 62). Whoever
        # has decided on comments of raters ends their reading, which destroys them (decision 71).
        "throughline_web": {"comment_reader", "comment_reading", "development_entry", "profile_share_item"},
        "throughline_worker": {
            "comment_reading",
            "outbox_message",
            "report_file",
            "sign_in_token",
            "signed_in_session",
            "succession_issue",
        },
        # What leads from a rater to their ratings is destroyed with the closing of a round (risk-and-analysis 14.2).
        "throughline_closing": {
            "pulse_answer",
            "pulse_invitation",
            "rater_answer",
            "rater_letter",
            "rater_link",
            "rating_comment",
        },
    }


FORBIDDEN = [
    "CREATE TABLE mine (x int)",
    "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE ROLE mine",
    "ALTER TABLE job DISABLE ROW LEVEL SECURITY",
    "DROP POLICY in_scope ON job",
    "TRUNCATE job",
    "DELETE FROM audit_event",
    "UPDATE audit_event SET deed = 'x'",
    "DELETE FROM account",
    "UPDATE alembic_version SET version_num = '0'",
    "SELECT * FROM risk_data_cut",
    "SELECT * FROM pg_authid",
    "SET ROLE throughline_owner",
    "SET SESSION AUTHORIZATION postgres",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "COPY account TO '/tmp/x'",
    "SELECT pg_read_file('/etc/passwd')",
    "ALTER SYSTEM SET fsync = off",
    "ALTER TABLE account ADD COLUMN x int",
    "CREATE EXTENSION file_fdw",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_role_of_the_web_is_refused(catalogue_clone: Clone, statement: str) -> None:
    with psycopg.connect(catalogue_clone.url, autocommit=True) as connection:
        connection.execute("SET ROLE throughline_web")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement)


def test_the_session_fences_the_same_tables_as_the_database(behind: psycopg.Connection) -> None:
    for mapper in Base.registry.mappers:
        kind = mapper.class_
        if "authority_id" not in mapper.local_table.columns or kind.__name__ in OWN_RULE:
            continue
        policies = {row[0] for row in behind.execute(catalogue.POLICIES, [mapper.local_table.name])}
        public = "read_all" in policies
        assert issubclass(kind, PublicFact if public else (AuthorityScoped, ProgrammeOrAuthorityScoped)), kind


def test_every_moment_has_its_zone(behind: psycopg.Connection) -> None:
    rows = behind.execute(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND data_type = 'timestamp without time zone'"
    )
    assert rows.fetchall() == []


def test_who_never_stands_without_when(behind: psycopg.Connection) -> None:
    """`x_by_id` has its `x_at`, which is always there or is demanded by a check. No who means the product itself."""
    rows = behind.execute(
        "SELECT k.conrelid::regclass::text, a.attname FROM pg_constraint k"
        " JOIN pg_attribute a ON a.attrelid = k.conrelid AND k.conkey = ARRAY[a.attnum]"
        " WHERE k.contype = 'f' AND k.confrelid = 'account'::regclass AND a.attname LIKE '%\\_by\\_id'"
    ).fetchall()
    assert len(rows) > 10
    for table, who in rows:
        when = f"{who.removesuffix('_by_id')}_at"
        column = behind.execute(
            "SELECT attnotnull FROM pg_attribute WHERE attrelid = %s::regclass AND attname = %s", [table, when]
        ).fetchone()
        assert column, f"{table}.{who} has no {when}"
        checks = behind.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c' AND conrelid = %s::regclass",
            [table],
        ).fetchall()
        demanded = any(who in check and when in check for (check,) in checks)
        assert column[0] or demanded, f"{table}: a check for {who} and {when}"
