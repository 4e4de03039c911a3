"""The words of succession planning, each with its reading on the screen (risk-and-analysis 9, 15.3)."""

from enum import StrEnum


class Loss(StrEnum):
    """The two inputs about losing a holder; they are given apart and never multiplied (features B4)."""

    LIKELIHOOD = "likelihood"
    IMPACT = "impact"

    @property
    def words(self) -> str:
        return f"{self.value.capitalize()} of loss"


class Level(StrEnum):
    """How large a likelihood or an impact is judged to be."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    VERY_HIGH = "very_high"

    @property
    def words(self) -> str:
        return self.value.replace("_", " ").capitalize()


class Ready(StrEnum):
    """When a successor could take the post over."""

    NOW = "now"
    WITHIN_12 = "within_12"
    FROM_12_TO_24 = "12_to_24"
    OVER_24 = "over_24"

    @property
    def words(self) -> str:
        return READY_WORDS[self]


READY_WORDS = {
    Ready.NOW: "Ready now",
    Ready.WITHIN_12: "Within 12 months",
    Ready.FROM_12_TO_24: "In 12 to 24 months",
    Ready.OVER_24: "In more than 24 months",
}


class Item(StrEnum):
    """The six items of the readiness index."""

    PLAN = "plan"
    SUCCESSOR = "successor"
    RECRUITMENT = "recruitment"
    HANDOVER = "handover"
    OWNERSHIP = "ownership"
    CHAMPIONS = "champions"

    @property
    def words(self) -> str:
        return ITEM_WORDS[self]


ITEM_WORDS = {
    Item.PLAN: "Written plan",
    Item.SUCCESSOR: "Named successor",
    Item.RECRUITMENT: "Five attributes in recruitment",
    Item.HANDOVER: "Handover pack",
    Item.OWNERSHIP: "Shared political ownership",
    Item.CHAMPIONS: "Middle-manager champions",
}
# What the whole of an item means; half of it is half.
ITEM_MEANS = {
    Item.PLAN: "A written succession plan for the post, approved and reviewed within the last twelve months.",
    Item.SUCCESSOR: "Somebody who could take over now. Somebody ready within twelve months counts half.",
    Item.RECRUITMENT: "The five attributes stand in the advert, the person specification, the interview and the "
    "induction; each of the four counts a quarter.",
    Item.HANDOVER: "All nine parts of the handover pack are there.",
    Item.OWNERSHIP: "Lead member, leader and opposition were briefed in the last twelve months, the cabinet's decision "
    "is minuted, and finance, people services and procurement take part.",
    Item.CHAMPIONS: "At least two named managers below the post keep the practice going.",
}
# Recorded by hand: the plan and the successor follow from their own records.
RECORDED = (Item.RECRUITMENT, Item.HANDOVER, Item.OWNERSHIP, Item.CHAMPIONS)
# Held once for the authority as a whole; it counts for each of its posts.
OF_THE_AUTHORITY = frozenset({Item.OWNERSHIP})
OF_A_POST = tuple(item for item in RECORDED if item not in OF_THE_AUTHORITY)


class Statement(StrEnum):
    """The five self-reported signs that councillors and corporate leaders are engaged (risk-and-analysis 15.3)."""

    LEAD_MEMBER = "lead_member"
    LEADERS = "leaders"
    OPPOSITION = "opposition"
    VISITS = "visits"
    BOARD = "board"

    @property
    def words(self) -> str:
        return STATEMENT_WORDS[self]


STATEMENT_WORDS = {
    Statement.LEAD_MEMBER: "The director and the lead member meet alone at least once a month",
    Statement.LEADERS: "The leader and the chief executive hear about the innovation at least once a quarter",
    Statement.OPPOSITION: "The opposition has been briefed on the innovation",
    Statement.VISITS: "Councillors visit teams or shadow practitioners",
    Statement.BOARD: "Directors of other departments sit on the innovation's board",
}


class Consistency(StrEnum):
    """How alike the last two inspections were."""

    HIGH = "high"
    IMPROVING = "improving"
    FLAT = "flat"
    DECLINING = "declining"
    INSUFFICIENT = "insufficient"

    @property
    def words(self) -> str:
        return CONSISTENCY_WORDS[self]

    @property
    def is_high(self) -> bool | None:
        """High or low; None where there is too little to say."""
        return None if self is Consistency.INSUFFICIENT else self is Consistency.HIGH


CONSISTENCY_WORDS = {
    Consistency.HIGH: "High: the last two judgements are alike, and good or better",
    Consistency.IMPROVING: "Low: improving",
    Consistency.FLAT: "Low: the same, and below good",
    Consistency.DECLINING: "Low: declining",
    Consistency.INSUFFICIENT: "Insufficient: fewer than two judgements that can be compared",
}
