"""Who walks over the pages of the world, and how their answers are compared."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

import psycopg
from addresses import Owner, Walk, owner_of, walk_of
from fixtures.compiled import spare_modules_once
from fixtures.databases import Clone
from fixtures.identities import SignedInClient, client_of, make_signed_in
from fixtures.product import environment_of
from flask import Flask
from furnish_aggregates import furnish_aggregates
from furnish_comments import furnish_comments
from furnish_development import furnish_development, give_share
from furnish_exports import furnish_exports, give_export
from furnish_fidelity import furnish_fidelity
from furnish_figures import furnish_figures
from furnish_handover import furnish_handover
from furnish_profiles import furnish_profiles
from furnish_pulse import furnish_pulse
from furnish_returns import furnish_returns
from furnish_succession import furnish_succession
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from accounts.models import Account, SignedInSession
from accounts.sessions import hash_of, open_session
from authorities.contacts.models import Contact
from authorities.register.models import Authority, BoundaryEvent, BoundaryParty, VestingForecast
from core.access import Role
from core.clock import now, today
from core.limits import set_up_limits
from core.runtime import runtime
from core.scope import Scope
from core.settings import Settings
from core.transaction import transaction
from web.factory import create_app

TOKEN = re.compile(rb'name="csrf_token"[^>]*value="[^"]*"|value="[^"]*"[^>]*name="csrf_token"')
MOMENT = re.compile(rb"\d{1,2}:\d\d[ap]m")
REFERENCE = re.compile(rb"Reference number: <strong>[0-9a-f]+")
CHANGING_HEADERS = {"x-request-id", "set-cookie", "date", "content-length"}


@dataclass(frozen=True)
class Walker:
    """Somebody who walks: the roles they hold at the first authority, and their account."""

    name: str
    roles: frozenset[Role]
    account_id: int | None


@dataclass(frozen=True)
class World:
    """The product on a world with two furnished authorities, and everybody who walks over it."""

    app: Flask
    clone: Clone
    walk: Walk
    mine: Owner
    other: Owner
    walkers: dict[str, Walker]
    standing: dict[str, str | None]

    def open_session(self, name: str) -> str | None:
        """A fresh session of this walker: its secret."""
        number = self.walkers[name].account_id
        if number is None:
            return None
        with self.app.app_context(), transaction(Scope.EVERYTHING) as session:
            account = session.get_one(Account, number)
            account.disabled_at = account.disabled_by_id = None
            return open_session(session, account=account, user_agent="", at=now())[1]

    def client(self, name: str) -> SignedInClient:
        """A browser signed in with this walker's standing session, or with none."""
        set_up_limits(self.app, "memory://")
        client = client_of(self.app, None)
        if name not in self.standing:
            self.standing[name] = self.open_session(name)
        secret = self.standing[name]
        if secret is not None:
            client.set_cookie("session", secret)
        return client

    def call(self, name: str, method: str, path: str, client: SignedInClient | None = None) -> TestResponse:
        """One request as this walker; anything but GET carries the token of its form and says nothing else."""
        client = client or self.client(name)
        if method == "GET":
            return client.get(path)
        secret = self.open_session(name)
        if secret is not None:
            client.set_cookie("session", secret)
        answer = client.open(path, method=method, data={"csrf_token": client.form_token()})
        self._as_before(name, secret)
        return answer

    def _as_before(self, name: str, secret: str | None) -> None:
        """What a request did to sessions is undone, so that the walker's own pages stay comparable."""
        standing = self.standing.get(name)
        if secret is None or standing is None:
            return
        with self.app.app_context(), transaction(Scope.EVERYTHING) as session:
            number = self.walkers[name].account_id
            session.execute(
                update(SignedInSession)
                .where(SignedInSession.account_id == number)
                .values(ended_at=now(), ended_by_id=None)
            )
            session.execute(
                update(SignedInSession).where(SignedInSession.secret_hash == hash_of(standing)).values(ended_at=None)
            )


ANONYMOUS = "anonymous"
WALKERS: dict[str, frozenset[Role]] = {
    ANONYMOUS: frozenset(),
    "support": frozenset({Role.SUPPORT}),
    "lead": frozenset({Role.LEAD}),
    "risk reader": frozenset({Role.RISK_READER}),
    "lead who reads risk": frozenset({Role.LEAD, Role.RISK_READER}),
    "leader": frozenset({Role.LEADER}),
    "DfE viewer": frozenset({Role.DFE_VIEWER}),
    "signatory": frozenset({Role.SIGNATORY}),
    "coach": frozenset({Role.COACH}),
}


