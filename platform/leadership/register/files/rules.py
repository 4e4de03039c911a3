"""How the rows of a file may differ from what is stored under the same references.

Some columns may be filled by a later file: the end of a tenure, the closing of a post. A file that is silent about what
is stored takes nothing away. Anything else that differs contradicts the register: history is not overwritten, it is
superseded.
"""

from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar, cast

from leadership.register.files import layouts

T = TypeVar("T")


@dataclass(frozen=True)
class Rule:
    """How rows of one kind may differ from what is stored.

    `added` may be filled later; `renewed` may change; `governed` columns say something of another one and are compared
    only where both sides have it; `elsewhere` are those that another kind of row compares.
    """

    added: frozenset[str] = frozenset()
    renewed: frozenset[str] = frozenset()
    governed: tuple[tuple[str, str], ...] = ()
    elsewhere: frozenset[str] = frozenset()
    remedy: str = "Correct it on its page, or bring the file into line with the register"


SUPERSEDE = "Keep this row as it was, and add a row with a new reference that names it in supersedes"
RULES = {
    layouts.POSTS.file: Rule(frozenset({"closed_on"}), governed=(("close_known_on", "closed_on"),)),
    layouts.PEOPLE.file: Rule(
        frozenset({"same_as"}),
        governed=(("same_as_known_on", "same_as"),),
        remedy="Keep this row as the register has it, and correct the name on its page, People on record",
    ),
    layouts.TENURES.file: Rule(
        frozenset({"ended_on", "end_reason"}),
        governed=(("ended_precision", "ended_on"), ("end_known_on", "ended_on")),
        remedy=SUPERSEDE,
    ),
    # An appointment that was announced names its tenure once there is one.
    layouts.EVENTS.file: Rule(frozenset({"tenure_ref"}), remedy=SUPERSEDE),
    layouts.AUTHORITIES.file: Rule(frozenset({"valid_to"}), renewed=frozenset({"population_0_17"})),
    # What is planned moves, and what has come is written beside it: the register keeps every version.
    layouts.ADOPTIONS.file: Rule(
        frozenset({"wave", "source", "confidence"}),
        renewed=frozenset(
            {
                "set_up_planned_on",
                "set_up_on",
                "go_live_planned_on",
                "go_live_on",
                "embedding_on",
                "funding_ends_on",
                "sustain_on",
            }
        ),
        elsewhere=frozenset({"joined_on", "left_on"}),
    ),
    layouts.MEMBERSHIPS.file: Rule(frozenset({"left_on", "source", "confidence"})),
    layouts.PAUSES.file: Rule(frozenset({"resumed_on"})),
    layouts.FACTS.file: Rule(),
}


def differences(row: Any, stored: Any, rule: Rule) -> tuple[list[str], bool]:
    """The columns that contradict what is stored, and whether the row adds to it."""
    wrong, adds = [], False
    governed = dict(rule.governed)
    for field in fields(row):
        name = field.name
        mine, theirs = getattr(row, name), getattr(stored, name)
        governing = governed.get(name)
        both = governing is None or (getattr(row, governing) is not None and getattr(stored, governing) is not None)
        if mine == theirs or not both or name in rule.elsewhere:
            continue
        if name in rule.added | rule.renewed and mine is None:
            continue
        if name in rule.renewed or (name in rule.added and theirs is None):
            adds = True
        else:
            wrong.append(name)
    return wrong, adds


def completed(row: T, stored: T | None, rule: Rule) -> T:
    """The row of the file with what only the register knows: how things stand once the file is stored."""
    if stored is None:
        return row
    silent = {name: getattr(stored, name) for name in rule.added if getattr(row, name) is None}
    for name, governing in rule.governed:
        if governing in silent:
            silent[name] = getattr(stored, name)
    merged: T = replace(cast("Any", row), **silent)
    return merged
