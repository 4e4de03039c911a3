"""What the nightly job may take away when its time to keep is over, and the day from which that time counts.

The job works under a role of its own, `throughline_retention`. It may delete from the tables named here and empty the
columns named here, and a policy beside each lets it touch those rows alone whose day has come by the database's own
clock: a statement without any condition takes what is due and nothing else. It reads no name, no note and no score.

What counts from the end of a programme counts from the day that the support team records as its closing, or the end of
its funded period or of its returns where that is later, and not before that day has been on record for 30 days
(decision 68).
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.security import EVERYTHING, RETENTION, custom_policy

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TODAY = "(now() AT TIME ZONE 'Europe/London')::date"
FUNCTIONS = {
    "programmes_past(years int) RETURNS SETOF int": (
        "SELECT id FROM programme WHERE closed_on IS NOT NULL AND closed_at IS NOT NULL "
        f"AND (greatest(closed_on, ends_on, collects_until + 1) + make_interval(years => years))::date <= {TODAY} "
        f"AND (closed_at AT TIME ZONE 'Europe/London')::date + 30 <= {TODAY}"
    ),
    # Of an authority that was never in a programme, when every programme is over.
    "authorities_past(years int) RETURNS SETOF int": (
        "SELECT a.id FROM authority a WHERE EXISTS (SELECT FROM programme) AND NOT EXISTS ("
        "SELECT FROM programme p WHERE p.id NOT IN (SELECT programmes_past(years)) AND ("
        "EXISTS (SELECT FROM programme_membership m WHERE m.programme_id = p.id AND m.authority_id = a.id) "
        "OR NOT EXISTS (SELECT FROM programme_membership m WHERE m.authority_id = a.id)))"
    ),
    "everything_past(years int) RETURNS boolean": (
        "SELECT EXISTS (SELECT FROM programme) "
        "AND NOT EXISTS (SELECT FROM programme WHERE id NOT IN (SELECT programmes_past(years)))"
    ),
    # Somebody who has moved to an authority whose programme runs keeps what is theirs; two rows may be one person.
    "person_past(person uuid, years int) RETURNS boolean": (
        "SELECT EXISTS (SELECT authorities_past(years)) AND NOT EXISTS (SELECT FROM person mine "
        "JOIN person other ON coalesce(other.same_as_id, other.id) = coalesce(mine.same_as_id, mine.id) "
        "JOIN tenure t ON t.person_id = other.id "
        "WHERE mine.id = person AND t.authority_id NOT IN (SELECT authorities_past(years)))"
    ),
    "person_left_no_trace(person uuid) RETURNS boolean": (
        "SELECT NOT EXISTS (SELECT FROM person mine "
        "JOIN person other ON coalesce(other.same_as_id, other.id) = coalesce(mine.same_as_id, mine.id) "
        "WHERE mine.id = person AND ("
        "EXISTS (SELECT FROM tenure t WHERE t.person_id = other.id) "
        "OR EXISTS (SELECT FROM succession_event e WHERE e.person_id = other.id) "
        "OR EXISTS (SELECT FROM successor_identity s WHERE s.person_id = other.id) "
        "OR EXISTS (SELECT FROM profile_round r WHERE r.person_id = other.id)))"
    ),
}
OF_AUTHORITY = "authority_id IN (SELECT authorities_past({years}))"
OF_ROUND = "round_id IN (SELECT r.id FROM profile_round r WHERE r.authority_id IN (SELECT authorities_past({years})))"
OF_PERSON = "person_past(person_id, {years})"

ROWS = {
    **dict.fromkeys(("profile_result", "profile_comment", "profile_reflection"), OF_ROUND.format(years=1)),
    **dict.fromkeys(("profile_share_item", "profile_share", "development_entry"), OF_PERSON.format(years=1)),
    "contact": OF_AUTHORITY.format(years=1),
    **dict.fromkeys(
        ("rating", "rating_comment", "rater_answer", "rater_link", "rater_invitation"),
        OF_ROUND.format(years=6),
    ),
    "round_progress": OF_ROUND.format(years=6),
    # What an aggregate was made of belongs to no round.
    "released_set": f"({OF_ROUND.format(years=6)} OR (round_id IS NULL AND everything_past(6)))",
    **dict.fromkeys(
        (
            "profile_round",
            "successor_identity",
            "successor_standing",
            "successor",
            "handover_event",
            "handover_entry",
            "handover_action",
            "handover_pack",
            "leadership_move",
            "succession_event",
            "tenure",
            "recruitment_step",
            "recruitment_pack",
            "succession_plan",
            "loss_judgement",
            "readiness_item",
            "political_engagement",
            "consistency_call",
            "support_entry",
            "story_event",
            "story",
            "fidelity_review",
            "fidelity_answer",
            "fidelity_assessment",
            "prediction",
            "explanation",
            "extension",
        ),
        OF_AUTHORITY.format(years=6),
    ),
    "risk_data_cut": "everything_past(6)",
    "person": (
        "(recorded_for_id IS NULL OR recorded_for_id IN (SELECT authorities_past(6))) "
        "AND person_past(id, 6) AND person_left_no_trace(id)"
    ),
    # Longer than any round lasts; a letter of a round that is released goes with its links (0011).
    "rater_letter": f"due_on + 94 <= {TODAY}",
    "audit_event": "(at + interval '6 years') <= now()",
}
# Table -> its columns, each with what it becomes, and when.
COLUMNS = {
    "profile_share": (
        {"coach_email": "NULL"},
        f"least(ends_on, (revoked_at AT TIME ZONE 'Europe/London')::date) + 30 <= {TODAY}",
    ),
    "job": (
        {"error": "NULL"},
        "(authority_id IN (SELECT authorities_past(1)) OR (authority_id IS NULL AND everything_past(1)))",
    ),
    "upload": ({"file_name": "''", "body": "NULL"}, OF_AUTHORITY.format(years=6)),
    "submitted_figure": ({"comment": "NULL"}, OF_AUTHORITY.format(years=6)),
    "submission_event": ({"reason": "''"}, f"reason IS NOT NULL AND {OF_AUTHORITY.format(years=6)}"),
    "collection": ({"note": "NULL"}, "programme_id IN (SELECT programmes_past(6))"),
    "adoption": ({"note": "NULL"}, OF_AUTHORITY.format(years=6)),
    "adoption_pause": ({"reason": "''"}, OF_AUTHORITY.format(years=6)),
    "adoption_date": ({"reason": "NULL"}, OF_AUTHORITY.format(years=6)),
    "programme_membership": ({"reason": "NULL"}, OF_AUTHORITY.format(years=6)),
    "reorganisation": ({"detail": "NULL"}, OF_AUTHORITY.format(years=6)),
    "political_control": ({"detail": "NULL"}, OF_AUTHORITY.format(years=6)),
    "election": ({"detail": "NULL"}, OF_AUTHORITY.format(years=6)),
}
# What its policies and those of the tables ask for: numbers and days, never a word about anybody.
MAY_READ = {
    "programme": "id, closed_on, closed_at, ends_on, collects_until",
    "programme_membership": "programme_id, authority_id",
    "authority": "id",
    "person": "id, same_as_id",
    "tenure": "person_id, authority_id",
    "succession_event": "person_id",
    "successor_identity": "person_id",
    "profile_round": "id, authority_id, person_id",
    # Asked for by the policies of the tables themselves; no policy shows it a row.
    "rater_invitation": "round_id, secret_hash",
    "handover_pack": "id",
    "recruitment_pack": "id",
    "story": "id",
}
REFUSE_CHANGE = (
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN {exception}RAISE EXCEPTION '% on % is refused: history is not rewritten', tg_op, tg_table_name "
    "USING ERRCODE = 'insufficient_privilege'; END $$"
)
# Which rows and columns it may take is said by its privileges and policies; TRUNCATE is refused to it too.
EXCEPTION = (
    f"IF current_user = '{RETENTION}' AND tg_level = 'ROW' THEN "
    "IF tg_op = 'DELETE' THEN RETURN OLD; ELSE RETURN NEW; END IF; END IF; "
)


def upgrade() -> None:
    op.execute(f"GRANT USAGE ON SCHEMA public TO {RETENTION}")
    close_programmes()
    for head, body in FUNCTIONS.items():
        op.execute(f"CREATE FUNCTION {head} LANGUAGE sql STABLE AS $$ {body} $$")
    op.execute(REFUSE_CHANGE.format(exception=EXCEPTION))
    op.alter_column("profile_share", "coach_email", nullable=True)
    fence_what_was_open()
    let_it_take()
    make_runs()


def close_programmes() -> None:
    op.add_column("programme", sa.Column("closed_on", sa.Date))
    op.add_column("programme", sa.Column("closed_at", MOMENT))
    op.add_column("programme", sa.Column("closed_by_id", sa.Integer, sa.ForeignKey("account.id")))
    op.create_index("ix_programme_closed_by_id", "programme", ["closed_by_id"])
    op.create_check_constraint("closed_with_its_moment", "programme", "(closed_on IS NULL) = (closed_at IS NULL)")
    op.create_check_constraint("closed_who_and_when", "programme", "closed_by_id IS NULL OR closed_at IS NOT NULL")
    op.create_check_constraint("closed_after_start", "programme", "closed_on >= starts_on")
    op.execute("GRANT UPDATE (closed_on, closed_at, closed_by_id) ON programme TO throughline_web")


def fence_what_was_open() -> None:
    """Two tables that only workers reach had no policy; a role that takes rows needs one to be kept to its rows."""
    for table, roles in (("rater_letter", "throughline_worker, throughline_closing"), ("risk_data_cut", "PUBLIC")):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY work ON {table} TO {roles} USING (true) WITH CHECK (true)")
    # What was written to a rater goes with their address when the round is released.
    op.execute("GRANT SELECT (invitation_id), DELETE ON rater_letter TO throughline_closing")


def let_it_take() -> None:
    for table, columns in MAY_READ.items():
        op.execute(f"GRANT SELECT ({columns}) ON {table} TO {RETENTION}")
    op.execute(
        f"CREATE POLICY retention_reads ON successor_identity FOR SELECT TO {RETENTION} USING (person_id IS NOT NULL)"
    )
    for table, due in ROWS.items():
        op.execute(f"GRANT DELETE ON {table} TO {RETENTION}")
        # The first lets it, the second lets it no further, whatever other policies say of those who see everything.
        op.execute(f"CREATE POLICY retention_takes ON {table} FOR DELETE TO {RETENTION} USING ({due})")
        op.execute(f"CREATE POLICY retention_only ON {table} AS RESTRICTIVE FOR DELETE TO {RETENTION} USING ({due})")
    for table, (columns, due) in COLUMNS.items():
        op.execute(f"GRANT UPDATE ({', '.join(columns)}) ON {table} TO {RETENTION}")
        full = " OR ".join(f"{column} IS DISTINCT FROM {value}" for column, value in columns.items())
        empty = " AND ".join(f"{column} IS NOT DISTINCT FROM {value}" for column, value in columns.items())
        rule = f"USING (({full}) AND {due}) WITH CHECK ({empty})"
        op.execute(f"CREATE POLICY retention_empties ON {table} FOR UPDATE TO {RETENTION} {rule}")
        op.execute(f"CREATE POLICY retention_empties_only ON {table} AS RESTRICTIVE FOR UPDATE TO {RETENTION} {rule}")


def make_runs() -> None:
    op.create_table(
        "retention_run",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT),
        sa.Column("taken", postgresql.JSONB, nullable=False),
        sa.CheckConstraint("finished_at >= started_at", name="ended_after_start"),
    )
    op.create_index("ix_retention_run_started_at", "retention_run", ["started_at"])
    custom_policy("retention_run", "programme", EVERYTHING, web="SELECT", worker="SELECT, INSERT, UPDATE")
    op.execute(f"GRANT SELECT, UPDATE (taken) ON retention_run TO {RETENTION}")


def downgrade() -> None:
    op.drop_table("retention_run")
    for table in COLUMNS:
        op.execute(f"DROP POLICY retention_empties ON {table}")
        op.execute(f"DROP POLICY retention_empties_only ON {table}")
    for table in ROWS:
        op.execute(f"DROP POLICY retention_takes ON {table}")
        op.execute(f"DROP POLICY retention_only ON {table}")
    op.execute("DROP POLICY retention_reads ON successor_identity")
    for table in {*ROWS, *COLUMNS, *MAY_READ}:
        op.execute(f"REVOKE ALL ON {table} FROM {RETENTION}")
        for columns in (MAY_READ.get(table), ", ".join(COLUMNS[table][0]) if table in COLUMNS else None):
            if columns:
                op.execute(f"REVOKE ALL ({columns}) ON {table} FROM {RETENTION}")
    op.execute("REVOKE SELECT (invitation_id), DELETE ON rater_letter FROM throughline_closing")
    for table in ("rater_letter", "risk_data_cut"):
        op.execute(f"DROP POLICY work ON {table}")
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    # An address that is gone cannot be given back; the owner sees the rows only without the force.
    op.execute("ALTER TABLE profile_share NO FORCE ROW LEVEL SECURITY")
    op.execute("UPDATE profile_share SET coach_email = '' WHERE coach_email IS NULL")
    op.execute("ALTER TABLE profile_share FORCE ROW LEVEL SECURITY")
    op.alter_column("profile_share", "coach_email", nullable=False)
    op.execute(REFUSE_CHANGE.format(exception=""))
    for head in reversed(FUNCTIONS):
        op.execute(f"DROP FUNCTION {head.split(' RETURNS')[0]}")
    op.execute("REVOKE UPDATE (closed_on, closed_at, closed_by_id) ON programme FROM throughline_web")
    for column in ("closed_by_id", "closed_at", "closed_on"):
        op.drop_column("programme", column)
    op.execute(f"REVOKE USAGE ON SCHEMA public FROM {RETENTION}")
