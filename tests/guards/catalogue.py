"""Questions to PostgreSQL's own catalogue about the product's tables, each answered with what is wrong."""

from collections.abc import Iterable
from typing import Any

import psycopg

ROLES = ("throughline_owner", "throughline_web", "throughline_worker", "throughline_closing", "throughline_retention")
POWERLESS = ROLES[1:]

PUBLIC_FACT = {
    ("read_all", "r", "true", None),
    ("insert_in_scope", "a", None, "SCOPE"),
    ("update_in_scope", "w", "SCOPE", "SCOPE"),
    ("delete_in_scope", "d", "SCOPE", None),
}

TABLES_WITH_AN_AUTHORITY = """
SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'authority_id' AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace ORDER BY 1
"""
POLICIES = """
SELECT p.polname, p.polcmd::text, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid),
       p.polpermissive, p.polroles = '{0}'
FROM pg_policy p WHERE p.polrelid = %s::regclass
  AND p.polroles <> ARRAY[(SELECT oid FROM pg_roles WHERE rolname = 'throughline_retention')] ORDER BY 1
"""
# Those of the nightly job name its role alone and let it no further than its day: test_guard_retention.py reads them.
OF_RETENTION = """
SELECT p.polrelid::regclass::text, p.polname, p.polpermissive, p.polcmd::text, pg_get_expr(p.polqual, p.polrelid)
FROM pg_policy p WHERE p.polroles = ARRAY[(SELECT oid FROM pg_roles WHERE rolname = 'throughline_retention')] ORDER BY 1
"""
FOREIGN_KEYS = """
SELECT k.conname, k.conrelid::regclass::text, k.confrelid::regclass::text,
       (SELECT array_agg(a.attname::text ORDER BY n.place) FROM unnest(k.conkey) WITH ORDINALITY n (number, place)
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = n.number),
       (SELECT array_agg(a.attname::text ORDER BY n.place) FROM unnest(k.confkey) WITH ORDINALITY n (number, place)
        JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = n.number)
FROM pg_constraint k WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace ORDER BY 1
"""
INDEXES = """
SELECT i.indrelid::regclass::text, i.indpred IS NOT NULL,
       (SELECT array_agg(a.attname::text ORDER BY n.place) FROM unnest(i.indkey) WITH ORDINALITY n (number, place)
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = n.number)
FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid AND c.relnamespace = 'public'::regnamespace
"""


def tables_with_an_authority(connection: psycopg.Connection[Any]) -> list[str]:
    return [name for name, *_ in connection.execute(TABLES_WITH_AN_AUTHORITY)]


def weak_tables(connection: psycopg.Connection[Any]) -> list[str]:
    """Tables with an authority whose rows are not fenced: what is missing, table by table."""
    wrong = []
    for table, enabled, forced in connection.execute(TABLES_WITH_AN_AUTHORITY).fetchall():
        if not enabled:
            wrong.append(f"{table}: row-level security is off")
        if not forced:
            wrong.append(f"{table}: row-level security does not bind the owner")
        wrong += [f"{table}: {fault}" for fault in _faults_of_policies(connection, table)]
    return wrong


def _faults_of_policies(connection: psycopg.Connection[Any], table: str) -> Iterable[str]:
    policies = connection.execute(POLICIES, [table]).fetchall()
    permissive = [(name, command, using, check) for name, command, using, check, yes, _ in policies if yes]
    if not permissive:
        yield "no policy"
    if not all(for_all for *_, for_all in policies):
        yield "a policy that binds only some roles"
    shapes = {(name, command, _shape(using), _shape(check)) for name, command, using, check in permissive}
    if shapes == PUBLIC_FACT:
        return
    for name, command, using, check in permissive:
        if command != "*":
            yield f"policy {name} is neither for every command nor one of a public fact"
        if using is None or check is None:
            yield f"policy {name} needs both USING and WITH CHECK"
        for expression in (using, check):
            if expression is not None and _shape(expression) in {"true", None}:
                yield f"policy {name} lets everything through"
            if expression is not None and "app.authorities" not in expression:
                yield f"policy {name} does not ask for the scope"


def _shape(expression: str | None) -> str | None:
    if expression is None or expression == "true":
        return expression
    return "SCOPE" if "app.authorities" in expression and "authority_id" in expression else expression


def loose_references(connection: psycopg.Connection[Any]) -> list[str]:
    """Foreign keys between two tables with an authority that could lead to another authority's row."""
    fenced = set(tables_with_an_authority(connection))
    return [
        f"{table}.{','.join(columns)} -> {parent}"
        for _, table, parent, columns, targets in connection.execute(FOREIGN_KEYS).fetchall()
        if {table, parent} <= fenced and not ("authority_id" in columns and "authority_id" in targets)
    ]


def slow_references(connection: psycopg.Connection[Any]) -> list[str]:
    """Foreign keys without an index that begins with their columns: every delete or join would read the whole table."""
    indexes = [(table, columns or []) for table, partial, columns in connection.execute(INDEXES) if not partial]
    return [
        f"{table}.{','.join(columns)}"
        for _, table, _parent, columns, _ in connection.execute(FOREIGN_KEYS).fetchall()
        if not any(name == table and set(held[: len(columns)]) == set(columns) for name, held in indexes)
    ]


def powerful_roles(connection: psycopg.Connection[Any]) -> list[str]:
    """Roles of the product that may more than their privileges say."""
    rows = connection.execute(
        "SELECT rolname FROM pg_roles WHERE rolname = ANY (%s)"
        " AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolcanlogin OR rolreplication)",
        [list(ROLES)],
    )
    wrong = [f"{name} is more than a role" for (name,) in rows]
    owners = connection.execute(
        "SELECT DISTINCT c.relname, r.rolname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')"
        " AND r.rolname <> 'throughline_owner' AND c.relname <> 'alembic_version'"
    )
    wrong += [f"{table} belongs to {name}" for table, name in owners]
    members = connection.execute(
        "SELECT a.rolname, b.rolname FROM pg_roles a, pg_roles b WHERE a.rolname = ANY (%s) AND a.oid <> b.oid"
        " AND pg_has_role(a.oid, b.oid, 'MEMBER')",
        [list(POWERLESS)],
    )
    return wrong + [f"{one} may become {other}" for one, other in members]


def open_views(connection: psycopg.Connection[Any]) -> list[str]:
    """Views that look with their owner's eyes, and copies of rows that no policy fences."""
    views = connection.execute(
        "SELECT c.relname FROM pg_class c WHERE c.relkind = 'v' AND c.relnamespace = 'public'::regnamespace"
        " AND NOT coalesce(c.reloptions && ARRAY['security_invoker=true', 'security_invoker=on'], false)"
    )
    copies = connection.execute(
        "SELECT c.relname, r FROM pg_class c, unnest(%s::text[]) r WHERE c.relkind = 'm'"
        " AND has_table_privilege(r, c.oid, 'SELECT')",
        [list(POWERLESS)],
    )
    definers = connection.execute(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef"
    )
    return [
        *(f"view {name} is not security_invoker" for (name,) in views),
        *(f"{role} may read the copy {name}" for name, role in copies),
        *(f"function {name} runs as its owner" for (name,) in definers),
    ]
