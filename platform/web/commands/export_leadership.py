"""`throughline export leadership DIR`: the leadership register as a folder that import reads."""

from pathlib import Path

import click

from core.access import SYSTEM
from core.audit import record
from core.scope import Scope
from core.transaction import transaction
from leadership.register.exchange.export_folder import export_folder
from leadership.register.exchange.on_disk import write_files
from web.commands import make_application


@click.command("leadership")
@click.argument("folder", type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    """Write the register into a folder. It holds names and what is confidential: keep it accordingly."""
    with make_application().app_context(), transaction(Scope.EVERYTHING) as session:
        files = export_folder(session)
        write_files(folder, files)
        # Names and confidential events leave the product: the reading is recorded like a deed.
        record(
            session,
            by=SYSTEM,
            deed="leadership.exported",
            subject="leadership_folder",
            authority_id=None,
            after={"rows": {name: content.count(b"\n") - 1 for name, content in files.items()}},
        )
    for name, content in files.items():
        click.echo(f"{name}: {content.count(bytes([10])) - 1:,} rows")
    click.echo(f"Written to {folder}.")
