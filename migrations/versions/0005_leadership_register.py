"""Roles, posts, people, tenures and succession events."""

import sqlalchemy as sa
from alembic import op

from migrations.security import EVERYTHING, IN_SCOPE, authority_scoped, custom_policy, grant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
PRECISION = "('day', 'month', 'year')"
TENURE_STATUSES = "('permanent', 'fixed_term', 'interim', 'acting')"
END_REASONS = (
    "('planned_move', 'retirement', 'contract_end', 'agreed_exit', 'restructure', 'election', 'confirmed', "
    "'post_closed', 'other', 'unknown')"
)
EVENT_KINDS = (
    "('post_created', 'post_closed', 'departure_announced', 'departure_withdrawn', 'departed', "
    "'appointment_announced', 'appointed', 'interim_appointed', 'acting_appointed', 'confirmed')"
)
# code, name, kind, statutory, position
ROLES = (
    ("dcs", "Director of children's services", "officer", True, 1),
    ("executive_director", "Executive director", "officer", False, 2),
    ("assistant_director", "Assistant director", "officer", False, 3),
    ("programme_manager", "Programme manager", "officer", False, 4),
    ("practice_lead", "Practice lead", "officer", False, 5),
    ("principal_social_worker", "Principal social worker", "officer", False, 6),
    ("chief_executive", "Chief executive", "officer", True, 7),
    ("lead_member", "Lead member for children's services", "elected", True, 8),
    ("council_leader", "Leader of the council", "elected", False, 9),
)
VISIBLE_PERSON = (
    f"{EVERYTHING} OR recorded_for_id = ANY "
    "(coalesce(nullif(nullif(current_setting('app.authorities', true), ''), 'all'), '{}')::int[]) "
    "OR EXISTS (SELECT 1 FROM tenure WHERE tenure.person_id = person.id)"
)
NOT_CONFIDENTIAL = (
    f"(confidential_until IS NULL OR confidential_until <= (now() AT TIME ZONE 'Europe/London')::date OR {EVERYTHING} "
    "OR authority_id = ANY (coalesce(nullif(current_setting('app.confidential', true), ''), '{}')::int[]) "
    "OR recorded_by_id = nullif(current_setting('app.account', true), '')::int)"
)


# A recorded end, closing or correction stays as it is: what was wrong is superseded, not rewritten.
SET_ONCE = """
CREATE FUNCTION set_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY tg_argv LOOP
    IF to_jsonb(OLD) -> name <> 'null' AND to_jsonb(OLD) -> name IS DISTINCT FROM to_jsonb(NEW) -> name THEN
      RAISE EXCEPTION '% of % is recorded once and then superseded', name, tg_table_name
        USING ERRCODE = 'check_violation', CONSTRAINT = tg_table_name || '_' || name || '_recorded_once';
    END IF;
  END LOOP;
  RETURN NEW;
END $$
"""


def set_once(table: str, *columns: str) -> None:
    """Let the columns be filled by a later recording, and refuse to change what stands in them."""
    names = ", ".join(f"'{column}'" for column in columns)
    op.execute(f"CREATE TRIGGER set_once BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION set_once({names})")


def known_before_recorded(column: str) -> str:
    return f"{column} <= (recorded_at AT TIME ZONE 'Europe/London')::date"


def may_add(*columns: str) -> str:
    """The privileges on a table whose rows are only added to: the named columns are filled later."""
    return f"SELECT, INSERT, UPDATE ({', '.join(columns)})"


def authority() -> sa.Column:
    return sa.Column("authority_id", sa.Integer, sa.ForeignKey("authority.id"), nullable=False, index=True)


