"""The support team manages accounts: who may sign in, with which roles, and whose sessions end now."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from accounts.add_account import add_account
from accounts.disable import disable_account, enable_account
from accounts.errors import AccountError
from accounts.forms import AccountForm, MembershipForm
from accounts.memberships import end_membership, grant_membership
from accounts.overview import AccountLine, get_account, list_accounts
from accounts.role_held import RoleHeld, read_role
from accounts.sessions import end_all_sessions, list_sessions
from accounts.words import role_in_words
from core.access import Permission, current_identity, requires
from core.clock import now
from core.transaction import reading, transaction

accounts = Blueprint("accounts", __name__, url_prefix="/accounts")


@accounts.get("")
@requires(Permission.ACCOUNT_MANAGE)
def overview() -> ResponseReturnValue:
    """Everybody who may sign in."""
    search = request.args.get("search", "")
    with reading(current_identity().scope()) as session:
        lines = list_accounts(session, search=search)
        return render_template("accounts/overview.html", lines=lines, search=search, role_in_words=role_in_words)


@accounts.get("/new")
@requires(Permission.ACCOUNT_MANAGE)
def new() -> ResponseReturnValue:
    """The form for somebody new; `?role=authority_lead&authority=Z001` fills in what is known of them already."""
    known = {name: request.args.get(name, "") for name in ("role", "authority")}
    return render_template("accounts/new.html", form=AccountForm(data=known))


@accounts.post("/new")
@requires(Permission.ACCOUNT_MANAGE)
def add() -> ResponseReturnValue:
    """Add somebody with their first role."""
    form = AccountForm()
    if not form.validate_on_submit():
        return render_template("accounts/new.html", form=form), 422
    by = current_identity()
    try:
        with transaction(by.scope()) as session:
            held = _role_of(form, session)
            made = add_account(
                session,
                by=by,
                email=form.email.data or "",
                name=form.name.data or "",
                held=held,
                at=now(),
            )
    except AccountError as error:
        form[error.field].errors = [error.sentence]
        return render_template("accounts/new.html", form=form), error.status
    flash(f"{made.name} has been added. A letter tells them how to sign in.")
    return _to(made.public_id)


@accounts.get("/<uuid:public_id>")
@requires(Permission.ACCOUNT_MANAGE)
def show(public_id: UUID) -> ResponseReturnValue:
    """One account."""
    return _page(public_id, MembershipForm())


@accounts.post("/<uuid:public_id>/memberships")
@requires(Permission.ACCOUNT_MANAGE)
def grant(public_id: UUID) -> ResponseReturnValue:
    """Give the account a further role."""
    form = MembershipForm()
    if not form.validate_on_submit():
        return _page(public_id, form), 422
    by = current_identity()
    try:
        with transaction(by.scope()) as session:
            account = get_account(session, public_id=public_id).account
            held = _role_of(form, session)
            grant_membership(
                session,
                by=by,
                account=account,
                held=held,
                at=now(),
            )
    except AccountError as error:
        form[error.field].errors = [error.sentence]
        return _page(public_id, form), error.status
    flash("The role has been added. It counts from their next page on.")
    return _to(public_id)


@accounts.post("/<uuid:public_id>/memberships/<uuid:membership_id>/end")
@requires(Permission.ACCOUNT_MANAGE)
def end_role(public_id: UUID, membership_id: UUID) -> ResponseReturnValue:
    """End a role."""
    by = current_identity()
    with transaction(by.scope()) as session:
        account = get_account(session, public_id=public_id).account
        end_membership(session, by=by, account=account, membership_id=membership_id, at=now())
    flash("The role has ended.")
    return _to(public_id)


@accounts.post("/<uuid:public_id>/end-sessions")
@requires(Permission.ACCOUNT_MANAGE)
def end_sessions(public_id: UUID) -> ResponseReturnValue:
    """Sign the account out everywhere."""
    by = current_identity()
    with transaction(by.scope()) as session:
        account = get_account(session, public_id=public_id).account
        end_all_sessions(session, by=by, account=account, at=now())
    flash(f"{account.name} is signed out everywhere.")
    return _to(public_id)


@accounts.post("/<uuid:public_id>/disable")
@requires(Permission.ACCOUNT_MANAGE)
def disable(public_id: UUID) -> ResponseReturnValue:
    """Let the account sign in no more."""
    by = current_identity()
    with transaction(by.scope()) as session:
        disable_account(session, by=by, account=get_account(session, public_id=public_id).account, at=now())
    flash("The account is disabled.")
    return _to(public_id)


@accounts.post("/<uuid:public_id>/enable")
@requires(Permission.ACCOUNT_MANAGE)
def enable(public_id: UUID) -> ResponseReturnValue:
    """Let the account sign in again."""
    by = current_identity()
    with transaction(by.scope()) as session:
        enable_account(session, by=by, account=get_account(session, public_id=public_id).account)
    flash("The account can sign in again.")
    return _to(public_id)


def _role_of(form: MembershipForm, session: Session) -> RoleHeld:
    return read_role(
        session,
        role=form.role.data or "",
        authority_code=form.authority.data or "",
        person_ref=form.person_ref.data or "",
    )


def _page(public_id: UUID, form: MembershipForm) -> str:
    with reading(current_identity().scope()) as session:
        line: AccountLine = get_account(session, public_id=public_id)
        sessions = list_sessions(
            session, account_id=line.account.id, roles=frozenset(held.role for held in line.roles), at=now()
        )
        return render_template(
            "accounts/account.html",
            line=line,
            sessions=sessions,
            form=form,
            role_in_words=role_in_words,
        )


def _to(public_id: UUID) -> Response:
    return redirect(url_for("accounts.show", public_id=public_id), 303)
