"""The team health check, stories of impact, and support given.

Who may do what with each table, and to which of its rows (design 5.5, risk-and-analysis 14.2):

    pulse_member        the lead of the authority; workers, who write to them; the support team none
    pulse_round         the lead, whoever answers by a link, workers; the support team none
    pulse_invitation    whoever holds the link, that one; workers, without the key of the answers; gone at the release
    pulse_answer        written on answering, read by the closing role alone; gone at the release
    pulse_result        written by the closing role, read by the lead
    story               the people of the authority; everybody in scope once it is released
    story_event         the people of the authority
    support_entry       the support team alone
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.security import (
    CLOSING,
    EVERYTHING,
    IN_SCOPE,
    LED,
    WEB,
    WORKER,
    append_only,
    custom_policy,
    grant,
)

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NOW = sa.func.clock_timestamp()
LINK = "nullif(current_setting('app.invitation', true), '')"
QUESTIONS = "('purpose', 'challenge', 'reflection', 'support', 'confidence')"
STATES = "('draft', 'waiting', 'sent_back', 'released', 'withdrawn')"
DEEDS = "('written', 'changed', 'sent', 'sent_back', 'released', 'withdrawn')"
KINDS = "('contact', 'offer', 'action')"
# The support team is at the web, where it sees nothing of a pulse; workers and the closing role do its work.
AT_WORK = f"({EVERYTHING} AND current_user IN ('{WORKER}', '{CLOSING}'))"
LEADS = f"({IN_SCOPE} AND {LED})"
ROUND_OF_LINK = f"EXISTS (SELECT FROM pulse_invitation i WHERE i.round_id = pulse_round.id AND i.secret_hash = {LINK})"
OWN_KEY = (
    "EXISTS (SELECT FROM pulse_invitation i WHERE i.answer_key = pulse_answer.answer_key "
    f"AND i.round_id = pulse_answer.round_id AND i.secret_hash = {LINK})"
)
OPEN = "EXISTS (SELECT FROM pulse_round r WHERE r.id = pulse_answer.round_id AND r.closed_at IS NULL)"
# Of those who see everything, only who leads the authority too sees what has not been reviewed.
OF_THE_AUTHORITY = f"({IN_SCOPE} AND (NOT {EVERYTHING} OR {LED}))"
SETTLED = """
CREATE FUNCTION keep_settled_story() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state NOT IN ('draft', 'sent_back')
     AND (OLD.title, OLD.body, OLD.indicator_code, OLD.quarter) IS DISTINCT FROM
         (NEW.title, NEW.body, NEW.indicator_code, NEW.quarter) THEN
    RAISE EXCEPTION 'what is being reviewed, or was released, is not changed'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'story_settled';
  END IF;
  RETURN NEW;
