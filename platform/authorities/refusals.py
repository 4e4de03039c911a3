"""Turns what the database refuses into a sentence on a field: by the name of the constraint, written down once."""

from collections.abc import Iterator
from contextlib import contextmanager

from psycopg.errors import Error as DriverError
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from authorities.errors import RegisterError

IN_ORDER = "The end lies before the beginning: check both dates."
KNOWN_TOO_LATE = "Nobody can know it only in the future: give today or an earlier day."

# Constraint: field of the form, sentence.
REFUSALS: dict[str, tuple[str | None, str]] = {
    "uq_inspection_current": (
        "inspected_on",
        "An inspection of that day is on record already: correct that one instead.",
    ),
    "uq_intervention_current": ("started_on", "That step is on record for that day already: correct it instead."),
    "uq_political_control_current": (
        "effective_on",
        "A change of control on that day is on record already: correct that one instead.",
    ),
    "uq_election_current": ("polling_on", "An election on that day is on record already: correct that one instead."),
    "uq_reorganisation_current": (
        "started_on",
        "A reorganisation of that kind from that day is on record already: correct that one instead.",
    ),
    "uq_adoption_authority_id_innovation_code": (
        "innovation",
        "The authority has taken on this innovation already: change its stages, or end its pause, instead.",
    ),
    "uq_contact_open": ("email", "This person is already a contact of that kind for the authority."),
    "ck_inspection_published_after_inspected": (
        "published_on",
        "The report cannot be published before the inspection: check both dates.",
    ),
    "ck_political_control_control_named": ("control", "Say who controls the council, or write: no overall control."),
    "ck_programme_membership_dates_in_order": ("left_on", "The authority must leave after the day it joined."),
    "ck_adoption_pause_dates_in_order": ("resumed_on", "The adoption must go on after the day it was paused."),
    "ck_adoption_date_some_date": ("planned_on", "Give the planned day, the actual day, or both."),
    "ck_intervention_dates_in_order": ("until", IN_ORDER),
    "ck_reorganisation_dates_in_order": ("until", IN_ORDER),
    "ck_contact_dates_in_order": ("until", IN_ORDER),
    "member_once": ("joined_on", "The authority is in the programme at that time already."),
    "paused_once": ("paused_on", "The adoption is paused at that time already: say when it went on first."),
}


@contextmanager
def refusing(session: Session) -> Iterator[None]:
    """Write what the block adds, in a savepoint; raise RegisterError where a constraint that we foresee refuses.

    A refusal undoes the block and nothing else. Anything unforeseen is a fault of ours and goes through.
    """
    try:
        with session.begin_nested():
            yield
            session.flush()
    except IntegrityError as error:
        name = error.orig.diag.constraint_name if isinstance(error.orig, DriverError) else None
        if name is not None and name.endswith("_known_before_recorded"):
            raise RegisterError(KNOWN_TOO_LATE, field="known_on") from error
        if name not in REFUSALS:
            raise
        field, sentence = REFUSALS[name]
        raise RegisterError(sentence, field=field) from error
