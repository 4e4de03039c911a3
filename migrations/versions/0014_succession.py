"""Succession plans, successors, readiness, political engagement."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.security import EVERYTHING, IN_SCOPE, LED, authority_scoped, custom_policy

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NOW = sa.func.clock_timestamp()
CURRENT = sa.text("superseded_at IS NULL")
STATEMENTS = ("lead_member", "leaders", "opposition", "visits", "board", "coalition")
TABLES = (
    "succession_issue",
    "alert_crossing",
    "alert_threshold",
    "consistency_call",
    "political_engagement",
    "readiness_item",
    "successor_identity",
    "successor_standing",
    "successor",
    "succession_plan",
    "loss_judgement",
)
# A version is closed when another takes its place; nothing else of it changes.
CLOSE = "SELECT, INSERT, UPDATE (superseded_at)"


def known_before_recorded(name: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(
        f"{name} <= (recorded_at AT TIME ZONE 'Europe/London')::date", name="known_before_recorded"
    )


def account(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer, sa.ForeignKey("account.id"), index=True)


def of_authority() -> sa.Column:
    return sa.Column("authority_id", sa.Integer, sa.ForeignKey("authority.id"), nullable=False, index=True)


def key() -> sa.Column:
    return sa.Column("id", sa.Uuid, primary_key=True)


def version() -> tuple[sa.schema.SchemaItem, ...]:
    """The columns of one version of something said."""
    return (
        key(),
        of_authority(),
        sa.Column("known_on", sa.Date, nullable=False),
        sa.Column("superseded_at", MOMENT),
        sa.Column("recorded_at", MOMENT, server_default=NOW, nullable=False),
        account("recorded_by_id"),
        known_before_recorded("known_on"),
    )


def parent(table: str, name: str, column: str) -> sa.ForeignKeyConstraint:
    """A reference that cannot lead to another authority's row."""
    return sa.ForeignKeyConstraint(
        ["authority_id", column], [f"{name}.authority_id", f"{name}.id"], name=f"fk_{table}_authority_id_{column}"
    )


def text(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.String, nullable=nullable)


def day(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Date, nullable=nullable)


def post() -> sa.Column:
    return sa.Column("post_id", sa.Uuid, nullable=False)


def upgrade() -> None:
    make_plans()
    make_successors()
    make_readiness()
    make_landscape()
    make_alerts()
    make_issues()


def make_plans() -> None:
    op.create_table(
        "loss_judgement",
        *version(),
        post(),
        text("kind"),
        text("level"),
        text("reason"),
        text("owner"),
        day("judged_on"),
        parent("loss_judgement", "post", "post_id"),
        sa.CheckConstraint("kind IN ('likelihood', 'impact')", name="kind_known"),
        sa.CheckConstraint("level IN ('low', 'medium', 'high', 'very_high')", name="level_known"),
        sa.CheckConstraint("judged_on <= known_on", name="judged_before_known"),
        sa.CheckConstraint("reason <> '' AND owner <> ''", name="owner_and_reason"),
    )
    op.create_index("ix_loss_judgement_post", "loss_judgement", ["authority_id", "post_id"])
    op.create_index(
        "uq_loss_judgement_current", "loss_judgement", ["post_id", "kind"], unique=True, postgresql_where=CURRENT
    )
    authority_scoped("loss_judgement", web=CLOSE, worker=CLOSE)
    op.create_table(
        "succession_plan",
        *version(),
        post(),
        sa.Column("written", sa.Boolean, nullable=False),
        day("approved_on", nullable=True),
        text("approved_by", nullable=True),
        day("reviewed_on", nullable=True),
        day("review_due_on", nullable=True),
        text("evidence", nullable=True),
        text("owner"),
        parent("succession_plan", "post", "post_id"),
        sa.CheckConstraint(
            "written OR num_nonnulls(approved_on, reviewed_on, review_due_on) = 0", name="days_of_a_plan"
        ),
        sa.CheckConstraint("approved_on IS NULL OR approved_by IS NOT NULL", name="approved_by_somebody"),
        sa.CheckConstraint("approved_on IS NULL OR approved_on <= known_on", name="approved_before_known"),
        sa.CheckConstraint("reviewed_on IS NULL OR reviewed_on <= known_on", name="reviewed_before_known"),
        sa.CheckConstraint("owner <> ''", name="owner_named"),
    )
    op.create_index("ix_succession_plan_post", "succession_plan", ["authority_id", "post_id"])
    op.create_index("uq_succession_plan_current", "succession_plan", ["post_id"], unique=True, postgresql_where=CURRENT)
    authority_scoped("succession_plan", web=CLOSE, worker=CLOSE)


