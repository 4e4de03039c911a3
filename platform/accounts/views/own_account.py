"""One's own account: its roles, and the browsers that are signed in to it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.models import Account
from accounts.overview import get_account
from accounts.sessions import end_other_sessions, end_session, list_sessions
from accounts.views.sign_in import AS_THE_PRODUCT
from accounts.words import role_in_words, roles_in_words
from core.access import Permission, current_identity, requires
from core.clock import now
from core.transaction import reading, transaction

account = Blueprint("account", __name__)


@account.get("/account")
@requires(Permission.OWN_ACCOUNT)
def show() -> ResponseReturnValue:
    """My roles and my sessions."""
    identity = current_identity()
    with reading(identity.scope()) as session:
        held = session.get_one(Account, identity.account_id)
        line = get_account(session, public_id=held.public_id)
        sessions = list_sessions(
            session,
            account_id=held.id,
            roles=frozenset(membership.role for membership in identity.memberships),
            at=now(),
        )
        return render_template(
            "accounts/own_account.html",
            account=held,
            roles=roles_in_words(line.roles),
            held_roles=line.roles,
            role_in_words=role_in_words,
            sessions=sessions,
            present=identity.session_id,
        )


@account.post("/account/sessions/<uuid:session_id>/end")
@requires(Permission.OWN_ACCOUNT)
def end(session_id: UUID) -> ResponseReturnValue:
    """End one of my sessions."""
    with transaction(AS_THE_PRODUCT) as session:
        end_session(session, by=current_identity(), session_id=session_id, at=now())
    flash("That browser is signed out.")
    return redirect(url_for("account.show"), 303)


@account.post("/account/sessions/end-others")
@requires(Permission.OWN_ACCOUNT)
def end_others() -> ResponseReturnValue:
    """End all my sessions but this one."""
    with transaction(AS_THE_PRODUCT) as session:
        end_other_sessions(session, by=current_identity(), at=now())
    flash("All other browsers are signed out.")
    return redirect(url_for("account.show"), 303)
