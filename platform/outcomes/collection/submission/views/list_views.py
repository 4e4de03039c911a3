"""The returns of an authority, and its setting for them."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from authorities.register.find import authority_by_code
from core.access import Permission, current_identity, requires
from core.clock import now, today
from core.transaction import reading, transaction
from outcomes.collection.people import names_of
from outcomes.collection.remind.continuity import gap_to_tell
from outcomes.collection.submission.listing import list_returns
from outcomes.collection.submission.may import needs_sign_off
from outcomes.collection.submission.setting import NOT_BY_LEADS, find_setting, may_switch_off, set_sign_off
from outcomes.collection.submission.views.blueprint import returns
from outcomes.collection.submission.views.forms import SettingForm
from outcomes.collection.submission.views.words import due_sentence


@returns.get("/authorities/<code>/returns")
@requires(Permission.RETURN_READ)
def overview(code: str) -> str:
    """Every return: what is due and when, and what became of the earlier ones."""
    identity = current_identity()
    with reading(identity.scope()) as session:
        authority = authority_by_code(session, code)
        return render_template(
            "returns/overview.html",
            authority=authority,
            lines=list_returns(session, authority, today()),
            signing=needs_sign_off(session, authority),
            may_set=identity.may(Permission.RETURN_SETTING, authority.id),
            due_sentence=due_sentence,
            today=today(),
            gap=gap_to_tell(authority, today()),
        )


@returns.route("/authorities/<code>/returns/setting", methods=["GET", "POST"])
@requires(Permission.RETURN_SETTING)
def setting(code: str) -> ResponseReturnValue:
    """Switch the director's sign-off on or off; the page offers no switch to those who may not turn it."""
    identity = current_identity()
    scope = identity.scope()
    form = SettingForm()
    if form.validate_on_submit():
        with transaction(scope) as session:
            authority = authority_by_code(session, code)
            wanted = bool(form.sign_off.data)
            set_sign_off(session, by=identity, authority=authority, wanted=wanted, at=now(), on=today())
        flash(
            "From now on your director signs each return off before it is submitted."
            if wanted
            else "From now on returns are submitted without a sign-off."
        )
        return redirect(url_for("returns.overview", code=code), 303)
    with reading(scope) as session:
        authority = authority_by_code(session, code)
        setting = find_setting(session, authority)
        signing = setting is not None and setting.sign_off
        if not form.is_submitted():
            form.sign_off.data = signing
        return render_template(
            "returns/setting.html",
            authority=authority,
            form=form,
            setting=setting,
            changed_by=names_of(session, [setting.changed_by_id]).get(setting.changed_by_id) if setting else None,
            kept_on=NOT_BY_LEADS if signing and not may_switch_off(identity, authority) else None,
        )
