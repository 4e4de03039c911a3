"""The support team adds, changes and ends accounts; nobody else does."""

import re
from uuid import UUID

import pytest
from factories.authorities import make_council
from fixtures.databases import Clone
from fixtures.identities import ClientAs, SignedInClient
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError

from accounts.errors import AccountError, AlreadyAddedError, LastSupportMemberError
from accounts.memberships import end_membership, grant_membership
from accounts.models import Account, AccountMembership
from accounts.role_held import RoleHeld, read_role
from core.access import SYSTEM, Role
from core.audit import AuditEvent
from core.clock import now
from core.outbox import OutboxMessage
from core.process import Process
from core.scope import Scope
from leadership.register.models import Person

pytestmark = pytest.mark.usefixtures("lead")
NEWCOMER = {"name": "Nia New", "email": "Nia@Birchover.example", "authority": "", "person_ref": ""}


@pytest.fixture
def support(client_as: ClientAs) -> SignedInClient:
    return client_as(Role.SUPPORT)


def test_somebody_new_is_added_with_a_role_and_gets_a_letter(support: SignedInClient, clone: Clone) -> None:
    assert support.get("/accounts/new").status_code == 200
    added = support.send("/accounts/new", **{**NEWCOMER, "role": "authority_lead", "authority": " z002 "})
    assert added.status_code == 303
    page = support.get(added.location).text
    assert "Authority lead, Birchover" in page
    assert "nia@birchover.example" in page
    with clone.session() as session:
        message = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
        account = session.scalars(select(Account).where(Account.email == "nia@birchover.example")).one()
        deeds = session.execute(
            select(AuditEvent.deed, AuditEvent.authority_id).where(AuditEvent.subject == f"account:{account.public_id}")
        ).all()
    assert (message.task, message.arguments) == ("accounts.send_welcome", [str(account.public_id)])
    assert [deed for deed, _ in deeds] == ["account.added", "membership.granted"]
    assert deeds[1].authority_id is not None


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"role": "authority_lead", "authority": "Z999"}, "Enter the code of an authority of the register"),
        ({"role": "authority_lead"}, "Enter the code of an authority of the register"),
        ({"role": "support_team", "authority": "Z001"}, "leave the authority empty"),
        ({"role": "dfe_viewer", "person_ref": "p-1"}, "Only a leader"),
        ({"role": "leader", "authority": "Z001"}, "Enter the reference of a person"),
        ({"role": "leader", "authority": "Z001", "person_ref": "nobody"}, "Enter the reference of a person"),
        ({"role": ""}, "Choose a role."),
        ({"role": "dfe_viewer", "name": " "}, "Enter their full name."),
        ({"role": "dfe_viewer", "name": "N" * 121}, "Enter a name of 120 characters or fewer."),
        ({"role": "dfe_viewer", "name": "Nia\u202eweN"}, "a character that cannot be seen"),
        ({"role": "dfe_viewer", "email": "nia"}, "like name@example.org"),
        ({"role": "dfe_viewer", "email": "LEAD@ashmere.example"}, "has an account already"),
    ],
)
def test_what_is_wrong_is_said_on_its_field_and_nothing_is_stored(
    support: SignedInClient, clone: Clone, fields: dict[str, str], sentence: str
) -> None:
    before = _accounts(clone)
    answer = support.send("/accounts/new", **{**NEWCOMER, **fields})
    assert answer.status_code in {409, 422}
    assert answer.text.count(sentence) >= 2, "once in the summary, once at the field"
    assert _accounts(clone) == before


def test_the_product_itself_is_no_role_to_be_given(support: SignedInClient, clone: Clone) -> None:
    before = _accounts(clone)
    assert support.send("/accounts/new", **{**NEWCOMER, "role": "system"}).status_code == 422
    assert _accounts(clone) == before
    with clone.session() as session, pytest.raises(AccountError):
        read_role(session, role="system", authority_code="", person_ref="")


def test_further_fields_of_a_form_are_not_taken(support: SignedInClient, clone: Clone) -> None:
    sent = {
        **NEWCOMER,
        "role": "dfe_viewer",
        "id": "1",
        "disabled_at": "2020-01-01",
        "authority_id": "1",
        "public_id": "x",
    }
    assert support.send("/accounts/new", **sent).status_code == 303
    with clone.session() as session:
        account = session.scalars(select(Account).where(Account.email == "nia@birchover.example")).one()
        held = session.scalars(select(AccountMembership).where(AccountMembership.account_id == account.id)).one()
    assert account.disabled_at is None
    assert held.authority_id is None


