"""What the two pages that open a round share."""

from collections.abc import Sequence
from uuid import UUID

from core.access import current_identity
from core.clock import now, today
from core.forms import blame, show_refusal
from core.transaction import transaction
from leadership.profiles.errors import ProfileError
from leadership.profiles.kinds import RoundKind
from leadership.profiles.open_round import LeaderInPost, open_round
from leadership.profiles.views.forms import OpenForm


def open_from_form(form: OpenForm, leaders: Sequence[LeaderInPost]) -> UUID | None:
    """Open the round that the form asks for; None when it was refused, which the form then says."""
    identity = current_identity()
    leader = next((each for each in leaders if each.key == form.leader.data), None)
    if leader is None or form.closes_on.data is None:
        blame(form.leader, form.leader.choose)
        return None
    try:
        with transaction(identity.scope()) as session:
            return open_round(
                session,
                by=identity,
                leader=leader,
                kind=RoundKind(form.kind.data),
                closes_on=form.closes_on.data,
                on=today(),
                at=now(),
            ).id
    except ProfileError as error:
        show_refusal(form, error)
        return None
