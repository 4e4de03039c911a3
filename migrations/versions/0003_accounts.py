"""Memberships, single-use sign-in links, sessions."""

import sqlalchemy as sa
from alembic import op

from migrations.security import EVERYTHING, OWN_ACCOUNT, WEB, WORKER, grant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NOW = sa.func.clock_timestamp()


def account(name: str = "account_id", *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Integer, sa.ForeignKey("account.id"), nullable=nullable, index=True)


def upgrade() -> None:
    complete_account()
    make_memberships()
    make_links()
    make_sessions()


def complete_account() -> None:
    op.add_column("account", sa.Column("public_id", sa.Uuid, server_default=sa.func.gen_random_uuid(), nullable=False))
    op.create_unique_constraint("uq_account_public_id", "account", ["public_id"])
    op.add_column("account", account("disabled_by_id", nullable=True))
    op.create_check_constraint("email_in_lower_case", "account", "email = lower(email)")
    op.create_check_constraint("disabled_who_and_when", "account", "disabled_by_id IS NULL OR disabled_at IS NOT NULL")


def make_memberships() -> None:
    op.create_table(
        "account_membership",
        sa.Column("id", sa.Uuid, primary_key=True),
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
    op.execute("ALTER TABLE account_membership ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE account_membership FORCE ROW LEVEL SECURITY")
    # One's own memberships may be read, so that a request can learn its scope; granting takes more than that.
    op.execute(
        "CREATE POLICY own_account ON account_membership "
        f"USING ({OWN_ACCOUNT} OR {EVERYTHING}) WITH CHECK ({EVERYTHING})"
    )
    for role in (WEB, WORKER):
        op.execute(f"GRANT SELECT, INSERT, UPDATE (ended_at, ended_by_id) ON account_membership TO {role}")


def make_links() -> None:
    op.create_table(
        "sign_in_token",
        sa.Column("id", sa.Uuid, primary_key=True),
        account(nullable=True),
        sa.Column("created_at", MOMENT, server_default=NOW, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False, index=True),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("sent_at", MOMENT),
        sa.Column("used_at", MOMENT),
        sa.Column("next_path", sa.String),
    )
    grant("sign_in_token", web="SELECT, INSERT, UPDATE", worker="SELECT, INSERT, UPDATE, DELETE")


def make_sessions() -> None:
    op.create_table(
        "signed_in_session",
        sa.Column("id", sa.Uuid, primary_key=True),
        account(),
        sa.Column("secret_hash", sa.String, nullable=False, unique=True),
        sa.Column("browser", sa.String, nullable=False),
        sa.Column("created_at", MOMENT, server_default=NOW, nullable=False),
        sa.Column("last_seen_at", MOMENT, server_default=NOW, nullable=False),
        sa.Column("ended_at", MOMENT),
        account("ended_by_id", nullable=True),
        sa.CheckConstraint("ended_by_id IS NULL OR ended_at IS NOT NULL", name="ended_who_and_when"),
    )
    grant("signed_in_session", web="SELECT, INSERT, UPDATE", worker="SELECT, INSERT, UPDATE, DELETE")


def downgrade() -> None:
    for table in ("signed_in_session", "sign_in_token", "account_membership"):
        op.drop_table(table)
    op.drop_constraint("ck_account_disabled_who_and_when", "account")
    op.drop_constraint("ck_account_email_in_lower_case", "account")
    op.drop_column("account", "disabled_by_id")
    op.drop_column("account", "public_id")
