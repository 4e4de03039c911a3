"""Elements of each innovation, how an authority stands to them, and recruitment packs."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.security import EVERYTHING, IN_SCOPE, append_only, authority_scoped, grant

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NOW = sa.func.clock_timestamp()
TODAY = "(recorded_at AT TIME ZONE 'Europe/London')::date"
QUARTER = r"quarter ~ '^\d{4}-\d{2} Q[1-4]$'"
# As of succession_event (migration 0005): a pack tells as much as the announcement that it was opened for.
NOT_CONFIDENTIAL = (
    f"(confidential_until IS NULL OR confidential_until <= (now() AT TIME ZONE 'Europe/London')::date OR {EVERYTHING} "
    "OR authority_id = ANY (coalesce(nullif(current_setting('app.confidential', true), ''), '{}')::int[]) "
    "OR recorded_by_id = nullif(current_setting('app.account', true), '')::int)"
)
ATTRIBUTES = "'values_driven', 'decisions', 'practice_and_culture', 'partnerships', 'buy_in'"
PLACES = "('advert', 'person_specification', 'interview', 'induction')"

# Innovation, code, name, what it is in our own words. The names are facts of each innovation (sector, part D).
ELEMENTS = (
    (
        "family_safeguarding",
        "team",
        "Multidisciplinary team",
        "Children's social workers and workers for the adults of the family sit in one team under one management.",
    ),
    (
        "family_safeguarding",
        "domestic_abuse",
        "Adult workers: domestic abuse",
        "Workers in the team who help those who suffer domestic abuse, and those who cause it.",
    ),
    (
        "family_safeguarding",
        "substance_misuse",
        "Adult workers: substance misuse",
        "Workers in the team who help parents with alcohol and drugs.",
    ),
    (
        "family_safeguarding",
        "mental_health",
        "Adult workers: mental health",
        "Practitioners in the team who help parents with their mental health.",
    ),
    (
        "family_safeguarding",
        "motivational_interviewing",
        "Motivational interviewing",
        "Everybody who works with families is trained in it, uses it and is observed using it.",
    ),
    (
        "family_safeguarding",
        "group_supervision",
        "Group case discussion",
        "The whole team talks a family through together, each month or more often, and writes down what was decided.",
    ),
    (
        "family_safeguarding",
        "programme",
        "Structured programme",
        "Work with parents follows the eight modules in the order that fits the family.",
    ),
    (
        "family_safeguarding",
        "workbook",
        "Electronic workbook",
        "All workers of a family write into one shared workbook, in place of files of their own.",
    ),
    (
        "family_valued",
        "restorative_training",
        "Restorative practice training",
        "Everybody who works with families is trained, new starters within their first months.",
    ),
    (
        "family_valued",
        "leaders_and_partners",
        "Leaders and partners trained",
        "Leaders, councillors and partner agencies are trained beside the workers.",
    ),
    (
        "family_valued",
        "systems_review",
        "Review of systems",
        "Forms, panels and thresholds were looked at anew, and what works against families was changed.",
    ),
    (
        "family_valued",
        "conferences",
        "Family group conferences",
        "A service large enough that every family that could use a conference is offered one.",
    ),
    (
        "family_valued",
        "before_initial_conference",
        "Conferences before initial child protection conferences",
        "The family is offered its own conference before an initial child protection conference is held.",
    ),
    (
        "family_valued",
        "commissioned_services",
        "Commissioned services",
        "What families needed and nobody offered has been commissioned, such as help for couples in conflict.",
    ),
    (
        "no_wrong_door",
        "hub",
        "Hub",
        "A home that is a base for everything: place to live, team, outreach, and a door that stays open.",
    ),
    (
        "no_wrong_door",
        "places_to_live",
        "Range of places to live",
        "Beds of the hub, emergency beds, foster families and supported lodgings belong to one service.",
    ),
    (
        "no_wrong_door",
        "outreach",
        "Outreach",
        "The same people support young people at home, so that few have to move in at all.",
    ),
    (
        "no_wrong_door",
        "key_worker",
        "Key worker",
        "One worker stays with a young person through every move, and does not close the case.",
    ),
    (
        "no_wrong_door",
        "life_coach",
        "Life coach",
        "A clinical psychologist belongs to the hub and works with young people and staff.",
    ),
    (
        "no_wrong_door",
        "communication_worker",
        "Communication support worker",
        "A speech and language therapist belongs to the hub and shapes how everybody talks with young people.",
    ),
    (
        "no_wrong_door",
        "police_role",
        "Police role",
        "A police officer or analyst belongs to the hub, shares what is known of risks and helps to avoid charges.",
    ),
    (
        "no_wrong_door",
        "distinguishers",
        "Distinguishers",
        "The ten marks that tell the way of working from ordinary residential care, each looked at by itself.",
    ),
    (
        "no_wrong_door",
        "non_negotiables",
        "Non-negotiables",
        "What was agreed with the innovator never to give up, whatever is adapted.",
    ),
)


def account(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer, sa.ForeignKey("account.id"), index=True)


def authority() -> sa.Column:
    return sa.Column("authority_id", sa.Integer, sa.ForeignKey("authority.id"), nullable=False, index=True)


def key() -> sa.Column:
    return sa.Column("id", sa.Uuid, primary_key=True)


def text(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.String, nullable=nullable)


def recorded() -> tuple[sa.schema.SchemaItem, ...]:
    """When somebody could know it, when it was written down, and by whom."""
    return (
        sa.Column("known_on", sa.Date, nullable=False),
        sa.Column("recorded_at", MOMENT, server_default=NOW, nullable=False),
        account("recorded_by_id"),
        sa.CheckConstraint(f"known_on <= {TODAY}", name="known_before_recorded"),
    )


def of_authority(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    """A reference that cannot lead to another authority's row."""
    return sa.ForeignKeyConstraint(
        ["authority_id", column], [f"{parent}.authority_id", f"{parent}.id"], name=f"fk_{table}_authority_id_{column}"
    )


