"""Names, codes and boundaries of authorities; programme, innovations, adoptions; neighbours; inspections; politics."""

import sqlalchemy as sa
from alembic import op

from migrations.security import authority_scoped, grant, public_fact_table

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
CONFIDENCE = "confidence IS NULL OR confidence IN ('high', 'medium', 'low')"
GRADES = "('outstanding', 'good', 'requires_improvement', 'inadequate')"
JUDGEMENTS = ("overall", "impact_of_leaders", "help_and_protection", "children_in_care", "care_leavers")
READ_AND_WRITE = "SELECT, INSERT, UPDATE"


def authority() -> sa.Column:
    return sa.Column("authority_id", sa.Integer, sa.ForeignKey("authority.id"), nullable=False, index=True)


def recorded_at() -> sa.Column:
    return sa.Column("recorded_at", MOMENT, server_default=sa.func.clock_timestamp(), nullable=False)


def recorded_by() -> sa.Column:
    return sa.Column("recorded_by_id", sa.Integer, sa.ForeignKey("account.id"), index=True)


def text(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.String, nullable=nullable)


def day(name: str, *, nullable: bool = True, index: bool = False) -> sa.Column:
    return sa.Column(name, sa.Date, nullable=nullable, index=index)


def number() -> sa.Column:
    return sa.Column("id", sa.Integer, sa.Identity(), primary_key=True)


def identifier() -> sa.Column:
    return sa.Column("id", sa.Uuid, primary_key=True)


def recorded_fact(table: str, *own: sa.schema.SchemaItem) -> None:
    """A table of dated facts about authorities (authorities/facts.py), readable by all."""
    op.create_table(
        table,
        identifier(),
        sa.Column("ref", sa.String, nullable=False, unique=True),
        day("known_on", nullable=False),
        text("source", nullable=True),
        text("confidence", nullable=True),
        recorded_at(),
        recorded_by(),
        sa.Column("superseded_at", MOMENT),
        sa.Column("superseded_by_id", sa.Uuid, sa.ForeignKey(f"{table}.id"), index=True),
        authority(),
        *own,
        sa.CheckConstraint(CONFIDENCE, name="confidence_known"),
        sa.CheckConstraint("(superseded_at IS NULL) = (superseded_by_id IS NULL)", name="superseded_when_and_by"),
    )
    public_fact_table(table)


def upgrade() -> None:
    make_register()
    make_programme()
    make_adoptions()
    make_facts()
    make_arrangements_and_contacts()


def make_register() -> None:
    op.create_table(
        "authority_alias",
        number(),
        text("alias"),
        text("normalised"),
        text("source"),
        authority(),
        sa.UniqueConstraint("authority_id", "normalised", name="uq_authority_alias_authority_id_normalised"),
    )
    op.create_index("ix_authority_alias_normalised", "authority_alias", ["normalised"])
    public_fact_table("authority_alias")
    op.create_table(
        "authority_code",
        number(),
        text("gss_code"),
        day("valid_from"),
        day("valid_to"),
        text("source"),
        authority(),
        sa.UniqueConstraint("authority_id", "gss_code", name="uq_authority_code_authority_id_gss_code"),
    )
    op.create_index("ix_authority_code_gss_code", "authority_code", ["gss_code"])
    public_fact_table("authority_code")
    op.create_table(
        "boundary_event",
        identifier(),
        sa.Column("ref", sa.String, nullable=False, unique=True),
        text("kind"),
        text("status"),
        text("description"),
        text("source"),
        text("confidence", nullable=True),
        sa.CheckConstraint("kind IN ('merge', 'split', 'continuation', 'recode', 'overlap')", name="kind_known"),
        sa.CheckConstraint("status IN ('done', 'planned')", name="status_known"),
        sa.CheckConstraint(CONFIDENCE, name="confidence_known"),
    )
    grant("boundary_event", web=READ_AND_WRITE, worker=READ_AND_WRITE)
    op.create_table(
        "boundary_party",
        number(),
        sa.Column("event_id", sa.Uuid, sa.ForeignKey("boundary_event.id"), nullable=False, index=True),
        text("side"),
        authority(),
        sa.UniqueConstraint("event_id", "authority_id", "side", name="uq_boundary_party_event_id_authority_id_side"),
        sa.CheckConstraint("side IN ('predecessor', 'successor')", name="side_known"),
    )
    public_fact_table("boundary_party")
    op.create_table(
        "vesting_forecast",
        number(),
        sa.Column("event_id", sa.Uuid, sa.ForeignKey("boundary_event.id"), nullable=False, index=True),
        day("takes_effect_on", nullable=False),
        text("precision"),
        day("known_on", nullable=False),
        text("source"),
        recorded_at(),
        sa.UniqueConstraint("event_id", "known_on", name="uq_vesting_forecast_event_id_known_on"),
        sa.CheckConstraint("precision IN ('day', 'month', 'year')", name="precision_known"),
    )
    grant("vesting_forecast", web="SELECT, INSERT", worker="SELECT, INSERT")
    op.create_table(
        "statistical_neighbour",
        number(),
        sa.Column("model_year", sa.Integer, nullable=False),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.Column("neighbour_id", sa.Integer, sa.ForeignKey("authority.id"), nullable=False, index=True),
        text("closeness", nullable=True),
        authority(),
        sa.UniqueConstraint(
            "authority_id", "model_year", "rank", name="uq_statistical_neighbour_authority_id_model_year_rank"
        ),
        sa.UniqueConstraint(
            "authority_id",
            "model_year",
            "neighbour_id",
            name="uq_statistical_neighbour_authority_id_model_year_neighbour_id",
        ),
        sa.CheckConstraint("rank BETWEEN 1 AND 10", name="rank_of_ten"),
        sa.CheckConstraint("neighbour_id <> authority_id", name="not_itself"),
    )
    public_fact_table("statistical_neighbour")


