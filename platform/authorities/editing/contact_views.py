"""Adding a contact of an authority, ending one, and recording that a planned reorganisation moved."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from authorities.contacts.manage import add_contact, end_contact, get_contact
from authorities.editing.answer import Question, answer
from authorities.editing.blueprint import authority_record
from authorities.editing.forms import ContactForm, EndContactForm, ForecastForm, day_of, words_of
from authorities.register.boundaries import forecast_vesting, get_boundary
from authorities.register.models import Authority
from authorities.words import day_words
from core.access import Permission, current_identity, requires
from core.clock import today


@authority_record.route("/authorities/<code>/record/contacts/new", methods=["GET", "POST"])
@requires(Permission.AUTHORITY_EDIT)
def new_contact(code: str) -> ResponseReturnValue:
    """Add a contact."""
    form = ContactForm(data={"since": today()})

    def store(session: Session, authority: Authority) -> str:
        contact = add_contact(
            session,
            by=current_identity(),
            authority=authority,
            name=words_of(form.name),
            email=words_of(form.email),
            role=form.role.data,
            since=day_of(form.since),
        )
        return f"{contact.name} has been added."

    return answer(code, form, store, lambda _session, _authority: Question("Add a contact"))


@authority_record.route("/authorities/<code>/record/contacts/<uuid:contact_id>/end", methods=["GET", "POST"])
@requires(Permission.AUTHORITY_EDIT)
def end_of_contact(code: str, contact_id: UUID) -> ResponseReturnValue:
    """Say that somebody is no longer a contact."""
    form = EndContactForm(data={"until": today()})

    def store(session: Session, authority: Authority) -> str:
        contact = get_contact(session, authority, contact_id)
        end_contact(session, by=current_identity(), contact=contact, until=day_of(form.until))
        return f"{contact.name} is no longer a contact from {day_words(day_of(form.until))}."

    def ask(session: Session, authority: Authority) -> Question:
        return Question(f"End of contact: {get_contact(session, authority, contact_id).name}")

    return answer(code, form, store, ask)


@authority_record.route("/authorities/<code>/record/boundaries/<ref>", methods=["GET", "POST"])
@requires(Permission.AUTHORITY_EDIT)
def forecast(code: str, ref: str) -> ResponseReturnValue:
    """Record that a planned reorganisation is now expected on another day."""
    form = ForecastForm(data={"known_on": today()})

    def store(session: Session, authority: Authority) -> str:
        forecast_vesting(
            session,
            by=current_identity(),
            on=today(),
            boundary=get_boundary(session, authority, ref, known_on=today()),
            authority=authority,
            takes_effect_on=day_of(form.takes_effect_on),
            precision=form.precision.data,
            known_on=day_of(form.known_on),
            source=words_of(form.source),
            confidence=form.confidence.data or None,
        )
        return "The forecast has been recorded. Earlier ones stay in the history."

    def ask(session: Session, authority: Authority) -> Question:
        boundary = get_boundary(session, authority, ref, known_on=today())
        expected = day_words(boundary.forecast.takes_effect_on, boundary.forecast.precision)
        return Question("Record: the day has moved", f"{boundary.event.description} So far expected: {expected}.")

    return answer(code, form, store, ask)
