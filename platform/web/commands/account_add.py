"""`throughline account add`: somebody who may sign in, or a further role for somebody who may already."""

import click

from core.access import SYSTEM, Role
from core.clock import now
from core.errors import DomainError
from core.scope import Scope
from core.transaction import transaction
from web.commands import make_application

ROLES = [role.value for role in Role if role is not Role.SYSTEM]


@click.command("add")
@click.option("--email", required=True, help="The address that sign-in links go to.")
@click.option("--name", required=True, help="Full name.")
@click.option("--role", required=True, type=click.Choice(ROLES), help="What they are in the programme.")
@click.option("--authority", default="", help="Code of the authority, for a role of one authority.")
@click.option("--person-ref", default="", help="Reference of the person in the leadership register, for a leader.")
def command(email: str, name: str, role: str, authority: str, person_ref: str) -> None:
    """Add an account with its first role, or the role to an account that is there. A letter says how to sign in."""
    from accounts.add_account import add_account, find_account  # noqa: PLC0415  (help shall answer at once)
    from accounts.memberships import grant_membership  # noqa: PLC0415
    from accounts.role_held import read_role  # noqa: PLC0415

    with make_application().app_context():
        try:
            with transaction(Scope.EVERYTHING) as session:
                held = read_role(session, role=role, authority_code=authority, person_ref=person_ref)
                account = find_account(session, email=email)
                if account is None:
                    account = add_account(session, by=SYSTEM, email=email, name=name, held=held, at=now())
                    said = f"Added {account.email} as {role}; a letter tells them how to sign in."
                else:
                    grant_membership(session, by=SYSTEM, account=account, held=held, at=now())
                    said = f"{account.email} had an account; it now holds the role {role} too."
        except DomainError as error:
            raise click.ClickException(error.sentence) from error
    click.echo(said)
