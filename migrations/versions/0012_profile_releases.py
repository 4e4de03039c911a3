"""What was released of ratings, and of which: the ledger of releases, and aggregates.

The ledger is for the closing role alone. An authority's aggregate is for its leads and not for the support team; those
of an innovation and of the programme are for the support team (risk-and-analysis 14.2).
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.security import CLOSING, EVERYTHING, LED, append_only, grant

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ATTRIBUTES = "('values_driven', 'decisions', 'practice_and_culture', 'partnerships', 'buy_in')"


def upgrade() -> None:
    make_ledger()
    make_aggregates()
    for table in ("released_set", "profile_aggregate"):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        append_only(table)
    op.execute(f"CREATE POLICY close ON released_set TO {CLOSING} USING (true) WITH CHECK (true)")
    # One policy for every role and every command, so that a role to come is fenced too.
    op.execute(
        "CREATE POLICY of_reader ON profile_aggregate "
        f"USING (current_user = '{CLOSING}' OR CASE kind WHEN 'authority' THEN {LED} ELSE {EVERYTHING} END) "
        f"WITH CHECK (current_user = '{CLOSING}' AND {EVERYTHING})"
    )
    grant("released_set", closing="SELECT, INSERT")
    grant("profile_aggregate", web="SELECT", worker="SELECT", closing="SELECT, INSERT")


def make_ledger() -> None:
    op.create_table(
        "released_set",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("attribute", sa.String, nullable=False),
        sa.Column("round_id", sa.Uuid, sa.ForeignKey("profile_round.id")),
        sa.Column("seen_by", sa.String),
        sa.Column("raters", postgresql.ARRAY(sa.Uuid), nullable=False),
        sa.Column("rounds", postgresql.ARRAY(sa.Uuid), nullable=False),
        sa.Column("released_at", MOMENT, nullable=False),
        sa.CheckConstraint(f"attribute IN {ATTRIBUTES}", name="attribute_known"),
        sa.CheckConstraint("(seen_by IS NULL) = (round_id IS NULL)", name="own_figure_of_a_round"),
        sa.CheckConstraint("cardinality(raters) > 0 AND cardinality(rounds) > 0", name="of_somebody"),
    )
    op.create_index("uq_released_set_own", "released_set", ["round_id", "attribute", "seen_by"], unique=True)
    op.create_index(
        "uq_released_set_aggregate",
        "released_set",
        ["name", "version", "attribute"],
        unique=True,
        postgresql_where=sa.text("round_id IS NULL"),
    )


def make_aggregates() -> None:
    op.create_table(
        "profile_aggregate",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("authority_id", sa.Integer, sa.ForeignKey("authority.id"), index=True),
        sa.Column("innovation_code", sa.String, sa.ForeignKey("innovation.code"), index=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("attribute", sa.String, nullable=False),
        sa.Column("value", sa.Numeric(3, 2), nullable=False),
        sa.Column("leaders", sa.Integer, nullable=False),
        sa.Column("authorities", sa.Integer, nullable=False),
        sa.Column("raters", sa.Integer, nullable=False),
        sa.Column("half_width", sa.Numeric(4, 2), nullable=False),
        sa.Column("released_at", MOMENT, nullable=False),
        sa.CheckConstraint("kind IN ('authority', 'innovation', 'programme')", name="kind_known"),
        sa.CheckConstraint("(kind = 'authority') = (authority_id IS NOT NULL)", name="authority_of_its_own"),
        sa.CheckConstraint("(kind = 'innovation') = (innovation_code IS NOT NULL)", name="innovation_of_its_own"),
        sa.CheckConstraint(f"attribute IN {ATTRIBUTES}", name="attribute_known"),
        sa.CheckConstraint("value BETWEEN 1 AND 5 AND value * 4 = trunc(value * 4)", name="value_in_quarters"),
        # The thresholds once more, where no fault of the code can pass them by.
        sa.CheckConstraint("leaders >= 3 AND raters >= 10 AND authorities >= 1", name="enough_behind_it"),
        sa.CheckConstraint(
            "kind = 'authority' OR (leaders >= 5 AND raters >= 15 AND authorities >= 3)", name="enough_of_programme"
        ),
        sa.CheckConstraint(
            "name = kind || coalesce(':' || innovation_code, ':' || authority_id::text, '')", name="name_of_what_it_is"
        ),
        sa.UniqueConstraint("name", "version", "attribute", name="uq_profile_aggregate_once"),
    )


def downgrade() -> None:
    op.drop_table("profile_aggregate")
    op.drop_table("released_set")