def recorded() -> tuple[sa.Column, sa.Column]:
    return (
        sa.Column("recorded_at", MOMENT, server_default=sa.func.clock_timestamp(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer, sa.ForeignKey("account.id"), index=True),
    )


def upgrade() -> None:
    op.execute(SET_ONCE)
    make_roles_and_posts()
    make_people_and_tenures()
    make_events()


def make_roles_and_posts() -> None:
    roles = op.create_table(
        "leadership_role",
        sa.Column("code", sa.String, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("statutory", sa.Boolean, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.CheckConstraint("kind IN ('officer', 'elected')", name="kind_known"),
    )
    columns = ("code", "name", "kind", "statutory", "position")
    op.bulk_insert(roles, [dict(zip(columns, role, strict=True)) for role in ROLES])
    grant("leadership_role", web="SELECT", worker="SELECT, INSERT, UPDATE")
    op.create_table(
        "post",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("ref", sa.String, nullable=False, unique=True),
        sa.Column("role_code", sa.String, sa.ForeignKey("leadership_role.code"), nullable=False, index=True),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("opened_on", sa.Date, nullable=False),
        sa.Column("known_on", sa.Date, nullable=False),
        sa.Column("closed_on", sa.Date),
        sa.Column("close_known_on", sa.Date),
        sa.Column("job_share", sa.Boolean, nullable=False),
        *recorded(),
        authority(),
        sa.UniqueConstraint("authority_id", "id", name="uq_post_authority_id_id"),
        sa.CheckConstraint("closed_on IS NULL OR closed_on >= opened_on", name="dates_in_order"),
        sa.CheckConstraint("(closed_on IS NULL) = (close_known_on IS NULL)", name="closed_when_known"),
        sa.CheckConstraint(known_before_recorded("known_on"), name="known_before_recorded"),
    )
    closing = ("closed_on", "close_known_on")
    authority_scoped("post", web=may_add(*closing), worker=may_add(*closing))
    set_once("post", *closing)


def make_people_and_tenures() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("ref", sa.String, nullable=False, unique=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("recorded_for_id", sa.Integer, sa.ForeignKey("authority.id"), index=True),
        sa.Column("same_as_id", sa.Uuid, sa.ForeignKey("person.id"), index=True),
        sa.Column("same_as_known_on", sa.Date),
        *recorded(),
        sa.CheckConstraint("same_as_id IS NULL OR same_as_id <> id", name="not_same_as_itself"),
        sa.CheckConstraint("(same_as_id IS NULL) = (same_as_known_on IS NULL)", name="same_when_known"),
    )
    op.create_table(
        "tenure",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("ref", sa.String, nullable=False, unique=True),
        sa.Column("post_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, sa.ForeignKey("person.id"), nullable=False, index=True),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("shared", sa.Boolean, nullable=False),
        sa.Column("started_on", sa.Date, nullable=False),
        sa.Column("started_precision", sa.String, nullable=False),
        sa.Column("start_known_on", sa.Date, nullable=False),
        sa.Column("ended_on", sa.Date),
        sa.Column("ended_precision", sa.String, nullable=False),
        sa.Column("end_known_on", sa.Date),
        sa.Column("contract_ends_on", sa.Date),
        sa.Column("internal", sa.Boolean),
        sa.Column("end_reason", sa.String),
        sa.Column("supersedes_id", sa.Uuid),
        sa.Column("corrected_on", sa.Date),
        sa.Column("superseded_at", MOMENT),
        *recorded(),
        authority(),
        sa.UniqueConstraint("authority_id", "id", name="uq_tenure_authority_id_id"),
        sa.UniqueConstraint("authority_id", "supersedes_id", name="uq_tenure_authority_id_supersedes_id"),
        sa.ForeignKeyConstraint(
            ["authority_id", "post_id"], ["post.authority_id", "post.id"], name="fk_tenure_authority_id_post_id"
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "supersedes_id"],
            ["tenure.authority_id", "tenure.id"],
            name="fk_tenure_authority_id_supersedes_id",
        ),
        sa.CheckConstraint(f"status IN {TENURE_STATUSES}", name="status_known"),
        sa.CheckConstraint(f"started_precision IN {PRECISION}", name="started_precision_known"),
        sa.CheckConstraint(f"ended_precision IN {PRECISION}", name="ended_precision_known"),
        sa.CheckConstraint(f"end_reason IS NULL OR end_reason IN {END_REASONS}", name="end_reason_known"),
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name="dates_in_order"),
        sa.CheckConstraint("(ended_on IS NULL) = (end_known_on IS NULL)", name="ended_when_known"),
        sa.CheckConstraint("end_reason IS NULL OR ended_on IS NOT NULL", name="reason_with_end"),
        sa.CheckConstraint("(supersedes_id IS NULL) = (corrected_on IS NULL)", name="correction_when_known"),
        sa.CheckConstraint(known_before_recorded("start_known_on"), name="start_known_before_recorded"),
        sa.CheckConstraint(known_before_recorded("corrected_on"), name="correction_known_before_recorded"),
    )
    op.create_index("ix_tenure_post", "tenure", ["authority_id", "post_id"])
    for name, statuses in (
        ("one_substantive_holder", "('permanent', 'fixed_term')"),
        ("one_temporary_holder", "('interim', 'acting')"),
    ):
        op.execute(
            f"ALTER TABLE tenure ADD CONSTRAINT {name} EXCLUDE USING gist "
            "(post_id WITH =, daterange(started_on, ended_on) WITH &&) "
            f"WHERE (superseded_at IS NULL AND NOT shared AND status IN {statuses})"
        )
    once = ("ended_on", "ended_precision", "end_known_on", "end_reason", "superseded_at")
    authority_scoped("tenure", web=may_add(*once), worker=may_add(*once))
    # The precision goes with the end; by itself it never stands empty.
    set_once("tenure", "ended_on", "end_known_on", "end_reason", "superseded_at")
    same = may_add("same_as_id", "same_as_known_on")
    custom_policy("person", "known_here", VISIBLE_PERSON, web=same, worker=same)


def make_events() -> None:
    op.create_table(
        "succession_event",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("ref", sa.String, nullable=False, unique=True),
        sa.Column("post_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, sa.ForeignKey("person.id"), index=True),
        sa.Column("tenure_id", sa.Uuid),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("effective_on", sa.Date, nullable=False),
        sa.Column("effective_precision", sa.String, nullable=False),
        sa.Column("known_on", sa.Date, nullable=False),
        sa.Column("source", sa.String),
        sa.Column("confidence", sa.String),
        sa.Column("confidential_until", sa.Date),
        sa.Column("supersedes_id", sa.Uuid),
        sa.Column("superseded_at", MOMENT),
        *recorded(),
        authority(),
        sa.UniqueConstraint("authority_id", "id", name="uq_succession_event_authority_id_id"),
        sa.UniqueConstraint("authority_id", "supersedes_id", name="uq_succession_event_authority_id_supersedes_id"),
        sa.ForeignKeyConstraint(
            ["authority_id", "supersedes_id"],
            ["succession_event.authority_id", "succession_event.id"],
            name="fk_succession_event_authority_id_supersedes_id",
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "post_id"],
            ["post.authority_id", "post.id"],
            name="fk_succession_event_authority_id_post_id",
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "tenure_id"],
            ["tenure.authority_id", "tenure.id"],
            name="fk_succession_event_authority_id_tenure_id",
        ),
        sa.CheckConstraint(f"kind IN {EVENT_KINDS}", name="kind_known"),
        sa.CheckConstraint(f"effective_precision IN {PRECISION}", name="effective_precision_known"),
        sa.CheckConstraint("confidence IS NULL OR confidence IN ('high', 'medium', 'low')", name="confidence_known"),
        sa.CheckConstraint(known_before_recorded("known_on"), name="known_before_recorded"),
    )
    op.create_index("ix_succession_event_post", "succession_event", ["authority_id", "post_id"])
    op.create_index("ix_succession_event_tenure", "succession_event", ["authority_id", "tenure_id"])
    op.execute("ALTER TABLE succession_event ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE succession_event FORCE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY in_scope_and_not_confidential ON succession_event "
        f"USING ({IN_SCOPE} AND {NOT_CONFIDENTIAL}) WITH CHECK ({IN_SCOPE} AND {NOT_CONFIDENTIAL})"
    )
    # An announced appointment names its tenure once there is one.
    later = ("tenure_id", "superseded_at")
    grant("succession_event", web=may_add(*later), worker=may_add(*later))
    set_once("succession_event", *later)


def downgrade() -> None:
    # The policy on people looks at tenures, so it goes first.
    op.execute("DROP POLICY known_here ON person")
    for table in ("succession_event", "tenure", "person", "post", "leadership_role"):
        op.drop_table(table)
    op.execute("DROP FUNCTION set_once()")
