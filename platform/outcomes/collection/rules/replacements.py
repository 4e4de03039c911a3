"""What to write instead of a null word or a symbol that is out of use: a table, so that it can be extended. Pure."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    told = tomllib.loads(files(__package__).joinpath("replacements.toml").read_text(encoding="utf-8"))
    return {kind: {word: row["instead"] for row in rows for word in row["words"]} for kind, rows in told.items()}


def old_symbol(text: str) -> str | None:
    """The sentence that says what stands for this symbol today."""
    return _table()["symbol"].get(text)


def null_word(text: str) -> str | None:
    """The sentence that says what to write for this word, in any case and with or without its full stop."""
    return _table()["null"].get(" ".join(text.casefold().rstrip(".!?").split()))
