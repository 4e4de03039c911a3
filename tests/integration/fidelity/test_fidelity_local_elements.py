"""Elements of an authority's own: added, assessed beside the others, counted with none of them, ended, and kept."""

from datetime import date, timedelta

import pytest
from factories.authorities import make_council
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from authorities.fidelity.assess import Answer, assess
from authorities.fidelity.elements import list_elements
from authorities.fidelity.errors import FidelityError
from authorities.fidelity.kinds import ElementState
from authorities.fidelity.local import add_local_element, end_local_element, get_local_element, list_local_elements
from authorities.fidelity.local_models import LocalAnswer, LocalElement
from authorities.fidelity.models import FidelityAnswer, FidelityAssessment, FidelityElement
from authorities.fidelity.picture import profile_chart
from authorities.fidelity.profile import local_elements_of, read_profile
from authorities.programme.adopt import adopt
from authorities.programme.listing import list_adoptions
from authorities.programme.models import Adoption
from authorities.programme.open import open_programme
from core.access import SYSTEM
from core.audit import AuditEvent
from core.clock import today
from core.errors import NotFoundError
from core.quarters import Quarter

NOW = Quarter.containing(today())
LAST = NOW.plus(-1)
SPOKEN = "Young people's panel"


@pytest.fixture
def adoptions(session: Session) -> list[Adoption]:
    open_programme(session, by=SYSTEM, code="p", name="Programme", starts_on=date(2019, 4, 1))
    return [
        adopt(
            session,
            by=SYSTEM,
            on=today(),
            authority=make_council(session, number, name),
            innovation="family_valued",
            joined_on=date(2020, 1, 6),
            stages={},
        )
        for number, name in ((1, "Ashmere"), (2, "Belford"))
    ]


def added(session: Session, adoption: Adoption, name: str = SPOKEN, begins_on: date | None = None) -> LocalElement:
    return add_local_element(
        session,
        by=SYSTEM,
        adoption=adoption,
        name=name,
        description="Young people read plans and say what they would change",
        begins_on=begins_on or LAST.starts_on,
        on=today(),
    )


def assessed(session: Session, adoption: Adoption, *also: Answer, quarter: Quarter = NOW) -> FidelityAssessment:
    said = [
        Answer(each.code, ElementState.IN_PLACE, "Rota") for each in list_elements(session, "family_valued", quarter)
    ]
    return assess(
        session,
        by=SYSTEM,
        adoption=adoption,
        quarter=quarter,
        answers=[*said, *also],
        difference="Families speak first",
        after_version=0,
        on=today(),
    )


def test_it_must_be_answered_and_is_counted_with_none_of_the_others(session: Session, adoptions: list[Adoption]):
    here, other = adoptions
    element = added(session, here)
    with pytest.raises(FidelityError) as refused:
        assessed(session, here)
    assert refused.value.field == f"state_{element.code}"
    assessed(session, here, Answer(element.code, ElementState.ADAPTED, "Minutes", "Held in schools"))
    assessed(session, other)
    [record] = list_adoptions(session, authority_ids=[here.authority_id])
    profile = read_profile(session, record, "Family Valued", on=today())
    assert profile.sentence.startswith("6 of 6 elements of Family Valued are in place as designed, in")
    assert len(session.scalars(select(FidelityAnswer)).all()) == 12, "six of each authority"
    chart = profile_chart(profile, today())
    assert f"Local: {SPOKEN}" in chart.to_csv()
    assert f"Local: {SPOKEN}" not in {name for name, _ in read_profile_of(session, other).rows}


def read_profile_of(session: Session, adoption: Adoption):
    [record] = list_adoptions(session, authority_ids=[adoption.authority_id])
    return read_profile(session, record, "Family Valued", on=today())


def test_it_is_of_one_adoption_alone(session: Session, adoptions: list[Adoption]):
    here, other = adoptions
    element = added(session, here)
    with pytest.raises(FidelityError):
        assessed(session, other, Answer(element.code, ElementState.NOT_STARTED))
    with pytest.raises(NotFoundError):
        get_local_element(session, other, element.id)
    own = assessed(session, other)
    session.add(
        LocalAnswer(
            authority_id=other.authority_id,
            adoption_id=other.id,
            assessment_id=own.id,
            element_id=element.id,
            state="not_started",
        )
    )
    with pytest.raises(IntegrityError, match="fk_local_answer_authority_id_adoption_id_element_id"):
        session.flush()


def test_what_was_said_stays_when_it_ends(session: Session, adoptions: list[Adoption]):
    here, _ = adoptions
    element = added(session, here)
    assessed(session, here, Answer(element.code, ElementState.PARTLY, "Minutes"), quarter=LAST)
    end_local_element(session, by=SYSTEM, element=element, ends_on=LAST.starts_on + timedelta(days=1), on=today())
    session.refresh(element)
    assert list_local_elements(session, here, known_on=today(), quarter=NOW) == []
    assert element.end_known(today()) == element.ends_on
    assert element.end_known(today() - timedelta(days=1)) is None, "nobody had recorded it yet"
    profile = read_profile_of(session, here)
    assert profile.assessed[LAST].state(element) is ElementState.PARTLY
    assert element in profile.local
    assert local_elements_of(session, here, NOW, [profile.assessed[LAST]], known_on=today()) == [element]
    with pytest.raises(FidelityError, match="since you opened"):
        end_local_element(session, by=SYSTEM, element=element, ends_on=today(), on=today())
    added(session, here)  # the name is free again


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "n" * 81}, "name"),
        ({"name": "family group CONFERENCES"}, "name"),
        ({"description": ""}, "description"),
        ({"begins_on": today() + timedelta(days=1)}, "begins_on"),
    ],
)
def test_what_cannot_be_added_says_where(session: Session, adoptions: list[Adoption], changes: dict, field: str):
    said = {"name": SPOKEN, "description": "Something", "begins_on": today()} | changes
    with pytest.raises(FidelityError) as refused:
        add_local_element(session, by=SYSTEM, adoption=adoptions[0], on=today(), **said)
    assert refused.value.field == field


def test_the_audit_holds_references_and_no_words(session: Session, adoptions: list[Adoption]):
    element = added(session, adoptions[0])
    end_local_element(session, by=SYSTEM, element=element, ends_on=today(), on=today())
    events = session.scalars(select(AuditEvent).where(AuditEvent.subject == f"local_element:{element.id}")).all()
    assert [event.deed for event in events] == ["local_element.added", "local_element.ended"]
    assert SPOKEN not in str([event.after for event in events])


def test_joint_elements_of_no_wrong_door_end_where_named_ones_begin(session: Session):
    """What was said of the joint element until the end of 2026 stays its own; no quarter has both or neither."""
    before, after = (
        {each.code for each in list_elements(session, "no_wrong_door", Quarter.parse(label))}
        for label in ("2026-27 Q3", "2026-27 Q4")
    )
    assert before - after == {"distinguishers", "non_negotiables"}
    assert after - before == {"permanence", "other_distinguishers", "short_stay", "other_non_negotiables"}
    held = session.scalars(select(FidelityElement.code).where(FidelityElement.innovation_code == "no_wrong_door")).all()
    assert before <= set(held), "an element that has ended can still be named by what was said of it"