END $$
"""


def account(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer, sa.ForeignKey("account.id"), index=True)


def authority() -> sa.Column:
    return sa.Column("authority_id", sa.Integer, sa.ForeignKey("authority.id"), nullable=False, index=True)


def number() -> sa.Column:
    return sa.Column("id", sa.Uuid, primary_key=True)


def upgrade() -> None:
    make_rounds()
    make_answers()
    fence_pulse()
    make_stories()
    make_support()


def make_rounds() -> None:
    op.create_table(
        "pulse_member",
        number(),
        authority(),
        sa.Column("email", sa.String),
        sa.Column("added_at", MOMENT, nullable=False),
        account("added_by_id"),
        sa.Column("removed_at", MOMENT),
        account("removed_by_id"),
        sa.UniqueConstraint("authority_id", "email", name="uq_pulse_member_once"),
        sa.CheckConstraint("email = lower(email)", name="email_in_lower_case"),
        sa.CheckConstraint("(email IS NULL) = (removed_at IS NOT NULL)", name="removed_is_forgotten"),
        sa.CheckConstraint("removed_by_id IS NULL OR removed_at IS NOT NULL", name="removed_who_and_when"),
    )
    op.create_table(
        "pulse_round",
        number(),
        authority(),
        sa.Column("month", sa.Date, nullable=False),
        sa.Column("opened_on", sa.Date, nullable=False),
        sa.Column("closes_on", sa.Date, nullable=False),
        sa.Column("asked", sa.Integer, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        account("opened_by_id"),
        sa.Column("closed_at", MOMENT),
        account("closed_by_id"),
        sa.Column("released_at", MOMENT),
        sa.UniqueConstraint("authority_id", "month", name="uq_pulse_round_once_a_month"),
        sa.UniqueConstraint("authority_id", "id", name="uq_pulse_round_authority_id_id"),
        sa.CheckConstraint("month = date_trunc('month', opened_on)::date", name="of_the_month_it_opens_in"),
        sa.CheckConstraint("closes_on > opened_on AND closes_on <= opened_on + 31", name="lasts_a_month_at_most"),
        sa.CheckConstraint("closed_by_id IS NULL OR closed_at IS NOT NULL", name="closed_who_and_when"),
        sa.CheckConstraint("released_at IS NULL OR closed_at IS NOT NULL", name="released_after_closing"),
    )
    op.create_index(
        "uq_pulse_round_open",
        "pulse_round",
        ["authority_id"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    # Frozen: what has closed is never opened again, and is released once (14.2, rule 1).
    op.execute(
        "CREATE TRIGGER set_once BEFORE UPDATE ON pulse_round FOR EACH ROW "
        "EXECUTE FUNCTION set_once('closed_at', 'released_at')"
    )


def make_answers() -> None:
    of_round = {"nullable": False, "index": True}
    op.create_table(
        "pulse_invitation",
        number(),
        sa.Column("round_id", sa.Uuid, sa.ForeignKey("pulse_round.id"), **of_round),
        sa.Column("email", sa.String, nullable=False),
        sa.Column("secret_hash", sa.String, nullable=False, unique=True),
        sa.Column("answer_key", sa.Uuid, nullable=False, unique=True),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("invited_at", MOMENT),
        sa.Column("reminded_at", MOMENT),
        sa.UniqueConstraint("round_id", "email", name="uq_pulse_invitation_once"),
        sa.CheckConstraint("reminded_at IS NULL OR invited_at IS NOT NULL", name="invited_before_reminded"),
    )
    op.create_table(
        "pulse_answer",
        number(),
        sa.Column("round_id", sa.Uuid, sa.ForeignKey("pulse_round.id"), **of_round),
        sa.Column("answer_key", sa.Uuid, nullable=False),
        sa.Column("question", sa.String, nullable=False),
        sa.Column("score", sa.Integer, nullable=False),
        sa.Column("position", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.CheckConstraint(f"question IN {QUESTIONS}", name="question_known"),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name="score_1_to_5"),
    )
    op.create_table(
        "pulse_result",
        number(),
        authority(),
        sa.Column("round_id", sa.Uuid, nullable=False),
        sa.Column("question", sa.String, nullable=False),
        sa.Column("value", sa.Numeric(3, 1)),
        sa.Column("at_end", sa.String),
        sa.Column("answers", sa.Integer),
        sa.Column("half_width", sa.Numeric(4, 2)),
        sa.ForeignKeyConstraint(
            ["authority_id", "round_id"],
            ["pulse_round.authority_id", "pulse_round.id"],
            name="fk_pulse_result_authority_id_round_id",
        ),
        sa.UniqueConstraint("authority_id", "round_id", "question", name="uq_pulse_result_once"),
        sa.CheckConstraint(f"question IN {QUESTIONS}", name="question_known"),
        sa.CheckConstraint("value BETWEEN 1 AND 5", name="value_1_to_5"),
        sa.CheckConstraint("value IS NULL OR answers >= 3", name="of_three_or_more"),
        sa.CheckConstraint(
            "value IS NOT NULL OR num_nonnulls(at_end, answers, half_width) = 0", name="withheld_says_nothing"
        ),
    )


def force(table: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def policy(table: str, name: str, rule: str) -> None:
    op.execute(f"CREATE POLICY {name} ON {table} {rule}")


def fence_pulse() -> None:
    for table in ("pulse_round", "pulse_invitation", "pulse_answer"):
        force(table)
    at_work_or_leads = f"{LEADS} OR {AT_WORK}"
    custom_policy(
        "pulse_member", "led_or_at_work", at_work_or_leads, web="SELECT, INSERT, UPDATE", worker="SELECT, UPDATE"
    )
    custom_policy("pulse_result", "led_or_at_work", at_work_or_leads, web="SELECT", worker="SELECT")
    grant("pulse_result", closing="SELECT, INSERT")
    policy(
        "pulse_round",
        "led_or_of_link",
        f"USING ({at_work_or_leads} OR {ROUND_OF_LINK}) WITH CHECK ({at_work_or_leads})",
    )
    closes = "UPDATE (closed_at, closed_by_id)"
    grant(
        "pulse_round",
        web=f"SELECT, INSERT, {closes}",
        worker=f"SELECT, {closes}, UPDATE (asked)",
        closing="SELECT, UPDATE (released_at)",
    )
    policy("pulse_invitation", "of_link", f"FOR SELECT TO {WEB} USING (secret_hash = {LINK})")
    policy("pulse_invitation", "work", f"TO {WORKER}, {CLOSING} USING (true) WITH CHECK (true)")
    grant(
        "pulse_invitation",
        web="SELECT (id, round_id, secret_hash, answer_key)",
        worker=(
            "SELECT (id, round_id, email, secret_hash, attempts, invited_at, reminded_at), INSERT, "
            "UPDATE (attempts, invited_at, reminded_at)"
        ),
        closing="SELECT, DELETE",
    )
    policy("pulse_answer", "own_answer", f"FOR INSERT TO {WEB} WITH CHECK ({OWN_KEY} AND {OPEN})")
    policy("pulse_answer", "close", f"TO {CLOSING} USING (true) WITH CHECK (true)")
    grant("pulse_answer", web="INSERT (id, round_id, answer_key, question, score)", closing="SELECT, DELETE")


def make_stories() -> None:
    op.create_table(
        "story",
        number(),
        authority(),
        sa.Column("indicator_code", sa.String, sa.ForeignKey("indicator.code"), index=True),
        sa.Column("quarter", sa.String),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("body", sa.String, nullable=False),
        sa.Column("reasons", postgresql.JSONB, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        account("written_by_id"),
        sa.Column("released_at", MOMENT),
        account("released_by_id"),
        sa.UniqueConstraint("authority_id", "id", name="uq_story_authority_id_id"),
        sa.CheckConstraint(f"state IN {STATES}", name="state_known"),
        sa.CheckConstraint("title <> '' AND length(title) <= 120", name="title_of_a_line"),
        sa.CheckConstraint("body <> '' AND length(body) <= 1500", name="body_of_a_page"),
        sa.CheckConstraint("num_nonnulls(indicator_code, quarter) > 0", name="attached_to_something"),
        sa.CheckConstraint("quarter ~ '^[0-9]{4}-[0-9]{2} Q[1-4]$'", name="quarter_is_one"),
        sa.CheckConstraint("state <> 'released' OR released_at IS NOT NULL", name="released_when"),
        sa.CheckConstraint("(released_at IS NULL) = (released_by_id IS NULL)", name="released_who_and_when"),
        # Four eyes: whoever wrote the text releases it not (design 5.5).
        sa.CheckConstraint("released_by_id <> written_by_id", name="released_by_somebody_else"),
    )
    op.create_index("ix_story_state", "story", ["authority_id", "state"])
    op.execute(SETTLED)
    op.execute("CREATE TRIGGER settled BEFORE UPDATE ON story FOR EACH ROW EXECUTE FUNCTION keep_settled_story()")
    op.create_table(
        "story_event",
        number(),
        authority(),
        sa.Column("story_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        account("by_id"),
        sa.Column("reason", sa.String),
        sa.ForeignKeyConstraint(
            ["authority_id", "story_id"],
            ["story.authority_id", "story.id"],
            name="fk_story_event_authority_id_story_id",
        ),
        sa.CheckConstraint(f"kind IN {DEEDS}", name="kind_known"),
        sa.CheckConstraint("(kind = 'sent_back') = (reason IS NOT NULL)", name="sent_back_with_a_reason"),
    )
    op.create_index("ix_story_event_story", "story_event", ["authority_id", "story_id"])
    append_only("story_event")
    custom_policy(
        "story",
        "own_or_released",
        f"{OF_THE_AUTHORITY} OR ({IN_SCOPE} AND state = 'released')",
        web="SELECT, INSERT, UPDATE",
        worker="SELECT",
    )
    custom_policy("story_event", "of_the_authority", OF_THE_AUTHORITY, web="SELECT, INSERT", worker="SELECT")


def make_support() -> None:
    op.create_table(
        "support_entry",
        number(),
        authority(),
        sa.Column("entry_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("post_id", sa.Uuid),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("given_on", sa.Date, nullable=False),
        sa.Column("with_whom", sa.String, nullable=False),
        sa.Column("agreed", sa.String, nullable=False),
        sa.Column("due_on", sa.Date),
        sa.Column("done_on", sa.Date),
        sa.Column("withdrawn", sa.Boolean, nullable=False),
        sa.Column("recorded_at", MOMENT, server_default=NOW, nullable=False),
        account("recorded_by_id"),
        sa.UniqueConstraint("authority_id", "entry_id", "version", name="uq_support_entry_version"),
        sa.ForeignKeyConstraint(
            ["authority_id", "post_id"],
            ["post.authority_id", "post.id"],
            name="fk_support_entry_authority_id_post_id",
        ),
        sa.CheckConstraint(f"kind IN {KINDS}", name="kind_known"),
        sa.CheckConstraint("version > 0", name="versions_count_from_one"),
        sa.CheckConstraint("agreed <> '' AND length(agreed) <= 2000", name="agreed_of_a_page"),
        sa.CheckConstraint("due_on IS NULL OR due_on >= given_on", name="due_afterwards"),
        sa.CheckConstraint("done_on IS NULL OR done_on >= given_on", name="done_afterwards"),
    )
    op.create_index("ix_support_entry_post", "support_entry", ["authority_id", "post_id"])
    append_only("support_entry")
    custom_policy("support_entry", "support_team", EVERYTHING, web="SELECT, INSERT", worker="SELECT, INSERT")


def downgrade() -> None:
    op.execute("DROP POLICY led_or_of_link ON pulse_round")
    for table in (
        "support_entry",
        "story_event",
        "story",
        "pulse_result",
        "pulse_answer",
        "pulse_invitation",
        "pulse_round",
        "pulse_member",
    ):
        op.drop_table(table)
    op.execute("DROP FUNCTION keep_settled_story()")
