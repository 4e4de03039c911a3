"""What a coach finds: whatever leaders share with them at this moment, to read and no more."""

from uuid import UUID

from flask import render_template

from core.access import Permission, current_identity, requires
from core.clock import today
from core.transaction import reading
from leadership.development.sharing.find import get_shared, list_shared_with
from leadership.development.views.blueprint import coaching
from leadership.profiles.attributes import CAVEAT
from leadership.profiles.own.pictures import rows_of
from leadership.profiles.own.words import LEADER, finding, gap_sentences


@coaching.get("/coaching")
@requires(Permission.COACHING_READ)
def overview() -> str:
    """Who shares something with this coach today, and until when."""
    identity = current_identity()
    with reading(identity.scope()) as session:
        found = list_shared_with(session, by=identity, on=today())
    return render_template("coaching/overview.html", shares=found)


@coaching.get("/coaching/<uuid:share_id>")
@requires(Permission.COACHING_READ)
def shared(share_id: UUID) -> str:
    """Exactly what one leader has shared."""
    identity = current_identity()
    with reading(identity.scope()) as session:
        found = get_shared(session, by=identity, share_id=share_id, on=today())
        return render_template(
            "coaching/shared.html",
            shared=found,
            rounds=[
                (rows_of(each), finding(each.shown, LEADER), gap_sentences(each.shown, LEADER)) for each in found.rounds
            ],
            frozen=found.rounds[0] if found.rounds else None,
            caveat=CAVEAT,
        )
