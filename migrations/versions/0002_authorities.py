"""Names, codes and boundaries of authorities; programme, innovations, adoptions; neighbours; inspections; politics."""

import sqlalchemy as sa
from alembic import op

from migrations.security import EVERYTHING, append_only, authority_scoped, grant, public_fact_table

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
CONFIDENCE = "confidence IS NULL OR confidence IN ('high', 'medium', 'low')"
INNOVATIONS = (
    ("family_safeguarding", "Family Safeguarding"),
    ("family_valued", "Family Valued"),
    ("no_wrong_door", "No Wrong Door"),
)
GRADES = "('outstanding', 'good', 'requires_improvement', 'inadequate')"
JUDGEMENTS = ("overall", "impact_of_leaders", "help_and_protection", "children_in_care", "care_leavers")
CURRENT = "superseded_at IS NULL AND NOT withdrawn"
READ_AND_WRITE = "SELECT, INSERT, UPDATE"
# Of a version nothing can be changed but that a newer one has taken its place: history is not rewritten.
ADD_AND_CLOSE = "SELECT, INSERT, UPDATE (superseded_at, superseded_by_id)"


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


def precision(name: str = "precision") -> tuple[sa.Column, sa.CheckConstraint]:
    return text(name), sa.CheckConstraint(f"{name} IN ('day', 'month', 'year')", name=f"{name}_known")


def confidence() -> tuple[sa.Column, sa.CheckConstraint]:
    return text("confidence", nullable=True), sa.CheckConstraint(CONFIDENCE, name="confidence_known")


def known_before_recorded() -> sa.CheckConstraint:
    return sa.CheckConstraint(
        "known_on <= (recorded_at AT TIME ZONE 'Europe/London')::date", name="known_before_recorded"
    )


def versioned(table: str, *own: sa.schema.SchemaItem) -> None:
    """A table of versions (authorities/recorded.py): a correction is a new row, which the old one names."""
    op.create_table(
        table,
        identifier(),
        day("known_on", nullable=False),
        text("source", nullable=True),
        *confidence(),
        sa.Column("withdrawn", sa.Boolean, server_default=sa.false(), nullable=False),
        recorded_at(),
        recorded_by(),
        sa.Column("superseded_at", MOMENT),
        sa.Column("superseded_by_id", sa.Uuid),
        authority(),
        *own,
        sa.UniqueConstraint("authority_id", "id", name=f"uq_{table}_authority_id_id"),
        sa.ForeignKeyConstraint(
            ["authority_id", "superseded_by_id"],
            [f"{table}.authority_id", f"{table}.id"],
            name=f"fk_{table}_authority_id_superseded_by_id",
            deferrable=True,
            initially="DEFERRED",
        ),
        known_before_recorded(),
        sa.CheckConstraint("(superseded_at IS NULL) = (superseded_by_id IS NULL)", name="superseded_when_and_by"),
    )
    op.create_index(f"ix_{table}_superseded_by", table, ["authority_id", "superseded_by_id"])


def recorded_fact(table: str, *own: sa.schema.SchemaItem, once: tuple[str, ...]) -> None:
    """A table of dated facts about authorities, readable by all: one current fact for each value of `once`."""
    versioned(
        table,
        sa.Column("ref", sa.String, nullable=False, unique=True),
        sa.CheckConstraint("length(ref) BETWEEN 1 AND 60", name="ref_length"),
        *own,
    )
    op.create_index(
        f"uq_{table}_current", table, ["authority_id", *once], unique=True, postgresql_where=sa.text(CURRENT)
    )
    public_fact_table(table, web=ADD_AND_CLOSE, worker=ADD_AND_CLOSE)


