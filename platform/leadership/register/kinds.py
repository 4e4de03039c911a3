"""The words that the register is made of, each with its reading on the screen."""

from enum import StrEnum


class TenureStatus(StrEnum):
    """How somebody holds a post: in their own right, or until it is filled."""

    PERMANENT = "permanent"
    FIXED_TERM = "fixed_term"
    INTERIM = "interim"
    ACTING = "acting"

    @property
    def substantive(self) -> bool:
        """Whether the holder has the post in their own right rather than keeping it for somebody to come."""
        return self in {TenureStatus.PERMANENT, TenureStatus.FIXED_TERM}

    @property
    def words(self) -> str:
        return self.value.replace("_", " ")


SUBSTANTIVE = tuple(status for status in TenureStatus if status.substantive)
TEMPORARY = tuple(status for status in TenureStatus if not status.substantive)


class EndReason(StrEnum):
    """Why a tenure ended. Illness and dismissal are not among them: they are nobody's business here (design 5.5)."""

    PLANNED_MOVE = "planned_move"
    RETIREMENT = "retirement"
    CONTRACT_END = "contract_end"
    AGREED_EXIT = "agreed_exit"
    RESTRUCTURE = "restructure"
    ELECTION = "election"
    CONFIRMED = "confirmed"
    POST_CLOSED = "post_closed"
    OTHER = "other"
    UNKNOWN = "unknown"

    @property
    def words(self) -> str:
        return REASON_WORDS[self]


REASON_WORDS = {
    EndReason.PLANNED_MOVE: "moved to another post",
    EndReason.RETIREMENT: "retired",
    EndReason.CONTRACT_END: "the contract or the cover ended",
    EndReason.AGREED_EXIT: "left by agreement",
    EndReason.RESTRUCTURE: "restructure",
    EndReason.ELECTION: "election or reshuffle",
    EndReason.CONFIRMED: "confirmed in the post",
    EndReason.POST_CLOSED: "the post was closed",
    EndReason.OTHER: "another reason",
    EndReason.UNKNOWN: "not known",
}
# The other two follow from a deed of their own.
REASONS_TO_CHOOSE = tuple(reason for reason in EndReason if reason not in {EndReason.CONFIRMED, EndReason.POST_CLOSED})


class EventKind(StrEnum):
    """What was said or done about who leads."""

    POST_CREATED = "post_created"
    POST_CLOSED = "post_closed"
    DEPARTURE_ANNOUNCED = "departure_announced"
    DEPARTURE_WITHDRAWN = "departure_withdrawn"
    DEPARTED = "departed"
    APPOINTMENT_ANNOUNCED = "appointment_announced"
    APPOINTED = "appointed"
    INTERIM_APPOINTED = "interim_appointed"
    ACTING_APPOINTED = "acting_appointed"
    CONFIRMED = "confirmed"

    @property
    def words(self) -> str:
        return EVENT_WORDS[self]


EVENT_WORDS = {
    EventKind.POST_CREATED: "post created",
    EventKind.POST_CLOSED: "post closed",
    EventKind.DEPARTURE_ANNOUNCED: "departure announced",
    EventKind.DEPARTURE_WITHDRAWN: "departure withdrawn",
    EventKind.DEPARTED: "left the post",
    EventKind.APPOINTMENT_ANNOUNCED: "appointment announced",
    EventKind.APPOINTED: "appointed",
    EventKind.INTERIM_APPOINTED: "appointed as interim",
    EventKind.ACTING_APPOINTED: "appointed to act",
    EventKind.CONFIRMED: "confirmed in the post",
}
STARTS = {
    TenureStatus.PERMANENT: EventKind.APPOINTED,
    TenureStatus.FIXED_TERM: EventKind.APPOINTED,
    TenureStatus.INTERIM: EventKind.INTERIM_APPOINTED,
    TenureStatus.ACTING: EventKind.ACTING_APPOINTED,
}


class Precision(StrEnum):
    """How exactly a day is known; a month or a year stands as its first day."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Confidence(StrEnum):
    """How sure the source of an event is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
