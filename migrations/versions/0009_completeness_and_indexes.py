"""How complete a return was when it was submitted, kept beside how punctual it was; indexes for what was refused.

Returns that were submitted before this migration keep both columns empty: what was asked for then was not kept, and
today's items are no answer to that.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

FROZEN = (
    "num_nulls(answered_then, required_then) IN (0, 2) AND (answered_then IS NULL OR first_submitted_at IS NOT NULL)"
)


def upgrade() -> None:
    # Both columns are empty at first, so that neither rewrites the table.
    op.add_column("submission", sa.Column("answered_then", sa.Integer))
    op.add_column("submission", sa.Column("required_then", sa.Integer))
    op.create_check_constraint("completeness_frozen_together", "submission", FROZEN)
    op.create_check_constraint(
        "no_more_than_all", "submission", "0 <= answered_then AND answered_then <= required_then"
    )
    # The support team's list of refused uploads, and the alert at the third file of another authority.
    op.create_index("ix_figure_check_made_at", "figure_check", ["made_at"])
    op.create_index("ix_audit_event_deed", "audit_event", ["deed", "at"])


def downgrade() -> None:
    op.drop_index("ix_audit_event_deed")
    op.drop_index("ix_figure_check_made_at")
    op.drop_column("submission", "required_then")
    op.drop_column("submission", "answered_then")
