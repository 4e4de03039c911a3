"""A leader's own profile from the ratings of one frozen round (risk-and-analysis 14.2, the first four rows)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from leadership.profiles.kinds import HIGHEST, PROTECTED, Attribute, Group, View
from leadership.profiles.release.precision import FEW, TENTH, End, ended, half_width, rounded
from leadership.profiles.release.rating import Rating, refuse_doubles
from leadership.profiles.release.result import FEWEST, Gap, OwnRelease, Result, Used

FEWEST_OTHERS: Final = 4
ByGroup = Mapping[Group, Sequence[Rating]]


def own_results(ratings: Sequence[Rating], *, manager_told: bool, minimum: int = FEWEST) -> OwnRelease:
    """Everything that the leader may see of the round, and whose ratings went into it.

    Args:
        ratings: all ratings of a closed round, the last of each rater.
        manager_told: the line manager read, before rating, that the leader will know what they gave.
        minimum: fewest raters of a group; 3, and a client may ask for more.

    Raises:
        ValueError: a rater counts twice, or the minimum is below 3.
    """
    if minimum < FEWEST:
        raise ValueError("no group of fewer than three may be shown")
    refuse_doubles(ratings)
    results: list[Result] = []
    used: list[Used] = []
    for attribute in Attribute:
        groups = {group: [r for r in ratings if (r.attribute, r.group) == (attribute, group)] for group in Group}
        found, rows = _one_attribute(attribute, groups, manager_told=manager_told, minimum=minimum)
        results += found
        used += rows
    return OwnRelease(tuple(results), tuple(used))


def passing(groups: ByGroup, minimum: int = FEWEST) -> list[Group]:
    """The protected groups of one attribute with enough raters; only they enter any total (rule 2)."""
    return [group for group in PROTECTED if len(groups.get(group, ())) >= minimum]


def _one_attribute(
    attribute: Attribute, groups: ByGroup, *, manager_told: bool, minimum: int
) -> tuple[list[Result], list[Used]]:
    """Exclusion, not hiding: "all others" is made of what stands in the groups that are shown, and of nothing else."""
    shown: dict[View, Sequence[Rating]] = {View(group): groups[group] for group in passing(groups, minimum)}
    # One line manager by design. Two would be a group of two.
    if manager_told and len(groups[Group.LINE_MANAGER]) == 1:
        shown[View.LINE_MANAGER] = groups[Group.LINE_MANAGER]
    others = [rating for rated in shown.values() for rating in rated]
    if len(others) >= max(FEWEST_OTHERS, minimum) and not any(_tells_of_end(view, shown) for view in shown):
        shown[View.OTHERS] = others
    if len(groups[Group.SELF]) == 1:
        shown[View.SELF] = groups[Group.SELF]
    own = shown[View.SELF][0].score if View.SELF in shown else None
    fewest = {View.OTHERS: max(FEWEST_OTHERS, minimum), View.SELF: 1}
    results = [
        _with_gap(_result(attribute, view, shown.get(view, ()), fewest.get(view, minimum)), own) for view in View
    ]
    used = [
        Used(attribute, view, frozenset(rating.rater for rating in shown[view]))
        for view in View
        if view in shown and view is not View.SELF
    ]
    return results, used


def _tells_of_end(view: View, shown: Mapping[View, Sequence[Rating]]) -> bool:
    """Whether the mean of all others, less the other groups, would say what the end of this one leaves open (rule 5).

    "4.8 or above" of five leaves open whether all gave 5. It rests on what is shown alone, so that leaving out the
    mean of all others tells nothing; of three or four raters the end itself leaves nothing open, and of one group
    alone both are the same figure.
    """
    ratings = shown[view]
    count = len(ratings)
    if view is View.LINE_MANAGER or len(shown) == 1 or count >= FEW:
        return False
    totals = range(count, count * HIGHEST + 1)
    said = _said(sum(rating.score for rating in ratings), count)
    return said[1] is not None and sum(_said(total, count) == said for total in totals) > 1


def _said(total: int, count: int) -> tuple[Decimal, End | None]:
    return ended(rounded(total, count, TENTH), count)


def _result(attribute: Attribute, view: View, ratings: Sequence[Rating], fewest: int) -> Result:
    if not ratings:
        return Result(attribute, view, fewest=fewest)
    count = len(ratings)
    if view in {View.SELF, View.LINE_MANAGER}:
        return Result(attribute, view, Decimal(ratings[0].score), raters=1, fewest=fewest)
    value, end = _said(sum(rating.score for rating in ratings), count)
    return Result(attribute, view, value, end, count, half_width(count), fewest=fewest)


def _with_gap(result: Result, own: int | None) -> Result:
    """Name the gap only beyond the half-width, and from what is released alone, so that the words tell no more."""
    if own is None or result.value is None or result.half_width is None:
        return result
    distance = Decimal(own) - result.value
    if abs(distance) <= result.half_width:
        return result
    return replace(result, gap=Gap.SELF_HIGHER if distance > 0 else Gap.SELF_LOWER)
