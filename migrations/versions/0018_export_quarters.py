"""The quarters of an export in the background stand in columns; until now its file's name told of them."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

WRITTEN = r"%s-(\d{4}-\d{2})-q([1-4])"


def upgrade() -> None:
    for column, word in (("first_quarter", "-from"), ("last_quarter", "-to")):
        op.add_column("figures_export", sa.Column(column, sa.String))
        found = f"regexp_match(name, '{WRITTEN % word}')"
        op.execute(
            f"UPDATE figures_export SET {column} = ({found})[1] || ' Q' || ({found})[2] WHERE {found} IS NOT NULL"
        )
        op.create_check_constraint(f"{column}_written", "figures_export", rf"{column} ~ '^\d{{4}}-\d{{2}} Q[1-4]$'")
    op.create_check_constraint("quarters_in_order", "figures_export", "first_quarter <= last_quarter")


def downgrade() -> None:
    for column in ("last_quarter", "first_quarter"):
        op.drop_column("figures_export", column)