def upgrade() -> None:
    make_elements()
    make_assessments()
    make_figures()
    make_recruitment()


def make_elements() -> None:
    elements = op.create_table(
        "fidelity_element",
        sa.Column("innovation_code", sa.String, sa.ForeignKey("innovation.code"), primary_key=True),
        sa.Column("code", sa.String, primary_key=True),
        text("name"),
        text("description"),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("valid_from", sa.Date),
        sa.Column("valid_to", sa.Date),
        sa.UniqueConstraint("innovation_code", "position", name="uq_fidelity_element_innovation_code_position"),
        sa.CheckConstraint("valid_from IS NULL OR valid_to IS NULL OR valid_to > valid_from", name="dates_in_order"),
    )
    op.bulk_insert(
        elements,
        [
            {"innovation_code": of, "code": code, "name": name, "description": description, "position": position}
            for position, (of, code, name, description) in enumerate(ELEMENTS, start=1)
        ],
    )
    grant("fidelity_element", web="SELECT", worker="SELECT")


def make_assessments() -> None:
    op.create_table(
        "fidelity_assessment",
        key(),
        authority(),
        sa.Column("adoption_id", sa.Uuid, nullable=False),
        text("quarter"),
        sa.Column("version", sa.Integer, nullable=False),
        text("difference"),
        *recorded(),
        of_authority("fidelity_assessment", "adoption_id", "adoption"),
        sa.UniqueConstraint("authority_id", "id", name="uq_fidelity_assessment_authority_id_id"),
        sa.UniqueConstraint("id", "recorded_by_id", name="uq_fidelity_assessment_id_recorded_by_id"),
        sa.UniqueConstraint(
            "authority_id",
            "adoption_id",
            "quarter",
            "version",
            name="uq_fidelity_assessment_authority_id_adoption_id_quarter_version",
        ),
        sa.CheckConstraint(QUARTER, name="quarter_written_in_full"),
        sa.CheckConstraint("version > 0", name="versions_count_from_one"),
        sa.CheckConstraint("difference <> ''", name="difference_said"),
    )
    op.create_table(
        "fidelity_answer",
        key(),
        authority(),
        sa.Column("assessment_id", sa.Uuid, nullable=False),
        text("innovation_code"),
        text("element_code"),
        text("state"),
        text("evidence", nullable=True),
        text("reason", nullable=True),
        of_authority("fidelity_answer", "assessment_id", "fidelity_assessment"),
        sa.ForeignKeyConstraint(
            ["innovation_code", "element_code"],
            ["fidelity_element.innovation_code", "fidelity_element.code"],
            name="fk_fidelity_answer_innovation_code_element_code",
        ),
        sa.UniqueConstraint(
            "authority_id",
            "assessment_id",
            "element_code",
            name="uq_fidelity_answer_authority_id_assessment_id_element_code",
        ),
        sa.CheckConstraint("state IN ('not_started', 'partly', 'in_place', 'adapted')", name="state_known"),
        sa.CheckConstraint("state = 'not_started' OR evidence IS NOT NULL", name="evidence_for_state"),
        sa.CheckConstraint("state <> 'adapted' OR reason IS NOT NULL", name="reason_for_adaptation"),
        sa.CheckConstraint("evidence <> '' AND reason <> ''", name="something_said"),
    )
    op.create_index("ix_fidelity_answer_element", "fidelity_answer", ["innovation_code", "element_code"])
    op.create_table(
        "fidelity_review",
        key(),
        authority(),
        sa.Column("assessment_id", sa.Uuid, nullable=False),
        sa.Column("assessed_by_id", sa.Integer),
        sa.Column("number", sa.Integer, nullable=False),
        text("outcome"),
        text("words", nullable=True),
        *recorded(),
        of_authority("fidelity_review", "assessment_id", "fidelity_assessment"),
        sa.ForeignKeyConstraint(
            ["assessment_id", "assessed_by_id"],
            ["fidelity_assessment.id", "fidelity_assessment.recorded_by_id"],
            name="fk_fidelity_review_assessment_id_assessed_by_id",
        ),
        sa.UniqueConstraint(
            "authority_id",
            "assessment_id",
            "number",
            name="uq_fidelity_review_authority_id_assessment_id_number",
        ),
        sa.CheckConstraint("outcome IN ('agreed', 'to_discuss')", name="outcome_known"),
        sa.CheckConstraint("outcome = 'agreed' OR words IS NOT NULL", name="words_for_discussion"),
        sa.CheckConstraint("words <> ''", name="something_said"),
        sa.CheckConstraint("recorded_by_id <> assessed_by_id", name="second_person"),
    )
    op.create_index("ix_fidelity_review_assessed_by", "fidelity_review", ["assessment_id", "assessed_by_id"])
    for table in ("fidelity_assessment", "fidelity_answer", "fidelity_review"):
        authority_scoped(table, web="SELECT, INSERT", worker="SELECT, INSERT")
        append_only(table)


