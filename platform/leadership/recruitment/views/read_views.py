"""The posts of an authority that are recruited to, and the pack of one."""

from uuid import UUID

from flask import render_template

from authorities.register.find import authority_by_code
from core.access import Permission, current_identity, requires
from core.clock import today
from core.transaction import reading
from leadership.profiles.kinds import Attribute
from leadership.recruitment.find import is_open, list_packs, list_steps
from leadership.recruitment.kinds import Ground, Place
from leadership.recruitment.open import ground_of
from leadership.recruitment.page import NAMES, read_page
from leadership.recruitment.prompts import PANEL_PROMPTS
from leadership.recruitment.ticks import share_of
from leadership.recruitment.views.blueprint import PACK, recruitment
from leadership.register.history import list_histories
from leadership.register.posts import get_post
from leadership.register.seats import seat_on
from leadership.register.views.asked import NAME, day_asked


@recruitment.get("/authorities/<code>/recruitment")
@requires(Permission.SUCCESSION_READ)
def overview(code: str) -> str:
    """Which posts are recruited to, which call for it, and which were."""
    identity, asked = current_identity(), day_asked(today())
    on = asked.day
    with reading(identity.scope()) as session:
        authority = authority_by_code(session, code)
        packs = list_packs(session, authority_id=authority.id, known_on=on)
        steps = list_steps(session, [pack.id for pack in packs], on)
        histories = list_histories(session, by=identity, authority_id=authority.id, on=on)
        seats = {history.post.id: seat_on(history, on) for history in histories if history.post.known_on <= on}
        searched = {pack.post_id for pack in packs if is_open(pack, on)}
        calling = [
            (seat.history.post, ground_of(seat))
            for seat in seats.values()
            if seat.history.post.id not in searched and not seat.closed and ground_of(seat) is not Ground.BY_HAND
        ]
        return render_template(
            "recruitment/list.html",
            authority=authority,
            packs=[
                (pack, seats[pack.post_id].history.post, share_of(steps.get(pack.id, {}).values()), is_open(pack, on))
                for pack in packs
                if pack.post_id in seats
            ],
            calling=calling,
            going_on=len(searched),
            may_write=identity.may(Permission.SUCCESSION_WRITE, authority.id) and not asked.past,
            as_at=on,
            today=asked.today,
            problem=asked.problem,
            known_name=NAME,
        )


@recruitment.get(PACK)
@requires(Permission.SUCCESSION_READ)
def pack(code: str, post_id: UUID) -> str:
    """How far the five attributes have come into the recruitment to one post, with prompts for the panel."""
    identity, asked = current_identity(), day_asked(today())
    with reading(identity.scope()) as session:
        authority = authority_by_code(session, code)
        post = get_post(session, authority_id=authority.id, post_id=post_id)
        page = read_page(session, authority=authority, post=post, on=asked.day)
        return render_template(
            "recruitment/pack.html",
            page=page,
            attributes=Attribute,
            names=NAMES,
            places=Place,
            prompts=PANEL_PROMPTS,
            may_write=identity.may(Permission.SUCCESSION_WRITE, authority.id) and not asked.past,
            as_at=asked.day,
            today=asked.today,
            problem=asked.problem,
            known_name=NAME,
        )
