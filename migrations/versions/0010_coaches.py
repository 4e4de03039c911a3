"""A coach: a role for the programme as a whole, who sees only what a leader shares with them."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ROLES = "'support_team', 'authority_lead', 'risk_reader', 'leader', 'dfe_viewer', 'signatory'"


def upgrade() -> None:
    op.drop_constraint("ck_account_membership_role_known", "account_membership")
    op.create_check_constraint("role_known", "account_membership", f"role IN ({ROLES}, 'coach')")


def downgrade() -> None:
    op.execute("DELETE FROM account_membership WHERE role = 'coach'")
    op.drop_constraint("ck_account_membership_role_known", "account_membership")
    op.create_check_constraint("role_known", "account_membership", f"role IN ({ROLES})")
