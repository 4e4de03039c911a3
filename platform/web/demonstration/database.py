"""The demonstration's database: made once, migrated by the operators' own command, opened by a login without power."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping

import psycopg
from psycopg import sql

from core.embedded import EmbeddedError, EmbeddedPostgres
from core.process import Process
from web.demonstration.place import PROJECT
from web.schema import expected_revision

LOGIN = "throughline_login"  # as in production: no superuser, only a member of the roles it works under
MIGRATE_SECONDS = 300
REASON = re.compile(r"FAILED: |[\w.]+(Error|Exception|Exit)\b")


def make_database(server: EmbeddedPostgres, name: str) -> None:
    """Make the database if there is none."""
    with psycopg.connect(server.url(), autocommit=True) as connection:
        if connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def drop_database(server: EmbeddedPostgres, name: str) -> None:
    """Drop it with all its sessions; nothing happens if there is none."""
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def is_migrated(server: EmbeddedPostgres, name: str) -> bool:
    """Whether the schema is the one that this code was written for."""
    with psycopg.connect(server.url(name)) as connection:
        if connection.execute("SELECT to_regclass('alembic_version')").fetchone() == (None,):
            return False
        return connection.execute("SELECT version_num FROM alembic_version").fetchone() == (expected_revision(),)


def migrate(owner_url: str, *, revision: str = "head", environment: Mapping[str, str] | None = None) -> None:
    """Run `alembic upgrade`, as an operator does; raises EmbeddedError with the last line of what it says."""
    told = subprocess.run(
        [sys.executable, "-m", "alembic", "upgrade", revision],
        cwd=PROJECT,
        env={**os.environ, **(environment or {}), "DATABASE_OWNER_URL": owner_url},
        capture_output=True,
        text=True,
        timeout=MIGRATE_SECONDS,
        check=False,
    )
    if told.returncode:
        said = (told.stderr or told.stdout).splitlines()
        # The reason opens a line with the error's name; below it SQLAlchemy prints the statement and an address.
        reasons = [line for line in said if REASON.match(line)]
        last = reasons[-1] if reasons else f"alembic ended with {told.returncode}"
        raise EmbeddedError(
            f"The database could not be brought up to date ({last}): keep its data and report this, or use --fresh."
        )


def make_login(server: EmbeddedPostgres) -> None:
    """Make the product's login, a member of the roles that the migrations have made; twice is the same as once."""
    with psycopg.connect(server.url(), autocommit=True) as connection:
        if connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [LOGIN]).fetchone() is None:
            connection.execute(
                sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD {}").format(
                    sql.Identifier(LOGIN), sql.Literal(server.password)
                )
            )
        for process in (Process.WEB, Process.WORKER, Process.CLOSING, Process.RETENTION):
            role = sql.Identifier(process.database_role)
            connection.execute(sql.SQL("GRANT {} TO {}").format(role, sql.Identifier(LOGIN)))