def test_a_leader_is_a_person_of_the_register(support: SignedInClient, clone: Clone) -> None:
    with clone.session() as session:
        first = Person(ref="p-1", name="Ada First")
        session.add(first)
        session.flush()
        session.add(Person(ref="p-2", name="A First", same_as_id=first.id, same_as_known_on=now().date()))
        session.commit()
        number = first.id
    sent = {**NEWCOMER, "role": "leader", "authority": "Z001", "person_ref": "p-2"}
    assert support.send("/accounts/new", **sent).status_code == 303
    with clone.session() as session:
        held = session.scalars(select(AccountMembership).where(AccountMembership.role == Role.LEADER)).one()
    assert held.person_id == number, "two rows found to be one person are that person"


def test_a_role_is_added_and_ended_and_stays_on_record(
    support: SignedInClient, client_as: ClientAs, clone: Clone
) -> None:
    other = client_as(Role.LEAD, authority="Z001")
    number = _public_id(clone, other)
    assert support.send(f"/accounts/{number}/memberships", role="risk_reader", authority="Z001").status_code == 303
    assert "Reader of risk reports, Ashmere" in other.get("/account").text
    twice = support.send(f"/accounts/{number}/memberships", role="risk_reader", authority="Z001")
    assert twice.status_code == 409
    assert "has this role already" in twice.text
    page = support.get(f"/accounts/{number}").text
    for action in re.findall(r'action="(/accounts/[^"]+/memberships/[^"]+/end)"', page):
        assert support.send(action).status_code == 303
        assert support.send(action).status_code == 404, "it has ended already"
    assert other.get("/account").status_code == 302, "without a role nobody is signed in"
    with clone.session() as session:
        rows = session.execute(text("SELECT role, ended_at IS NULL FROM account_membership ORDER BY granted_at")).all()
    assert ("risk_reader", False) in [tuple(row) for row in rows]


def test_a_role_of_another_account_is_not_ended_by_address(
    support: SignedInClient, client_as: ClientAs, clone: Clone
) -> None:
    one, two = client_as(Role.LEAD, authority="Z001"), client_as(Role.LEAD, authority="Z002")
    page = support.get(f"/accounts/{_public_id(clone, two)}").text
    number = re.findall(r"/memberships/([^/]+)/end", page)[0]
    assert support.send(f"/accounts/{_public_id(clone, one)}/memberships/{number}/end").status_code == 404
    assert two.get("/account").status_code == 200


def test_sessions_end_for_somebody_else_at_once(support: SignedInClient, client_as: ClientAs, clone: Clone) -> None:
    other = client_as(Role.LEAD, authority="Z001")
    number = _public_id(clone, other)
    assert "Firefox on Linux" in support.get(f"/accounts/{number}").text
    assert support.send(f"/accounts/{number}/end-sessions").status_code == 303
    assert other.get("/account").status_code == 302


def test_an_account_is_disabled_and_enabled(support: SignedInClient, client_as: ClientAs, clone: Clone) -> None:
    other = client_as(Role.LEAD, authority="Z001")
    number = _public_id(clone, other)
    for _ in range(2):
        assert support.send(f"/accounts/{number}/disable").status_code == 303
    assert other.get("/account").status_code == 302
    assert "This account cannot sign in since" in support.get(f"/accounts/{number}").text
    for _ in range(2):
        assert support.send(f"/accounts/{number}/enable").status_code == 303
    assert other.get("/account").status_code == 302, "its sessions stay ended"
    with clone.session() as session:
        account = session.scalars(select(Account).where(Account.email == other.account_email)).one()
        deeds = session.scalars(select(AuditEvent.deed).where(AuditEvent.subject == f"account:{number}")).all()
    assert account.disabled_at is None
    assert [deed for deed in deeds if deed.endswith("abled")] == ["account.disabled", "account.enabled"]


def test_the_last_of_the_support_team_cannot_lock_everybody_out(support: SignedInClient, clone: Clone) -> None:
    number = _public_id(clone, support)
    refused = support.send(f"/accounts/{number}/disable")
    assert refused.status_code == 409
    assert "add another one first" in refused.text
    action = re.findall(r'action="(/accounts/[^"]+/end)"', support.get(f"/accounts/{number}").text)[0]
    assert support.send(action).status_code == 409
    assert support.get("/accounts").status_code == 200