def make_figures() -> None:
    op.create_table(
        "adoption_figure",
        key(),
        authority(),
        sa.Column("adoption_id", sa.Uuid, nullable=False),
        text("kind"),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("value", sa.Integer, nullable=False),
        text("source"),
        sa.Column("superseded_at", MOMENT),
        *recorded(),
        of_authority("adoption_figure", "adoption_id", "adoption"),
        sa.CheckConstraint("kind IN ('families_reached', 'staff_trained', 'months_to_implement')", name="kind_known"),
        sa.CheckConstraint("value >= 0", name="value_counted"),
        sa.CheckConstraint("as_of <= known_on", name="counted_before_known"),
        sa.CheckConstraint("source <> ''", name="source_said"),
    )
    op.create_index("ix_adoption_figure_adoption", "adoption_figure", ["authority_id", "adoption_id"])
    op.create_index(
        "uq_adoption_figure_current",
        "adoption_figure",
        ["adoption_id", "kind", "as_of"],
        unique=True,
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    close = "SELECT, INSERT, UPDATE (superseded_at)"
    authority_scoped("adoption_figure", web=close, worker=close)


def make_recruitment() -> None:
    op.create_table(
        "recruitment_pack",
        key(),
        authority(),
        sa.Column("post_id", sa.Uuid, nullable=False),
        text("ground"),
        text("reason", nullable=True),
        sa.Column("opened_on", sa.Date, nullable=False),
        sa.Column("confidential_until", sa.Date),
        sa.Column("recorded_at", MOMENT, server_default=NOW, nullable=False),
        account("recorded_by_id"),
        sa.Column("closed_on", sa.Date),
        sa.Column("closed_at", MOMENT),
        account("closed_by_id"),
        of_authority("recruitment_pack", "post_id", "post"),
        sa.UniqueConstraint("authority_id", "id", name="uq_recruitment_pack_authority_id_id"),
        sa.CheckConstraint("ground IN ('vacant', 'announced', 'by_hand')", name="ground_known"),
        sa.CheckConstraint("ground <> 'by_hand' OR reason IS NOT NULL", name="reason_by_hand"),
        sa.CheckConstraint("reason <> ''", name="something_said"),
        sa.CheckConstraint(f"opened_on <= {TODAY}", name="known_before_recorded"),
        sa.CheckConstraint("closed_on >= opened_on", name="dates_in_order"),
        sa.CheckConstraint("(closed_on IS NULL) = (closed_at IS NULL)", name="closed_on_and_at"),
        sa.CheckConstraint("closed_by_id IS NULL OR closed_at IS NOT NULL", name="closed_by_somebody_then"),
    )
    op.create_index("ix_recruitment_pack_post", "recruitment_pack", ["authority_id", "post_id"])
    op.create_index(
        "uq_recruitment_pack_one_at_a_time",
        "recruitment_pack",
        ["post_id"],
        unique=True,
        postgresql_where=sa.text("closed_on IS NULL AND confidential_until IS NULL"),
    )
    guard("recruitment_pack", f"{IN_SCOPE} AND {NOT_CONFIDENTIAL}")
    closed = "SELECT, INSERT, UPDATE (confidential_until, closed_on, closed_at, closed_by_id)"
    grant("recruitment_pack", web=closed, worker=closed)
    op.create_table(
        "recruitment_step",
        key(),
        authority(),
        sa.Column("pack_id", sa.Uuid, nullable=False),
        text("place"),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("attributes", postgresql.ARRAY(sa.String), nullable=False),
        text("evidence", nullable=True),
        text("owner"),
        sa.Column("done_on", sa.Date, nullable=False),
        *recorded(),
        of_authority("recruitment_step", "pack_id", "recruitment_pack"),
        sa.UniqueConstraint(
            "authority_id", "pack_id", "place", "version", name="uq_recruitment_step_authority_id_pack_id_place_version"
        ),
        sa.CheckConstraint(f"place IN {PLACES}", name="place_known"),
        sa.CheckConstraint("version > 0", name="versions_count_from_one"),
        sa.CheckConstraint(f"attributes <@ ARRAY[{ATTRIBUTES}]::varchar[]", name="attributes_known"),
        sa.CheckConstraint("cardinality(attributes) = 0 OR evidence IS NOT NULL", name="evidence_for_ticks"),
        sa.CheckConstraint("evidence <> '' AND owner <> ''", name="something_said"),
        sa.CheckConstraint("done_on <= known_on", name="done_before_known"),
    )
    # Whoever may not see a pack sees nothing that belongs to it.
    guard(
        "recruitment_step",
        f"{IN_SCOPE} AND EXISTS (SELECT FROM recruitment_pack p WHERE p.id = recruitment_step.pack_id)",
    )
    grant("recruitment_step", web="SELECT, INSERT", worker="SELECT, INSERT")
    append_only("recruitment_step")


def guard(table: str, using: str) -> None:
    """Row-level security by this rule, for reading and writing alike."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY in_scope ON {table} USING ({using}) WITH CHECK ({using})")


def downgrade() -> None:
    for table in (
        "recruitment_step",
        "recruitment_pack",
        "adoption_figure",
        "fidelity_review",
        "fidelity_answer",
        "fidelity_assessment",
        "fidelity_element",
    ):
        op.drop_table(table)
