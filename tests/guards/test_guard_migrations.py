"""Migrations: one line of them, numbered, equal to the models, and back and forth without a difference."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from fixtures.databases import Clone
from psycopg import sql

from core.embedded import EmbeddedPostgres
from web.schema import expected_revision

NUMBERED = re.compile(r"(\d{4})_[a-z_]+\.py")
# Everything that a migration can make: tables, columns, defaults, checks, keys, indexes, policies, grants, triggers.
SCHEMA = """
SELECT 'column', c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
       || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
       || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
UNION ALL SELECT 'constraint', conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid <> 0
UNION ALL SELECT 'index', indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'policy', concat_ws(' ', tablename, policyname, cmd, qual, with_check) FROM pg_policies
UNION ALL SELECT 'grant', table_name || ' ' || grantee || ' ' || privilege_type
  FROM information_schema.role_table_grants WHERE table_schema = 'public' AND grantee LIKE 'throughline%'
UNION ALL SELECT 'column grant', table_name || '.' || column_name || ' ' || grantee || ' ' || privilege_type
  FROM information_schema.column_privileges WHERE table_schema = 'public' AND grantee LIKE 'throughline%'
UNION ALL SELECT 'trigger', tgrelid::regclass || ' ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'fence', relname || ' ' || relrowsecurity || ' ' || relforcerowsecurity
  FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
UNION ALL SELECT 'function', p.oid::regprocedure::text FROM pg_proc p
  WHERE p.pronamespace = 'public'::regnamespace
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
UNION ALL SELECT 'extension', extname FROM pg_extension
"""


@pytest.fixture(scope="module")
def scripts(project: Path) -> ScriptDirectory:
    return ScriptDirectory.from_config(Config(str(project / "alembic.ini")))


def alembic(project: Path, owner_url: str, deed: str, *arguments: str) -> None:
    """Alembic as the command line calls it, without the second that a new process takes."""
    config = Config(str(project / "alembic.ini"), stdout=StringIO())
    config.set_main_option("sqlalchemy.url", owner_url)
    getattr(command, deed)(config, *arguments)


@contextmanager
def empty_database(server: EmbeddedPostgres, name: str) -> Iterator[str]:
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield server.url(name)
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def schema(owner_url: str) -> set[tuple[str, str]]:
    with psycopg.connect(owner_url) as connection:
        return set(connection.execute(SCHEMA).fetchall())


def test_there_is_one_line_of_numbered_migrations(project: Path, scripts: ScriptDirectory) -> None:
    names = sorted(path.name for path in (project / "migrations" / "versions").glob("*.py"))
    numbers = [NUMBERED.fullmatch(name)[1] for name in names]  # type: ignore[index]
    assert numbers == [f"{number:04}" for number in range(1, len(names) + 1)]
    assert scripts.get_heads() == [numbers[-1]]
    line = [script.revision for script in scripts.walk_revisions()]
    assert line == numbers[::-1]
    assert all(script.doc for script in scripts.walk_revisions()), "each says what it is for"


def test_the_code_knows_the_newest(scripts: ScriptDirectory) -> None:
    assert expected_revision() == scripts.get_current_head()


def test_the_models_are_what_the_migrations_make(project: Path, clone: Clone) -> None:
    alembic(project, clone.owner_url, "check")


def test_each_migration_goes_down_and_up_again(
    project: Path, postgres_server: EmbeddedPostgres, scripts: ScriptDirectory, clone: Clone
) -> None:
    line = [script.revision for script in scripts.walk_revisions()][::-1]
    with empty_database(postgres_server, "guard_migrations") as url:
        seen = {}
        for number in line:
            alembic(project, url, "upgrade", number)
            seen[number] = schema(url)
        assert seen[line[-1]] == schema(clone.owner_url), "step by step is the same as at once"
        for number, before in zip(line[::-1][:-1], line[::-1][1:], strict=True):
            alembic(project, url, "downgrade", "-1")
            assert schema(url) == seen[before], f"{number} leaves something behind"
        alembic(project, url, "downgrade", "base")
        with psycopg.connect(url) as connection:
            left = connection.execute(
                "SELECT relname FROM pg_class"
                " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'S')"
            ).fetchall()
        assert left == [("alembic_version",)]
        alembic(project, url, "upgrade", "head")
        assert schema(url) == seen[line[-1]]


def test_two_who_migrate_at_once_take_turns(project: Path, postgres_server: EmbeddedPostgres) -> None:
    with empty_database(postgres_server, "guard_two_migrations") as url:
        environment = {**os.environ, "DATABASE_OWNER_URL": url}
        words = [sys.executable, "-m", "alembic", "upgrade", "head"]
        both = [
            subprocess.Popen(words, cwd=project, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            for _ in range(2)
        ]
        said = [process.communicate(timeout=120)[0] for process in both]
        assert [process.returncode for process in both] == [0, 0], said


def test_a_migration_gives_way_to_a_reader_and_goes_on(project: Path, postgres_server: EmbeddedPostgres) -> None:
    """A lock that cannot be had in a second is asked for again; readers wait no longer than that (reliability F39)."""
    with empty_database(postgres_server, "guard_blocked") as url:
        alembic(project, url, "upgrade", "0001")
        with psycopg.connect(url) as reader:
            reader.execute("SELECT * FROM account")
            migrating = subprocess.Popen(
                [sys.executable, "-m", "alembic", "upgrade", "0003"],
                cwd=project,
                env={**os.environ, "DATABASE_OWNER_URL": url},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
            _wait_until_blocked(url)
            with psycopg.connect(url, options="-c statement_timeout=2500") as another:
                another.execute("SELECT * FROM account")
            reader.commit()
        _, said = migrating.communicate(timeout=60)
        assert migrating.returncode == 0, said


def _wait_until_blocked(url: str) -> None:
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    begun = time.monotonic()
    with psycopg.connect(url, autocommit=True) as looking:
        while looking.execute(waiting).fetchone() == (0,):
            assert time.monotonic() - begun < 30
            time.sleep(0.02)
