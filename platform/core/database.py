"""The declarative base, the naming of constraints, and engines that run under a role without power."""

from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, Engine, MetaData, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from core.process import Process
from core.scope import ScopedSession

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every mapped class of the product; moments are timezone-aware, constraints are named."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: DateTime(timezone=True)}  # noqa: RUF012  (SQLAlchemy reads it from the class)


def driver_url(address: str) -> URL:
    """The address with the driver that we ship (psycopg 3), whatever the writer left out."""
    return make_url(address).set(drivername="postgresql+psycopg")


def make_engine(address: str, process: Process, *, pool_size: int = 5) -> Engine:
    """An engine whose every connection works under the process's own database role.

    The login may be that role itself, or any login that is a member of it: SET ROLE then gives up the
    login's other rights, so that forced row-level security holds even when one login serves everything.
    """
    options = (
        f"-c statement_timeout={process.statement_timeout_ms} -c idle_in_transaction_session_timeout=30000 "
        "-c lock_timeout=10000 -c timezone=UTC"
    )
    engine = create_engine(
        driver_url(address),
        pool_pre_ping=True,
        hide_parameters=True,  # an error's text must not carry what somebody typed
        pool_recycle=300,
        pool_size=pool_size,
        connect_args={"connect_timeout": 5, "options": options, "application_name": f"throughline-{process.value}"},
    )

    @event.listens_for(engine, "connect")
    def give_up_other_rights(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        cursor.execute(f"SET ROLE {process.database_role}")
        cursor.close()
        connection.commit()

    return engine


def make_sessions(engine: Engine) -> sessionmaker[Session]:
    """The one session factory of a process; sessions carry their scope (see core.scope)."""
    return sessionmaker(engine, class_=ScopedSession, expire_on_commit=False)


def database_answers(engine: Engine) -> dict[str, Any]:
    """Ask who we are: role, whether it is superuser or bypasses row security, and the schema's revision."""
    with engine.connect() as connection:
        row = connection.execute(
            text(
                "SELECT current_user AS role, rolsuper OR rolbypassrls AS all_powerful,"
                " (SELECT version_num FROM alembic_version) AS revision"
                " FROM pg_roles WHERE rolname = current_user"
            )
        ).one()
        return dict(row._mapping)  # noqa: SLF001  (SQLAlchemy's documented accessor)
