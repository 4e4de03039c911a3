"""Changes everything that belongs to one authority and nothing else, behind the product's back.

Which tables those are is read from the catalogue: the fenced ones with an authority, save published facts, which
anybody may read. Every text is marked so that it can be found anywhere; every number is moved.
"""

from typing import Any

import psycopg
from catalogue import POLICIES, tables_with_an_authority
from psycopg import sql

MARKER = "canary"

COLUMNS = """
SELECT a.attname, format_type(a.atttypid, NULL) FROM pg_attribute a
WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attname <> 'authority_id'
  AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = a.attrelid AND k.contype IN ('f', 'p')
                  AND a.attnum = ANY (k.conkey))
  AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.confrelid = a.attrelid AND a.attnum = ANY (k.confkey))
ORDER BY 1
"""
TEXTS = {"character varying", "text"}
NUMBERS = {"integer", "bigint", "smallint", "numeric", "double precision", "real"}
# How a value of each kind is marked, as SQL over the column.
MARK = {
    **dict.fromkeys(TEXTS, "'canary ' || {0}"),
    "jsonb": "regexp_replace({0}::text, '(\": |\\[|, )\"', '\\1\"canary ', 'g')::jsonb",
    "bytea": "convert_to('canary ', 'UTF8') || {0}",
}
MOVE = {**dict.fromkeys(NUMBERS, "{0} * 3 + 7"), "date": "{0} - 400", "boolean": "NOT {0}"}
# Values that decide what happens and not what is seen; changed, the other authority's own jobs would fail.
KEPT = {"job": {"kind", "key", "subject"}}


def private_tables(connection: psycopg.Connection[Any]) -> list[str]:
    """Tables whose rows only those in scope may read."""
    return [
        table
        for table in tables_with_an_authority(connection)
        if not any(row[0] == "read_all" for row in connection.execute(POLICIES, [table]))
    ]


def mark(connection: psycopg.Connection[Any], authority_id: int) -> dict[str, int]:
    """Mark every text of the authority, its people and its accounts; return how many columns of which table."""
    marked = {table: _change(connection, table, authority_id, MARK) for table in private_tables(connection)}
    own = (
        "SELECT person_id FROM tenure WHERE authority_id = %s"
        " EXCEPT SELECT person_id FROM tenure WHERE authority_id <> %s"
    )
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")
        marked["person"] = connection.execute(
            f"UPDATE person SET name = 'canary ' || name WHERE id IN ({own})", [authority_id, authority_id]
        ).rowcount
        marked["account"] = connection.execute(
            "UPDATE account SET name = 'canary ' || name, email = 'canary' || email WHERE id IN"
            " (SELECT account_id FROM account_membership WHERE authority_id = %s)",
            [authority_id],
        ).rowcount
    return marked


def move(connection: psycopg.Connection[Any], authority_id: int) -> dict[str, int]:
    """Move every number, date and yes-or-no of the authority; return how many columns of which table."""
    return {table: _change(connection, table, authority_id, MOVE) for table in private_tables(connection)}


def _change(connection: psycopg.Connection[Any], table: str, authority_id: int, how: dict[str, str]) -> int:
    """Change each column as its kind says; one that a check or a key refuses stays as it is."""
    changed = 0
    for column, kind in connection.execute(COLUMNS, [table]).fetchall():
        if kind not in how or column in KEPT.get(table, ()):
            continue
        statement = sql.SQL("UPDATE {} SET {} = {} WHERE authority_id = %s").format(
            sql.Identifier(table),
            sql.Identifier(column),
            sql.SQL(how[kind].format(sql.Identifier(column).as_string(connection))),
        )
        try:
            with connection.transaction():
                # Triggers that keep history from being rewritten are asleep for this one transaction.
                connection.execute("SET LOCAL session_replication_role = replica")
                changed += bool(connection.execute(statement, [authority_id]).rowcount)
        except (psycopg.errors.IntegrityError, psycopg.errors.DataError):
            continue
    return changed


def fingerprint(connection: psycopg.Connection[Any], where: str = "true") -> dict[str, str]:
    """A hash of every row of every table, table by table; `where` narrows tables that have an authority."""
    tables = connection.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1"
    ).fetchall()
    narrowed = set(tables_with_an_authority(connection)) if where != "true" else {name for (name,) in tables}
    return {
        table: connection.execute(
            f"SELECT count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '')"
            f" FROM {table} t WHERE {where}"
        ).fetchone()[0]  # type: ignore[index]
        for (table,) in tables
        if table in narrowed
    }
