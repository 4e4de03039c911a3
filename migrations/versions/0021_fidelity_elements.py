"""Elements by name for No Wrong Door, and elements of an authority's own."""

from datetime import date

import sqlalchemy as sa
from alembic import op

from migrations.security import append_only, authority_scoped

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NOW = sa.func.clock_timestamp()
TODAY = "(recorded_at AT TIME ZONE 'Europe/London')::date"
CHANGES_ON = date(2027, 1, 1)
"""The first day of a quarter that nobody has assessed yet: what was said of the joint elements stays theirs."""
ENDED = ("distinguishers", "non_negotiables")
# Code, name, what it is in our own words. The names that public sources give; the others stay together.
BEGUN = (
    (
        "permanence",
        "Distinguisher: always progressing to permanence",
        "Every plan leads towards a lasting place in a family or community, and says what the next step is.",
    ),
    (
        "other_distinguishers",
        "Other distinguishers",
        "The further marks on the innovator's list, each looked at by itself.",
    ),
    (
        "short_stay",
        "Non-negotiable: residential care for a short time only",
        "Nobody lives in the hub for good: a stay has a purpose, and an end that is planned from its first day.",
    ),
    (
        "other_non_negotiables",
        "Other non-negotiables",
        "What else was agreed with the innovator never to give up, whatever is adapted.",
    ),
)
ELEMENT = sa.table(
    "fidelity_element",
    sa.column("innovation_code", sa.String),
    sa.column("code", sa.String),
    sa.column("name", sa.String),
    sa.column("description", sa.String),
    sa.column("position", sa.Integer),
    sa.column("valid_from", sa.Date),
    sa.column("valid_to", sa.Date),
)
OF_NO_WRONG_DOOR = ELEMENT.c.innovation_code == "no_wrong_door"
FIRST_POSITION = 24
STATES = "('not_started', 'partly', 'in_place', 'adapted')"


def upgrade() -> None:
    name_elements()
    make_local_elements()
    make_local_answers()


def name_elements() -> None:
    op.execute(
        ELEMENT.update().where(OF_NO_WRONG_DOOR, ELEMENT.c.code.in_(ENDED)).values(valid_to=sa.literal(CHANGES_ON))
    )
    op.bulk_insert(
        ELEMENT,
        [
            {
                "innovation_code": "no_wrong_door",
                "code": code,
                "name": name,
                "description": description,
                "position": position,
                "valid_from": CHANGES_ON,
            }
            for position, (code, name, description) in enumerate(BEGUN, start=FIRST_POSITION)
        ],
    )


def account(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer, sa.ForeignKey("account.id"), index=True)


def authority() -> sa.Column:
    return sa.Column("authority_id", sa.Integer, sa.ForeignKey("authority.id"), nullable=False, index=True)


def make_local_elements() -> None:
    op.create_table(
        "local_element",
        sa.Column("id", sa.Uuid, primary_key=True),
        authority(),
        sa.Column("adoption_id", sa.Uuid, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("description", sa.String, nullable=False),
        sa.Column("begins_on", sa.Date, nullable=False),
        sa.Column("ends_on", sa.Date),
        sa.Column("ended_at", MOMENT),
        account("ended_by_id"),
        sa.Column("known_on", sa.Date, nullable=False),
        sa.Column("recorded_at", MOMENT, server_default=NOW, nullable=False),
        account("recorded_by_id"),
        sa.ForeignKeyConstraint(
            ["authority_id", "adoption_id"],
            ["adoption.authority_id", "adoption.id"],
            name="fk_local_element_authority_id_adoption_id",
        ),
        sa.UniqueConstraint("authority_id", "adoption_id", "id", name="uq_local_element_authority_id_adoption_id_id"),
        sa.CheckConstraint(f"known_on <= {TODAY}", name="known_before_recorded"),
        sa.CheckConstraint("begins_on <= known_on", name="begun_before_known"),
        sa.CheckConstraint("ends_on > begins_on", name="dates_in_order"),
        sa.CheckConstraint("(ends_on IS NULL) = (ended_at IS NULL)", name="ended_on_and_at"),
        sa.CheckConstraint("ended_by_id IS NULL OR ended_at IS NOT NULL", name="ended_by_somebody_then"),
        sa.CheckConstraint("name <> '' AND description <> ''", name="something_said"),
    )
    op.create_index(
        "uq_local_element_one_of_a_name",
        "local_element",
        ["adoption_id", "name"],
        unique=True,
        postgresql_where=sa.text("ends_on IS NULL"),
    )
    end = "SELECT, INSERT, UPDATE (ends_on, ended_at, ended_by_id)"
    authority_scoped("local_element", web=end, worker=end)


def make_local_answers() -> None:
    op.create_unique_constraint(
        "uq_fidelity_assessment_authority_id_adoption_id_id",
        "fidelity_assessment",
        ["authority_id", "adoption_id", "id"],
    )
    op.create_table(
        "local_answer",
        sa.Column("id", sa.Uuid, primary_key=True),
        authority(),
        sa.Column("adoption_id", sa.Uuid, nullable=False),
        sa.Column("assessment_id", sa.Uuid, nullable=False),
        sa.Column("element_id", sa.Uuid, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("evidence", sa.String),
        sa.Column("reason", sa.String),
        sa.ForeignKeyConstraint(
            ["authority_id", "adoption_id", "assessment_id"],
            ["fidelity_assessment.authority_id", "fidelity_assessment.adoption_id", "fidelity_assessment.id"],
            name="fk_local_answer_authority_id_adoption_id_assessment_id",
        ),
        sa.ForeignKeyConstraint(
            ["authority_id", "adoption_id", "element_id"],
            ["local_element.authority_id", "local_element.adoption_id", "local_element.id"],
            name="fk_local_answer_authority_id_adoption_id_element_id",
        ),
        sa.CheckConstraint(f"state IN {STATES}", name="state_known"),
        sa.CheckConstraint("state = 'not_started' OR evidence IS NOT NULL", name="evidence_for_state"),
        sa.CheckConstraint("state <> 'adapted' OR reason IS NOT NULL", name="reason_for_adaptation"),
        sa.CheckConstraint("evidence <> '' AND reason <> ''", name="something_said"),
    )
    op.create_index(
        "uq_local_answer_one_of_an_element",
        "local_answer",
        ["authority_id", "adoption_id", "assessment_id", "element_id"],
        unique=True,
    )
    op.create_index("ix_local_answer_element", "local_answer", ["authority_id", "adoption_id", "element_id"])
    authority_scoped("local_answer", web="SELECT, INSERT", worker="SELECT, INSERT")
    append_only("local_answer")


def downgrade() -> None:
    op.drop_table("local_answer")
    op.drop_constraint("uq_fidelity_assessment_authority_id_adoption_id_id", "fidelity_assessment")
    op.drop_table("local_element")
    begun = [code for code, *_ in BEGUN]
    op.execute(ELEMENT.delete().where(OF_NO_WRONG_DOOR, ELEMENT.c.code.in_(begun)))
    op.execute(ELEMENT.update().where(OF_NO_WRONG_DOOR, ELEMENT.c.code.in_(ENDED)).values(valid_to=None))
