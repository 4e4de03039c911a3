"""Which authorities a session may touch: the second and the third wall of design 5.4.

Second wall: every ORM statement on a scoped class gets the scope in its WHERE, and a flush that would write
outside the scope fails. Third wall: the scope is set on the database transaction in `after_begin`, where forced
row-level security reads it (migrations/security.py). No scope means no rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Connection, event, false, inspect, text
from sqlalchemy.orm import (
    Mapped,
    ORMExecuteState,
    Session,
    SessionTransaction,
    declared_attr,
    mapped_column,
    with_loader_criteria,
)
from sqlalchemy.orm.unitofwork import UOWTransaction
from sqlalchemy.schema import ForeignKey

from core.errors import NotFoundError


class ScopeError(Exception):
    """Code tried to write a record of an authority outside the session's scope: a fault of ours, never of the user."""


@dataclass(frozen=True)
class Scope:
    """The authorities a session may read and write; `authorities=None` means every authority.

    `confidential` are those of them whose confidential departures may be seen before their day; `led` those of which
    the reader is a lead, for what not even the support team sees; `people` the persons of the register who the reader
    is, for what a leader keeps for themselves. `invitation` is the hash of the link that somebody without an account
    came by: it opens that invitation and the round it is for, and nothing else. `moderating` says that the reader may
    read comments of raters before their leader does, where the database lists them for the round.
    """

    authorities: frozenset[int] | None = frozenset()
    account: int | None = None
    confidential: frozenset[int] = frozenset()
    led: frozenset[int] = frozenset()
    people: frozenset[UUID] = frozenset()
    invitation: str = ""
    moderating: bool = False

    EVERYTHING: ClassVar["Scope"]
    NOTHING: ClassVar["Scope"]

    @classmethod
    def of(cls, *authorities: int, account: int | None = None) -> "Scope":
        return cls(frozenset(authorities), account)

    def covers(self, authority_id: int | None) -> bool:
        """Whether a record of this authority (None: of the programme as a whole) may be touched."""
        return self.authorities is None or (authority_id is not None and authority_id in self.authorities)

    def require(self, authority_id: int) -> None:
        """Answer as if the record did not exist when the authority is not in scope."""
        if not self.covers(authority_id):
            raise NotFoundError("There is no such page, or it is not yours to see.")

    @property
    def authorities_setting(self) -> str:
        """The value of `app.authorities` as the policies read it: 'all', or an array of ids."""
        return "all" if self.authorities is None else _array(self.authorities)

    @property
    def confidential_setting(self) -> str:
        """The value of `app.confidential`: an array of ids."""
        return _array(self.confidential)

    @property
    def led_setting(self) -> str:
        """The value of `app.led`: an array of ids."""
        return _array(self.led)

    @property
    def people_setting(self) -> str:
        """The value of `app.people`: an array of ids."""
        return _array(self.people)


def _array(numbers: frozenset[int] | frozenset[UUID]) -> str:
    return "{" + ",".join(sorted(str(number) for number in numbers)) + "}"


Scope.EVERYTHING = Scope(None)
Scope.NOTHING = Scope(frozenset())


class AuthorityScoped:
    """A record that belongs to one authority and that only those in scope may read or write."""

    @declared_attr
    @classmethod
    def authority_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey("authority.id"), index=True)


class ProgrammeOrAuthorityScoped:
    """As AuthorityScoped, save that no authority means the programme: readable by those who see everything."""

    @declared_attr
    @classmethod
    def authority_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("authority.id"), index=True)


class PublicFact:
    """A published fact about an authority: anybody signed in may read it, only those in scope may write it."""

    @declared_attr
    @classmethod
    def authority_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey("authority.id"), index=True)


SCOPED = (AuthorityScoped, ProgrammeOrAuthorityScoped)
WRITE_SCOPED = (AuthorityScoped, ProgrammeOrAuthorityScoped, PublicFact)


class ScopedSession(Session):
    """A session that knows its scope; it is made for one scope and never handed another."""

    @property
    def scope(self) -> Scope:
        held: Scope = self.info.get("scope", Scope.NOTHING)
        return held


def scope_of(session: Session) -> Scope:
    """The scope of any session of ours; nothing at all when none was given."""
    held: Scope = session.info.get("scope", Scope.NOTHING)
    return held


@event.listens_for(ScopedSession, "after_begin")
def _tell_the_database(session: Session, _transaction: SessionTransaction, connection: Connection) -> None:
    # Inside a savepoint the setting is there already; set_config(..., true) lasts to the end of the outer transaction.
    if connection.in_nested_transaction():
        return
    scope = scope_of(session)
    connection.execute(
        text(
            "SELECT set_config('app.authorities', :authorities, true), set_config('app.account', :account, true),"
            " set_config('app.confidential', :confidential, true), set_config('app.led', :led, true),"
            " set_config('app.people', :people, true), set_config('app.invitation', :invitation, true),"
            " set_config('app.moderating', :moderating, true)"
        ),
        {
            "authorities": scope.authorities_setting,
            "account": "" if scope.account is None else str(scope.account),
            "confidential": scope.confidential_setting,
            "led": scope.led_setting,
            "people": scope.people_setting,
            "invitation": scope.invitation,
            "moderating": "on" if scope.moderating else "",
        },
    )


@event.listens_for(ScopedSession, "do_orm_execute")
def _keep_reading_inside(state: ORMExecuteState) -> None:
    scope = scope_of(state.session)
    if scope.authorities is None or not (state.is_select or state.is_update or state.is_delete):
        return
    numbers = tuple(scope.authorities)
    for kind in SCOPED:
        state.statement = state.statement.options(
            with_loader_criteria(kind, _criterion(numbers), include_aliases=True, track_closure_variables=False)
        )


def _criterion(numbers: tuple[int, ...]) -> Any:
    if not numbers:
        return lambda _entity: false()
    return lambda entity: entity.authority_id.in_(numbers)


@event.listens_for(ScopedSession, "before_flush")
def _keep_writing_inside(session: Session, _context: UOWTransaction, _instances: Iterable[Any] | None) -> None:
    scope = scope_of(session)
    if scope.authorities is None:
        return
    for record in (*session.new, *session.dirty, *session.deleted):
        if not isinstance(record, WRITE_SCOPED):
            continue
        # Whose it was counts like whose it is to be: nobody makes a record their own by writing their number on it.
        for owner in (record.authority_id, *inspect(record).attrs.authority_id.history.deleted):
            if not scope.covers(owner):
                raise ScopeError(f"{type(record).__name__} of authority {owner} is outside the scope")
