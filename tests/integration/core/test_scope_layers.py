"""What each wall stops alone, with the others switched off, and what both stop together (reliability 5.1, 5.3).

The first wall, the permission on the route, is tested by the walks over all pages (tests/guards).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from importlib import import_module

import psycopg
import pytest
from access_paths import MARKER, MINE, OTHERS, PATHS, ROWS, TABLES, Page, Reach
from alembic.migration import MigrationContext
from alembic.operations import Operations
from fixtures.databases import Clone
from sqlalchemy import create_engine, event, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from core.database import driver_url, make_engine, make_sessions
from core.process import Process
from core.scope import Scope, ScopedSession, ScopeError


class Walls(Enum):
    """Which walls stand."""

    NONE = "none"
    SESSION = "session"
    ROWS = "row-level security"
    ALL = "session and row-level security"


# Core statements and plain SQL pass by the session, as the spec measured.
PAST_THE_SESSION = {
    "core_insert_for_the_other",
    "core_select",
    "text_sql",
    "from_statement",
    "pandas_on_the_connection",
    "pandas_on_the_engine",
    "core_update",
    "bulk_update_by_keys",
    "plain_view",
    "code_on_a_session_without_hooks",
    "materialised_view",
    "clash_of_a_unique_key",
    "session_handed_to_another_scope",
}
# Row-level security cannot hide that a key is taken, nor what a session holds already. A materialised view would leak
# if it were granted; a guard test forbids that, and without the grant it is refused.
PAST_THE_ROWS = {"clash_of_a_unique_key", "session_handed_to_another_scope", "materialised_view"}

LEAKS = {
    Walls.NONE: set(PATHS),
    Walls.SESSION: PAST_THE_SESSION,
    Walls.ROWS: PAST_THE_ROWS,
    Walls.ALL: PAST_THE_ROWS,
}


@pytest.fixture(scope="module")
def toy_database(make_clone) -> Iterator[Clone]:
    for clone in make_clone():
        engine = create_engine(driver_url(clone.owner_url))
        with engine.begin() as connection:
            connection.execute(text("SET ROLE throughline_owner"))
            for table in TABLES:
                table.create(connection)
            connection.execute(text("ALTER TABLE folder DROP CONSTRAINT folder_authority_id_fkey"))
            connection.execute(text("ALTER TABLE page DROP CONSTRAINT page_authority_id_fkey"))
            with Operations.context(MigrationContext.configure(connection)):
                security = import_module("migrations.security")
                for table in TABLES:
                    security.authority_scoped(table.name, web="SELECT, INSERT, UPDATE, DELETE")
            connection.execute(text("CREATE VIEW page_view AS SELECT * FROM page"))
            connection.execute(text("GRANT SELECT ON page_view TO throughline_web"))
        engine.dispose()
        yield clone


@pytest.fixture(params=list(Walls), ids=lambda walls: walls.value)
def walls(request: pytest.FixtureRequest, toy_database: Clone) -> Walls:
    """Fresh rows, with these walls standing."""
    standing: Walls = request.param
    with psycopg.connect(toy_database.owner_url, autocommit=True) as behind:
        behind.execute("TRUNCATE folder, page")
        behind.execute(ROWS)
        behind.execute("DROP MATERIALIZED VIEW IF EXISTS page_copy")
        behind.execute("CREATE MATERIALIZED VIEW page_copy AS SELECT * FROM page")
        behind.execute("GRANT SELECT ON page_copy TO throughline_web")
        change = "ENABLE" if standing in {Walls.ROWS, Walls.ALL} else "DISABLE"
        for table in TABLES:
            behind.execute(f"ALTER TABLE {table.name} {change} ROW LEVEL SECURITY")
    return standing


@contextmanager
def reach(clone: Clone, walls: Walls) -> Iterator[Reach]:
    engine = make_engine(clone.url, Process.WEB)
    try:
        make = make_sessions(engine) if walls in {Walls.SESSION, Walls.ALL} else _plain_sessions(engine)
        with make(info={"scope": Scope.of(MINE)}) as session:
            yield Reach(session, engine)
    finally:
        engine.dispose()


class PlainSession(Session):
    """No wall of its own; it only tells the database whose scope it has."""


@event.listens_for(PlainSession, "after_begin")
def _tell(session, _transaction, connection) -> None:
    connection.execute(
        text("SELECT set_config('app.authorities', :scope, true)"),
        {"scope": session.info["scope"].authorities_setting},
    )


def _plain_sessions(engine) -> sessionmaker:
    return sessionmaker(engine, class_=PlainSession, expire_on_commit=False)


@pytest.mark.parametrize("name", PATHS)
def test_each_path_leaks_exactly_where_it_is_known_to(toy_database: Clone, walls: Walls, name: str) -> None:
    before = _theirs(toy_database)
    with reach(toy_database, walls) as r:
        try:
            seen = repr(PATHS[name](r))
        except (ScopeError, DBAPIError, StaleDataError):
            seen = "refused"
    leaked = MARKER in seen or _theirs(toy_database) != before
    assert leaked == (name in LEAKS[walls]), f"saw {seen}"


def test_there_are_as_many_paths_as_the_specification_counts_and_one_more() -> None:
    assert len(PATHS) == 33 + 1
    assert len(PAST_THE_SESSION) == 13
    assert PAST_THE_ROWS <= PAST_THE_SESSION <= set(PATHS)


@pytest.mark.parametrize("walls", [Walls.ALL], indirect=True)
def test_a_statement_that_was_used_for_one_authority_serves_the_next(toy_database: Clone, walls: Walls) -> None:
    """SQLAlchemy keeps compiled statements: the scope must not be kept with them."""
    engine = make_engine(toy_database.url, Process.WEB)
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    make = make_sessions(engine)

    def seen(*authorities: int) -> set[int]:
        with make(info={"scope": Scope.of(*authorities)}) as session:
            return set(session.scalars(select(Page.authority_id)))

    for _ in range(3):
        assert seen(MINE) == {MINE}
        assert seen(OTHERS) == {OTHERS}
        assert seen() == set()
        assert seen(MINE, OTHERS) == {MINE, OTHERS}
        with make(info={"scope": Scope.EVERYTHING}) as session:
            assert set(session.scalars(select(Page.authority_id))) == {MINE, OTHERS}
    engine.dispose()


@pytest.mark.parametrize("walls", [Walls.SESSION], indirect=True)
def test_the_session_alone_serves_each_authority_its_own(toy_database: Clone, walls: Walls) -> None:
    """As above with row-level security off, so that it cannot cover for a scope kept with a statement."""
    engine = make_engine(toy_database.url, Process.WEB)
    make = make_sessions(engine)
    for authorities in ((MINE,), (OTHERS,), (), (MINE, OTHERS), (OTHERS,), (MINE,)) * 2:
        with make(info={"scope": Scope.of(*authorities)}) as session:
            assert set(session.scalars(select(Page.authority_id))) == set(authorities)
            assert set(session.execute(select(Page.id, Page.authority_id)).scalars()) == {
                number for number, owner in ((1, MINE), (2, MINE), (3, OTHERS), (4, OTHERS)) if owner in authorities
            }
    engine.dispose()


@pytest.mark.parametrize("walls", [Walls.ALL], indirect=True)
@pytest.mark.parametrize("ending", ["commit", "rollback", "close", "fault"])
def test_a_pooled_connection_leaves_nothing_behind(toy_database: Clone, walls: Walls, ending: str) -> None:
    engine = make_engine(toy_database.url, Process.WEB, pool_size=1)
    with make_sessions(engine)(info={"scope": Scope.of(OTHERS, account=5)}) as session:
        session.scalars(select(Page)).all()
        if ending == "fault":
            with pytest.raises(DBAPIError):
                session.execute(text("SELECT 1 / 0"))
        else:
            getattr(session, ending)()
    with engine.connect() as connection:
        left = connection.execute(
            text(
                "SELECT current_setting('app.authorities', true), current_setting('app.account', true),"
                " (SELECT count(*) FROM page)"
            )
        ).one()
        assert tuple(value or None for value in left) == (None, None, None)
    assert engine.pool.checkedin() == 1
    engine.dispose()


@pytest.mark.parametrize("walls", [Walls.ALL], indirect=True)
def test_a_session_that_was_given_no_scope_sees_nothing(toy_database: Clone, walls: Walls) -> None:
    engine = make_engine(toy_database.url, Process.WEB)
    with ScopedSession(engine) as session:
        assert session.scalars(select(Page)).all() == []
        assert session.execute(text("SELECT * FROM page")).all() == []
    engine.dispose()


@pytest.mark.parametrize("walls", [Walls.ALL], indirect=True)
@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE page",
        "ALTER TABLE page DISABLE ROW LEVEL SECURITY",
        "DROP POLICY in_scope ON page",
        "SET ROLE postgres",
    ],
)
def test_the_role_of_the_web_cannot_take_the_wall_down(toy_database: Clone, walls: Walls, statement: str) -> None:
    with reach(toy_database, walls) as r, pytest.raises(DBAPIError, match=r"permission denied|must be owner"):
        r.session.execute(text(statement))


@pytest.mark.parametrize("walls", [Walls.ALL], indirect=True)
def test_the_owner_of_the_tables_is_bound_too(toy_database: Clone, walls: Walls) -> None:
    with psycopg.connect(toy_database.owner_url) as connection:
        connection.execute("SET ROLE throughline_owner")
        assert connection.execute("SELECT count(*) FROM page").fetchone() == (0,)
        connection.execute("SET row_security = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            connection.execute("SELECT count(*) FROM page")


@pytest.mark.parametrize("walls", [Walls.SESSION], indirect=True)
@pytest.mark.parametrize("deed", ["add", "change", "delete"])
def test_the_session_refuses_to_write_outside_its_scope(toy_database: Clone, walls: Walls, deed: str) -> None:
    with reach(toy_database, walls) as r:
        if deed == "add":
            r.session.add(Page(id=20, authority_id=OTHERS, folder_id=2, code="x", words="x"))
        else:
            theirs = r.session.scalars(select(Page).from_statement(text("SELECT * FROM page WHERE id = 3"))).one()
            if deed == "delete":
                r.session.delete(theirs)
            else:
                theirs.words = "overwritten"
        with pytest.raises(ScopeError, match=f"Page of authority {OTHERS} is outside the scope"):
            r.session.flush()


@pytest.mark.parametrize("walls", [Walls.SESSION], indirect=True)
def test_the_session_refuses_to_take_a_row_over(toy_database: Clone, walls: Walls) -> None:
    """A row of another authority is not made one's own by changing whose it is."""
    with reach(toy_database, walls) as r:
        theirs = r.session.scalars(select(Page).from_statement(text("SELECT * FROM page WHERE id = 3"))).one()
        theirs.authority_id = MINE
        with pytest.raises(ScopeError):
            r.session.flush()


def test_a_key_that_is_taken_is_told_as_a_fault_of_ours(toy_database: Clone) -> None:
    """Why keys that people choose are unique within their authority: the database would tell who else has one."""
    with reach(toy_database, Walls.ALL) as r:
        r.session.add(Page(id=30, authority_id=MINE, folder_id=1, code="b-1", words="mine"))
        with pytest.raises(IntegrityError):
            r.session.flush()


def _theirs(clone: Clone) -> list[object]:
    with psycopg.connect(clone.owner_url) as behind:
        rows = behind.execute("SELECT * FROM page WHERE authority_id = %s OR id = 3 ORDER BY id", [OTHERS])
        return list(rows.fetchall())