def readable_by_all(table: str, *, web: str, worker: str) -> None:
    """A table of the programme as a whole: anybody may read it, only those who see everything may write it."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY read_all ON {table} FOR SELECT USING (true)")
    op.execute(f"CREATE POLICY insert_everything ON {table} FOR INSERT WITH CHECK ({EVERYTHING})")
    op.execute(f"CREATE POLICY update_everything ON {table} FOR UPDATE USING ({EVERYTHING}) WITH CHECK ({EVERYTHING})")
    grant(table, web=web, worker=worker)


def upgrade() -> None:
    # No page writes the list of authorities itself: files and the shipped tables do, through the worker's role.
    op.execute("REVOKE INSERT, UPDATE ON authority FROM throughline_web")
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
    public_fact_table("authority_alias", web="SELECT", worker=READ_AND_WRITE)
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
    public_fact_table("authority_code", web="SELECT", worker=READ_AND_WRITE)
    op.create_table(
        "boundary_event",
        identifier(),
        sa.Column("ref", sa.String, nullable=False, unique=True),
        text("kind"),
        text("status"),
        text("description"),
        text("source"),
        *confidence(),
        sa.CheckConstraint("kind IN ('merge', 'split', 'continuation', 'recode', 'undecided')", name="kind_known"),
        sa.CheckConstraint("status IN ('done', 'planned', 'proposed')", name="status_known"),
    )
    readable_by_all("boundary_event", web="SELECT", worker=READ_AND_WRITE)
    op.create_table(
        "boundary_party",
        number(),
        sa.Column("event_id", sa.Uuid, sa.ForeignKey("boundary_event.id"), nullable=False, index=True),
        text("side"),
        authority(),
        sa.UniqueConstraint("event_id", "authority_id", "side", name="uq_boundary_party_event_id_authority_id_side"),
        sa.CheckConstraint("side IN ('predecessor', 'successor')", name="side_known"),
    )
    public_fact_table("boundary_party", web="SELECT", worker=READ_AND_WRITE)
    op.create_table(
        "vesting_forecast",
        number(),
        sa.Column("event_id", sa.Uuid, sa.ForeignKey("boundary_event.id"), nullable=False, index=True),
        day("takes_effect_on", nullable=False),
        *precision(),
        day("known_on", nullable=False),
        text("source"),
        *confidence(),
        recorded_at(),
        recorded_by(),
        known_before_recorded(),
    )
    readable_by_all("vesting_forecast", web="SELECT, INSERT", worker="SELECT, INSERT")
    append_only("vesting_forecast")
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
    public_fact_table("statistical_neighbour", web="SELECT", worker=READ_AND_WRITE)


def make_programme() -> None:
    op.create_table(
        "programme",
        number(),
        sa.Column("code", sa.String, nullable=False, unique=True),
        text("name"),
        day("starts_on", nullable=False),
        day("ends_on"),
        text("source", nullable=True),
        *confidence(),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="dates_in_order"),
    )
    readable_by_all("programme", web="SELECT", worker=READ_AND_WRITE)
    versioned(
        "programme_membership",
        sa.Column("programme_id", sa.Integer, sa.ForeignKey("programme.id"), nullable=False, index=True),
        day("joined_on", nullable=False),
        *precision("joined_precision"),
        day("left_on"),
        text("reason", nullable=True),
        sa.CheckConstraint("left_on IS NULL OR left_on > joined_on", name="dates_in_order"),
    )
    op.execute(
        "ALTER TABLE programme_membership ADD CONSTRAINT member_once EXCLUDE USING gist "
        f"(programme_id WITH =, authority_id WITH =, daterange(joined_on, left_on) WITH &&) WHERE ({CURRENT})"
    )
    authority_scoped("programme_membership", web=ADD_AND_CLOSE, worker=ADD_AND_CLOSE)
    innovation = op.create_table("innovation", sa.Column("code", sa.String, primary_key=True), text("name"))
    op.bulk_insert(innovation, [{"code": code, "name": name} for code, name in INNOVATIONS])
    grant("innovation", web="SELECT", worker=READ_AND_WRITE)
    op.create_table(
        "innovator",
        number(),
        sa.Column("innovation_code", sa.String, sa.ForeignKey("innovation.code"), nullable=False),
        day("since"),
        *precision(),
        text("source", nullable=True),
        *confidence(),
        authority(),
        sa.UniqueConstraint("innovation_code", "authority_id", name="uq_innovator_innovation_code_authority_id"),
    )
    public_fact_table("innovator", web="SELECT", worker=READ_AND_WRITE)


def of_adoption(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["authority_id", "adoption_id"],
        ["adoption.authority_id", "adoption.id"],
        name=f"fk_{table}_authority_id_adoption_id",
    )


def make_adoptions() -> None:
    op.create_table(
        "adoption",
        identifier(),
        sa.Column("innovation_code", sa.String, sa.ForeignKey("innovation.code"), nullable=False, index=True),
        text("wave", nullable=True),
        text("local_name", nullable=True),
        text("note", nullable=True),
        text("source", nullable=True),
        *confidence(),
        recorded_at(),
        recorded_by(),
        authority(),
        sa.UniqueConstraint("authority_id", "innovation_code", name="uq_adoption_authority_id_innovation_code"),
        sa.UniqueConstraint("authority_id", "id", name="uq_adoption_authority_id_id"),
    )
    authority_scoped("adoption")
    versioned(
        "adoption_date",
        sa.Column("adoption_id", sa.Uuid, nullable=False),
        text("stage"),
        day("planned_on"),
        *precision("planned_precision"),
        day("actual_on"),
        *precision("actual_precision"),
        text("reason", nullable=True),
        of_adoption("adoption_date"),
        sa.CheckConstraint(
            "stage IN ('set_up', 'go_live', 'embedding', 'funding_ends', 'sustain')", name="stage_known"
        ),
        sa.CheckConstraint("withdrawn OR num_nonnulls(planned_on, actual_on) > 0", name="some_date"),
    )
    op.create_index("ix_adoption_date_adoption", "adoption_date", ["authority_id", "adoption_id"])
    op.create_index(
        "uq_adoption_date_current",
        "adoption_date",
        ["adoption_id", "stage"],
        unique=True,
        postgresql_where=sa.text(CURRENT),
    )
    authority_scoped("adoption_date", web=ADD_AND_CLOSE, worker=ADD_AND_CLOSE)
    versioned(
        "adoption_pause",
        sa.Column("adoption_id", sa.Uuid, nullable=False),
        day("paused_on", nullable=False),
        *precision(),
        day("resumed_on"),
        text("reason"),
        of_adoption("adoption_pause"),
        sa.CheckConstraint("resumed_on IS NULL OR resumed_on > paused_on", name="dates_in_order"),
    )
    op.create_index("ix_adoption_pause_adoption", "adoption_pause", ["authority_id", "adoption_id"])
    op.execute(
        "ALTER TABLE adoption_pause ADD CONSTRAINT paused_once EXCLUDE USING gist "
        f"(adoption_id WITH =, daterange(paused_on, resumed_on) WITH &&) WHERE ({CURRENT})"
    )
    authority_scoped("adoption_pause", web=ADD_AND_CLOSE, worker=ADD_AND_CLOSE)


def make_facts() -> None:
    recorded_fact(
        "inspection",
        day("inspected_on", nullable=False, index=True),
        day("published_on"),
        text("framework"),
        text("kind", nullable=True),
        *(text(name, nullable=True) for name in JUDGEMENTS),
        *(sa.CheckConstraint(f"{name} IS NULL OR {name} IN {GRADES}", name=f"{name}_known") for name in JUDGEMENTS),
        sa.CheckConstraint("kind IS NULL OR kind IN ('standard', 'short')", name="kind_known"),
        sa.CheckConstraint("published_on IS NULL OR published_on >= inspected_on", name="published_after_inspected"),
        once=("inspected_on",),
    )
    recorded_fact(
        "intervention",
        text("step"),
        day("started_on", nullable=False, index=True),
        *precision(),
        day("until"),
        sa.CheckConstraint(
            "step IN ('improvement_notice', 'statutory_direction', 'commissioner', 'alternative_delivery')",
            name="step_known",
        ),
        sa.CheckConstraint("until IS NULL OR until >= started_on", name="dates_in_order"),
        once=("step", "started_on"),
    )
    recorded_fact(
        "political_control",
        day("effective_on", nullable=False, index=True),
        text("control"),
        text("detail", nullable=True),
        sa.CheckConstraint("control <> ''", name="control_named"),
        once=("effective_on",),
    )
    recorded_fact(
        "election",
        day("polling_on", nullable=False, index=True),
        text("cycle"),
        text("detail", nullable=True),
        sa.CheckConstraint("cycle IN ('all_out', 'thirds', 'halves')", name="cycle_known"),
        once=("polling_on",),
    )
    recorded_fact(
        "reorganisation",
        day("started_on", nullable=False, index=True),
        day("until"),
        text("kind"),
        text("detail", nullable=True),
        sa.CheckConstraint("kind IN ('council', 'directorate')", name="kind_known"),
        sa.CheckConstraint("until IS NULL OR until >= started_on", name="dates_in_order"),
        once=("kind", "started_on"),
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
        *precision(),
        text("effect"),
        text("basis"),
        sa.CheckConstraint(
            "kind IN ('trust', 'company', 'shared_body', 'shared_director', 'shared_services')", name="kind_known"
        ),
        sa.CheckConstraint("ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on", name="dates_in_order"),
    )
    readable_by_all("shared_arrangement", web="SELECT", worker=READ_AND_WRITE)
    op.create_table(
        "arrangement_party",
        number(),
        sa.Column("arrangement_id", sa.Uuid, sa.ForeignKey("shared_arrangement.id"), nullable=False),
        authority(),
        sa.UniqueConstraint("arrangement_id", "authority_id", name="uq_arrangement_party_arrangement_id_authority_id"),
    )
    public_fact_table("arrangement_party", web="SELECT", worker=READ_AND_WRITE)
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
        sa.Column("ended_at", MOMENT),
        sa.Column("ended_by_id", sa.Integer, sa.ForeignKey("account.id"), index=True),
        authority(),
        sa.CheckConstraint("role IN ('lead', 'deputy', 'signatory')", name="role_known"),
        sa.CheckConstraint("until IS NULL OR until >= since", name="dates_in_order"),
        sa.CheckConstraint("(until IS NULL) = (ended_at IS NULL)", name="until_and_ended"),
        sa.CheckConstraint("ended_by_id IS NULL OR ended_at IS NOT NULL", name="ended_who_and_when"),
    )
    op.create_index(
        "uq_contact_open",
        "contact",
        ["authority_id", "email", "role"],
        unique=True,
        postgresql_where=sa.text("until IS NULL"),
    )
    closing = "SELECT, INSERT, UPDATE (until, ended_at, ended_by_id)"
    authority_scoped("contact", web=closing, worker=closing)


def downgrade() -> None:
    for table in (
        "contact",
        "arrangement_party",
        "shared_arrangement",
        "reorganisation",
        "election",
        "political_control",
        "intervention",
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
    op.execute("GRANT INSERT, UPDATE ON authority TO throughline_web")
