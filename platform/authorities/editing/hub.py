"""What is on record about an authority, each with the way to change it."""

from flask import render_template

from authorities.contacts.manage import list_contacts
from authorities.editing.blueprint import authority_record
from authorities.editing.kinds import KINDS
from authorities.editing.look_up import list_current
from authorities.editing.spans import SPANS
from authorities.programme.listing import list_adoptions
from authorities.programme.models import STAGES
from authorities.programme.open import list_innovations, list_programmes
from authorities.register.boundaries import list_boundaries
from authorities.register.find import authority_by_code
from authorities.timeline.entries import describe
from authorities.words import CONTACT_WORDS, STAGE_NAMES, day_words
from core.access import Permission, current_identity, requires
from core.clock import today
from core.transaction import reading


@authority_record.get("/authorities/<code>/record")
@requires(Permission.AUTHORITY_EDIT)
def hub(code: str) -> str:
    """Everything that can be kept up to date here."""
    with reading(current_identity().scope()) as session:
        authority = authority_by_code(session, code)
        boundaries = list_boundaries(session, authority_ids=[authority.id], known_on=today())[authority.id]
        return render_template(
            "authorities/record.html",
            authority=authority,
            adoptions=list_adoptions(session, authority_ids=[authority.id]),
            innovations={each.code: each.name for each in list_innovations(session)},
            stages=[(stage, STAGE_NAMES[stage]) for stage in STAGES],
            facts=[
                (kind, [(fact, describe(fact)[0]) for fact in list_current(session, kind, authority)])
                for kind in KINDS.values()
            ],
            times=list_current(session, SPANS["membership"], authority),
            several=len(list_programmes(session)) > 1,
            boundaries=[boundary for boundary in boundaries if boundary.is_ahead],
            contacts=list_contacts(session, authority, on=today()),
            contact_words=CONTACT_WORDS,
            day_words=day_words,
        )