def make_successors() -> None:
    op.create_table(
        "successor",
        key(),
        of_authority(),
        post(),
        day("named_on"),
        sa.Column("recorded_at", MOMENT, server_default=NOW, nullable=False),
        account("recorded_by_id"),
        day("withdrawn_on", nullable=True),
        sa.Column("withdrawn_at", MOMENT),
        account("withdrawn_by_id"),
        sa.UniqueConstraint("authority_id", "id", name="uq_successor_authority_id_id"),
        parent("successor", "post", "post_id"),
        known_before_recorded("named_on"),
        sa.CheckConstraint("withdrawn_on IS NULL OR withdrawn_on >= named_on", name="days_in_order"),
        sa.CheckConstraint("(withdrawn_on IS NULL) = (withdrawn_at IS NULL)", name="withdrawn_on_and_at"),
        sa.CheckConstraint("withdrawn_by_id IS NULL OR withdrawn_at IS NOT NULL", name="withdrawn_when_and_by"),
    )
    op.create_index("ix_successor_post", "successor", ["authority_id", "post_id"])
    ended = "SELECT, INSERT, UPDATE (withdrawn_on, withdrawn_at, withdrawn_by_id)"
    authority_scoped("successor", web=ended, worker=ended)
    op.create_table(
        "successor_standing",
        *version(),
        sa.Column("successor_id", sa.Uuid, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        text("ready"),
        day("assessed_on"),
        parent("successor_standing", "successor", "successor_id"),
        sa.CheckConstraint("ready IN ('now', 'within_12', '12_to_24', 'over_24')", name="ready_known"),
        sa.CheckConstraint("place > 0", name="place_counts_from_one"),
        sa.CheckConstraint("assessed_on <= known_on", name="assessed_before_known"),
    )
    op.create_index("ix_successor_standing_successor", "successor_standing", ["authority_id", "successor_id"])
    op.create_index(
        "uq_successor_standing_current",
        "successor_standing",
        ["successor_id"],
        unique=True,
        postgresql_where=CURRENT,
    )
    authority_scoped("successor_standing", web=CLOSE, worker=CLOSE)
    op.create_table(
        "successor_identity",
        of_authority(),
        sa.Column("successor_id", sa.Uuid, primary_key=True),
        sa.Column("person_id", sa.Uuid, sa.ForeignKey("person.id"), index=True),
        text("name", nullable=True),
        text("note", nullable=True),
        parent("successor_identity", "successor", "successor_id"),
        sa.CheckConstraint("num_nonnulls(person_id, name) <= 1", name="person_or_name"),
    )
    op.create_index("ix_successor_identity_successor", "successor_identity", ["authority_id", "successor_id"])
    # Of those who lead the authority: neither the support team nor the product's own work sees who it is (design 5.5).
    emptied = "SELECT, INSERT, UPDATE (person_id, name, note)"
    custom_policy("successor_identity", "led", f"{LED} AND {IN_SCOPE}", web=emptied, worker=emptied)


def make_readiness() -> None:
    op.create_table(
        "readiness_item",
        *version(),
        sa.Column("post_id", sa.Uuid),
        text("item"),
        sa.Column("value", sa.Numeric, nullable=False),
        text("evidence", nullable=True),
        text("owner"),
        day("assessed_on"),
        parent("readiness_item", "post", "post_id"),
        sa.CheckConstraint("item IN ('recruitment', 'handover', 'ownership', 'champions')", name="item_known"),
        sa.CheckConstraint("(post_id IS NULL) = (item IN ('ownership'))", name="of_post_or_authority"),
        sa.CheckConstraint("value IN (0, 0.25, 0.5, 0.75, 1)", name="value_known"),
        sa.CheckConstraint("item = 'recruitment' OR value IN (0, 0.5, 1)", name="quarters_of_recruitment"),
        sa.CheckConstraint("value = 0 OR evidence IS NOT NULL", name="evidence_for_value"),
        sa.CheckConstraint("owner <> ''", name="owner_named"),
        sa.CheckConstraint("assessed_on <= known_on", name="assessed_before_known"),
    )
    op.create_index("ix_readiness_item_post", "readiness_item", ["authority_id", "post_id"])
    op.create_index(
        "uq_readiness_item_current",
        "readiness_item",
        ["authority_id", "post_id", "item"],
        unique=True,
        postgresql_where=CURRENT,
        postgresql_nulls_not_distinct=True,
    )
    authority_scoped("readiness_item", web=CLOSE, worker=CLOSE)


def make_landscape() -> None:
    answers: list[sa.schema.SchemaItem] = []
    for name in STATEMENTS:
        answers += [
            sa.Column(name, sa.Boolean, nullable=False),
            text(f"{name}_evidence", nullable=True),
            sa.CheckConstraint(f"NOT {name} OR {name}_evidence IS NOT NULL", name=f"{name}_with_evidence"),
        ]
    op.create_table(
        "political_engagement",
        *version(),
        day("stated_on"),
        text("owner"),
        *answers,
        sa.CheckConstraint("owner <> ''", name="owner_named"),
        sa.CheckConstraint("stated_on <= known_on", name="stated_before_known"),
    )
    op.create_index(
        "uq_political_engagement_current",
        "political_engagement",
        ["authority_id"],
        unique=True,
        postgresql_where=CURRENT,
    )
    authority_scoped("political_engagement", web=CLOSE, worker=CLOSE)
    op.create_table(
        "consistency_call",
        *version(),
        sa.Column("high", sa.Boolean, nullable=False),
        text("reason"),
        text("owner"),
        sa.CheckConstraint("reason <> '' AND owner <> ''", name="owner_and_reason"),
    )
    op.create_index(
        "uq_consistency_call_current", "consistency_call", ["authority_id"], unique=True, postgresql_where=CURRENT
    )
    authority_scoped("consistency_call", web=CLOSE, worker=CLOSE)


def make_alerts() -> None:
    op.create_table(
        "alert_threshold",
        key(),
        sa.Column("chance", sa.Numeric, nullable=False),
        sa.Column("set_at", MOMENT, server_default=NOW, nullable=False),
        account("set_by_id"),
        sa.Column("superseded_at", MOMENT),
        sa.CheckConstraint("chance > 0 AND chance <= 1", name="a_chance"),
        sa.CheckConstraint("superseded_at IS NULL OR superseded_at >= set_at", name="times_in_order"),
    )
    op.create_index(
        "uq_alert_threshold_current",
        "alert_threshold",
        ["superseded_at"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    custom_policy("alert_threshold", "programme", EVERYTHING, web=CLOSE, worker=CLOSE)
    op.create_table(
        "alert_crossing",
        key(),
        of_authority(),
        post(),
        sa.Column("run_id", sa.Uuid, sa.ForeignKey("risk_run.id"), nullable=False, index=True),
        sa.Column("chance", sa.Numeric, nullable=False),
        sa.Column("threshold", sa.Numeric, nullable=False),
        day("reached_on"),
        day("over_on", nullable=True),
        sa.Column("told_at", MOMENT),
        sa.Column("seen_at", MOMENT),
        account("seen_by_id"),
        parent("alert_crossing", "post", "post_id"),
        sa.CheckConstraint("over_on IS NULL OR over_on >= reached_on", name="days_in_order"),
        sa.CheckConstraint("(seen_at IS NULL) = (seen_by_id IS NULL)", name="seen_when_and_by"),
    )
    op.create_index("ix_alert_crossing_post", "alert_crossing", ["authority_id", "post_id"])
    op.create_index(
        "uq_alert_crossing_open",
        "alert_crossing",
        ["post_id"],
        unique=True,
        postgresql_where=sa.text("over_on IS NULL"),
    )
    seen = "SELECT, INSERT, UPDATE (over_on, told_at, seen_at, seen_by_id)"
    # It carries a chance of change: the support team's own list.
    custom_policy("alert_crossing", "programme", EVERYTHING, web=seen, worker=seen)


def make_issues() -> None:
    op.create_table(
        "succession_issue",
        key(),
        sa.Column("as_of", sa.Date, nullable=False, index=True),
        sa.Column("inputs", postgresql.JSONB, nullable=False),
        sa.Column("content", postgresql.JSONB, nullable=False),
        text("content_hash"),
        day("expires_on"),
        sa.Column("made_at", MOMENT, server_default=NOW, nullable=False),
        account("made_by_id"),
        sa.CheckConstraint("expires_on > as_of", name="kept_for_a_time"),
        sa.CheckConstraint("content_hash ~ '^[0-9a-f]{64}$'", name="hash_written_in_full"),
    )
    # It names people: nobody may change it, and the worker alone may delete it when its day has come.
    custom_policy("succession_issue", "programme", EVERYTHING, web="SELECT, INSERT", worker="SELECT, INSERT, DELETE")


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
