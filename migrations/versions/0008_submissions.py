"""Collections and what is due, uploads and their checks, submissions with versions, queries, reviews, reminders."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.security import (
    EVERYTHING,
    IN_SCOPE,
    OWN_ACCOUNT,
    append_only,
    authority_scoped,
    custom_policy,
    grant,
)

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NOW = sa.func.clock_timestamp()
QUARTER = r"quarter ~ '^\d{4}-\d{2} Q[1-4]$'"
STATUSES = "status IN ('ok', 'c', 'k', 'u', 'x', 'z', 'low')"
STATES = "('not_started', 'in_progress', 'submitted', 'returned', 'resubmitted', 'approved', 'reopened')"
ROLES = "'support_team', 'authority_lead', 'risk_reader', 'leader', 'dfe_viewer'"
OF_ONE = "'authority_lead', 'risk_reader', 'leader'"


def account(name: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.Integer, sa.ForeignKey("account.id"), nullable=nullable, index=True)


def authority() -> sa.Column:
    return sa.Column("authority_id", sa.Integer, sa.ForeignKey("authority.id"), nullable=False, index=True)


def of_authority(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    """A reference that cannot lead to another authority's row."""
    return sa.ForeignKeyConstraint(
        ["authority_id", column],
        [f"{parent}.authority_id", f"{parent}.id"],
        name=f"fk_{table}_authority_id_{column}",
    )


def upgrade() -> None:
    let_signatories_in()
    make_collections()
    make_exceptions()
    make_uploads()
    make_submissions()
    make_queries()
    complete_observations()
    make_notices()
    make_exports()


def let_signatories_in() -> None:
    """A director who signs a return off, and the day on which somebody leaves a role."""
    op.drop_constraint("ck_account_membership_role_known", "account_membership")
    op.create_check_constraint("role_known", "account_membership", f"role IN ({ROLES}, 'signatory')")
    op.drop_constraint("ck_account_membership_authority_where_needed", "account_membership")
    op.create_check_constraint(
        "authority_where_needed",
        "account_membership",
        f"(role IN ({OF_ONE}, 'signatory')) = (authority_id IS NOT NULL)",
    )
    op.add_column("account_membership", sa.Column("leaves_on", sa.Date))
    for role in ("throughline_web", "throughline_worker"):
        op.execute(f"GRANT UPDATE (leaves_on) ON account_membership TO {role}")


