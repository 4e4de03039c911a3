"""Says what is wrong with the words of a command, and what to do, in the plain English of our pages."""

import io
import sys
from pathlib import Path

import click

MISREAD = (
    '"{words}" was not understood. One file is checked at a time, and what holds a blank stands in quotation marks:'
    ' --quarter "2025-26 Q1".'
)
NOT_OPENED = (
    "cannot be opened: you may have no right to read it, or another program holds it. Close it there, or copy it to a"
    " folder of your own."
)


class PlainCommand(click.Command):
    """A command that says what was not understood without the words of programmers."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does it, with sentences of our own for a wrong value and for words too many."""
        ctx.allow_extra_args = True
        try:
            left = super().parse_args(ctx, args)
        except click.MissingParameter:
            raise
        except click.BadParameter as error:
            raise click.UsageError(_sentence(error), ctx) from error
        if ctx.args:
            raise click.UsageError(MISREAD.format(words=" ".join(ctx.args)), ctx)
        return left


def write_what_can_be_written() -> None:
    """Windows writes to a file or a pipe in an old code page: a letter that it lacks becomes a question mark."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def _sentence(error: click.BadParameter) -> str:
    option = error.param.opts[0] if isinstance(error.param, click.Option) else ""
    return f"{option}: {error.message}" if option else error.message


def a_file(ctx: click.Context, param: click.Parameter, value: str | None) -> Path | None:
    """The path of a file that is there and may be read; says what stands in the way."""
    if value is None:
        return None
    path = Path(value)
    try:
        if path.is_dir():
            raise click.BadParameter(f"{value} is a folder. Name the file in it.", ctx, param)
        if not path.is_file():
            says = f"There is no file {value}. Check its name and the folder that it is in."
            raise click.BadParameter(says, ctx, param)
        with path.open("rb"):
            return path
    except OSError as error:
        raise click.BadParameter(f"{value} {NOT_OPENED}", ctx, param) from error


def a_number(ctx: click.Context, param: click.Parameter, value: str | None) -> int | None:
    """A whole number of one or more, with or without commas between thousands."""
    if value is None:
        return None
    bare = value.replace(",", "").strip()
    if not bare.isascii() or not bare.isdigit() or not int(bare):
        raise click.BadParameter(f"{value} is not a whole number of 1 or more. Write it as 277000.", ctx, param)
    return int(bare)
