"""The kinds of fact that last: a time in the programme, a pause. They are corrected and withdrawn as any other."""

from typing import Any

from sqlalchemy.orm import Session

from authorities.editing.forms import MembershipForm, PauseForm, day_of, words_of
from authorities.editing.kinds import FactKind
from authorities.editing.programmes import programme_of
from authorities.programme.membership import join_programme, require_member
from authorities.programme.models import Adoption, AdoptionPause, Programme, ProgrammeMembership
from authorities.programme.pause import pause_adoption
from authorities.recorded import Versioned, last_day
from authorities.register.models import Authority


def _membership(
    session: Session,
    form: MembershipForm,
    *,
    authority: Authority,
    corrects: ProgrammeMembership | None = None,
    **told: Any,
) -> Versioned:
    """A time in the programme; without `corrects` it joins, or joins again after it has left."""
    programme = session.get_one(Programme, corrects.programme_id) if corrects else programme_of(session, form)
    return join_programme(
        session,
        authority=authority,
        programme=programme,
        joined_on=day_of(form.joined_on),
        joined_precision=form.joined_precision.data,
        left_on=form.left_on.data,
        reason=words_of(form.reason) or None,
        corrects=corrects,
        **told,
    )


def _corrected_pause(
    session: Session, form: PauseForm, *, authority: Authority, corrects: AdoptionPause, **told: Any
) -> Versioned:
    return store_pause(
        session,
        form,
        authority=authority,
        adoption=session.get_one(Adoption, corrects.adoption_id),
        corrects=corrects,
        **told,
    )


def store_pause(
    session: Session, form: PauseForm, *, authority: Authority, adoption: Adoption, **told: Any
) -> AdoptionPause:
    """A pause as the form tells it, if the authority was in the programme then."""
    paused_on, precision = day_of(form.paused_on), form.precision.data
    require_member(session, authority, paused_on, last_day(paused_on, precision), field="paused_on")
    return pause_adoption(
        session,
        adoption=adoption,
        paused_on=paused_on,
        precision=precision,
        resumed_on=form.resumed_on.data,
        reason=words_of(form.reason),
        **told,
    )


SPANS = {
    kind.slug: kind
    for kind in (
        FactKind(
            slug="membership",
            noun="time in the programme",
            one="a time in the programme",
            plural="Times in the programme",
            model=ProgrammeMembership,
            form=MembershipForm,
            store=_membership,
            day="joined_on",
        ),
        FactKind(
            slug="pauses",
            noun="pause",
            one="a pause",
            plural="Pauses",
            model=AdoptionPause,
            form=PauseForm,
            store=_corrected_pause,
            day="paused_on",
            may_be_new=False,
        ),
    )
}
