"""Canonical text of a data cut: one order, people and tenures as numbers, dates as ISO text."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    from leadership.risk.facts import Announcement, AuthorityFacts, DataCut, Seat, TenureFact

T = TypeVar("T")


def in_order(cut: "DataCut") -> "DataCut":
    """The same cut in the one order that does not depend on how the rows arrived."""
    return replace(
        cut,
        seats=tuple(_seat_in_order(seat) for seat in sorted(cut.seats, key=lambda seat: seat.post)),
        authorities=tuple(
            _facts_in_order(facts) for facts in sorted(cut.authorities, key=lambda facts: facts.authority)
        ),
    )


def nameless(cut: "DataCut") -> "DataCut":
    """The cut in order, with tenures and people numbered in that order.

    References may be any text, a name among them, and the text of a cut is kept: numbers say all that the model needs,
    which rows belong together.
    """
    ordered = in_order(cut)
    rows = [row for seat in ordered.seats for row in seat.tenures]
    refs = _numbers("t", (row.ref for row in rows))
    people = _numbers("p", (row.person for row in rows))
    return replace(ordered, seats=tuple(_renumbered(seat, refs, people) for seat in ordered.seats))


def to_plain(value: Any) -> Any:
    """Dataclasses as objects, tuples as lists, dates as ISO text; the rest as it is."""
    if is_dataclass(value):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def from_plain(kind: type[T], plain: Any, *, where: str) -> T:
    """Build `kind` from what `to_plain` made of it.

    Raises:
        ValueError: something is missing, unknown or of the wrong kind; the message says where.
    """
    if not isinstance(plain, dict):
        # The text is at fault, not the caller's types: one kind of error for everything that a text may have wrong.
        raise ValueError(  # noqa: TRY004
            f"{where}: an object is needed here, not {plain!r}. Write the text with to_json."
        )
    hints = get_type_hints(kind)
    if set(plain) != set(hints):
        differing = sorted(set(plain) ^ set(hints))
        raise ValueError(f"{where}: the fields differ at {differing}. Write the text with to_json.")
    return kind(**{name: _value(hint, plain[name], f"{where}.{name}") for name, hint in hints.items()})


def _value(hint: Any, plain: Any, where: str) -> Any:
    origin, options = get_origin(hint), get_args(hint)
    if origin is UnionType:
        return None if plain is None else _value(options[0], plain, where)
    if origin is tuple and isinstance(plain, list):
        return tuple(_value(options[0], item, f"{where}[{place}]") for place, item in enumerate(plain))
    if origin is Literal and plain in options:
        return plain
    if is_dataclass(hint) and isinstance(hint, type):
        return from_plain(hint, plain, where=where)
    if hint is date and isinstance(plain, str):
        return date.fromisoformat(plain)
    if isinstance(hint, type) and isinstance(plain, hint):
        return plain
    raise ValueError(f"{where}: {plain!r} does not fit here. Write the text with to_json.")


def _seat_in_order(seat: "Seat") -> "Seat":
    return replace(
        seat,
        tenures=tuple(sorted(seat.tenures, key=_tenure_key)),
        announcements=tuple(sorted(seat.announcements, key=_plain_key)),
    )


def _facts_in_order(facts: "AuthorityFacts") -> "AuthorityFacts":
    return replace(
        facts,
        inspections=tuple(sorted(facts.inspections, key=_plain_key)),
        control=tuple(sorted(facts.control, key=_plain_key)),
        elections=tuple(sorted(facts.elections, key=_plain_key)),
        reorganisations=tuple(sorted(facts.reorganisations, key=_plain_key)),
    )


def _tenure_key(row: "TenureFact") -> tuple[date, date, str]:
    return row.started_on, row.start_known_on, row.ref


def _plain_key(value: Any) -> str:
    return repr([to_plain(getattr(value, field.name)) for field in fields(value) if field.name != "person"])


def _numbers(letter: str, names: Iterable[str]) -> dict[str, str]:
    return {name: f"{letter}{number:06d}" for number, name in enumerate(dict.fromkeys(names), start=1)}


def _renumbered(seat: "Seat", refs: Mapping[str, str], people: dict[str, str]) -> "Seat":
    """Numbers in place of references; a correction of a row that the cut does not hold corrects nothing."""
    announcements = sorted(seat.announcements, key=lambda item: (_plain_key(item), people.get(item.person or "", "~")))
    return replace(
        seat,
        tenures=tuple(
            replace(
                row,
                ref=refs[row.ref],
                person=people[row.person],
                supersedes=refs.get(row.supersedes) if row.supersedes else None,
            )
            for row in seat.tenures
        ),
        announcements=tuple(_announced_by_number(item, people) for item in announcements),
    )


def _announced_by_number(item: "Announcement", people: dict[str, str]) -> "Announcement":
    """Somebody announced who holds no post of the cut gets the next number."""
    if item.person is None:
        return item
    return replace(item, person=people.setdefault(item.person, f"p{len(people) + 1:06d}"))
