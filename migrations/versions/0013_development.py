"""What leaders write for themselves, and with which coach they share it.

Who may do what with each table, and to which of its rows (risk-and-analysis 14.2 and 15.2, design 5.5):

    development_entry    the leader's alone, to write and to delete; a coach reads what is shared while it is
    profile_share        the leader's; the coach whom it names reads it while it stands
    profile_share_item   the same; each leads to a round or an entry of the same leader

Neither the support team nor a worker reads a row of them. A coach sees of a shared round what nobody but the leader
and groups of three or more stand behind: never the line manager's score, nor the mean of all others, from which it
could be worked out, nor the raters' texts.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.security import OWN_PERSON, WEB, grant

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NO_LINK = "nullif(current_setting('app.invitation', true), '') IS NULL"
OWN = f"({OWN_PERSON} AND {NO_LINK})"
ACCOUNT = "nullif(current_setting('app.account', true), '')::int"
TODAY = "(now() AT TIME ZONE 'Europe/London')::date"
# The address that the leader named belongs to the reader, who is a coach, and the grant stands today.
TO_READER = (
    f"(revoked_at IS NULL AND ends_on >= {TODAY} AND {NO_LINK} AND EXISTS ("
    "SELECT FROM account a JOIN account_membership m ON m.account_id = a.id "
    f"WHERE a.id = {ACCOUNT} AND a.email = profile_share.coach_email AND a.disabled_at IS NULL "
    "AND m.role = 'coach' AND m.ended_at IS NULL))"
)
# Which shares the reader sees is decided by the policies of profile_share.
OF_SHARE = "EXISTS (SELECT FROM profile_share s WHERE s.id = profile_share_item.share_id)"
SHARED_ROUND = "EXISTS (SELECT FROM profile_share_item i WHERE i.round_id = profile_result.round_id)"
SHARED_ENTRY = "EXISTS (SELECT FROM profile_share_item i WHERE i.entry_id = development_entry.id)"
FOR_COACHES = "('self', 'peers', 'direct_reports', 'partners')"
CONTEXTS = "('leading_change', 'shock', 'political_landscape')"
BEHAVIOURS = "'openness', 'collaboration', 'belief', 'resilience', 'commitment', 'results', 'simplicity', 'learning'"
TABLES = ("development_entry", "profile_share", "profile_share_item")


def upgrade() -> None:
    make_entries()
    make_shares()
    fence()
    grant("development_entry", web="SELECT, INSERT, UPDATE, DELETE")
    grant("profile_share", web="SELECT, INSERT, UPDATE (revoked_at)")
    grant("profile_share_item", web="SELECT, INSERT, DELETE")


def make_entries() -> None:
    op.create_table(
        "development_entry",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("person_id", sa.Uuid, sa.ForeignKey("person.id"), nullable=False, index=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("body", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("context", sa.String, nullable=False),
        sa.Column("behaviours", postgresql.ARRAY(sa.String), nullable=False),
        sa.Column("due_on", sa.Date),
        sa.Column("done_on", sa.Date),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.UniqueConstraint("person_id", "id", name="uq_development_entry_person_id_id"),
        sa.CheckConstraint("kind IN ('note', 'action')", name="kind_known"),
        sa.CheckConstraint(f"context IN {CONTEXTS}", name="context_known"),
        sa.CheckConstraint(f"behaviours <@ ARRAY[{BEHAVIOURS}]::varchar[]", name="behaviours_known"),
        sa.CheckConstraint("cardinality(behaviours) >= 1", name="behaviour_chosen"),
        sa.CheckConstraint("kind = 'action' OR num_nonnulls(due_on, done_on) = 0", name="only_actions_have_days"),
        sa.CheckConstraint("length(title) BETWEEN 1 AND 200", name="title_of_a_line"),
        sa.CheckConstraint("length(body) <= 5000 AND length(reason) <= 2000", name="texts_of_a_few_pages"),
        sa.CheckConstraint("changed_at >= written_at", name="changed_after_written"),
    )


def of_person(column: str, parent: str) -> sa.ForeignKeyConstraint:
    """A reference that cannot lead to what belongs to somebody else."""
    return sa.ForeignKeyConstraint(
        ["person_id", column],
        [f"{parent}.person_id", f"{parent}.id"],
        name=f"fk_profile_share_item_person_id_{column}",
    )


def make_shares() -> None:
    op.create_table(
        "profile_share",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("person_id", sa.Uuid, sa.ForeignKey("person.id"), nullable=False, index=True),
        sa.Column("leader_name", sa.String, nullable=False),
        sa.Column("coach_email", sa.String, nullable=False),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("ends_on", sa.Date, nullable=False),
        sa.Column("granted_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT),
        sa.UniqueConstraint("person_id", "id", name="uq_profile_share_person_id_id"),
        sa.CheckConstraint("coach_email = lower(coach_email)", name="coach_email_in_lower_case"),
        sa.CheckConstraint("ends_on >= starts_on AND ends_on <= starts_on + 366", name="a_year_at_most"),
        sa.CheckConstraint("revoked_at >= granted_at", name="revoked_after_granted"),
    )
    op.create_index("ix_profile_share_coach_email", "profile_share", ["coach_email"])
    # Taken back is taken back.
    op.execute(
        "CREATE TRIGGER set_once BEFORE UPDATE ON profile_share FOR EACH ROW EXECUTE FUNCTION set_once('revoked_at')"
    )
    op.create_table(
        "profile_share_item",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("share_id", sa.Uuid, nullable=False),
        sa.Column("round_id", sa.Uuid),
        sa.Column("round_kind", sa.String),
        sa.Column("round_closed_on", sa.Date),
        sa.Column("entry_id", sa.Uuid),
        of_person("share_id", "profile_share"),
        of_person("round_id", "profile_round"),
        of_person("entry_id", "development_entry"),
        sa.CheckConstraint("num_nonnulls(round_id, entry_id) = 1", name="one_thing"),
        # A coach reads no row of profile_round: what they need of it stands here.
        sa.CheckConstraint(
            "num_nonnulls(round_id, round_kind, round_closed_on) IN (0, 3)", name="round_with_kind_and_day"
        ),
        sa.CheckConstraint("round_kind IN ('self_reflection', 'all_round')", name="round_kind_known"),
        sa.UniqueConstraint(
            "share_id",
            "round_id",
            "entry_id",
            name="uq_profile_share_item_once",
            postgresql_nulls_not_distinct=True,
        ),
    )
    for column in ("share_id", "round_id", "entry_id"):
        op.create_index(f"ix_profile_share_item_{column}", "profile_share_item", [column])
        op.create_index(f"ix_profile_share_item_person_id_{column}", "profile_share_item", ["person_id", column])


def policy(table: str, name: str, rule: str) -> None:
    op.execute(f"CREATE POLICY {name} ON {table} {rule}")


def fence() -> None:
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        policy(table, "own", f"TO {WEB} USING ({OWN}) WITH CHECK ({OWN})")
    policy("profile_share", "to_reader", f"FOR SELECT TO {WEB} USING ({TO_READER})")
    policy("profile_share_item", "of_share", f"FOR SELECT TO {WEB} USING ({OF_SHARE})")
    policy("development_entry", "shared", f"FOR SELECT TO {WEB} USING ({SHARED_ENTRY})")
    policy("profile_result", "shared", f"FOR SELECT TO {WEB} USING (seen_by IN {FOR_COACHES} AND {SHARED_ROUND})")


def downgrade() -> None:
    for table, name in (
        ("profile_result", "shared"),
        ("development_entry", "shared"),
        ("profile_share_item", "of_share"),
    ):
        op.execute(f"DROP POLICY {name} ON {table}")
    for table in reversed(TABLES):
        op.drop_table(table)
