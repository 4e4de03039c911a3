"""Rounds of a leader's profile: invitations, ratings that only the closing role reads, results.

Who may do what with each table, and to which of its rows (risk-and-analysis 14.2, rules 1, 6 and 7):

    profile_round       a leader their own, a rater the one of their link, the support team all
    rater_invitation    a leader their own, a rater that of their link; the support team none
    rater_link          the key of whoever answers: theirs alone; destroyed when the round is released
    rater_answer        written on answering, read by workers that remind; destroyed with the link
    rating, rating_comment   written on answering, read by the closing role
    profile_result, profile_comment   written by the closing role, read by the leader
    profile_reflection  the leader's alone
    round_progress      how many were invited and whether enough have answered, written by workers
    rater_letter        workers alone
"""

import sqlalchemy as sa
from alembic import op

from migrations.security import CLOSING, EVERYTHING, IN_SCOPE, OWN_PERSON, WEB, WORKER, grant

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NOW = sa.func.clock_timestamp()
LINK = "nullif(current_setting('app.invitation', true), '')"
OWN_ALONE = f"({OWN_PERSON} AND {LINK} IS NULL)"
OWN_OR_SUPPORT = f"(({EVERYTHING} OR {OWN_PERSON}) AND {LINK} IS NULL)"
GROUPS = "('self', 'line_manager', 'peers', 'direct_reports', 'partners')"
ATTRIBUTES = "('values_driven', 'decisions', 'practice_and_culture', 'partnerships', 'buy_in')"
ROUND_OF_LINK = (
    f"EXISTS (SELECT FROM rater_invitation i WHERE i.round_id = profile_round.id AND i.secret_hash = {LINK})"
)
HOLDS_LINK = f"EXISTS (SELECT FROM rater_invitation i WHERE i.id = rater_link.invitation_id AND i.secret_hash = {LINK})"
OPEN = "EXISTS (SELECT FROM profile_round r WHERE r.id = {table}.round_id AND r.closed_at IS NULL)"
OWN_KEY = (
    "EXISTS (SELECT FROM rater_link l WHERE l.rater_key = {table}.rater_key AND l.round_id = {table}.round_id{more})"
)


def upgrade() -> None:
    make_rounds()
    make_invitations()
    make_ratings()
    make_results()
    make_letters()
    fence()
    give()


def account(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer, sa.ForeignKey("account.id"), index=True)


def of_round() -> sa.Column:
    return sa.Column("round_id", sa.Uuid, sa.ForeignKey("profile_round.id"), nullable=False, index=True)


def of_leader(table: str) -> tuple[sa.Column, sa.Column, sa.ForeignKeyConstraint, sa.Index]:
    """The round and whose it is, which the key keeps together, so that a policy need ask no other table."""
    return (
        sa.Column("round_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id", "round_id"],
            ["profile_round.person_id", "profile_round.id"],
            name=f"fk_{table}_person_id_round_id",
        ),
        sa.Index(f"ix_{table}_person_id_round_id", "person_id", "round_id"),
    )


