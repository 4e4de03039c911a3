"""What confirming would change: stored and proposed figure side by side, in the order of what is asked (D7). Pure."""

from collections.abc import Mapping, Sequence

from outcomes.collection.check.context import Asked
from outcomes.collection.check.result import Change
from outcomes.collection.figure import Figure


def changes(
    stored: Mapping[str, Figure], proposed: Mapping[str, Figure | None], asked: Sequence[Asked]
) -> tuple[Change, ...]:
    """One line for each indicator that a file says something about.

    Args:
        stored: the figures of the current version.
        proposed: what the file would put in their place; None takes the stored value away.
        asked: gives the order.
    """
    order = dict.fromkeys(each.indicator for each in asked)
    codes = [code for code in order if code in proposed]
    if len(codes) < len(proposed):
        codes += sorted(code for code in proposed if code not in order)
    return tuple([change_of(code, stored.get(code), proposed[code]) for code in codes])


def change_of(code: str, before: Figure | None, after: Figure | None) -> Change:
    """What becomes of one figure; where it stood in its file is no change."""
    if after is None:
        return Change(code, "cleared", before, None)
    if before is None:
        return Change(code, "new", None, after)
    same = before.says == after.says and before.definition == after.definition
    return Change(code, "unchanged" if same else "changed", before, after)
