"""Comments of raters, read by a person before the leader sees them (risk-and-analysis 14.2, rule 4).

Who may do what with each table, and to which of its rows:

    comment_reading   that the comments of a round wait: written by the closing role, seen and ended by those of the
                      support team who may read them, seen and ended by workers after its last day
    comment_reader    who may read them: written by the closing role; each account sees its own row alone
    waiting_comment   the words: written by the closing role, read by whoever has declared that they are no rater of
                      the round; workers may neither read nor write them, and they end with the reading
    profile_comment   what was released: written by whoever read, seen by the leader alone

No row of these is seen by the leader of the round, whatever else they are. Ending a reading destroys the words and
the list of readers with it. The setting `app.moderating` says that the reader holds the permission for it.
"""

import sqlalchemy as sa
from alembic import op

from migrations.security import CLOSING, MODERATING, OWN_ACCOUNT, OWN_PERSON, WEB, WORKER, grant

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NO_LINK = "nullif(current_setting('app.invitation', true), '') IS NULL"
READS = f"({MODERATING} AND {NO_LINK})"
# Which rows of comment_reader there are for the reader is decided by its own policy: theirs.
LISTED = "EXISTS (SELECT FROM comment_reader r WHERE r.round_id = {table}.round_id)"
DECLARED = "EXISTS (SELECT FROM comment_reader r WHERE r.round_id = {table}.round_id AND r.declared_at IS NOT NULL)"
# Of five to nine writers one text in the reader's own words; of more, each by itself.
AS_DECIDED = (
    "EXISTS (SELECT FROM comment_reading c WHERE c.round_id = profile_comment.round_id "
    "AND c.person_id = profile_comment.person_id "
    "AND profile_comment.summary = (c.manner = 'summary') "
    "AND (NOT profile_comment.summary OR profile_comment.place = 1))"
)
TABLES = ("comment_reading", "comment_reader", "waiting_comment")


def upgrade() -> None:
    make_readings()
    extend()
    fence()
    give()


def make_readings() -> None:
    op.create_table(
        "comment_reading",
        sa.Column("round_id", sa.Uuid, primary_key=True),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("manner", sa.String, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.UniqueConstraint("person_id", "round_id", name="uq_comment_reading_person_id_round_id"),
        sa.ForeignKeyConstraint(
            ["person_id", "round_id"],
            ["profile_round.person_id", "profile_round.id"],
            name="fk_comment_reading_person_id_round_id",
        ),
        sa.CheckConstraint("manner IN ('summary', 'one_by_one')", name="manner_known"),
    )
    op.create_table(
        "comment_reader",
        sa.Column("round_id", sa.Uuid, sa.ForeignKey("comment_reading.round_id", ondelete="CASCADE"), primary_key=True),
        sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id"), primary_key=True, index=True),
        sa.Column("declared_at", MOMENT),
        sa.Column("told_at", MOMENT),
    )
    op.create_table(
        "waiting_comment",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("round_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("body", sa.String, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id", "round_id"],
            ["comment_reading.person_id", "comment_reading.round_id"],
            name="fk_waiting_comment_person_id_round_id",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("round_id", "place", name="uq_waiting_comment_place"),
        sa.CheckConstraint("length(body) <= 2000", name="body_of_a_page"),
    )
    op.create_index("ix_waiting_comment_person_id_round_id", "waiting_comment", ["person_id", "round_id"])
    # Whoever has declared that they are no rater has said so for good.
    op.execute(
        "CREATE TRIGGER set_once BEFORE UPDATE ON comment_reader FOR EACH ROW EXECUTE FUNCTION set_once('declared_at')"
    )


def extend() -> None:
    """What was written under the earlier promise stays under it: nobody was told then that a person reads it."""
    op.add_column(
        "rating_comment", sa.Column("reader_told", sa.Boolean, server_default=sa.text("false"), nullable=False)
    )
    op.add_column("profile_comment", sa.Column("summary", sa.Boolean, server_default=sa.text("false"), nullable=False))
    # Nothing of it where comments were released before anybody read them.
    op.add_column("profile_comment", sa.Column("released_at", MOMENT))
    op.create_check_constraint("body_of_two_pages", "profile_comment", "length(body) <= 4000")


def policy(table: str, name: str, rule: str) -> None:
    op.execute(f"CREATE POLICY {name} ON {table} {rule}")


def fence() -> None:
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        policy(table, "close", f"FOR INSERT TO {CLOSING} WITH CHECK (true)")
    not_own = f"{READS} AND NOT {OWN_PERSON}"
    listed, declared = (rule.format(table="comment_reading") for rule in (LISTED, DECLARED))
    policy("comment_reading", "to_readers", f"FOR SELECT TO {WEB} USING ({not_own} AND {listed})")
    policy("comment_reading", "decide", f"FOR DELETE TO {WEB} USING ({not_own} AND {declared})")
    policy("comment_reading", "work", f"TO {WORKER} USING (true) WITH CHECK (true)")
    policy(
        "comment_reader", "own", f"TO {WEB} USING ({READS} AND {OWN_ACCOUNT}) WITH CHECK ({READS} AND {OWN_ACCOUNT})"
    )
    policy("comment_reader", "work", f"TO {WORKER} USING (true) WITH CHECK (true)")
    policy(
        "waiting_comment",
        "to_readers",
        f"FOR SELECT TO {WEB} USING ({not_own} AND {DECLARED.format(table='waiting_comment')})",
    )
    policy(
        "profile_comment",
        "read_first",
        f"FOR INSERT TO {WEB} WITH CHECK ({not_own} AND {DECLARED.format(table='profile_comment')} AND {AS_DECIDED})",
    )


def give() -> None:
    grant("comment_reading", web="SELECT, DELETE", worker="SELECT, DELETE", closing="INSERT")
    grant("comment_reader", web="SELECT, UPDATE (declared_at), DELETE", worker="SELECT, UPDATE (told_at)")
    grant("comment_reader", closing="INSERT")
    grant("waiting_comment", web="SELECT", closing="INSERT")
    grant("profile_comment", web="INSERT")
    op.execute(f"REVOKE INSERT ON profile_comment FROM {CLOSING}")
    grant("rating_comment", web="INSERT (reader_told)")


def downgrade() -> None:
    op.execute(f"GRANT INSERT ON profile_comment TO {CLOSING}")
    op.execute(f"REVOKE INSERT ON profile_comment FROM {WEB}")
    op.execute("DROP POLICY read_first ON profile_comment")
    for table in ("waiting_comment", "comment_reading"):
        op.execute(f"DROP POLICY to_readers ON {table}")
    op.execute("DROP POLICY decide ON comment_reading")
    for table in ("waiting_comment", "comment_reader", "comment_reading"):
        op.drop_table(table)
    op.drop_constraint("ck_profile_comment_body_of_two_pages", "profile_comment")
    op.drop_column("profile_comment", "released_at")
    op.drop_column("profile_comment", "summary")
    op.drop_column("rating_comment", "reader_told")
