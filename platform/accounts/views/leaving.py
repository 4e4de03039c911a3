"""The last day in a role: said by the support team, or by the person themself."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.errors import AccountError
from accounts.forms import LeavingForm
from accounts.leaving import get_own_role, record_leaving
from accounts.models import Account
from accounts.overview import AccountLine, get_account
from accounts.views.manage import accounts
from accounts.views.own_account import account
from accounts.views.sign_in import AS_THE_PRODUCT
from accounts.words import role_in_words
from core.access import Permission, current_identity, requires
from core.clock import today
from core.scope import Scope
from core.transaction import reading, transaction

__all__ = ["accounts", "leaving", "own_leaving"]


@accounts.route("/<uuid:public_id>/last-day/<uuid:membership_id>", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_MANAGE)
def leaving(public_id: UUID, membership_id: UUID) -> ResponseReturnValue:
    """The support team says when somebody has their last day."""
    back = url_for("accounts.show", public_id=public_id)
    return _answer(current_identity().scope(), public_id, membership_id, back)


@account.route("/account/leaving", methods=["GET", "POST"])
@requires(Permission.OWN_ACCOUNT)
def own_leaving() -> ResponseReturnValue:
    """Somebody says when they have their own last day; whoever leads for two authorities says in which role."""
    identity = current_identity()
    with reading(identity.scope()) as session:
        public_id = session.get_one(Account, identity.account_id).public_id
        roles = [held for held in get_account(session, public_id=public_id).roles if held.may_leave]
    if not roles:
        return render_template("accounts/no_last_day.html")
    wanted = request.args.get("role", "")
    held = next((each for each in roles if str(each.membership_id) == wanted), roles[0])
    return _answer(AS_THE_PRODUCT, public_id, held.membership_id, url_for("account.show"))


def _answer(scope: Scope, public_id: UUID, membership_id: UUID, back: str) -> ResponseReturnValue:
    """Show the form, or store the day and go back. The account stands in every query."""
    form = LeavingForm()
    if form.validate_on_submit():
        try:
            with transaction(scope) as session:
                held = get_account(session, public_id=public_id).account
                record_leaving(
                    session,
                    by=current_identity(),
                    account=held,
                    membership_id=membership_id,
                    leaves_on=form.leaves_on.data,
                    on=today(),
                )
        except AccountError as error:
            form.leaves_on.errors = [error.sentence]
        else:
            flash("The last day is on record." if form.leaves_on.data else "No last day is on record any more.")
            return redirect(back, 303)
    with reading(scope) as session:
        line: AccountLine = get_account(session, public_id=public_id)
        role = get_own_role(session, account=line.account, membership_id=membership_id)
        if not form.is_submitted():
            form.leaves_on.data = role.leaves_on
        words = next(role_in_words(held) for held in line.roles if held.membership_id == membership_id)
        page = render_template("accounts/leaving.html", form=form, line=line, role=words, back=back)
    return page, 422 if form.is_submitted() else 200
