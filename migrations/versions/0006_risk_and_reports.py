"""Risk runs with their frozen inputs, predictions and totals; reports with their files; publications."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.security import EVERYTHING, append_only, authority_scoped, grant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
HORIZONS = ("r3", "r6", "r12")


def upgrade() -> None:
    make_runs()
    make_predictions()
    make_reports()
    make_publications()


def make_runs() -> None:
    op.create_table(
        "risk_run",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("landmark", sa.Date, nullable=False, index=True),
        sa.Column("trigger", sa.String, nullable=False),
        sa.Column("replayed", sa.Boolean, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("requested_at", MOMENT, server_default=sa.func.clock_timestamp(), nullable=False),
        sa.Column("requested_by_id", sa.Integer, sa.ForeignKey("account.id"), index=True),
        sa.Column("model", sa.String),
        sa.Column("model_version", sa.String),
        sa.Column("priors_version", sa.String),
        sa.Column("input_hash", sa.String),
        sa.Column("same_as_id", sa.Uuid, sa.ForeignKey("risk_run.id"), index=True),
        sa.Column("posts", sa.Integer),
        sa.Column("events_on_record", sa.Integer),
        sa.Column("diagnostics", postgresql.JSONB),
        sa.Column("summary", postgresql.JSONB),
        sa.Column("predicted_at", MOMENT),
        sa.Column("error", sa.String),
        sa.CheckConstraint("status IN ('requested', 'predicted', 'unchanged', 'failed')", name="status_known"),
        sa.CheckConstraint("trigger IN ('schedule', 'announcement', 'run_now', 'replay')", name="trigger_known"),
        sa.CheckConstraint("(status = 'unchanged') = (same_as_id IS NOT NULL)", name="same_as_when_unchanged"),
        sa.CheckConstraint(
            "(status IN ('predicted', 'unchanged')) = (input_hash IS NOT NULL)", name="hash_when_frozen"
        ),
        sa.CheckConstraint("replayed = (trigger = 'replay')", name="replayed_is_marked"),
    )
    op.create_index(
        "uq_risk_run_cut",
        "risk_run",
        ["landmark", "model", "model_version", "input_hash"],
        unique=True,
        postgresql_where=sa.text("status = 'predicted'"),
    )
    op.create_index(
        "uq_risk_run_waiting",
        "risk_run",
        ["landmark"],
        unique=True,
        postgresql_where=sa.text("status = 'requested'"),
    )
    grant("risk_run", web="SELECT, INSERT", worker="SELECT, INSERT, UPDATE")
    op.create_table(
        "risk_data_cut",
        sa.Column("run_id", sa.Uuid, sa.ForeignKey("risk_run.id"), primary_key=True),
        sa.Column("inputs", sa.String, nullable=False),
    )
    grant("risk_data_cut", worker="SELECT, INSERT")
    append_only("risk_data_cut")


def make_predictions() -> None:
    figures = [sa.Column(f"{name}{end}", sa.Float) for name in HORIZONS for end in ("", "_low", "_high")]
    op.create_table(
        "prediction",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("run_id", sa.Uuid, sa.ForeignKey("risk_run.id"), nullable=False),
        sa.Column("post_id", sa.Uuid, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("months_in_post", sa.Float),
        *figures,
        sa.Column("band", sa.String),
        sa.Column("band_before", sa.String),
        sa.Column("base_r12", sa.Float),
        sa.Column("hard_facts", sa.String, nullable=False),
        sa.Column("gap", sa.String),
        sa.Column("prior_kind", sa.String, nullable=False),
        sa.Column("cell", sa.String, nullable=False),
        sa.Column("drivers", postgresql.JSONB, nullable=False),
        sa.Column("not_recorded", postgresql.JSONB, nullable=False),
        sa.Column("change_line", sa.String, nullable=False),
        sa.Column("created_at", MOMENT, server_default=sa.func.clock_timestamp(), nullable=False),
        sa.Column("authority_id", sa.Integer, sa.ForeignKey("authority.id"), nullable=False, index=True),
        sa.UniqueConstraint("run_id", "post_id", name="uq_prediction_run_id_post_id"),
        sa.ForeignKeyConstraint(
            ["authority_id", "post_id"], ["post.authority_id", "post.id"], name="fk_prediction_authority_id_post_id"
        ),
        sa.CheckConstraint("num_nulls(r3, r6, r12) IN (0, 3)", name="all_horizons_or_none"),
        sa.CheckConstraint("r3 IS NULL OR (0 <= r3 AND r3 <= r6 AND r6 <= r12 AND r12 <= 1)", name="horizons_in_order"),
        sa.CheckConstraint("(r3 IS NULL) = (band IS NULL)", name="band_with_figures"),
        sa.CheckConstraint("(status = 'vacant') = (r3 IS NULL)", name="no_figures_when_vacant"),
    )
    op.create_index("ix_prediction_post", "prediction", ["authority_id", "post_id"])
    authority_scoped("prediction", web="SELECT", worker="SELECT, INSERT")
    append_only("prediction")
    op.create_table(
        "risk_total",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("run_id", sa.Uuid, sa.ForeignKey("risk_run.id"), nullable=False),
        sa.Column("posts", sa.Integer, nullable=False),
        sa.Column("expected", sa.Float, nullable=False),
        sa.Column("low", sa.Float, nullable=False),
        sa.Column("high", sa.Float, nullable=False),
        sa.Column("authority_id", sa.Integer, sa.ForeignKey("authority.id"), index=True),
        sa.UniqueConstraint(
            "run_id", "authority_id", name="uq_risk_total_run_id_authority_id", postgresql_nulls_not_distinct=True
        ),
    )
    authority_scoped("risk_total", web="SELECT", worker="SELECT, INSERT")
    append_only("risk_total")


def make_reports() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("run_id", sa.Uuid, sa.ForeignKey("risk_run.id"), nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("requested_at", MOMENT, server_default=sa.func.clock_timestamp(), nullable=False),
        sa.Column("finished_at", MOMENT),
        sa.Column("error", sa.String),
        sa.Column("content", postgresql.JSONB),
        sa.Column("expires_on", sa.Date),
        sa.Column("authority_id", sa.Integer, sa.ForeignKey("authority.id"), index=True),
        sa.UniqueConstraint(
            "run_id", "authority_id", name="uq_report_run_id_authority_id", postgresql_nulls_not_distinct=True
        ),
        sa.CheckConstraint("status IN ('requested', 'ready', 'failed')", name="status_known"),
        sa.CheckConstraint("(status = 'requested') = (finished_at IS NULL)", name="finished_when_over"),
        sa.CheckConstraint("(status = 'failed') = (error IS NOT NULL)", name="error_when_failed"),
        sa.CheckConstraint("(status = 'ready') = (content IS NOT NULL)", name="content_when_ready"),
    )
    authority_scoped("report", web="SELECT", worker="SELECT, INSERT, UPDATE")
    op.create_table(
        "report_file",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("report_id", sa.Uuid, sa.ForeignKey("report.id"), nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("sha256", sa.String, nullable=False),
        sa.Column("authority_id", sa.Integer, sa.ForeignKey("authority.id"), index=True),
        sa.UniqueConstraint("report_id", "kind", name="uq_report_file_report_id_kind"),
        sa.CheckConstraint("kind IN ('html', 'csv')", name="kind_known"),
    )
    authority_scoped("report_file", web="SELECT", worker="SELECT, INSERT, DELETE")


def make_publications() -> None:
    op.create_table(
        "publication",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("run_id", sa.Uuid, sa.ForeignKey("risk_run.id"), nullable=False, unique=True),
        sa.Column("content", postgresql.JSONB, nullable=False),
        sa.Column("drafted_at", MOMENT, server_default=sa.func.clock_timestamp(), nullable=False),
        sa.Column("published_at", MOMENT),
        sa.Column("published_by_id", sa.Integer, sa.ForeignKey("account.id"), index=True),
        sa.Column("published_as", sa.String),
        sa.CheckConstraint("num_nulls(published_at, published_by_id, published_as) IN (0, 3)", name="who_and_when"),
    )
    op.create_index("ix_publication_published", "publication", ["published_at"])
    op.execute("ALTER TABLE publication ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE publication FORCE ROW LEVEL SECURITY")
    # Whoever is signed in reads what was published; drafts, and every writing, are for those who see everything.
    op.execute(
        "CREATE POLICY read_published ON publication FOR SELECT "
        f"USING ((published_at IS NOT NULL AND current_setting('app.account', true) <> '') OR {EVERYTHING})"
    )
    op.execute(f"CREATE POLICY draft ON publication FOR INSERT WITH CHECK ({EVERYTHING})")
    op.execute(f"CREATE POLICY publish ON publication FOR UPDATE USING ({EVERYTHING}) WITH CHECK ({EVERYTHING})")
    # The page may only sign a draft off; its content is the worker's.
    sign_off = "UPDATE (published_at, published_by_id, published_as)"
    grant("publication", web=f"SELECT, {sign_off}", worker=f"SELECT, INSERT, {sign_off}")


def downgrade() -> None:
    for table in ("publication", "report_file", "report", "risk_total", "prediction", "risk_data_cut", "risk_run"):
        op.drop_table(table)