def make_programme() -> None:
    op.create_table(
        "programme",
        number(),
        sa.Column("code", sa.String, nullable=False, unique=True),
        text("name"),
        day("starts_on", nullable=False),
        day("ends_on"),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="dates_in_order"),
    )
    grant("programme", web=READ_AND_WRITE, worker=READ_AND_WRITE)
    op.create_table(
        "programme_membership",
        identifier(),
        sa.Column("programme_id", sa.Integer, sa.ForeignKey("programme.id"), nullable=False),
        day("joined_on", nullable=False),
        day("left_on"),
        recorded_at(),
        recorded_by(),
        authority(),
        sa.UniqueConstraint(
            "programme_id",
            "authority_id",
            "joined_on",
            name="uq_programme_membership_programme_id_authority_id_joined_on",
        ),
        sa.CheckConstraint("left_on IS NULL OR left_on >= joined_on", name="dates_in_order"),
    )
    authority_scoped("programme_membership")
    op.create_table("innovation", sa.Column("code", sa.String, primary_key=True), text("name"))
    grant("innovation", web="SELECT", worker=READ_AND_WRITE)
    op.create_table(
        "innovator",
        number(),
        sa.Column("innovation_code", sa.String, sa.ForeignKey("innovation.code"), nullable=False),
        authority(),
        sa.UniqueConstraint("innovation_code", "authority_id", name="uq_innovator_innovation_code_authority_id"),
    )
    public_fact_table("innovator")


