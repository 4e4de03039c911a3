"""The nightly job takes local elements with what was said of them, and what may be left of reading comments."""

from alembic import op

from migrations.security import RETENTION

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

OF_AUTHORITY = "authority_id IN (SELECT authorities_past(6))"
# As in migration 0019.
ROWS = {
    "comment_reading": (
        "round_id IN (SELECT r.id FROM profile_round r WHERE r.authority_id IN (SELECT authorities_past(6)))"
    ),
    "local_answer": OF_AUTHORITY,
    "local_element": OF_AUTHORITY,
}


def upgrade() -> None:
    for table, due in ROWS.items():
        op.execute(f"GRANT DELETE ON {table} TO {RETENTION}")
        op.execute(f"CREATE POLICY retention_takes ON {table} FOR DELETE TO {RETENTION} USING ({due})")
        op.execute(f"CREATE POLICY retention_only ON {table} AS RESTRICTIVE FOR DELETE TO {RETENTION} USING ({due})")


def downgrade() -> None:
    for table in ROWS:
        op.execute(f"DROP POLICY retention_takes ON {table}")
        op.execute(f"DROP POLICY retention_only ON {table}")
        op.execute(f"REVOKE DELETE ON {table} FROM {RETENTION}")
