"""The ground: roles' rights, authorities and accounts, audit, outbox, jobs.

Every table with an authority has forced row-level security from its first day.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.security import append_only, authority_scoped, grant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% on % is refused: history is not rewritten', tg_op, tg_table_name "
        "USING ERRCODE = 'insufficient_privilege'; END $$"
    )
    op.execute("GRANT USAGE ON SCHEMA public TO throughline_web, throughline_worker, throughline_closing")
    op.execute("GRANT SELECT ON alembic_version TO throughline_web, throughline_worker, throughline_closing")
    op.create_table(
        "deployment",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("purpose", sa.String, nullable=False),
        sa.CheckConstraint("id = 1", name="one_row"),
        sa.CheckConstraint("purpose IN ('real', 'demonstration')", name="purpose_known"),
    )
    grant("deployment", web="SELECT", worker="SELECT, INSERT", closing="SELECT")
    op.create_table(
        "authority",
        sa.Column("id", sa.Integer, sa.Identity(), primary_key=True),
        sa.Column("code", sa.String, nullable=False, unique=True),
        sa.Column("gss_code", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("region", sa.String, nullable=False),
        sa.Column("valid_from", sa.Date),
        sa.Column("valid_to", sa.Date),
        sa.Column("population_0_17", sa.Integer),
        sa.Column("invented", sa.Boolean, nullable=False),
        sa.CheckConstraint("valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from", name="dates_in_order"),
        sa.CheckConstraint("invented = (code LIKE 'Z%')", name="invented_code"),
        sa.CheckConstraint(
            "kind IN ('london_borough', 'metropolitan', 'unitary', 'county', 'other')", name="kind_known"
        ),
    )
    grant("authority", web="SELECT, INSERT, UPDATE", worker="SELECT, INSERT, UPDATE", closing="SELECT")
    op.create_table(
        "account",
        sa.Column("id", sa.Integer, sa.Identity(), primary_key=True),
        sa.Column("email", sa.String, nullable=False, unique=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("created_at", MOMENT, server_default=sa.func.now(), nullable=False),
        sa.Column("disabled_at", MOMENT),
    )
    grant("account", web="SELECT, INSERT, UPDATE", worker="SELECT, INSERT, UPDATE", closing="SELECT")
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Integer, sa.Identity(always=True), primary_key=True),
        sa.Column("at", MOMENT, server_default=sa.func.clock_timestamp(), nullable=False),
        sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id"), index=True),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("deed", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("before", postgresql.JSONB),
        sa.Column("after", postgresql.JSONB),
        sa.Column("request_id", sa.String),
        sa.Column("authority_id", sa.Integer, sa.ForeignKey("authority.id"), index=True),
    )
    authority_scoped("audit_event", web="SELECT, INSERT", worker="SELECT, INSERT")
    grant("audit_event", closing="SELECT, INSERT")
    append_only("audit_event")
    op.create_table(
        "outbox_message",
        sa.Column("id", sa.Integer, sa.Identity(always=True), primary_key=True),
        sa.Column("task", sa.String, nullable=False),
        sa.Column("arguments", postgresql.JSONB, nullable=False),
        sa.Column("request_id", sa.String),
        sa.Column("created_at", MOMENT, server_default=sa.func.clock_timestamp(), nullable=False),
        sa.Column("sent_at", MOMENT),
    )
    op.create_index("ix_outbox_message_unsent", "outbox_message", ["id"], postgresql_where=sa.text("sent_at IS NULL"))
    grant("outbox_message", web="SELECT, INSERT", worker="SELECT, INSERT, UPDATE, DELETE", closing="SELECT, INSERT")
    op.create_table(
        "job",
        sa.Column("id", sa.Integer, sa.Identity(always=True), primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("key", sa.String, nullable=False, unique=True),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("lease_until", MOMENT),
        sa.Column("queued_at", MOMENT, server_default=sa.func.clock_timestamp(), nullable=False),
        sa.Column("finished_at", MOMENT),
        sa.Column("error", sa.String),
        sa.Column("request_id", sa.String),
        sa.Column("authority_id", sa.Integer, sa.ForeignKey("authority.id"), index=True),
        sa.CheckConstraint("status IN ('queued', 'running', 'done', 'failed')", name="status_known"),
        sa.CheckConstraint("(status = 'running') = (lease_until IS NOT NULL)", name="lease_while_running"),
    )
    op.create_index(
        "ix_job_unfinished",
        "job",
        ["status", "lease_until"],
        postgresql_where=sa.text("status IN ('queued', 'running')"),
    )
    authority_scoped("job", web="SELECT, INSERT", worker="SELECT, INSERT, UPDATE")


def downgrade() -> None:
    for table in ("job", "outbox_message", "audit_event", "account", "authority", "deployment"):
        op.drop_table(table)
    op.execute("DROP FUNCTION refuse_change()")
    op.execute("DROP EXTENSION btree_gist")