def _written_by_the_programme(table: str) -> None:
    """Everybody signed in may read it; only those who see everything may write it."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY read_all ON {table} FOR SELECT USING (true)")
    op.execute(f"CREATE POLICY insert_programme ON {table} FOR INSERT WITH CHECK ({EVERYTHING})")
    op.execute(f"CREATE POLICY update_programme ON {table} FOR UPDATE USING ({EVERYTHING}) WITH CHECK ({EVERYTHING})")


def make_collections() -> None:
    # The last day on which a closed programme still takes returns; none means as long as it asks for them.
    op.add_column("programme", sa.Column("collects_until", sa.Date))
    op.execute("GRANT UPDATE (collects_until) ON programme TO throughline_web")
    op.create_table(
        "collection",
        sa.Column("id", sa.Integer, sa.Identity(), primary_key=True),
        sa.Column("programme_id", sa.Integer, sa.ForeignKey("programme.id"), nullable=False, index=True),
        sa.Column("quarter", sa.String, nullable=False, unique=True),
        sa.Column("opens_on", sa.Date, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("closes_on", sa.Date),
        sa.Column("note", sa.String),
        sa.Column("made_at", MOMENT, server_default=NOW, nullable=False),
        account("made_by_id"),
        sa.CheckConstraint(QUARTER, name="quarter_written_in_full"),
        sa.CheckConstraint("due_on >= opens_on", name="due_after_opening"),
        sa.CheckConstraint("closes_on IS NULL OR closes_on >= due_on", name="closes_after_due"),
    )
    _written_by_the_programme("collection")
    grant("collection", web="SELECT, INSERT, UPDATE", worker="SELECT, INSERT, UPDATE")
    op.create_table(
        "collection_item",
        sa.Column("collection_id", sa.Integer, sa.ForeignKey("collection.id"), primary_key=True),
        sa.Column("indicator_code", sa.String, sa.ForeignKey("indicator.code"), primary_key=True, index=True),
        sa.Column("asked", sa.Boolean, nullable=False),
    )
    _written_by_the_programme("collection_item")
    grant("collection_item", web="SELECT, INSERT, UPDATE", worker="SELECT, INSERT, UPDATE")


def make_exceptions() -> None:
    op.create_table(
        "extension",
        sa.Column("id", sa.Uuid, primary_key=True),
        authority(),
        sa.Column("collection_id", sa.Integer, sa.ForeignKey("collection.id"), nullable=False, index=True),
        sa.Column("until", sa.Date, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("granted_at", MOMENT, server_default=NOW, nullable=False),
        account("granted_by_id"),
        sa.Column("ended_at", MOMENT),
        account("ended_by_id"),
        sa.CheckConstraint("ended_by_id IS NULL OR ended_at IS NOT NULL", name="ended_who_and_when"),
    )
    op.create_index(
        "uq_extension_open",
        "extension",
        ["authority_id", "collection_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    authority_scoped("extension")
    op.create_table(
        "return_setting",
        sa.Column("authority_id", sa.Integer, sa.ForeignKey("authority.id"), primary_key=True),
        sa.Column("sign_off", sa.Boolean, nullable=False),
        sa.Column("changed_at", MOMENT, server_default=NOW, nullable=False),
        account("changed_by_id"),
    )
    authority_scoped("return_setting")


def make_uploads() -> None:
    op.create_table(
        "upload",
        sa.Column("id", sa.Uuid, primary_key=True),
        authority(),
        sa.Column("collection_id", sa.Integer, sa.ForeignKey("collection.id"), nullable=False, index=True),
        sa.Column("file_name", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String, nullable=False),
        sa.Column("body", sa.LargeBinary),
        sa.Column("scan", sa.String, nullable=False),
        sa.Column("uploaded_at", MOMENT, server_default=NOW, nullable=False),
        account("uploaded_by_id"),
        sa.Column("acting_for_lead", sa.Boolean, nullable=False),
        sa.Column("forget_on", sa.Date),
        sa.UniqueConstraint("authority_id", "id"),
        sa.CheckConstraint("kind IN ('csv', 'xlsx', 'form', 'other')", name="kind_known"),
        sa.CheckConstraint("scan IN ('not_scanned', 'clean', 'infected')", name="scan_known"),
    )
    authority_scoped("upload")
    op.create_table(
        "figure_check",
        sa.Column("id", sa.Uuid, primary_key=True),
        authority(),
        sa.Column("upload_id", sa.Uuid, nullable=False),
        sa.Column("collection_id", sa.Integer, sa.ForeignKey("collection.id"), nullable=False, index=True),
        sa.Column("base_version", sa.Integer, nullable=False),
        sa.Column("fingerprint", sa.String, nullable=False),
        sa.Column("rules_version", sa.String, nullable=False),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("result", postgresql.JSONB, nullable=False),
        sa.Column("made_at", MOMENT, server_default=NOW, nullable=False),
        account("made_by_id"),
        sa.UniqueConstraint("authority_id", "id"),
        of_authority("figure_check", "upload_id", "upload"),
        sa.CheckConstraint("outcome IN ('refused', 'errors', 'queries', 'clean')", name="outcome_known"),
    )
    op.create_index("ix_figure_check_upload", "figure_check", ["authority_id", "upload_id"])
    authority_scoped("figure_check", web="SELECT, INSERT", worker="SELECT, INSERT")
    append_only("figure_check")


def make_submissions() -> None:
    op.create_table(
        "submission",
        sa.Column("id", sa.Uuid, primary_key=True),
        authority(),
        sa.Column("collection_id", sa.Integer, sa.ForeignKey("collection.id"), nullable=False, index=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("first_submitted_at", MOMENT),
        sa.Column("due_on_then", sa.Date),
        sa.Column("timeliness", sa.String),
        sa.Column("days_late", sa.Integer),
        sa.UniqueConstraint("authority_id", "collection_id"),
        sa.UniqueConstraint("authority_id", "id"),
        sa.CheckConstraint(f"state IN {STATES}", name="state_known"),
        sa.CheckConstraint("timeliness IN ('on_time', 'extended', 'late')", name="timeliness_known"),
        sa.CheckConstraint(
            "num_nulls(first_submitted_at, due_on_then, timeliness, days_late) IN (0, 4)", name="frozen_together"
        ),
        sa.CheckConstraint("version >= 0", name="version_counts"),
    )
    authority_scoped("submission")
    op.create_table(
        "submission_version",
        sa.Column("id", sa.Uuid, primary_key=True),
        authority(),
        sa.Column("submission_id", sa.Uuid, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("check_id", sa.Uuid, nullable=False),
        sa.Column("counts", postgresql.JSONB, nullable=False),
        sa.Column("confirmed_at", MOMENT, server_default=NOW, nullable=False),
        account("confirmed_by_id"),
        sa.Column("acting_for_lead", sa.Boolean, nullable=False),
        sa.UniqueConstraint("authority_id", "id"),
        sa.UniqueConstraint("submission_id", "number", name="uq_submission_version_submission_id_number"),
        of_authority("submission_version", "submission_id", "submission"),
        of_authority("submission_version", "check_id", "figure_check"),
        sa.CheckConstraint("number >= 1", name="number_counts"),
    )
    op.create_index("ix_submission_version_submission", "submission_version", ["authority_id", "submission_id"])
    op.create_index("uq_submission_version_check", "submission_version", ["authority_id", "check_id"], unique=True)
    authority_scoped("submission_version", web="SELECT, INSERT", worker="SELECT, INSERT")
    append_only("submission_version")
    _refuse_new_versions_while_locked()
    op.create_table(
        "submitted_figure",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        authority(),
        sa.Column("version_id", sa.Uuid, nullable=False),
        sa.Column("indicator_code", sa.String, sa.ForeignKey("indicator.code"), nullable=False, index=True),
        sa.Column("definition", sa.Integer, nullable=False),
        sa.Column("value", sa.Numeric),
        sa.Column("numerator", sa.Numeric),
        sa.Column("denominator", sa.Numeric),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("sheet", sa.String),
        sa.Column("cell", sa.String, nullable=False),
        sa.Column("comment", sa.String),
        sa.Column("follow_up", sa.Boolean, nullable=False),
        sa.UniqueConstraint("version_id", "indicator_code", name="uq_submitted_figure_version_id_indicator_code"),
        of_authority("submitted_figure", "version_id", "submission_version"),
        sa.CheckConstraint(STATUSES, name="status_known"),
        sa.CheckConstraint("(status = 'ok') = (value IS NOT NULL)", name="value_when_ok"),
        sa.CheckConstraint("status = 'ok' OR num_nonnulls(numerator, denominator) = 0", name="counts_when_ok"),
    )
    op.create_index("ix_submitted_figure_version", "submitted_figure", ["authority_id", "version_id"])
    authority_scoped("submitted_figure", web="SELECT, INSERT", worker="SELECT, INSERT")
    append_only("submitted_figure")
    op.create_table(
        "submission_event",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        authority(),
        sa.Column("submission_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("at", MOMENT, server_default=NOW, nullable=False),
        account("by_id"),
        sa.Column("acting_for_lead", sa.Boolean, nullable=False),
        sa.Column("reason", sa.String),
        sa.Column("sections", postgresql.ARRAY(sa.String), nullable=False, server_default="{}"),
        sa.Column("snapshot", postgresql.JSONB),
        of_authority("submission_event", "submission_id", "submission"),
        sa.CheckConstraint(
            "kind IN ('confirmed', 'signed_off', 'sign_off_declined', 'submitted', 'returned', 'approved', 'reopened')",
            name="kind_known",
        ),
        sa.CheckConstraint(
            "kind NOT IN ('returned', 'reopened', 'sign_off_declined') OR reason IS NOT NULL", name="reason_when_back"
        ),
        sa.CheckConstraint("kind <> 'returned' OR cardinality(sections) > 0", name="sections_when_returned"),
        sa.CheckConstraint("(kind = 'reopened') = (snapshot IS NOT NULL)", name="snapshot_when_reopened"),
    )
    op.create_index("ix_submission_event_submission", "submission_event", ["authority_id", "submission_id"])
    authority_scoped("submission_event", web="SELECT, INSERT", worker="SELECT, INSERT")
    append_only("submission_event")


def _refuse_new_versions_while_locked() -> None:
    """Approved figures refuse every writer through every door, and so do those that are being reviewed."""
    op.execute(
        """
        CREATE FUNCTION refuse_version_while_locked() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF (SELECT state FROM submission WHERE id = NEW.submission_id AND authority_id = NEW.authority_id)
               IN ('submitted', 'resubmitted', 'approved') THEN
                RAISE EXCEPTION 'the submission is locked' USING ERRCODE = 'check_violation',
                    CONSTRAINT = 'submission_version_while_open', TABLE = 'submission_version';
            END IF;
            RETURN NEW;
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER while_open BEFORE INSERT ON submission_version"
        " FOR EACH ROW EXECUTE FUNCTION refuse_version_while_locked()"
    )


