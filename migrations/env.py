"""Runs the migrations: one at a time, as the owner of the tables, giving way to readers rather than blocking them."""

import os
import sys
import time

from alembic import context
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

import web.models  # noqa: F401  (the metadata is complete only when every model is imported)
from core.database import Base, driver_url

LOCK = 7_461_001
ATTEMPTS = 10
ROLES = (
    "throughline_owner",
    "throughline_web",
    "throughline_worker",
    "throughline_closing",
    "throughline_retention",
)

MAKE_ROLE = """
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN
    CREATE ROLE {role} NOLOGIN NOSUPERUSER NOBYPASSRLS;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$
"""
JOIN_OWNER = """
DO $$ BEGIN
  IF NOT pg_has_role(current_user, 'throughline_owner', 'MEMBER') THEN
    EXECUTE format('GRANT throughline_owner TO %I', current_user);
  END IF;
END $$
"""


def database_address() -> str:
    """The address of the login that owns the schema; a clear sentence when there is none."""
    address = context.config.get_main_option("sqlalchemy.url") or os.environ.get(
        "DATABASE_OWNER_URL", os.environ.get("DATABASE_URL", "")
    )
    if not address:
        sys.exit("Set DATABASE_OWNER_URL or DATABASE_URL to the database to migrate, then run alembic again.")
    return address


def become_owner(connection: Connection) -> None:
    """Make sure that the five roles exist, then work as the one that owns the tables and nothing else."""
    for role in ROLES:
        connection.execute(text(MAKE_ROLE.format(role=role)))
    connection.execute(text(JOIN_OWNER))
    connection.execute(text("GRANT USAGE, CREATE ON SCHEMA public TO throughline_owner"))
    connection.execute(
        text(
            "DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO throughline_owner', current_database()); END $$"
        )
    )
    connection.commit()
    connection.execute(text("SET ROLE throughline_owner"))
    connection.commit()


def migrate(connection: Connection) -> None:
    """Run what is missing in one transaction, under short locks."""
    connection.execute(text("SET lock_timeout = '1s'"))
    connection.execute(text("SET statement_timeout = '60s'"))
    connection.commit()
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_server_default=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def run() -> None:
    """Hold the advisory lock, then try a few times: a lock that cannot be had in a second is asked for again."""
    engine = create_engine(driver_url(database_address()), poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": LOCK})
        connection.commit()
        become_owner(connection)
        for attempt in range(1, ATTEMPTS + 1):
            try:
                migrate(connection)
            except OperationalError as error:
                connection.rollback()
                if "lock timeout" not in str(error) or attempt == ATTEMPTS:
                    raise
                time.sleep(attempt)
            else:
                return


if context.is_offline_mode():
    context.configure(url=database_address(), target_metadata=Base.metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    run()
