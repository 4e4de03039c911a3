"""Every rule of keeping that the nightly job carries out, in its order: what points to a row goes before it.

When a row is due stands in the database, beside the table (migration 0019): the job's role may touch no other. A guard
holds this list, what that role may do, and docs/personal-data.md to one another.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Rule:
    """Rows of a table that go, or, with `empties`, columns that are emptied with what they become.

    `kept` is how long, as docs/personal-data.md writes it. `counted` is False where a number alone would tell the
    support team of what leaders keep for themselves, of raters, or of who might follow whom.
    """

    table: str
    kept: str
    empties: Mapping[str, str] = field(default_factory=dict)
    counted: bool = True

    @property
    def statement(self) -> str:
        """What takes everything that is due: no condition, since the policies know which rows those are."""
        if not self.empties:
            return f"DELETE FROM {self.table}"  # noqa: S608  (names of our own list)
        values = ", ".join(f"{column} = {value}" for column, value in self.empties.items())
        return f"UPDATE {self.table} SET {values}"  # noqa: S608  (the same)


ONE_YEAR = "programme and 1 year"
SIX_YEARS = "programme and 6 years"


def _rows(kept: str, *tables: str, counted: bool = True) -> tuple[Rule, ...]:
    return tuple(Rule(table, kept, counted=counted) for table in tables)


RULES: tuple[Rule, ...] = (
    Rule("profile_share", "30 days after the share has ended", {"coach_email": "NULL"}, counted=False),
    Rule("rater_letter", "94 days", counted=False),
    Rule("audit_event", "6 years"),
    # What leaders keep for themselves, and contacts.
    *_rows(
        ONE_YEAR,
        "profile_result",
        "profile_comment",
        "profile_reflection",
        "profile_share_item",
        "profile_share",
        "development_entry",
        counted=False,
    ),
    *_rows(ONE_YEAR, "contact"),
    Rule("job", ONE_YEAR, {"error": "NULL"}),
    # Rounds, with the numbers under keys that lead to nobody.
    *_rows(
        SIX_YEARS,
        "released_set",
        "rating",
        "rating_comment",
        "rater_answer",
        "rater_link",
        "rater_invitation",
        "round_progress",
        "comment_reading",
        "profile_round",
        "successor_identity",
        counted=False,
    ),
    # Succession, handovers and the register of posts and people; the posts themselves stay.
    *_rows(
        SIX_YEARS,
        "successor_standing",
        "successor",
        "handover_event",
        "handover_entry",
        "handover_action",
        "handover_pack",
        "leadership_move",
        "succession_event",
        "tenure",
        "recruitment_step",
        "recruitment_pack",
        "succession_plan",
        "loss_judgement",
        "readiness_item",
        "political_engagement",
        "consistency_call",
        "support_entry",
        "story_event",
        "story",
        "fidelity_review",
        "fidelity_answer",
        "local_answer",
        "fidelity_assessment",
        "local_element",
        "prediction",
        "risk_data_cut",
        "explanation",
        "extension",
        "person",
    ),
    # Free text beside figures and dates, which stay.
    Rule("upload", SIX_YEARS, {"file_name": "''", "body": "NULL"}),
    Rule("submitted_figure", SIX_YEARS, {"comment": "NULL"}),
    Rule("submission_event", SIX_YEARS, {"reason": "''"}),
    Rule("collection", SIX_YEARS, {"note": "NULL"}),
    Rule("adoption", SIX_YEARS, {"note": "NULL"}),
    Rule("adoption_pause", SIX_YEARS, {"reason": "''"}),
    Rule("adoption_date", SIX_YEARS, {"reason": "NULL"}),
    Rule("programme_membership", SIX_YEARS, {"reason": "NULL"}),
    Rule("reorganisation", SIX_YEARS, {"detail": "NULL"}),
    Rule("political_control", SIX_YEARS, {"detail": "NULL"}),
    Rule("election", SIX_YEARS, {"detail": "NULL"}),
)
