"""`throughline account end-sessions`: sign somebody out everywhere, now."""

import click

from core.access import SYSTEM
from core.clock import now
from core.scope import Scope
from core.transaction import transaction
from web.commands import make_application


@click.command("end-sessions")
@click.option("--email", required=True, help="Whose sessions end.")
def command(email: str) -> None:
    """End every session of an account; its next request has to sign in again."""
    from accounts.add_account import find_account  # noqa: PLC0415  (help shall answer at once)
    from accounts.sessions import end_all_sessions  # noqa: PLC0415

    with make_application().app_context(), transaction(Scope.EVERYTHING) as session:
        account = find_account(session, email=email)
        if account is None:
            raise click.ClickException("No account has this email address: check how it is written.")
        ended = end_all_sessions(session, by=SYSTEM, account=account, at=now())
    click.echo(f"{ended} session{'' if ended == 1 else 's'} ended.")
