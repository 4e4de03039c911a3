"""Row-level security and grants, written once: every migration that makes a table calls one of these.

A table with an authority has row-level security, forced, so that even its owner sees only what is in scope. The
scope is the transaction's `app.authorities` ('all', or an array of ids), set by core/scope.py; unset means nothing.
"""

from alembic import op

WEB = "throughline_web"
WORKER = "throughline_worker"
CLOSING = "throughline_closing"
RETENTION = "throughline_retention"
OWNER = "throughline_owner"

EVERYTHING = "(current_setting('app.authorities', true) = 'all')"
IN_SCOPE = (
    f"({EVERYTHING} OR authority_id = ANY "
    "(coalesce(nullif(nullif(current_setting('app.authorities', true), ''), 'all'), '{}')::int[]))"
)
LED = "(authority_id = ANY (coalesce(nullif(current_setting('app.led', true), ''), '{}')::int[]))"
"""Of an authority that the reader leads: narrower than IN_SCOPE, since the support team is not among them."""
OWN_PERSON = "(person_id = ANY (coalesce(nullif(current_setting('app.people', true), ''), '{}')::uuid[]))"
"""About the reader themselves, whatever their scope."""
MODERATING = "(current_setting('app.moderating', true) = 'on')"
"""Of the support team, with the permission to read what raters wrote before their leader does."""
OWN_ACCOUNT = "(account_id = nullif(current_setting('app.account', true), '')::int)"


def grant(table: str, *, web: str = "", worker: str = "", closing: str = "") -> None:
    """Give each role the named privileges on the table, and nothing else."""
    for role, privileges in ((WEB, web), (WORKER, worker), (CLOSING, closing)):
        if privileges:
            op.execute(f"GRANT {privileges} ON {table} TO {role}")


def _force(table: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def authority_scoped(
    table: str, *, web: str = "SELECT, INSERT, UPDATE", worker: str = "SELECT, INSERT, UPDATE"
) -> None:
    """A table whose rows only those may read or write whose scope covers the row's authority (none: everything)."""
    _force(table)
    op.execute(f"CREATE POLICY in_scope ON {table} USING {IN_SCOPE} WITH CHECK {IN_SCOPE}")
    grant(table, web=web, worker=worker)


def public_fact_table(
    table: str, *, web: str = "SELECT, INSERT, UPDATE", worker: str = "SELECT, INSERT, UPDATE"
) -> None:
    """A table of published facts: anybody may read a row, only those in scope may write it."""
    _force(table)
    op.execute(f"CREATE POLICY read_all ON {table} FOR SELECT USING (true)")
    op.execute(f"CREATE POLICY insert_in_scope ON {table} FOR INSERT WITH CHECK {IN_SCOPE}")
    op.execute(f"CREATE POLICY update_in_scope ON {table} FOR UPDATE USING {IN_SCOPE} WITH CHECK {IN_SCOPE}")
    op.execute(f"CREATE POLICY delete_in_scope ON {table} FOR DELETE USING {IN_SCOPE}")
    grant(table, web=web, worker=worker)


def custom_policy(table: str, name: str, using: str, *, web: str, worker: str) -> None:
    """A table with a rule of its own, for reading and writing alike."""
    _force(table)
    op.execute(f"CREATE POLICY {name} ON {table} USING ({using}) WITH CHECK ({using})")
    grant(table, web=web, worker=worker)


def append_only(table: str) -> None:
    """Refuse UPDATE, DELETE and TRUNCATE on the table, whoever asks: history is not rewritten."""
    op.execute(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER append_only_all BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
