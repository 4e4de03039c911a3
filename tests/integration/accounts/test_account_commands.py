"""`throughline account add` and `account end-sessions`, as an operator types them."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from fixtures.databases import Clone
from fixtures.identities import make_signed_in
from sqlalchemy import func, select

from accounts.models import Account, AccountMembership, SignedInSession
from core.access import Role
from core.outbox import OutboxMessage
from web.commands.account_add import command as add
from web.commands.account_end_sessions import command as end_sessions

pytestmark = pytest.mark.usefixtures("lead")


def test_the_first_account_of_an_installation(environment: dict[str, str], project: Path, clone: Clone) -> None:
    """The whole program, as it is installed."""
    words = ["account", "add", "--email", "Sue@Programme.example", "--role", "support_team", "--name"]
    told = subprocess.run(
        [sys.executable, "-c", "from web.commands import main; main()", *words, "Sue Support"],
        cwd=project,
        env={"PATH": "", **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    assert told.stdout == "Added sue@programme.example as support_team; a letter tells them how to sign in.\n"
    with clone.session() as session:
        held = session.scalars(select(AccountMembership).where(AccountMembership.role == Role.SUPPORT)).one()
        assert session.get_one(Account, held.account_id).email == "sue@programme.example"
        assert held.granted_by_id is None, "the product itself"
        assert session.scalar(select(func.count()).where(OutboxMessage.task == "accounts.send_welcome")) == 1


def test_a_further_role_for_an_account_that_is_there(operator: CliRunner, clone: Clone) -> None:
    told = _add(operator, "lead@ashmere.example", "risk_reader", "--authority", "Z001")
    assert told.exit_code == 0
    assert "now holds the role risk_reader too" in told.output
    with clone.session() as session:
        assert session.scalar(select(func.count()).select_from(AccountMembership)) == 2
        assert session.scalar(select(Account.name).where(Account.email == "lead@ashmere.example")) == "Lena Lead"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["lead@ashmere.example", "authority_lead", "--authority", "Z001"], "has this role already"),
        (["new@ashmere.example", "authority_lead"], "Enter the code of an authority of the register"),
        (["new@ashmere.example", "leader", "--authority", "Z001"], "Enter the reference of a person"),
        (["new@ashmere", "dfe_viewer"], "like name@example.org"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    operator: CliRunner, clone: Clone, arguments: list[str], sentence: str
) -> None:
    told = _add(operator, *arguments)
    assert told.exit_code == 1
    assert sentence in told.output
    assert "Traceback" not in told.output
    with clone.session() as session:
        assert session.scalar(select(func.count()).select_from(Account)) == 1


def test_an_operator_ends_the_sessions_of_somebody(operator: CliRunner, clone: Clone) -> None:
    made = make_signed_in(clone, Role.LEAD, authority="Z001")
    told = operator.invoke(end_sessions, ["--email", made.email])
    assert (told.exit_code, told.output) == (0, "1 session ended.\n")
    with clone.session() as session:
        assert session.scalar(select(func.count()).where(SignedInSession.ended_at.is_(None))) == 0
    assert operator.invoke(end_sessions, ["--email", made.email]).output == "0 sessions ended.\n"
    assert operator.invoke(end_sessions, ["--email", "nobody@nowhere.example"]).exit_code == 1


def _add(operator: CliRunner, email: str, role: str, *more: str) -> Result:
    return operator.invoke(add, ["--email", email, "--name", "New Name", "--role", role, *more])
