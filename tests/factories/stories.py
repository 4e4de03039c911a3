"""A council whose people write and review stories, each with an account of their own."""

from dataclasses import dataclass

from factories.authorities import make_council
from fixtures.databases import Clone
from sqlalchemy import select

from accounts.add_account import make_account
from accounts.memberships import grant_membership
from accounts.role_held import RoleHeld
from authorities.register.models import Authority
from core.access import SYSTEM, Identity, Membership, Role
from core.clock import now
from outcomes.catalogue.indicators import list_indicators
from outcomes.catalogue.load import load_indicators
from outcomes.stories.write import Text

BODY = "A family of four stayed together after eight weeks with one team, and say so themselves."


@dataclass(frozen=True)
class Newsroom:
    """The writer, a second lead, the signatory, a risk reader, the support team, and a lead of elsewhere."""

    authority_id: int
    code: str
    people: dict[str, Identity]

    def __getitem__(self, name: str) -> Identity:
        return self.people[name]


ROLES = {
    "writer": Role.LEAD,
    "second": Role.LEAD,
    "signatory": Role.SIGNATORY,
    "risk reader": Role.RISK_READER,
    "support": Role.SUPPORT,
}


def make_newsroom(clone: Clone) -> Newsroom:
    with clone.session() as session:
        load_indicators(session)
        own, other = make_council(session, 1, "Ashmere"), make_council(session, 2, "Bramford")
        session.flush()
        people = {name: _somebody(session, name, role, own) for name, role in ROLES.items()}
        people["elsewhere"] = _somebody(session, "elsewhere", Role.LEAD, other)
        room = Newsroom(own.id, own.code, people)
        session.commit()
    return room


def _somebody(session, name: str, role: Role, council: Authority) -> Identity:
    account = make_account(
        session, by=SYSTEM, email=f"{name.replace(' ', '-')}@{council.code.lower()}.example", name=name, at=now()
    )
    of = council.id if role.of_one_authority else None
    grant_membership(session, by=SYSTEM, account=account, held=RoleHeld(role, of), at=now())
    return Identity(account.id, name, frozenset({Membership(role, of, council.code if of else None)}))


def a_text(title: str = "Eight weeks together", body: str = BODY) -> Text:
    return Text(title, body, list_indicators()[0].code)


def authority_of(session, room: Newsroom) -> Authority:
    return session.scalars(select(Authority).where(Authority.id == room.authority_id)).one()
