"""What became of a post after a prediction."""

from dataclasses import dataclass
from datetime import date

from leadership.risk.history import History
from leadership.risk.months import add_months

NO_HOLDER = "no holder was on record at the landmark"
ALREADY_LEFT = "the holder had already left, which was not known at the landmark"


@dataclass(frozen=True)
class Stored:
    """A prediction as it was stored. Vacant posts have none."""

    landmark: date
    post: str
    role: str
    status: str
    r3: float
    r6: float
    r12: float


@dataclass(frozen=True)
class Outcome:
    """`left_on` is the first day without the holder, `None` if still there; `closed_on` the closing of the post.

    `excluded` says why the prediction cannot be scored over any horizon.
    """

    left_on: date | None
    closed_on: date | None
    excluded: str | None = None

    def within(self, landmark: date, months: int) -> bool | None:
        """Whether the post changed hands in (landmark, landmark + months]; `None` if it closed first."""
        end = add_months(landmark, months)
        if self.left_on is not None and self.left_on <= end:
            return True
        return None if self.closed_on is not None and self.closed_on <= end else False


def outcome_of(prediction: Stored, then: History, now: History) -> Outcome:
    """What happened to a post after the landmark of a prediction.

    A change that had already happened at the landmark, and only became known afterwards, was not predicted: such a
    prediction is left out, and so is one of a post that nobody held.

    Args:
        prediction: the stored prediction.
        then: the history as it was known at its landmark.
        now: the history as it is known today.
    """
    before, after = then.post(prediction.post), now.post(prediction.post)
    people = {holding.person for holding in before.holders()} if before else set()
    if after is None or not people:
        return Outcome(None, None, NO_HOLDER)
    there = [
        holding
        for holding in after.holdings
        if holding.person in people
        and holding.start <= prediction.landmark
        and (holding.end is None or holding.end > prediction.landmark)
    ]
    if {holding.person for holding in there} != people:
        return Outcome(None, None, ALREADY_LEFT)
    left = [holding.end for holding in there if holding.left and holding.end is not None]
    return Outcome(min(left, default=None), after.seat.closed_on)