def make_rounds() -> None:
    op.create_table(
        "profile_round",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("authority_id", sa.Integer, sa.ForeignKey("authority.id"), nullable=False, index=True),
        sa.Column("post_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, sa.ForeignKey("person.id"), nullable=False, index=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("leader_name", sa.String, nullable=False),
        sa.Column("post_title", sa.String, nullable=False),
        sa.Column("opened_on", sa.Date, nullable=False),
        sa.Column("closes_on", sa.Date, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        account("opened_by_id"),
        sa.Column("closed_at", MOMENT),
        account("closed_by_id"),
        sa.Column("released_at", MOMENT),
        sa.UniqueConstraint("person_id", "id", name="uq_profile_round_person_id_id"),
        sa.UniqueConstraint("authority_id", "id", name="uq_profile_round_authority_id_id"),
        sa.ForeignKeyConstraint(
            ["authority_id", "post_id"], ["post.authority_id", "post.id"], name="fk_profile_round_authority_id_post_id"
        ),
        sa.CheckConstraint("kind IN ('self_reflection', 'all_round')", name="kind_known"),
        sa.CheckConstraint("closes_on >= opened_on AND closes_on <= opened_on + 92", name="lasts_three_months_at_most"),
        sa.CheckConstraint("closed_by_id IS NULL OR closed_at IS NOT NULL", name="closed_who_and_when"),
        sa.CheckConstraint("released_at IS NULL OR closed_at IS NOT NULL", name="released_after_closing"),
    )
    op.create_index("ix_profile_round_post", "profile_round", ["authority_id", "post_id"])
    op.create_index(
        "uq_profile_round_open",
        "profile_round",
        ["person_id"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    # Frozen: a round that is closed is never opened again, and is released once (14.2, rule 1).
    op.execute(
        "CREATE TRIGGER set_once BEFORE UPDATE ON profile_round FOR EACH ROW "
        "EXECUTE FUNCTION set_once('closed_at', 'released_at')"
    )


def make_invitations() -> None:
    op.create_table(
        "rater_invitation",
        sa.Column("id", sa.Uuid, primary_key=True),
        *of_leader("rater_invitation"),
        sa.Column("rater_group", sa.String, nullable=False),
        sa.Column("email", sa.String),
        sa.Column("secret_hash", sa.String, unique=True),
        sa.Column("address_mark", sa.String),
        sa.Column("invited_at", MOMENT, nullable=False),
        account("invited_by_id"),
        sa.Column("withdrawn_at", MOMENT),
        account("withdrawn_by_id"),
        sa.CheckConstraint(f"rater_group IN {GROUPS}", name="rater_group_known"),
        sa.CheckConstraint("email = lower(email)", name="email_in_lower_case"),
        sa.CheckConstraint("rater_group <> 'self' OR num_nonnulls(email, secret_hash) = 0", name="self_needs_no_link"),
        sa.CheckConstraint("num_nonnulls(email, secret_hash) IN (0, 2)", name="link_with_address"),
        sa.CheckConstraint("withdrawn_by_id IS NULL OR withdrawn_at IS NOT NULL", name="withdrawn_who_and_when"),
        sa.CheckConstraint("withdrawn_at IS NULL OR email IS NULL", name="withdrawn_without_address"),
        sa.UniqueConstraint("round_id", "email", name="uq_rater_invitation_once"),
    )
    for name, group in (("uq_rater_invitation_self", "self"), ("uq_rater_invitation_line_manager", "line_manager")):
        op.create_index(
            name,
            "rater_invitation",
            ["round_id"],
            unique=True,
            postgresql_where=sa.text(f"rater_group = '{group}' AND withdrawn_at IS NULL"),
        )
    op.create_table(
        "rater_link",
        sa.Column("invitation_id", sa.Uuid, sa.ForeignKey("rater_invitation.id"), primary_key=True),
        *of_leader("rater_link"),
        sa.Column("rater_group", sa.String, nullable=False),
        sa.Column("rater_key", sa.Uuid, nullable=False, unique=True),
    )
    op.create_table(
        "rater_answer",
        sa.Column("invitation_id", sa.Uuid, sa.ForeignKey("rater_invitation.id"), primary_key=True),
        of_round(),
        sa.Column("rater_group", sa.String, nullable=False),
    )
    op.create_table(
        "round_progress",
        sa.Column("round_id", sa.Uuid, sa.ForeignKey("profile_round.id"), primary_key=True),
        sa.Column("rater_group", sa.String, primary_key=True),
        sa.Column("invited", sa.Integer, nullable=False),
        sa.Column("enough", sa.Boolean, nullable=False),
    )


def make_ratings() -> None:
    op.create_table(
        "rating",
        sa.Column("id", sa.Uuid, primary_key=True),
        of_round(),
        sa.Column("rater_key", sa.Uuid, nullable=False),
        sa.Column("rater_group", sa.String, nullable=False),
        sa.Column("attribute", sa.String, nullable=False),
        sa.Column("score", sa.Integer, nullable=False),
        sa.Column("attributable", sa.Boolean, nullable=False),
        sa.Column("position", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.CheckConstraint(f"rater_group IN {GROUPS}", name="rater_group_known"),
        sa.CheckConstraint(f"attribute IN {ATTRIBUTES}", name="attribute_known"),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name="score_1_to_5"),
        # Only the line manager's ratings can be told apart, and only once they were told so and went on.
        sa.CheckConstraint("attributable = (rater_group = 'line_manager')", name="line_manager_was_told"),
    )
    op.create_table(
        "rating_comment",
        sa.Column("id", sa.Uuid, primary_key=True),
        of_round(),
        sa.Column("rater_key", sa.Uuid, nullable=False),
        sa.Column("body", sa.String, nullable=False),
        sa.Column("position", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.CheckConstraint("length(body) <= 2000", name="body_of_a_page"),
    )


def make_results() -> None:
    op.create_table(
        "profile_result",
        sa.Column("id", sa.Uuid, primary_key=True),
        *of_leader("profile_result"),
        sa.Column("attribute", sa.String, nullable=False),
        sa.Column("seen_by", sa.String, nullable=False),
        sa.Column("value", sa.Numeric(3, 1)),
        sa.Column("at_end", sa.String),
        sa.Column("raters", sa.Integer),
        sa.Column("half_width", sa.Numeric(4, 2)),
        sa.Column("gap", sa.String),
        sa.Column("fewest", sa.Integer, nullable=False),
        sa.CheckConstraint(f"attribute IN {ATTRIBUTES}", name="attribute_known"),
        sa.CheckConstraint(
            "seen_by IN ('self', 'line_manager', 'peers', 'direct_reports', 'partners', 'others')", name="seen_by_known"
        ),
        sa.CheckConstraint("value BETWEEN 1 AND 5", name="value_1_to_5"),
        sa.CheckConstraint(
            "value IS NOT NULL OR num_nonnulls(at_end, raters, half_width, gap) = 0", name="withheld_says_nothing"
        ),
        sa.UniqueConstraint("round_id", "attribute", "seen_by", name="uq_profile_result_once"),
    )
    op.create_table(
        "profile_comment",
        sa.Column("id", sa.Uuid, primary_key=True),
        *of_leader("profile_comment"),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("body", sa.String, nullable=False),
        sa.UniqueConstraint("round_id", "place", name="uq_profile_comment_place"),
    )
    op.create_table(
        "profile_reflection",
        sa.Column("id", sa.Uuid, primary_key=True),
        *of_leader("profile_reflection"),
        sa.Column("question", sa.String, nullable=False),
        sa.Column("body", sa.String, nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.UniqueConstraint("round_id", "question", name="uq_profile_reflection_once"),
        sa.CheckConstraint("length(body) <= 5000", name="body_of_two_pages"),
    )


def make_letters() -> None:
    op.create_table(
        "rater_letter",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("invitation_id", sa.Uuid, sa.ForeignKey("rater_invitation.id"), nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("asked_at", MOMENT, server_default=NOW, nullable=False),
        sa.Column("attempts", sa.Integer, server_default="0", nullable=False),
        sa.Column("sent_at", MOMENT),
        sa.Column("dropped_at", MOMENT),
        sa.CheckConstraint("kind IN ('invitation', 'reminder')", name="kind_known"),
        sa.CheckConstraint("sent_at IS NULL OR dropped_at IS NULL", name="sent_or_dropped"),
        sa.UniqueConstraint("invitation_id", "kind", "due_on", name="uq_rater_letter_once"),
    )
    op.create_index(
        "ix_rater_letter_unsent",
        "rater_letter",
        ["asked_at"],
        postgresql_where=sa.text("sent_at IS NULL AND dropped_at IS NULL"),
    )


FENCED = (
    "profile_round",
    "rater_invitation",
    "rater_link",
    "rater_answer",
    "round_progress",
    "rating",
    "rating_comment",
    "profile_result",
    "profile_comment",
    "profile_reflection",
)


def policy(table: str, name: str, rule: str) -> None:
    op.execute(f"CREATE POLICY {name} ON {table} {rule}")


def fence() -> None:
    for table in FENCED:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    policy(
        "profile_round",
        "own_or_of_link",
        f"USING ({EVERYTHING} OR {OWN_PERSON} OR {ROUND_OF_LINK}) "
        f"WITH CHECK ({IN_SCOPE} AND ({EVERYTHING} OR {OWN_PERSON}))",
    )
    policy("rater_invitation", "own_or_of_link", f"FOR SELECT TO {WEB} USING ({OWN_ALONE} OR secret_hash = {LINK})")
    policy("rater_invitation", "invite", f"FOR INSERT TO {WEB} WITH CHECK ({OWN_OR_SUPPORT})")
    policy("rater_invitation", "withdraw", f"FOR UPDATE TO {WEB} USING ({OWN_ALONE}) WITH CHECK ({OWN_ALONE})")
    policy("rater_invitation", "work", f"TO {WORKER}, {CLOSING} USING (true) WITH CHECK (true)")
    policy(
        "rater_link",
        "own_key",
        f"FOR SELECT TO {WEB} USING ((rater_group = 'self' AND {OWN_ALONE}) OR {HOLDS_LINK})",
    )
    policy("rater_link", "invite", f"FOR INSERT TO {WEB} WITH CHECK ({OWN_OR_SUPPORT})")
    policy("rater_link", "work", f"TO {WORKER}, {CLOSING} USING (true) WITH CHECK (true)")
    policy(
        "rater_answer",
        "own_answer",
        f"FOR INSERT TO {WEB} WITH CHECK (EXISTS (SELECT FROM rater_link l "
        "WHERE l.invitation_id = rater_answer.invitation_id AND l.round_id = rater_answer.round_id "
        "AND l.rater_group = rater_answer.rater_group))",
    )
    policy("rater_answer", "work", f"TO {WORKER}, {CLOSING} USING (true) WITH CHECK (true)")
    policy(
        "round_progress",
        "own_or_support",
        f"FOR SELECT TO {WEB} USING (round_id IN (SELECT id FROM profile_round WHERE {EVERYTHING} OR {OWN_PERSON}))",
    )
    policy("round_progress", "work", f"TO {WORKER} USING (true) WITH CHECK (true)")
    for table, more in (("rating", " AND l.rater_group = rating.rater_group"), ("rating_comment", "")):
        held = OWN_KEY.format(table=table, more=more)
        policy(table, "own_answer", f"FOR INSERT TO {WEB} WITH CHECK ({held} AND {OPEN.format(table=table)})")
        policy(table, "close", f"TO {CLOSING} USING (true) WITH CHECK (true)")
    for table in ("profile_result", "profile_comment"):
        policy(table, "own", f"FOR SELECT TO {WEB} USING ({OWN_ALONE})")
        policy(table, "close", f"TO {CLOSING} USING (true) WITH CHECK (true)")
    policy("profile_reflection", "own", f"TO {WEB} USING ({OWN_ALONE}) WITH CHECK ({OWN_ALONE})")


def give() -> None:
    rounds = "SELECT, INSERT, UPDATE (closed_at, closed_by_id)"
    grant("profile_round", web=rounds, worker=rounds, closing="SELECT, UPDATE (released_at)")
    grant(
        "rater_invitation",
        web="SELECT, INSERT, UPDATE (email, secret_hash, withdrawn_at, withdrawn_by_id)",
        worker="SELECT, INSERT",
        closing="SELECT, UPDATE (email, secret_hash, address_mark)",
    )
    grant("rater_link", web="SELECT, INSERT", worker="INSERT", closing="SELECT, DELETE")
    grant("rater_answer", web="INSERT", worker="SELECT", closing="SELECT, DELETE")
    grant("round_progress", web="SELECT", worker="SELECT, INSERT, UPDATE")
    grant(
        "rating",
        web="INSERT (id, round_id, rater_key, rater_group, attribute, score, attributable)",
        closing="SELECT",
    )
    grant("rating_comment", web="INSERT (id, round_id, rater_key, body)", closing="SELECT, DELETE")
    grant("profile_result", web="SELECT", closing="SELECT, INSERT")
    grant("profile_comment", web="SELECT", closing="SELECT, INSERT")
    grant("profile_reflection", web="SELECT, INSERT, UPDATE (body, written_at)")
    grant("rater_letter", worker="SELECT, INSERT, UPDATE")
    # The result and the end of its job commit together, so the closing role ends its own job.
    op.execute(f"GRANT SELECT, UPDATE (status, lease_until, finished_at, error) ON job TO {CLOSING}")


def downgrade() -> None:
    op.execute(f"REVOKE SELECT, UPDATE (status, lease_until, finished_at, error) ON job FROM {CLOSING}")
    # Policies that look at another table go before it.
    op.execute("DROP POLICY own_or_of_link ON profile_round")
    for table in (
        "rater_letter",
        "profile_reflection",
        "profile_comment",
        "profile_result",
        "rating_comment",
        "rating",
        "round_progress",
        "rater_answer",
        "rater_link",
        "rater_invitation",
        "profile_round",
    ):
        op.drop_table(table)
