"""A lead of one authority can neither see nor write another's: by every verb, and in the database without them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from factories.register import ON, fill_register
from fixtures.databases import Clone
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from authorities.contacts.manage import add_contact, end_contact, get_contact, list_contacts
from authorities.contacts.models import Contact
from authorities.facts import Fact, record_facts
from authorities.inspection.detail import Judgements
from authorities.inspection.record import record_inspection, record_intervention
from authorities.neighbours.record import Neighbours, record_neighbours
from authorities.politics.record import record_control, record_reorganisation, schedule_election
from authorities.programme.adopt import StageDates, adopt, date_stage, get_adoption
from authorities.programme.listing import list_adoptions
from authorities.programme.members import list_members
from authorities.programme.membership import join_programme, leave_programme
from authorities.programme.models import Adoption, Programme
from authorities.programme.open import name_innovator
from authorities.programme.pause import pause_adoption, resume_adoption
from authorities.register.boundaries import forecast_vesting, get_boundary, list_boundaries
from authorities.register.models import Authority
from authorities.timeline.read import list_timeline
from core.access import SYSTEM
from core.errors import NotFoundError
from core.process import Process
from core.scope import Scope

BY = {"by": SYSTEM, "on": ON}
DAY = date(2026, 1, 5)


@dataclass
class Other:
    """What belongs to another authority, fetched by somebody who may see it."""

    authority: Authority
    adoption: Adoption
    contact: Contact
    programme: Programme
    own: Authority


@pytest.fixture(scope="module")
def filled(make_clone: Callable[[], Iterator[Clone]]) -> Iterator[Clone]:
    for clone in make_clone():
        with clone.session() as session:
            fill_register(session)
        yield clone


@pytest.fixture
def other(filled: Clone) -> Other:
    """Council 1, with its adoption and its contact."""
    with filled.session() as session:
        one, two = session.scalars(
            select(Authority).where(Authority.code.in_(["Z001", "Z002"])).order_by(Authority.code)
        )
        return Other(
            one, session.scalars(select(Adoption).where(Adoption.authority_id == one.id)).one(),
            session.scalars(select(Contact)).one(), session.scalars(select(Programme)).one(), two,
        )  # fmt: skip


@pytest.fixture
def mine(filled: Clone, other: Other) -> Iterator[Session]:
    """A page's session of the lead of council 2."""
    with filled.session(Scope.of(other.own.id), Process.WEB) as session:
        yield session


Verb = Callable[[Session, Other], object]
GOOD = Judgements(overall="good")
VERBS: dict[str, Verb] = {
    "record_inspection": lambda s, o: record_inspection(
        s, **BY, authority=o.authority, inspected_on=DAY, judgements=GOOD
    ),
    "record_intervention": lambda s, o: record_intervention(
        s, **BY, authority=o.authority, step="commissioner", started_on=DAY
    ),
    "record_control": lambda s, o: record_control(s, **BY, authority=o.authority, effective_on=DAY, control="Red"),
    "schedule_election": lambda s, o: schedule_election(s, **BY, authority=o.authority, polling_on=DAY, cycle="thirds"),
    "record_reorganisation": lambda s, o: record_reorganisation(
        s, **BY, authority=o.authority, started_on=DAY, kind="council"
    ),
    "record_facts": lambda s, o: record_facts(
        s, **BY, facts=[Fact("F", "Z001", "election", DAY, DAY, value="thirds")], authorities={"Z001": o.authority}
    ),
    "adopt": lambda s, o: adopt(s, **BY, authority=o.authority, innovation="no_wrong_door"),
    "date_stage": lambda s, o: date_stage(s, **BY, adoption=o.adoption, stage="set_up", dates=StageDates(DAY)),
    "get_adoption": lambda s, o: get_adoption(s, o.authority, "family_safeguarding"),
    "pause_adoption": lambda s, o: pause_adoption(s, **BY, adoption=o.adoption, paused_on=DAY, reason="x"),
    "join_programme": lambda s, o: join_programme(
        s, **BY, authority=o.authority, programme=o.programme, joined_on=date(2001, 1, 1), left_on=date(2002, 1, 1)
    ),
    "name_innovator": lambda s, o: name_innovator(s, by=SYSTEM, authority=o.authority, innovation="family_valued"),
    "record_neighbours": lambda s, _o: record_neighbours(
        s, by=SYSTEM, groups=[Neighbours(2030, "Z001", ("Z002", "Z003"))]
    ),
    "add_contact": lambda s, o: add_contact(
        s, by=SYSTEM, authority=o.authority, name="X", email="x@y.example", role="lead", since=DAY
    ),
    "end_contact": lambda s, o: end_contact(s, by=SYSTEM, contact=o.contact, until=ON),
    "get_contact": lambda s, o: get_contact(s, o.authority, o.contact.id),
    "get_boundary": lambda s, o: get_boundary(s, o.authority, "LGR-1", known_on=ON),
}


@pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS.keys())
def test_every_verb_answers_as_if_the_other_authority_were_not_there(mine: Session, other: Other, verb: Verb):
    with pytest.raises(NotFoundError):
        verb(mine, other)


def test_verbs_that_look_first_find_nothing_to_change(mine: Session, other: Other):
    with pytest.raises(Exception, match="not paused"):
        resume_adoption(mine, **BY, adoption=other.adoption, resumed_on=ON)
    with pytest.raises(Exception, match="not in this programme"):
        leave_programme(mine, **BY, authority=other.authority, programme=other.programme, left_on=ON, reason="x")


def test_a_forecast_needs_the_authority_in_scope(filled: Clone, mine: Session, other: Other):
    [boundary] = list_boundaries(mine, authority_ids=[other.own.id], known_on=ON)[other.own.id]
    told = {"takes_effect_on": date(2030, 4, 1), "known_on": ON, "source": "x", "boundary": boundary}
    with pytest.raises(NotFoundError):
        forecast_vesting(mine, **BY, authority=other.authority, **told)  # type: ignore[arg-type]


def test_readers_show_what_is_public_and_nothing_else(mine: Session, other: Other):
    assert [record.authority.code for record in list_adoptions(mine)] == ["Z002"]
    assert [authority.code for authority in list_members(mine, on=ON)] == ["Z002"]
    assert list_contacts(mine, other.authority, on=ON) == []
    kinds = {entry.kind for entry in list_timeline(mine, other.authority, known_on=ON)}
    assert kinds == {"inspection", "election"}


SCOPED = ("adoption", "adoption_date", "adoption_pause", "programme_membership", "contact")
PUBLIC = ("inspection", "election", "political_control", "statistical_neighbour", "authority_alias", "authority_code")


@pytest.mark.parametrize("table", SCOPED)
def test_the_database_shows_no_row_of_another_authority(mine: Session, other: Other, table: str):
    seen = mine.execute(text(f"SELECT DISTINCT authority_id FROM {table}")).scalars().all()
    assert set(seen) <= {other.own.id}


@pytest.mark.parametrize("table", PUBLIC)
def test_published_facts_are_seen_by_all(mine: Session, other: Other, table: str):
    assert mine.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() > 0


def test_the_database_refuses_a_row_for_another_authority(mine: Session, other: Other):
    with pytest.raises(ProgrammingError, match="row-level security"):
        mine.execute(
            text(
                "INSERT INTO political_control (id, ref, known_on, effective_on, control, authority_id)"
                " VALUES (gen_random_uuid(), 'F9', '2026-01-05', '2026-01-05', 'Red', :other)"
            ),
            {"other": other.authority.id},
        )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE inspection SET overall = 'outstanding'",
        "UPDATE inspection SET known_on = '2020-01-01'",
        "DELETE FROM inspection",
        "UPDATE adoption_date SET actual_on = '2020-01-01'",
        "UPDATE contact SET email = 'x'",
        "DELETE FROM contact",
        "UPDATE authority SET name = 'x'",
        "INSERT INTO statistical_neighbour (authority_id, model_year, rank, neighbour_id) VALUES (1, 2030, 1, 2)",
        "UPDATE vesting_forecast SET takes_effect_on = '2020-01-01'",
        "INSERT INTO boundary_party (event_id, side, authority_id) VALUES (gen_random_uuid(), 'successor', 1)",
    ],
)
def test_no_page_can_rewrite_history_even_of_its_own(filled: Clone, statement: str):
    with (
        filled.session(Scope.EVERYTHING, Process.WEB) as session,
        pytest.raises(ProgrammingError, match="permission denied"),
    ):
        session.execute(text(statement))
