"""What was corrected while it was confidential stays so, and a recruitment pack is hidden with its announcement."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.security import EVERYTHING, IN_SCOPE, RETENTION, WEB, WORKER

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TODAY = "(now() AT TIME ZONE 'Europe/London')::date"
# Without a table's name before it a column would be looked for in the rows that a policy asks about.
ENTITLED = (
    f"{EVERYTHING} "
    "OR {table}.authority_id = ANY (coalesce(nullif(current_setting('app.confidential', true), ''), '{{}}')::int[]) "
    "OR {table}.recorded_by_id = nullif(current_setting('app.account', true), '')::int"
)
OF_EVENT, OF_PACK = ENTITLED.format(table="succession_event"), ENTITLED.format(table="recruitment_pack")
# As in migrations 0005 and 0016.
BEFORE_EVENT = f"{IN_SCOPE} AND (confidential_until IS NULL OR confidential_until <= {TODAY} OR {OF_EVENT})"
BEFORE_PACK = f"{IN_SCOPE} AND (confidential_until IS NULL OR confidential_until <= {TODAY} OR {OF_PACK})"
# A row that was replaced before its day came never had a day on which everybody could know it: only its successor has.
# Otherwise an announcement whose confidence was extended would be told on the day that was given up.
AFTER_EVENT = (
    f"{IN_SCOPE} AND (confidential_until IS NULL OR (confidential_until <= {TODAY} AND (superseded_at IS NULL "
    f"OR confidential_until <= (superseded_at AT TIME ZONE 'Europe/London')::date)) OR {OF_EVENT})"
)
# Read from the announcements themselves, since whoever corrects one may not see the pack. Whoever may not see one of
# them may not see the pack.
UNSEEN = (
    "EXISTS (SELECT FROM unnest(recruitment_pack.announcement_ids) AS told(id) "
    "WHERE NOT EXISTS (SELECT FROM succession_event e WHERE e.id = told.id))"
)
AFTER_PACK = (
    f"{IN_SCOPE} AND (((confidential_until IS NULL OR confidential_until <= {TODAY}) AND NOT {UNSEEN}) OR {OF_PACK})"
)


def upgrade() -> None:
    policy("succession_event", "in_scope_and_not_confidential", AFTER_EVENT)
    op.add_column(
        "recruitment_pack",
        sa.Column("announcement_ids", postgresql.ARRAY(sa.Uuid), server_default="{}", nullable=False),
    )
    op.execute(
        "UPDATE recruitment_pack p SET announcement_ids = ARRAY(SELECT e.id FROM succession_event e "
        "WHERE e.post_id = p.post_id AND e.kind = 'departure_announced' AND e.superseded_at IS NULL "
        f"AND e.confidential_until > {TODAY} ORDER BY e.id) "
        f"WHERE p.ground = 'announced' AND p.confidential_until > {TODAY}"
    )
    policy("recruitment_pack", "in_scope", AFTER_PACK)
    op.execute(f"GRANT UPDATE (announcement_ids) ON recruitment_pack TO {WEB}, {WORKER}")
    # Whoever takes packs away by their age (migration 0019) passes this rule too.
    op.execute(f"GRANT SELECT (id) ON succession_event TO {RETENTION}")


def downgrade() -> None:
    op.execute(f"REVOKE SELECT (id) ON succession_event FROM {RETENTION}")
    policy("recruitment_pack", "in_scope", BEFORE_PACK)
    op.drop_column("recruitment_pack", "announcement_ids")
    policy("succession_event", "in_scope_and_not_confidential", BEFORE_EVENT)


def policy(table: str, name: str, using: str) -> None:
    """The same rule for reading and writing, in place of the one that there was."""
    op.execute(f"ALTER POLICY {name} ON {table} USING ({using}) WITH CHECK ({using})")