def test_a_disabled_member_of_the_support_team_does_not_count(
    support: SignedInClient, client_as: ClientAs, clone: Clone
) -> None:
    second = client_as(Role.SUPPORT)
    support.send(f"/accounts/{_public_id(clone, second)}/disable")
    with clone.session() as session:
        account = session.scalars(select(Account).where(Account.email == support.account_email)).one()
        held = session.scalars(select(AccountMembership.id).where(AccountMembership.account_id == account.id)).one()
        with pytest.raises(LastSupportMemberError):
            end_membership(session, by=SYSTEM, account=account, membership_id=held, at=now())


def test_accounts_are_found_by_part_of_a_name_or_an_address(support: SignedInClient) -> None:
    assert "Lena Lead" in support.get("/accounts").text
    assert "Lena Lead" in support.get("/accounts?search=lena").text
    assert "Lena Lead" in support.get("/accounts?search=ASHMERE").text
    for sign in ("%25", "_", "%5C", "' OR true --"):
        answer = support.get(f"/accounts?search={sign}")
        assert answer.status_code == 200
        assert "Lena Lead" not in answer.text, "the signs of LIKE stand for themselves"


def test_what_somebody_is_called_is_shown_as_text(support: SignedInClient) -> None:
    sent = {**NEWCOMER, "role": "dfe_viewer", "name": "<script>alert(1)</script>{{ 7 * 7 }}"}
    page = support.get(support.send("/accounts/new", **sent).location).text
    assert "<script>alert" not in page
    assert "{{ 7 * 7 }}" in page


@pytest.mark.parametrize("role", [Role.LEAD, Role.RISK_READER, Role.LEADER, Role.DFE_VIEWER])
def test_nobody_else_manages_accounts(client_as: ClientAs, clone: Clone, role: Role) -> None:
    client = client_as(role, authority="Z001")
    own = _public_id(clone, client)
    assert client.get("/accounts").status_code == 403
    assert client.get(f"/accounts/{own}").status_code == 403
    assert client.send(f"/accounts/{own}/memberships", role="support_team").status_code == 403
    assert client.send("/accounts/new", **{**NEWCOMER, "role": "support_team"}).status_code == 403
    assert client.get("/accounts").status_code == 403


def test_the_database_lets_nobody_grant_themselves_a_role(clone: Clone) -> None:
    """Row-level security, with the first two walls left out."""
    with clone.session() as session:
        account_id = session.scalars(select(Account.id)).one()
        make_council(session, 3)
        session.commit()
    with clone.session(Scope(frozenset(), account_id), Process.WEB) as session:
        assert session.scalar(text("SELECT count(*) FROM account_membership")) == 1, "one's own"
        with pytest.raises(ProgrammingError, match="row-level security"):
            session.execute(
                text("INSERT INTO account_membership (id, account_id, role) VALUES (:id, :account, 'support_team')"),
                {"id": UUID(int=9), "account": account_id},
            )
    with (
        clone.session(Scope(frozenset(), account_id), Process.WEB) as session,
        pytest.raises(ProgrammingError, match="permission denied"),
    ):
        session.execute(text("UPDATE account_membership SET role = 'support_team', authority_id = NULL"))
    with clone.session(Scope(frozenset(), account_id + 1), Process.WEB) as session:
        assert session.scalar(text("SELECT count(*) FROM account_membership")) == 0, "not another's"


def test_a_role_held_twice_is_refused_by_the_verb(clone: Clone) -> None:
    with clone.session() as session:
        account = session.scalars(select(Account)).one()
        held = session.scalars(select(AccountMembership)).one()
        with pytest.raises(AlreadyAddedError):
            grant_membership(session, by=SYSTEM, account=account, held=RoleHeld(Role.LEAD, held.authority_id), at=now())


def _accounts(clone: Clone) -> list[object]:
    with clone.session() as session:
        return list(session.execute(text("SELECT id, email, name FROM account ORDER BY id")).all())


def _public_id(clone: Clone, client: SignedInClient) -> UUID:
    with clone.session() as session:
        return session.scalars(select(Account.public_id).where(Account.email == client.account_email)).one()
