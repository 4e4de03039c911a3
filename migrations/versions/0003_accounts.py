"""Memberships, single-use sign-in links, sessions."""

import sqlalchemy as sa
from alembic import op

from migrations.security import EVERYTHING, OWN_ACCOUNT, custom_policy, grant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NOW = sa.func.clock_timestamp()


def account(name: str = "account_id", *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Integer, sa.ForeignKey("account.id"), nullable=nullable, index=True)


def upgrade() -> None:
    op.create_table(
        "account_membership",
        sa.Column("id", sa.Integer, sa.Identity(), primary_key=True),
        account(),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("authority_id", sa.Integer, sa.ForeignKey("authority.id"), index=True),
        sa.Column("person_id", sa.Uuid),
        sa.Column("granted_at", MOMENT, server_default=NOW, nullable=False),
        account("granted_by_id", nullable=True),
        sa.Column("ended_at", MOMENT),
        account("ended_by_id", nullable=True),
        sa.CheckConstraint(
            "role IN ('support_team', 'authority_lead', 'risk_reader', 'leader', 'dfe_viewer')", name="role_known"
        ),
        sa.CheckConstraint(
            "(role IN ('authority_lead', 'risk_reader', 'leader')) = (authority_id IS NOT NULL)",
            name="authority_where_needed",
        ),
        sa.CheckConstraint("(role = 'leader') = (person_id IS NOT NULL)", name="person_where_needed"),
        sa.CheckConstraint("ended_by_id IS NULL OR ended_at IS NOT NULL", name="ended_who_and_when"),
    )
    op.create_index(
        "uq_account_membership_open",
        "account_membership",
        ["account_id", "role", "authority_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
        postgresql_nulls_not_distinct=True,
    )
    custom_policy(
        "account_membership",
        "own_account",
        f"{OWN_ACCOUNT} OR {EVERYTHING}",
        web="SELECT, INSERT, UPDATE",
        worker="SELECT, INSERT, UPDATE",
    )
    op.create_table(
        "sign_in_token",
        sa.Column("id", sa.Integer, sa.Identity(), primary_key=True),
        account(),
        sa.Column("created_at", MOMENT, server_default=NOW, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
        sa.Column("next_path", sa.String),
    )
    grant("sign_in_token", web="SELECT, INSERT, UPDATE", worker="SELECT, INSERT, UPDATE, DELETE")
    op.create_table(
        "signed_in_session",
        sa.Column("id", sa.Integer, sa.Identity(), primary_key=True),
        account(),
        sa.Column("secret_hash", sa.String, nullable=False, unique=True),
        sa.Column("browser", sa.String, nullable=False),
        sa.Column("created_at", MOMENT, server_default=NOW, nullable=False),
        sa.Column("last_seen_at", MOMENT, server_default=NOW, nullable=False),
        sa.Column("ended_at", MOMENT),
    )
    grant("signed_in_session", web="SELECT, INSERT, UPDATE", worker="SELECT, INSERT, UPDATE, DELETE")


def downgrade() -> None:
    for table in ("signed_in_session", "sign_in_token", "account_membership"):
        op.drop_table(table)
