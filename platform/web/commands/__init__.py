"""The command line: `throughline ...`. Each file here holds one command, imported only when it is called."""

import os
import sys
from importlib import import_module

import click
from flask import Flask

from core.errors import DomainError
from core.process import Process
from core.settings import Settings, SettingsError

GROUPS = {
    "load": "Load the tables that ship with the product.",
    "import": "Import files: published statistics, past returns, a leadership folder, a whole invented world.",
    "export": "Export what was recorded, in the format that import reads.",
    "risk": "Run the risk of leadership change, and score stored predictions.",
    "account": "Accounts and their sessions.",
    "report": "Write reports as files.",
    "demonstration": "Prepare the demonstration.",
}

# Group (None: top level), name, module. A module is imported when its command is called: pandas alone takes a second.
COMMANDS: tuple[tuple[str | None, str, str], ...] = (
    ("load", "reference", "web.commands.load"),
    ("import", "statistics", "web.commands.import_statistics"),
    ("import", "leadership", "web.commands.import_leadership"),
    ("import", "world", "web.commands.import_world"),
    ("import", "returns", "web.commands.import_returns"),
    ("export", "leadership", "web.commands.export_leadership"),
    (None, "check", "web.commands.check_file"),
    (None, "simulate", "web.commands.simulate"),
    (None, "simulate-national", "web.commands.simulate_national"),
    ("risk", "run", "web.commands.risk_run"),
    ("risk", "score", "web.commands.risk_score"),
    ("account", "add", "web.commands.account_add"),
    ("account", "end-sessions", "web.commands.account_end_sessions"),
)


class LazyGroup(click.Group):
    """A group whose commands are imported when they are asked for."""

    def __init__(self, group: str | None, help_text: str) -> None:
        super().__init__(name=group, help=help_text)
        self.of_group = group

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click calls it so)
        own = [name for group, name, _ in COMMANDS if group == self.of_group]
        return sorted(own + (list(_groups_in_use()) if self.of_group is None else []))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        for group, name, module in COMMANDS:
            if (group, name) == (self.of_group, cmd_name):
                command: click.Command = import_module(module).command
                return command
        if self.of_group is None and cmd_name in _groups_in_use():
            return LazyGroup(cmd_name, GROUPS[cmd_name])
        return None


def _groups_in_use() -> list[str]:
    return [name for name in GROUPS if any(group == name for group, _, _ in COMMANDS)]


def make_application() -> Flask:
    """The application as a command needs it: under the worker's role, with the settings of the environment."""
    from core.runtime import KEY  # noqa: PLC0415  (a command without a database shall start at once)
    from web.factory import create_app  # noqa: PLC0415

    app = create_app(Settings.from_environment(os.environ), process=Process.WORKER)
    context = click.get_current_context(silent=True)
    if context is not None:
        # Connections end with the command, not whenever the interpreter gets round to them.
        context.call_on_close(app.extensions[KEY].engine.dispose)
    return app


def main() -> None:
    """Run the command line; a foreseeable failure is one sentence and exit code 1, never a trace."""
    try:
        # Outside stand-alone mode click returns the code that a command left with instead of raising it.
        code = LazyGroup(None, "Throughline: leadership, succession and outcomes of a programme.")(
            standalone_mode=False
        )
    except click.Abort:
        sys.exit("Stopped.")
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (SettingsError, DomainError) as error:
        sys.exit(str(error))
    sys.exit(code if isinstance(code, int) else 0)