def make_adoptions() -> None:
    op.create_table(
        "adoption",
        identifier(),
        sa.Column("innovation_code", sa.String, sa.ForeignKey("innovation.code"), nullable=False, index=True),
        text("wave", nullable=True),
        text("source", nullable=True),
        text("confidence", nullable=True),
        recorded_at(),
        recorded_by(),
        authority(),
        sa.UniqueConstraint("authority_id", "innovation_code", name="uq_adoption_authority_id_innovation_code"),
        sa.UniqueConstraint("authority_id", "id", name="uq_adoption_authority_id_id"),
        sa.CheckConstraint(CONFIDENCE, name="confidence_known"),
    )
    authority_scoped("adoption")
    op.create_table(
        "adoption_date",
        identifier(),
        sa.Column("adoption_id", sa.Uuid, nullable=False),
        text("stage"),
        day("planned_on"),
        day("actual_on"),
        text("precision"),
        text("reason", nullable=True),
        recorded_at(),
        recorded_by(),
        sa.Column("superseded_at", MOMENT),
        authority(),
        sa.ForeignKeyConstraint(
            ["authority_id", "adoption_id"],
            ["adoption.authority_id", "adoption.id"],
            name="fk_adoption_date_authority_id_adoption_id",
        ),
        sa.CheckConstraint(
            "stage IN ('set_up', 'go_live', 'embedding', 'funding_ends', 'sustain')", name="stage_known"
        ),
        sa.CheckConstraint("precision IN ('day', 'month', 'year')", name="precision_known"),
        sa.CheckConstraint("num_nonnulls(planned_on, actual_on) > 0", name="some_date"),
    )
    op.create_index("ix_adoption_date_adoption", "adoption_date", ["authority_id", "adoption_id"])
    op.create_index(
        "uq_adoption_date_current",
        "adoption_date",
        ["adoption_id", "stage"],
        unique=True,
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    authority_scoped("adoption_date")
    op.create_table(
        "adoption_pause",
        identifier(),
        sa.Column("adoption_id", sa.Uuid, nullable=False),
        day("paused_on", nullable=False),
        day("resumed_on"),
        text("reason"),
        recorded_at(),
        recorded_by(),
        authority(),
        sa.ForeignKeyConstraint(
            ["authority_id", "adoption_id"],
            ["adoption.authority_id", "adoption.id"],
            name="fk_adoption_pause_authority_id_adoption_id",
        ),
        sa.UniqueConstraint("adoption_id", "paused_on", name="uq_adoption_pause_adoption_id_paused_on"),
        sa.CheckConstraint("resumed_on IS NULL OR resumed_on > paused_on", name="dates_in_order"),
    )
    op.create_index("ix_adoption_pause_adoption", "adoption_pause", ["authority_id", "adoption_id"])
    authority_scoped("adoption_pause")


def make_facts() -> None:
    recorded_fact(
        "inspection",
        day("inspected_on", nullable=False, index=True),
        text("framework"),
        text("kind"),
        *(text(name, nullable=True) for name in JUDGEMENTS),
        *(sa.CheckConstraint(f"{name} IS NULL OR {name} IN {GRADES}", name=f"{name}_known") for name in JUDGEMENTS),
        sa.CheckConstraint("kind IN ('standard', 'short', 'other')", name="kind_known"),
    )
    recorded_fact("political_control", day("effective_on", nullable=False, index=True), text("control"))
    recorded_fact(
        "election",
        day("polling_on", nullable=False, index=True),
        text("cycle"),
        sa.CheckConstraint("cycle IN ('all_out', 'thirds', 'halves')", name="cycle_known"),
    )
    recorded_fact(
        "reorganisation",
        day("started_on", nullable=False, index=True),
        day("until"),
        text("kind"),
        text("detail", nullable=True),
        sa.CheckConstraint("kind IN ('council', 'directorate')", name="kind_known"),
        sa.CheckConstraint("until IS NULL OR until >= started_on", name="dates_in_order"),
    )


def make_arrangements_and_contacts() -> None:
    op.create_table(
        "shared_arrangement",
        identifier(),
        sa.Column("ref", sa.String, nullable=False, unique=True),
        text("name"),
        text("kind"),
        day("starts_on"),
        day("ends_on"),
        text("effect"),
        text("basis"),
        sa.CheckConstraint("ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on", name="dates_in_order"),
    )
    grant("shared_arrangement", web=READ_AND_WRITE, worker=READ_AND_WRITE)
    op.create_table(
        "arrangement_party",
        number(),
        sa.Column("arrangement_id", sa.Uuid, sa.ForeignKey("shared_arrangement.id"), nullable=False),
        authority(),
        sa.UniqueConstraint("arrangement_id", "authority_id", name="uq_arrangement_party_arrangement_id_authority_id"),
    )
    public_fact_table("arrangement_party")
    op.create_table(
        "contact",
        identifier(),
        text("name"),
        text("email"),
        text("role"),
        day("since", nullable=False),
        day("until"),
        recorded_at(),
        recorded_by(),
        authority(),
        sa.CheckConstraint("role IN ('lead', 'deputy', 'signatory')", name="role_known"),
        sa.CheckConstraint("until IS NULL OR until >= since", name="dates_in_order"),
    )
    authority_scoped("contact")


def downgrade() -> None:
    for table in (
        "contact",
        "arrangement_party",
        "shared_arrangement",
        "reorganisation",
        "election",
        "political_control",
        "inspection",
        "adoption_pause",
        "adoption_date",
        "adoption",
        "innovator",
        "innovation",
        "programme_membership",
        "programme",
        "statistical_neighbour",
        "vesting_forecast",
        "boundary_party",
        "boundary_event",
        "authority_code",
        "authority_alias",
    ):
        op.drop_table(table)
