"""`throughline simulate-national`: does the simulator reproduce the published national figures?"""

import math
from dataclasses import fields

import click

WORDS = {
    "changes": "changes of director in a year",
    "interim_appointments": "interim appointments in a year",
    "interims_in_post": "interims in post",
    "tenure_permanent": "months in post so far, permanent",
    "tenure_interim": "months in post so far, interim",
    "tenure_all": "months in post so far, all",
    "authorities_any": "authorities with a change",
    "authorities_one": "authorities with one change",
    "authorities_two_or_more": "authorities with two or more",
    "interims_six_months_or_less": "interims of six months or less",
}


@click.command("simulate-national")
@click.option("--runs", default=40, show_default=True, help="Independent countries of 153 posts.")
@click.option("--years", default=40, show_default=True, help="Years of each.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same figures.")
def command(runs: int, years: int, seed: int) -> None:
    """Simulate the director's post alone, without covariates, beside what ADCS published."""
    from simulation.national import PRESETS, national_figures  # noqa: PLC0415  (NumPy is slow to import)

    for preset in PRESETS:
        simulated = national_figures(preset, runs=runs, years=years, seed=seed)
        click.echo(f"{preset.name} (mean of {runs} runs of {years} years)")
        click.echo(f"  {'':<34} simulated  published  difference")
        for field in fields(simulated):
            made, published = getattr(simulated, field.name), getattr(preset.published, field.name)
            if not math.isnan(published):
                click.echo(f"  {WORDS[field.name]:<34} {made:>9.1f}  {published:>9.0f}  {made / published - 1:>+9.1%}")
