"""Handover packs and what stands in their parts; which two tenures are one person's move between authorities."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.security import EVERYTHING, IN_SCOPE, append_only, authority_scoped, grant

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NOW = sa.func.clock_timestamp()
# As of succession_event (migration 0005): a pack tells as much as the announcement that opened it.
NOT_CONFIDENTIAL = (
    f"(confidential_until IS NULL OR confidential_until <= (now() AT TIME ZONE 'Europe/London')::date OR {EVERYTHING} "
    "OR authority_id = ANY (coalesce(nullif(current_setting('app.confidential', true), ''), '{}')::int[]) "
    "OR recorded_by_id = nullif(current_setting('app.account', true), '')::int)"
)
STATES = "('open', 'ready', 'handed_over', 'not_needed')"
PARTS = "('purpose', 'fidelity', 'outcomes', 'risks', 'people', 'politics', 'finance', 'calendar', 'lessons')"
DEEDS = "('opened', 'moved', 'completed', 'taken_up_again', 'confirmed', 'set_aside')"
BEHAVIOURS = "'openness', 'collaboration', 'belief', 'resilience', 'commitment', 'results', 'simplicity', 'learning'"


def account(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer, sa.ForeignKey("account.id"), index=True)


def authority() -> sa.Column:
    return sa.Column("authority_id", sa.Integer, sa.ForeignKey("authority.id"), nullable=False, index=True)


def of_authority(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    """A reference that cannot lead to another authority's row."""
    return sa.ForeignKeyConstraint(
        ["authority_id", column],
        [f"{parent}.authority_id", f"{parent}.id"],
        name=f"fk_{table}_authority_id_{column}",
    )


def with_its_pack(table: str, *, web: str, worker: str) -> None:
    """Whoever may not see a pack sees nothing that belongs to it."""
    seen = f"EXISTS (SELECT FROM handover_pack p WHERE p.id = {table}.pack_id)"
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY in_scope_with_its_pack ON {table} "
        f"USING ({IN_SCOPE} AND {seen}) WITH CHECK ({IN_SCOPE} AND {seen})"
    )
    grant(table, web=web, worker=worker)


def upgrade() -> None:
    make_packs()
    make_what_stands_in_them()
    make_moves()