def make_queries() -> None:
    op.create_table(
        "explanation",
        sa.Column("id", sa.Uuid, primary_key=True),
        authority(),
        sa.Column("submission_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("rule", sa.String, nullable=False),
        sa.Column("indicator_code", sa.String, sa.ForeignKey("indicator.code"), nullable=False, index=True),
        sa.Column("figure_key", sa.String, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("carried_from", sa.Integer),
        sa.Column("given_at", MOMENT, server_default=NOW, nullable=False),
        account("given_by_id"),
        sa.Column("accepted_at", MOMENT),
        account("accepted_by_id"),
        sa.Column("expires_on", sa.Date),
        sa.Column("retired_at", MOMENT),
        account("retired_by_id"),
        sa.UniqueConstraint("submission_id", "version", "rule", "indicator_code", name="uq_explanation_query"),
        of_authority("explanation", "submission_id", "submission"),
        sa.CheckConstraint("length(text) >= 10", name="long_enough"),
        sa.CheckConstraint("accepted_by_id IS NULL OR accepted_at IS NOT NULL", name="accepted_who_and_when"),
        sa.CheckConstraint("(accepted_at IS NULL) = (expires_on IS NULL)", name="expires_when_accepted"),
        sa.CheckConstraint("retired_by_id IS NULL OR retired_at IS NOT NULL", name="retired_who_and_when"),
    )
    op.create_index("ix_explanation_submission", "explanation", ["authority_id", "submission_id"])
    authority_scoped("explanation")


def complete_observations() -> None:
    """An approved figure knows its version, its cell and who approved it; a later one supersedes it."""
    op.drop_constraint("uq_observation_authority_id_indicator_code_quarter", "observation")
    op.alter_column("observation", "source_line", nullable=True)
    op.add_column("observation", sa.Column("definition", sa.Integer, server_default="1", nullable=False))
    op.add_column("observation", sa.Column("version_id", sa.Uuid))
    op.add_column("observation", sa.Column("source_sheet", sa.String))
    op.add_column("observation", sa.Column("source_cell", sa.String))
    op.add_column("observation", sa.Column("approved_at", MOMENT))
    op.add_column("observation", account("approved_by_id"))
    op.add_column("observation", sa.Column("superseded_at", MOMENT))
    op.add_column("observation", sa.Column("superseded_on", sa.Date))
    op.create_foreign_key(
        "fk_observation_authority_id_version_id",
        "observation",
        "submission_version",
        ["authority_id", "version_id"],
        ["authority_id", "id"],
    )
    op.create_index("ix_observation_version", "observation", ["authority_id", "version_id"])
    op.create_index(
        "uq_observation_current",
        "observation",
        ["authority_id", "indicator_code", "quarter"],
        unique=True,
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    op.create_check_constraint("superseded_when", "observation", "(superseded_at IS NULL) = (superseded_on IS NULL)")
    op.create_check_constraint("cell_with_version", "observation", "version_id IS NULL OR source_cell IS NOT NULL")
    op.create_check_constraint(
        "approved_who_and_when", "observation", "approved_by_id IS NULL OR approved_at IS NOT NULL"
    )
    for role in ("throughline_web", "throughline_worker"):
        op.execute(f"GRANT UPDATE (superseded_at, superseded_on) ON observation TO {role}")


def make_notices() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Uuid, primary_key=True),
        authority(),
        sa.Column("collection_id", sa.Integer, sa.ForeignKey("collection.id"), nullable=False, index=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id"), nullable=False, index=True),
        sa.Column("asked_at", MOMENT, server_default=NOW, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("sent_at", MOMENT),
        sa.Column("dropped", sa.String),
        sa.UniqueConstraint("authority_id", "collection_id", "account_id", "kind", "key", name="uq_notice_once"),
        sa.CheckConstraint("sent_at IS NULL OR dropped IS NULL", name="sent_or_dropped"),
    )
    op.create_index(
        "ix_notice_unsent", "notice", ["asked_at"], postgresql_where=sa.text("sent_at IS NULL AND dropped IS NULL")
    )
    authority_scoped("notice")


def make_exports() -> None:
    """Large exports are made by a worker and fetched by whoever asked, signed in, until they expire (L4)."""
    op.create_table(
        "figures_export",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("authority_id", sa.Integer, sa.ForeignKey("authority.id"), index=True),
        account("requested_by_id", nullable=False),
        sa.Column("requested_at", MOMENT, server_default=NOW, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("as_at", sa.Date, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("error", sa.String),
        sa.Column("name", sa.String),
        sa.Column("body", sa.LargeBinary),
        sa.Column("sha256", sa.String),
        sa.Column("finished_at", MOMENT),
        sa.Column("expires_at", MOMENT),
        sa.CheckConstraint("kind IN ('csv', 'xlsx')", name="kind_known"),
        sa.CheckConstraint("status IN ('requested', 'ready', 'failed', 'expired')", name="status_known"),
        sa.CheckConstraint("(status = 'requested') = (finished_at IS NULL)", name="finished_when_over"),
        sa.CheckConstraint("(status = 'ready') = (body IS NOT NULL)", name="body_when_ready"),
        sa.CheckConstraint("(status = 'failed') = (error IS NOT NULL)", name="error_when_failed"),
    )
    own = OWN_ACCOUNT.replace("account_id", "requested_by_id")
    custom_policy(
        "figures_export",
        "own_in_scope",
        f"{EVERYTHING} OR ({own} AND {IN_SCOPE})",
        web="SELECT, INSERT",
        worker="SELECT, INSERT, UPDATE",
    )


def downgrade() -> None:
    op.drop_table("figures_export")
    op.drop_table("notice")
    for role in ("throughline_web", "throughline_worker"):
        op.execute(f"REVOKE UPDATE (superseded_at, superseded_on) ON observation FROM {role}")
    op.execute("DELETE FROM observation WHERE superseded_at IS NOT NULL")
    op.drop_constraint("ck_observation_approved_who_and_when", "observation")
    op.drop_constraint("ck_observation_cell_with_version", "observation")
    op.drop_constraint("ck_observation_superseded_when", "observation")
    op.drop_index("uq_observation_current", "observation")
    op.drop_index("ix_observation_version", "observation")
    op.drop_constraint("fk_observation_authority_id_version_id", "observation")
    for column in (
        "superseded_on",
        "superseded_at",
        "approved_by_id",
        "approved_at",
        "source_cell",
        "source_sheet",
        "version_id",
        "definition",
    ):
        op.drop_column("observation", column)
    # History cannot go back into a table that holds one figure for each quarter: only what counts is kept.
    op.execute("DELETE FROM observation WHERE source_line IS NULL")
    op.alter_column("observation", "source_line", nullable=False)
    op.create_unique_constraint(
        "uq_observation_authority_id_indicator_code_quarter",
        "observation",
        ["authority_id", "indicator_code", "quarter"],
    )
    for table in ("explanation", "submission_event", "submitted_figure", "submission_version", "submission"):
        op.drop_table(table)
    op.execute("DROP FUNCTION refuse_version_while_locked()")
    for table in ("figure_check", "upload", "return_setting", "extension", "collection_item", "collection"):
        op.drop_table(table)
    for role in ("throughline_web", "throughline_worker"):
        op.execute(f"REVOKE UPDATE (leaves_on) ON account_membership FROM {role}")
    op.execute("REVOKE UPDATE (collects_until) ON programme FROM throughline_web")
    op.drop_column("programme", "collects_until")
    op.drop_column("account_membership", "leaves_on")
    op.execute("DELETE FROM account_membership WHERE role = 'signatory'")
    op.drop_constraint("ck_account_membership_authority_where_needed", "account_membership")
    op.create_check_constraint(
        "authority_where_needed", "account_membership", f"(role IN ({OF_ONE})) = (authority_id IS NOT NULL)"
    )
    op.drop_constraint("ck_account_membership_role_known", "account_membership")
    op.create_check_constraint("role_known", "account_membership", f"role IN ({ROLES})")
