"""Writes the register as a leadership folder.

Importing it into an empty database and exporting again gives the same files, byte for byte.
"""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from core.csv_cells import written
from core.csv_table import Layout, T, write_table
from leadership.register.exchange.snapshot import read_register
from leadership.register.files import layouts
from leadership.register.files.check_surroundings import INVENTED

JOINED = frozenset({"same_as", "same_as_known_on"})


def export_folder(session: Session) -> dict[str, bytes]:
    """The files by name, each sorted by its references; the session must see every authority.

    Real authorities have no row: they are in every register. The columns for people who were recorded twice are there
    only if somebody was, and memberships.csv only if an authority has a time in the programme that no adoption tells.
    """
    register = read_register(session)
    twice = any(person.same_as for person in register.people.values())
    invented = [row for code, row in register.authorities.items() if code.startswith(INVENTED)]
    told = {(row.authority_code, row.joined_on) for row in register.adoptions.values()}
    beside = [row for key, row in register.memberships.items() if key not in told]
    return {
        layouts.AUTHORITIES.file: _file(layouts.AUTHORITIES, invented),
        layouts.ADOPTIONS.file: _file(layouts.ADOPTIONS, register.adoptions.values()),
        **({layouts.MEMBERSHIPS.file: _file(layouts.MEMBERSHIPS, beside)} if beside else {}),
        layouts.PAUSES.file: _file(layouts.PAUSES, register.pauses.values()),
        layouts.INNOVATORS.file: _file(layouts.INNOVATORS, register.innovators),
        layouts.POSTS.file: _file(layouts.POSTS, register.posts.values()),
        layouts.PEOPLE.file: _file(layouts.PEOPLE, register.people.values(), frozenset() if twice else JOINED),
        layouts.TENURES.file: _file(layouts.TENURES, register.tenures.values()),
        layouts.EVENTS.file: _file(layouts.EVENTS, register.events.values()),
        layouts.FACTS.file: _file(layouts.FACTS, register.facts.values()),
    }


def _file(layout: Layout[T], rows: Iterable[T], leave_out: frozenset[str] = frozenset()) -> bytes:
    def key(row: T) -> tuple[str, ...]:
        return tuple(written(getattr(row, name)) for name in layout.key)

    return write_table(layout, sorted(rows, key=key), leave_out=leave_out)