def make_packs() -> None:
    op.create_table(
        "handover_pack",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("post_id", sa.Uuid, nullable=False),
        sa.Column("tenure_id", sa.Uuid, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("last_day_precision", sa.String, nullable=False),
        sa.Column("confidential_until", sa.Date),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("opened_on", sa.Date, nullable=False),
        sa.Column("recorded_at", MOMENT, server_default=NOW, nullable=False),
        account("recorded_by_id"),
        sa.Column("closed_at", MOMENT),
        account("closed_by_id"),
        sa.Column("next_tenure_id", sa.Uuid),
        sa.Column("on_behalf", sa.Boolean, nullable=False),
        authority(),
        sa.UniqueConstraint("authority_id", "id", name="uq_handover_pack_authority_id_id"),
        of_authority("handover_pack", "post_id", "post"),
        of_authority("handover_pack", "tenure_id", "tenure"),
        of_authority("handover_pack", "next_tenure_id", "tenure"),
        sa.CheckConstraint(f"state IN {STATES}", name="state_known"),
        sa.CheckConstraint("last_day_precision IN ('day', 'month', 'year')", name="last_day_precision_known"),
        sa.CheckConstraint(
            "(closed_at IS NOT NULL) = (state IN ('handed_over', 'not_needed'))", name="closed_when_it_is"
        ),
        sa.CheckConstraint("closed_by_id IS NULL OR closed_at IS NOT NULL", name="closed_by_somebody_then"),
        sa.CheckConstraint("(next_tenure_id IS NOT NULL) = (state = 'handed_over')", name="confirmed_for_a_holder"),
        sa.CheckConstraint("NOT on_behalf OR state = 'handed_over'", name="on_behalf_of_a_holder"),
    )
    for column in ("post", "tenure", "next_tenure"):
        op.create_index(f"ix_handover_pack_{column}", "handover_pack", ["authority_id", f"{column}_id"])
    op.create_index(
        "uq_handover_pack_one_at_a_time",
        "handover_pack",
        ["tenure_id"],
        unique=True,
        postgresql_where="state IN ('open', 'ready') AND confidential_until IS NULL",
    )
    op.execute("ALTER TABLE handover_pack ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE handover_pack FORCE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY in_scope_and_not_confidential ON handover_pack "
        f"USING ({IN_SCOPE} AND {NOT_CONFIDENTIAL}) WITH CHECK ({IN_SCOPE} AND {NOT_CONFIDENTIAL})"
    )
    grant("handover_pack", web="SELECT, INSERT, UPDATE", worker="SELECT, INSERT, UPDATE")


def make_what_stands_in_them() -> None:
    op.create_table(
        "handover_event",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("pack_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("at", MOMENT, server_default=NOW, nullable=False),
        account("by_id"),
        authority(),
        of_authority("handover_event", "pack_id", "handover_pack"),
        sa.CheckConstraint(f"kind IN {DEEDS}", name="kind_known"),
    )
    op.create_index("ix_handover_event_pack", "handover_event", ["authority_id", "pack_id"])
    op.create_table(
        "handover_entry",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("pack_id", sa.Uuid, nullable=False),
        sa.Column("part", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("words", sa.String, nullable=False),
        sa.Column("behaviours", postgresql.ARRAY(sa.String), nullable=False),
        sa.Column("done", sa.Boolean, nullable=False),
        sa.Column("written_at", MOMENT, server_default=NOW, nullable=False),
        account("written_by_id"),
        authority(),
        sa.UniqueConstraint(
            "authority_id", "pack_id", "part", "version", name="uq_handover_entry_authority_id_pack_id_part_version"
        ),
        of_authority("handover_entry", "pack_id", "handover_pack"),
        sa.CheckConstraint(f"part IN {PARTS}", name="part_known"),
        sa.CheckConstraint("version > 0", name="versions_count_from_one"),
        sa.CheckConstraint("NOT done OR words <> ''", name="done_says_something"),
        sa.CheckConstraint(f"behaviours <@ ARRAY[{BEHAVIOURS}]::varchar[]", name="behaviours_known"),
    )
    op.create_table(
        "handover_action",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("pack_id", sa.Uuid, nullable=False),
        sa.Column("what", sa.String, nullable=False),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("due_on", sa.Date),
        sa.Column("added_at", MOMENT, server_default=NOW, nullable=False),
        account("added_by_id"),
        sa.Column("done_at", MOMENT),
        account("done_by_id"),
        authority(),
        sa.UniqueConstraint("authority_id", "id", name="uq_handover_action_authority_id_id"),
        of_authority("handover_action", "pack_id", "handover_pack"),
        sa.CheckConstraint("what <> '' AND owner <> ''", name="what_and_whose"),
        sa.CheckConstraint("done_by_id IS NULL OR done_at IS NOT NULL", name="done_by_somebody_then"),
    )
    op.create_index("ix_handover_action_pack", "handover_action", ["authority_id", "pack_id"])
    for table in ("handover_event", "handover_entry"):
        with_its_pack(table, web="SELECT, INSERT", worker="SELECT, INSERT")
        append_only(table)
    done = "SELECT, INSERT, UPDATE (done_at, done_by_id)"
    with_its_pack("handover_action", web=done, worker=done)


def make_moves() -> None:
    """The two halves of one person's move: each authority sees its own, the support team both."""
    op.create_table(
        "leadership_move",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("move_id", sa.Uuid, nullable=False),
        sa.Column("side", sa.String, nullable=False),
        sa.Column("tenure_id", sa.Uuid, nullable=False),
        sa.Column("recorded_at", MOMENT, server_default=NOW, nullable=False),
        account("recorded_by_id"),
        authority(),
        sa.UniqueConstraint("move_id", "side", name="uq_leadership_move_move_id_side"),
        sa.UniqueConstraint("authority_id", "tenure_id", "side", name="uq_leadership_move_authority_id_tenure_id_side"),
        of_authority("leadership_move", "tenure_id", "tenure"),
        sa.CheckConstraint("side IN ('left', 'joined')", name="side_known"),
    )
    authority_scoped("leadership_move", web="SELECT, INSERT", worker="SELECT, INSERT")
    append_only("leadership_move")


def downgrade() -> None:
    for table in ("leadership_move", "handover_action", "handover_entry", "handover_event", "handover_pack"):
        op.drop_table(table)
