"""Approved quarterly figures."""

import sqlalchemy as sa
from alembic import op

from migrations.security import authority_scoped

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "observation",
        sa.Column("id", sa.Integer, sa.Identity(always=True), primary_key=True),
        sa.Column("indicator_code", sa.String, sa.ForeignKey("indicator.code"), nullable=False, index=True),
        sa.Column("quarter", sa.String, nullable=False),
        sa.Column("value", sa.Numeric),
        sa.Column("numerator", sa.Numeric),
        sa.Column("denominator", sa.Numeric),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("source_file", sa.String, nullable=False),
        sa.Column("source_line", sa.Integer, nullable=False),
        sa.Column("known_on", sa.Date, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.func.clock_timestamp(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer, sa.ForeignKey("account.id"), index=True),
        sa.Column("authority_id", sa.Integer, sa.ForeignKey("authority.id"), nullable=False, index=True),
        sa.UniqueConstraint(
            "authority_id", "indicator_code", "quarter", name="uq_observation_authority_id_indicator_code_quarter"
        ),
        sa.CheckConstraint(r"quarter ~ '^\d{4}-\d{2} Q[1-4]$'", name="quarter_written_in_full"),
        sa.CheckConstraint("status IN ('ok', 'c', 'k', 'u', 'x', 'z', 'low')", name="status_known"),
        sa.CheckConstraint("(status = 'ok') = (value IS NOT NULL)", name="value_when_ok"),
        sa.CheckConstraint("status = 'ok' OR num_nonnulls(numerator, denominator) = 0", name="counts_when_ok"),
    )
    # An approved figure is not altered; a later version of it will come with the submissions that make versions.
    authority_scoped("observation", web="SELECT, INSERT", worker="SELECT, INSERT")


def downgrade() -> None:
    op.drop_table("observation")
