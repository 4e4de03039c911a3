"""Identities, the permission table and the marks on views, without a database."""

import pytest
from flask import Flask, g

from core.access import (
    ALLOWED,
    PUBLIC,
    SYSTEM,
    Identity,
    Membership,
    Permission,
    Role,
    SignInRequiredError,
    current_identity,
    mark_of,
    public,
    requires,
)
from core.errors import ForbiddenError, NotFoundError
from core.scope import Scope

MINE, OTHERS = ("Z001", 1), ("Z002", 2)


def holding(role: Role, place: tuple[str, int] = MINE) -> Identity:
    code, number = place
    held = Membership(role, number, code) if role.of_one_authority else Membership(role)
    return Identity(7, "Somebody", frozenset({held}))


def test_every_permission_is_in_the_table_and_somebody_holds_it() -> None:
    assert set(ALLOWED) == set(Permission)
    assert all(ALLOWED.values())
    assert all(permission.value.count(":") == 1 for permission in Permission)


@pytest.mark.parametrize("permission", list(Permission))
@pytest.mark.parametrize("role", list(Role))
def test_only_the_roles_of_the_table_pass(role: Role, permission: Permission) -> None:
    identity = holding(role)
    allowed = role in ALLOWED[permission]
    assert identity.may(permission) is allowed
    if allowed:
        identity.require(permission)
        identity.require(permission, MINE[0])
    else:
        for code in (None, *(place[0] for place in (MINE, OTHERS)), "999"):
            with pytest.raises(ForbiddenError):
                identity.require(permission, code)


@pytest.mark.parametrize(
    ("role", "permission"),
    [(role, one) for one, roles in ALLOWED.items() for role in sorted(roles) if role.of_one_authority],
)
def test_another_authority_is_as_absent_as_an_unknown_one(role: Role, permission: Permission) -> None:
    identity, answers = holding(role), []
    for code in (OTHERS[0], "999", ""):
        with pytest.raises(NotFoundError) as absent:
            identity.require(permission, code)
        answers.append(absent.value.sentence)
    assert len(set(answers)) == 1
    assert identity.may(permission, MINE[1])
    assert not identity.may(permission, OTHERS[1])


def test_a_permission_held_in_one_authority_opens_no_other() -> None:
    """A lead of A who reads risk reports of B has neither right in the other place."""
    identity = Identity(
        7, "Somebody", frozenset({Membership(Role.LEAD, 1, "Z001"), Membership(Role.RISK_READER, 2, "Z002")})
    )
    identity.require(Permission.LEADERSHIP_RECORD, "Z001")
    identity.require(Permission.RISK_READ, "Z002")
    for permission, code in ((Permission.LEADERSHIP_RECORD, "Z002"), (Permission.RISK_READ, "Z001")):
        with pytest.raises(NotFoundError):
            identity.require(permission, code)
    assert identity.scope().authorities == {1, 2}
    assert identity.scope().confidential == {2}


@pytest.mark.parametrize(
    ("role", "authorities"),
    [
        (Role.SUPPORT, None),
        (Role.SYSTEM, None),
        (Role.LEAD, {1}),
        (Role.RISK_READER, {1}),
        (Role.LEADER, {1}),
        (Role.DFE_VIEWER, set()),
    ],
)
def test_a_role_sees_its_authorities_and_no_more(role: Role, authorities: set[int] | None) -> None:
    assert holding(role).scope().authorities == authorities


def test_nobody_may_do_nothing() -> None:
    nobody = Identity(7, "Somebody", frozenset())
    assert not any(nobody.may(permission) for permission in Permission)
    assert nobody.scope() == Scope(frozenset(), 7)


def test_dfe_and_leaders_are_kept_from_what_design_keeps_from_them() -> None:
    """Design 5.4 and 5.5, spelt out apart from the table: DfE sees published summaries, a leader their own post."""
    everybody = {one for one, roles in ALLOWED.items() if set(Role) <= roles}
    dfe = {one for one in Permission if holding(Role.DFE_VIEWER).may(one)} - everybody
    leader = {one for one in Permission if holding(Role.LEADER).may(one)} - everybody
    assert dfe == {Permission.SUMMARY_READ}
    assert leader == {
        Permission.OWN_POST_READ,
        Permission.OWN_PROFILE,
        Permission.OWN_DEVELOPMENT,
        Permission.ROUND_OPEN,
        # Of a post that they leave or take over alone.
        Permission.HANDOVER_READ,
        Permission.HANDOVER_WRITE,
        Permission.HANDOVER_CONFIRM,
    }
    support = {one for one in Permission if holding(Role.SUPPORT).may(one)}
    kept = {Permission.OWN_PROFILE, Permission.OWN_DEVELOPMENT, Permission.COACHING_READ, Permission.TEAM_PULSE}
    assert not support & (kept | {Permission.SUCCESSORS_READ, Permission.STORY_REVIEW, Permission.STORY_WRITE})
    lead = {one for one in Permission if holding(Role.LEAD).may(one)}
    assert not lead & {Permission.RISK_READ, Permission.REPORT_READ, Permission.CONFIDENTIAL_READ, Permission.RISK_RUN}


def test_scopes_cover_what_they_say() -> None:
    assert Scope.EVERYTHING.covers(None)
    assert Scope.EVERYTHING.covers(1)
    assert not Scope.of(1).covers(None)
    assert Scope.of(1).covers(1)
    assert not Scope.of(1).covers(2)
    assert not Scope.NOTHING.covers(1)
    with pytest.raises(NotFoundError):
        Scope.of(1).require(2)


def test_the_database_is_told_the_scope_in_words_it_can_read() -> None:
    assert Scope.EVERYTHING.authorities_setting == "all"
    assert Scope.NOTHING.authorities_setting == "{}"
    assert Scope.of(3, 1, 2).authorities_setting == "{1,2,3}"


def test_a_mark_stays_on_its_view() -> None:
    @requires(Permission.RISK_READ)
    def guarded() -> str:
        return "seen"

    @public
    def open_() -> str:
        return "seen"

    def forgotten() -> str:
        return "seen"

    assert mark_of(guarded) is Permission.RISK_READ
    assert mark_of(open_) == PUBLIC
    assert mark_of(forgotten) is None


def test_a_guarded_view_runs_for_those_who_may_and_for_nobody_else() -> None:
    @requires(Permission.RISK_READ)
    def view(code: str) -> str:
        return f"seen {code}"

    app = Flask("test")
    app.add_url_rule("/authorities/<code>", view_func=view)
    with app.test_request_context("/authorities/Z001"):
        with pytest.raises(SignInRequiredError):
            view(code="Z001")
        g.identity = holding(Role.LEAD)
        with pytest.raises(ForbiddenError):
            view(code="Z001")
        g.identity = holding(Role.RISK_READER, OTHERS)
        with pytest.raises(NotFoundError):
            view(code="Z001")
        for who in (holding(Role.RISK_READER), holding(Role.SUPPORT), SYSTEM):
            g.identity = who
            assert view(code="Z001") == "seen Z001"
            assert current_identity() is who
