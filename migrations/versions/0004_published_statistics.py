"""The catalogue of indicators, and published statistics: file, release, figure."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.security import append_only, grant, public_fact_table

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    make_catalogue()
    make_releases()
    make_values()


def make_catalogue() -> None:
    op.create_table(
        "indicator",
        sa.Column("code", sa.String, primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("topic", sa.String, nullable=False),
        sa.Column("definition", sa.String, nullable=False),
        sa.Column("unit", sa.String, nullable=False),
        sa.Column("multiplier", sa.Integer),
        sa.Column("polarity", sa.String, nullable=False),
        sa.Column("decimals", sa.Integer, nullable=False),
        sa.Column("basis", sa.String, nullable=False),
        sa.Column("publication", sa.String, nullable=False),
        sa.CheckConstraint("kind IN ('indicator', 'base')", name="kind_known"),
        sa.CheckConstraint("polarity IN ('higher', 'lower', 'neutral', 'context')", name="polarity_known"),
        sa.CheckConstraint("unit IN ('per_10000', 'percent', 'cases', 'score', 'count')", name="unit_known"),
    )
    grant("indicator", web="SELECT", worker="SELECT, INSERT, UPDATE")


def make_releases() -> None:
    op.create_table(
        "published_file",
        sa.Column("sha256", sa.String, primary_key=True),
        sa.Column("file_name", sa.String, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256_hexadecimal"),
    )
    grant("published_file", web="SELECT", worker="SELECT, INSERT")
    append_only("published_file")
    op.create_table(
        "published_release",
        sa.Column("id", sa.Integer, sa.Identity(always=True), primary_key=True),
        sa.Column("sha256", sa.String, sa.ForeignKey("published_file.sha256"), nullable=False),
        sa.Column("publication", sa.String, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("released_on", sa.Date, nullable=False),
        sa.Column("date_basis", sa.String, nullable=False),
        sa.Column("first_on", sa.Date, nullable=False),
        sa.Column("latest_on", sa.Date, nullable=False),
        sa.Column("account", postgresql.JSONB, nullable=False),
        sa.Column("imported_at", MOMENT, server_default=sa.func.clock_timestamp(), nullable=False),
        sa.Column("imported_by_id", sa.Integer, sa.ForeignKey("account.id"), index=True),
        sa.UniqueConstraint("sha256", "released_on"),
        sa.CheckConstraint("date_basis IN ('given', 'estimated')", name="date_basis_known"),
        sa.CheckConstraint("latest_on >= first_on", name="periods_in_order"),
        sa.CheckConstraint("released_on >= latest_on", name="released_after_its_latest_period"),
    )
    op.create_index("ix_published_release_released_on", "published_release", ["released_on"])
    # An estimated date may be replaced by the one that somebody looked up; nothing else of a release changes.
    grant("published_release", web="SELECT", worker="SELECT, INSERT, UPDATE (released_on, date_basis)")


def make_values() -> None:
    op.create_table(
        "published_value",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("release_id", sa.Integer, sa.ForeignKey("published_release.id"), nullable=False),
        sa.Column("indicator_code", sa.String, sa.ForeignKey("indicator.code"), nullable=False),
        sa.Column("measure", sa.String, nullable=False),
        sa.Column("area_level", sa.String, nullable=False),
        sa.Column("area_code", sa.String, nullable=False),
        sa.Column("authority_id", sa.Integer, sa.ForeignKey("authority.id"), index=True),
        sa.Column("period_kind", sa.String, nullable=False),
        sa.Column("period_start", sa.Date, nullable=False),
        sa.Column("period_end", sa.Date, nullable=False),
        sa.Column("value", sa.Numeric),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("decimals", sa.SmallInteger, nullable=False),
        sa.Column("derived", sa.Boolean, nullable=False),
        sa.Column("line", sa.Integer, nullable=False),
        sa.Column("column_name", sa.String, nullable=False),
        sa.UniqueConstraint("release_id", "indicator_code", "measure", "area_code", "period_kind", "period_end"),
        sa.CheckConstraint("measure IN ('value', 'numerator', 'denominator')", name="measure_known"),
        sa.CheckConstraint("area_level IN ('country', 'region', 'authority', 'joint')", name="area_level_known"),
        sa.CheckConstraint("(area_level = 'authority') = (authority_id IS NOT NULL)", name="authority_when_one"),
        sa.CheckConstraint("status IN ('ok', 'c', 'u', 'x', 'z', 'k', 'low')", name="status_known"),
        sa.CheckConstraint("(status = 'ok') = (value IS NOT NULL)", name="value_when_ok"),
        sa.CheckConstraint("decimals BETWEEN 0 AND 6", name="decimals_known"),
        sa.CheckConstraint("period_end >= period_start", name="period_in_order"),
        sa.CheckConstraint("line >= 2", name="line_below_header"),
    )
    op.create_index("ix_published_value_indicator_area", "published_value", ["indicator_code", "area_code"])
    op.create_index(
        "ix_published_value_joint", "published_value", ["area_code"], postgresql_where=sa.text("area_level = 'joint'")
    )
    public_fact_table("published_value", web="SELECT", worker="SELECT, INSERT")
    append_only("published_value")


def downgrade() -> None:
    for table in ("published_value", "published_release", "published_file", "indicator"):
        op.drop_table(table)
