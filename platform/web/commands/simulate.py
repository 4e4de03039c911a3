"""`throughline simulate`: a world of invented councils, in the import format."""

from datetime import date, datetime
from pathlib import Path

import click

from core.clock import today


@click.command("simulate")
@click.option("--authorities", default=153, show_default=True, help="Invented councils in the world.")
@click.option("--years", default=15, show_default=True, help="Years of history after the burn-in.")
@click.option("--adopters", default=17, show_default=True, help="How many take part in the programme.")
@click.option("--seed", default=1, show_default=True, help="The same seed makes the same world.")
@click.option("--end", type=click.DateTime(["%Y-%m-%d"]), help="Last day of the world (default: today).")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Write only what could be known by this day.")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder to write.")
def command(
    authorities: int, years: int, adopters: int, seed: int, end: datetime | None, until: datetime | None, out: Path
) -> None:
    """Make a world of invented councils: their leaders, events, figures and yearly statistics."""
    from simulation.parameters import WorldParameters  # noqa: PLC0415  (NumPy is slow to import)
    from simulation.world import simulate_world  # noqa: PLC0415
    from simulation.write import write_world  # noqa: PLC0415

    last_day: date = end.date() if end else today()
    click.echo(f"Making a world of {authorities} invented councils over {years} years, to {last_day:%d %B %Y}.")
    try:
        parameters = WorldParameters(authorities=authorities, years=years, adopters=adopters, seed=seed, end=last_day)
        written = write_world(simulate_world(parameters), out, until=until.date() if until else None)
    except (ValueError, FileExistsError) as error:
        raise click.UsageError(str(error)) from error
    for name, rows in written.items():
        click.echo(f"  {name}: {rows:,} rows")
    click.echo(f"Written to {out}.")
