"""Recording, correcting and withdrawing a dated fact of an authority."""

from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.editing.answer import Question, answer
from authorities.editing.blueprint import authority_record
from authorities.editing.forms import WithdrawForm, day_of, words_of
from authorities.editing.kinds import FactKind
from authorities.editing.look_up import get_fact, get_kind
from authorities.editing.programmes import ask_programme
from authorities.errors import RegisterError
from authorities.recorded import Versioned
from authorities.register.find import authority_by_code
from authorities.register.models import Authority
from authorities.timeline.chains import chains_of
from authorities.timeline.read import innovation_names
from authorities.versions import store_version, withdrawal_of
from core.access import Permission, current_identity, requires
from core.clock import today
from core.errors import NotFoundError
from core.transaction import reading

ADDRESS = "/authorities/<code>/record/<slug>"
# A slip of ours was never true; a change of the world was not known before its day. Only the writer can tell.
CORRECTION_KNOWN = (
    "Say since when this could be known: the day of the first record if that was a slip, or else the day the change "
    "became known."
)


@authority_record.route(f"{ADDRESS}/new", methods=["GET", "POST"])
@requires(Permission.AUTHORITY_EDIT)
def new_fact(code: str, slug: str) -> ResponseReturnValue:
    """Record a fact."""
    kind = get_kind(slug)
    if not kind.may_be_new:
        raise NotFoundError("There is no such page, or it is not yours to see.")
    form = kind.form()
    if "programme" in form:
        ask_programme(form)

    def store(session: Session, authority: Authority) -> str:
        kind.store(session, form, by=current_identity(), on=today(), authority=authority, **form.told())
        return f"The {kind.noun} has been recorded."

    def ask(_session: Session, _authority: Authority) -> Question:
        return Question(f"Record {kind.one}")

    return answer(code, form, store, ask)


@authority_record.route(f"{ADDRESS}/<uuid:fact_id>", methods=["GET", "POST"])
@requires(Permission.AUTHORITY_EDIT)
def correct_fact(code: str, slug: str, fact_id: UUID) -> ResponseReturnValue:
    """Correct a fact: what is on record stays, and this takes its place."""
    kind = get_kind(slug)
    with reading(current_identity().scope()) as session:
        on_record = kind.data_of(get_fact(session, kind, authority_by_code(session, code), fact_id))
    form = kind.form(data={**on_record, "known_on": None})
    if "programme" in form:
        del form.programme  # a time in another programme is another time

    def store(session: Session, authority: Authority) -> str:
        corrects = get_fact(session, kind, authority, fact_id)
        if form.known_on.data is None:
            raise RegisterError(CORRECTION_KNOWN, field="known_on")
        told = {"by": current_identity(), "on": today(), "authority": authority, "corrects": corrects}
        kind.store(session, form, **told, **form.told())
        return f"The {kind.noun} has been corrected. What was recorded before stays in the history."

    def ask(session: Session, authority: Authority) -> Question:
        withdraw = url_for("authority_record.withdraw_fact", code=code, slug=slug, fact_id=fact_id)
        return Question(
            f"Correct {kind.one}",
            "What is on record stays in the history; what you save takes its place.",
            versions=_chain(session, kind, authority, fact_id),
            innovation=_innovation(session, kind, authority, fact_id),
            withdraw=withdraw,
        )

    return answer(code, form, store, ask)


@authority_record.route(f"{ADDRESS}/<uuid:fact_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.AUTHORITY_EDIT)
def withdraw_fact(code: str, slug: str, fact_id: UUID) -> ResponseReturnValue:
    """Say that a fact on record is not so."""
    kind = get_kind(slug)
    form = WithdrawForm()

    def store(session: Session, authority: Authority) -> str:
        fact = get_fact(session, kind, authority, fact_id)
        gone = withdrawal_of(fact, known_on=day_of(form.known_on), source=words_of(form.source))
        store_version(session, gone, by=current_identity(), on=today(), replaces=fact)
        return f"The {kind.noun} has been withdrawn. It stays in the history."

    def ask(session: Session, authority: Authority) -> Question:
        get_fact(session, kind, authority, fact_id)
        return Question(
            f"Withdraw {kind.one}",
            "Say that it is not so after all. It stays in the history.",
            versions=_chain(session, kind, authority, fact_id),
            innovation=_innovation(session, kind, authority, fact_id),
        )

    return answer(code, form, store, ask)


def _chain(session: Session, kind: FactKind, authority: Authority, fact_id: UUID) -> list[Versioned]:
    """Every version of the fact up to the current one."""
    versions = session.scalars(
        select(kind.model).where(kind.model.authority_id == authority.id)  # type: ignore[attr-defined]
    )
    return chains_of(versions)[fact_id]


def _innovation(session: Session, kind: FactKind, authority: Authority, fact_id: UUID) -> str:
    """The innovation that a fact is about, where it is about one."""
    fact = get_fact(session, kind, authority, fact_id)
    return innovation_names(session, authority).get(getattr(fact, "adoption_id", None), "")
