"""`throughline risk score`: how good the stored predictions have been."""

import json
from dataclasses import asdict
from datetime import datetime

import click

from core.clock import today
from core.scope import Scope
from core.transaction import reading
from web.commands import make_application


@click.command("score")
@click.option("--as-at", type=click.DateTime(["%Y-%m-%d"]), help="Score with what was known on this day.")
@click.option("--every-landmark", is_flag=True, help="Score every landmark, not the quarterly ones alone.")
@click.option("--json", "as_json", is_flag=True, help="Print every figure as JSON.")
def command(as_at: datetime | None, every_landmark: bool, as_json: bool) -> None:
    """Score stored predictions, as they stood, against what happened since."""
    from leadership.risk.run import freeze_cut  # noqa: PLC0415  (the model's libraries are slow to import)
    from leadership.risk.score_stored import score_stored  # noqa: PLC0415

    day = as_at.date() if as_at else today()
    with make_application().app_context(), reading(Scope.EVERYTHING) as session:
        found = score_stored(session, today=freeze_cut(session, day), quarterly=not every_landmark)
    if as_json:
        click.echo(json.dumps(asdict(found), default=str, indent=1))
        return
    click.echo(f"{found.landmarks} landmarks scored with what was known on {day:%d %B %Y}.")
    for months, scored in sorted(found.horizons.items()):
        ratio = scored.observed_over_expected
        click.echo(
            f"  {months:>2} months: {scored.predictions:,} predictions, {scored.changes:,} changed, "
            f"{scored.expected:,.1f} expected"
            + (f" (observed over expected {ratio.estimate:.2f}, {ratio.low:.2f} to {ratio.high:.2f})" if ratio else "")
            + f"; Brier {scored.brier:.4f} (role and status alone {scored.brier_role_status:.4f})"
            + (f"; AUC {scored.auc:.3f}" if scored.auc is not None else "")
        )
    if found.integrated_brier is not None and found.integrated_brier_role_status is not None:
        slope = "" if found.calibration_slope is None else f"; calibration slope {found.calibration_slope:.2f}"
        click.echo(
            f"  whole year: integrated Brier {found.integrated_brier:.4f} "
            f"(role and status alone {found.integrated_brier_role_status:.4f}){slope}"
        )
    for reason, count in found.left_out.items():
        click.echo(f"  left out: {count:,}, {reason}")
    if found.provisional:
        click.echo("Provisional: fewer than 100 changes have been scored over twelve months.")