@contextmanager
def open_world(clone: Clone, folder: Path) -> Iterator[World]:
    """Furnish the copy and open the product on it, as the demonstration: every page is there."""
    environment = environment_of(clone, "redis://127.0.0.1:1/0", folder)
    settings = Settings.from_environment({**environment, "THROUGHLINE_ENV": "demonstration"})
    app = create_app(replace(settings, cache_url="memory://"))
    spare_modules_once()
    mine, other = _two_members(clone)
    for code in (mine, other):
        _furnish(clone, code)
    furnish_returns(clone, (mine, other))
    furnish_exports(clone, (mine, other))
    furnish_profiles(clone, (mine, other))
    furnish_aggregates(clone, (mine, other))
    furnish_development(clone, (mine, other))
    furnish_handover(clone, (mine, other))
    furnish_pulse(clone, (mine, other))
    furnish_succession(clone, (mine, other))
    with psycopg.connect(clone.owner_url) as connection:
        owner, another = owner_of(connection, mine), owner_of(connection, other)
        walk = walk_of(app, connection)
    furnish_fidelity(clone, (mine, other), str(walk.programme["quarter"]))
    furnish_figures(clone, (mine, other), walk.programme["indicator_code"], str(walk.programme["quarter"]))
    walkers = {name: _walker(clone, name, roles, owner) for name, roles in WALKERS.items()}
    give_export(clone, mine, walkers["lead"].account_id)
    give_share(clone, mine, walkers["coach"].account_id)
    furnish_comments(clone, (mine, other), walkers["support"].account_id)
    with psycopg.connect(clone.owner_url) as connection:
        # With what was given to those who walk, and what fidelity added.
        owner, another = owner_of(connection, mine), owner_of(connection, other)
    yield World(app, clone, walk, owner, another, walkers, {})
    with app.app_context():
        runtime().engine.dispose()


def _two_members(clone: Clone) -> tuple[str, str]:
    """Two authorities of the programme, the first of which the personas belong to."""
    with psycopg.connect(clone.owner_url) as connection:
        rows = connection.execute(
            "SELECT a.code FROM authority a JOIN programme_membership m ON m.authority_id = a.id"
            " WHERE m.left_on IS NULL AND m.superseded_at IS NULL ORDER BY a.code LIMIT 2"
        ).fetchall()
    (first,), (second,) = rows
    return first, second


def _furnish(clone: Clone, code: str) -> None:
    """What a world without history on screen lacks: somebody who signs in, a contact, a change of boundaries ahead."""
    with clone.session() as session:
        number = session.scalars(select(Authority.id).where(Authority.code == code)).one()
        event = BoundaryEvent(ref=f"walked-{code}", kind="merge", status="planned", description="Planned", source="x")
        session.add(event)
        session.flush()
        session.add_all(
            [
                Contact(
                    authority_id=number, name="Cora Contact", email=f"c@{code}.example", role="lead", since=today()
                ),
                BoundaryParty(event_id=event.id, authority_id=number, side="predecessor"),
                VestingForecast(event_id=event.id, takes_effect_on=today(), known_on=today(), source="x"),
            ]
        )
        session.commit()
    make_signed_in(clone, Role.LEAD, authority=code, email=f"walked-{secrets.token_hex(4)}@{code.lower()}.example")


def _walker(clone: Clone, name: str, roles: frozenset[Role], owner: Owner) -> Walker:
    if not roles:
        return Walker(name, roles, None)
    person: UUID = owner.values["person_id"]
    made = make_signed_in(clone, *sorted(roles), authority=owner.code, person_id=person)
    return Walker(name, roles, made.account_id)


def plain(answer: TestResponse) -> tuple[int, bytes, list[tuple[str, str]]]:
    """An answer without what changes from request to request: tokens, reference numbers, the time of day."""
    body = MOMENT.sub(b"", REFERENCE.sub(b"", TOKEN.sub(b"", answer.data)))
    headers = sorted((name, value) for name, value in answer.headers if name.lower() not in CHANGING_HEADERS)
    return answer.status_code, body, headers
