"""Letters to the leader themselves: a round was opened for them, a round's results are there.

They hold no score, no group and no number, and read the same whatever a round brought: whoever reads over a shoulder
learns that there was a round, and nothing else. What is behind the link is the leader's alone.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from charts.words import day_in_words
from core.mail import Mail
from leadership.profiles.models import ProfileRound

TELL_OPENED, TELL_RELEASED = "profiles.tell_opened", "profiles.tell_released"
TRY_AGAIN = timedelta(hours=4)
FRESH = timedelta(days=2)
"""After this nothing is written about what happened any more, as of returns (decision 42)."""


class Occasion(StrEnum):
    OPENED = "opened"
    RELEASED = "released"


ReadAddresses = Callable[[Session, UUID, date], Sequence[str]]
_readers: list[ReadAddresses] = []


def use_leader_addresses(read: ReadAddresses) -> None:
    """Connect what reads the addresses with which a leader signs in; the last one that was connected counts."""
    _readers[:] = [read]


def write_letters(
    session: Session, *, round_id: UUID, occasion: Occasion, public_url: str, on: date, at: datetime
) -> list[Mail]:
    """The letters to the leader; none where they have no account, or the round is past that occasion.

    Args:
        session: over everything, to see the accounts.
        round_id: the round.
        occasion: what happened.
        public_url: where the product is found.
        on: today.
        at: now.
    """
    held = session.get(ProfileRound, round_id)
    if held is None or not _still_so(held, occasion, at):
        return []
    subject, *paragraphs = WORDS[occasion](held, public_url)
    return [
        Mail(
            to=address,
            subject=subject,
            body="\n\n".join(("Hello,", *paragraphs)) + "\n",
            reference=f"profile-round-{occasion}",
            message_id=f"profile-round-{occasion}-{held.id}-{place}",
        )
        for place, address in enumerate(_readers[0](session, held.person_id, on) if _readers else ())
    ]


def _still_so(held: ProfileRound, occasion: Occasion, at: datetime) -> bool:
    if occasion is Occasion.OPENED:
        return held.closed_at is None and held.opened_at >= at - FRESH
    return held.released_at is not None and held.released_at >= at - FRESH


def _opened(held: ProfileRound, public_url: str) -> tuple[str, ...]:
    return (
        f"A round about your leadership is open until {day_in_words(held.closes_on)}",
        (
            "The programme support team has opened a round for you. You decide whom to invite, and you answer the five "
            "questions yourself. It closes after that day, or when you close it."
        ),
        "The results are yours alone: neither the support team nor your authority sees them.",
        f"Sign in to go on:\n{public_url}/profile/rounds/{held.id}",
    )


def _released(held: ProfileRound, public_url: str) -> tuple[str, ...]:
    return (
        "The results of your round are there",
        (
            f"Your round of {day_in_words(held.opened_on)} is closed, and what may be shown of it stands in your "
            "profile. Nobody else sees it unless you share it."
        ),
        f"Sign in to read it:\n{public_url}/profile",
    )


WORDS: dict[Occasion, Callable[[ProfileRound, str], tuple[str, ...]]] = {
    Occasion.OPENED: _opened,
    Occasion.RELEASED: _released,
}
