"""`throughline load reference`: the register of real authorities, as it ships with the product."""

import click

from core.access import SYSTEM
from core.clock import today
from core.scope import Scope
from core.transaction import transaction
from web.commands import make_application

WORDS = ("new", "changed", "unchanged", "kept")


@click.command("reference")
def command() -> None:
    """Load the register of real authorities; safe to run twice."""
    from authorities.reference.load import load_reference  # noqa: PLC0415  (a slow import for --help)
    from outcomes.catalogue.load import load_indicators  # noqa: PLC0415

    with make_application().app_context(), transaction(Scope.EVERYTHING) as session:
        indicators = load_indicators(session)
        accounts = load_reference(session, by=SYSTEM, on=today())
    click.echo(f"  indicator: {indicators:,} rows")
    for account in accounts:
        became = ", ".join(f"{account.became[word]:,} {word}" for word in WORDS if account.became[word])
        click.echo(f"  {account.table}: {account.rows:,} rows ({became})")
    changed = sum(account.became["new"] + account.became["changed"] for account in accounts)
    click.echo(
        f"Reference data loaded: {changed:,} rows stored."
        if changed
        else "Nothing has changed: the reference data was loaded before."
    )
