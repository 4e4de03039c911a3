"""Fidelity by its verbs: what an assessment needs, who reviews, what was known when, and what the database refuses."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pytest
from factories.authorities import make_council
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from accounts.add_account import make_account
from authorities.fidelity.assess import Answer, assess
from authorities.fidelity.elements import counts_in, list_elements
from authorities.fidelity.errors import AssessedMeanwhileError, FidelityError, SecondPersonError
from authorities.fidelity.figures import list_figures, record_figure
from authorities.fidelity.kinds import ElementState, FigureKind, Outcome
from authorities.fidelity.models import FidelityAnswer, FidelityAssessment, FidelityElement, FidelityReview
from authorities.fidelity.picture import profile_chart
from authorities.fidelity.profile import list_versions, read_profile
from authorities.fidelity.review import list_waiting, review_assessment
from authorities.programme.adopt import StageDates, adopt
from authorities.programme.listing import list_adoptions
from authorities.programme.models import Adoption
from authorities.programme.open import open_programme
from core.access import SYSTEM, Identity, Membership, Role
from core.audit import AuditEvent
from core.clock import now, today
from core.quarters import Quarter

NOW = Quarter.containing(today())
LAST = NOW.plus(-1)


def somebody(session: Session, name: str) -> Identity:
    account = make_account(session, by=SYSTEM, email=f"{name}@somewhere.example", name=name, at=now())
    session.flush()
    return Identity(account.id, name, frozenset({Membership(Role.SUPPORT)}))


@pytest.fixture
def adoption(session: Session) -> Adoption:
    ashmere = make_council(session, 1, "Ashmere")
    open_programme(session, by=SYSTEM, code="p", name="Programme", starts_on=date(2019, 4, 1))
    return adopt(
        session,
        by=SYSTEM,
        on=today(),
        authority=ashmere,
        innovation="family_valued",
        joined_on=date(2020, 1, 6),
        stages={"go_live": StageDates(actual_on=LAST.starts_on)},
    )


def answers(session: Session, changes: Mapping[str, Answer] | None = None) -> list[Answer]:
    said = [
        Answer(each.code, ElementState.IN_PLACE, f"Report on {each.code}")
        for each in list_elements(session, "family_valued", NOW)
    ]
    return [(changes or {}).get(each.element_code, each) for each in said]


def assessed(
    session: Session,
    adoption: Adoption,
    said: Sequence[Answer] | None = None,
    *,
    by: Identity = SYSTEM,
    quarter: Quarter = NOW,
    after: int = 0,
    difference: str = "Families speak first",
    on: date | None = None,
) -> FidelityAssessment:
    return assess(
        session,
        by=by,
        adoption=adoption,
        quarter=quarter,
        answers=answers(session) if said is None else said,
        difference=difference,
        after_version=after,
        on=on or today(),
    )


def test_each_innovation_has_its_elements(session: Session):
    found = {
        code: [each.name for each in list_elements(session, code, NOW)]
        for code in ("family_safeguarding", "family_valued", "no_wrong_door")
    }
    assert {
        "Multidisciplinary team",
        "Motivational interviewing",
        "Group case discussion",
        "Electronic workbook",
    } < set(found["family_safeguarding"])
    assert "Conferences before initial child protection conferences" in found["family_valued"]
    assert {"Hub", "Key worker", "Life coach", "Communication support worker", "Police role"} < set(
        found["no_wrong_door"]
    )


def test_an_element_counts_in_the_quarters_it_touches():
    later = FidelityElement(code="later", valid_from=NOW.starts_on)
    gone = FidelityElement(code="gone", valid_to=NOW.starts_on)
    assert [counts_in(later, quarter) for quarter in (LAST, NOW)] == [False, True]
    assert [counts_in(gone, quarter) for quarter in (LAST, NOW)] == [True, False]


def test_an_assessment_answers_every_element_once(session: Session, adoption: Adoption):
    said = answers(session)
    for wrong in (said[1:], [*said, said[0]]):
        with pytest.raises(FidelityError) as refused:
            assessed(session, adoption, wrong)
        assert refused.value.field == f"state_{said[0].element_code}"
    with pytest.raises(FidelityError):
        assessed(session, adoption, [*said, Answer("hub", ElementState.NOT_STARTED)])


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        (Answer("conferences", ElementState.PARTLY, " "), "evidence_conferences"),
        (Answer("conferences", ElementState.IN_PLACE), "evidence_conferences"),
        (Answer("conferences", ElementState.ADAPTED, "Seen"), "reason_conferences"),
        (Answer("conferences", ElementState.ADAPTED, "Seen", "  "), "reason_conferences"),
    ],
)
def test_a_state_needs_evidence_and_an_adaptation_its_reason(
    session: Session, adoption: Adoption, answer: Answer, field: str
):
    with pytest.raises(FidelityError) as refused:
        assessed(session, adoption, answers(session, {"conferences": answer}))
    assert refused.value.field == field


def test_what_is_not_started_needs_nothing_but_what_is_different_does(session: Session, adoption: Adoption):
    said = answers(session, {"conferences": Answer("conferences", ElementState.NOT_STARTED)})
    with pytest.raises(FidelityError) as refused:
        assessed(session, adoption, said, difference=" ")
    assert refused.value.field == "difference"
    assert assessed(session, adoption, said).version == 1


@pytest.mark.parametrize("quarter", [NOW.next(), NOW.plus(-21)])
def test_no_quarter_that_has_not_begun_or_that_nobody_remembers(session: Session, adoption: Adoption, quarter: Quarter):
    with pytest.raises(FidelityError):
        assessed(session, adoption, quarter=quarter)


def test_versions_grow_and_of_two_at_once_the_second_is_told(session: Session, adoption: Adoption):
    first = assessed(session, adoption)
    with pytest.raises(AssessedMeanwhileError):
        assessed(session, adoption)
    second = assessed(session, adoption, after=1, difference="More")
    kept = list_versions(session, adoption, known_on=today(), quarter=NOW)
    assert [each.assessment.id for each in kept] == [first.id, second.id]


def test_nobody_reviews_what_they_assessed(session: Session, adoption: Adoption):
    one, two = somebody(session, "one"), somebody(session, "two")
    made = assessed(session, adoption, by=one)
    facts = {"adoption": adoption, "assessment": made, "outcome": Outcome.AGREED, "words": None, "on": today()}
    with pytest.raises(SecondPersonError):
        review_assessment(session, by=one, **facts)
    assert review_assessment(session, by=two, **facts).number == 1


def test_nobody_reviews_a_quarter_that_they_assessed_once_somebody_else_has_saved_it_again(
    session: Session, adoption: Adoption
):
    one, two, three = (somebody(session, name) for name in ("one", "two", "three"))
    assessed(session, adoption, by=one)
    made = assessed(session, adoption, by=two, after=1)
    facts = {"adoption": adoption, "assessment": made, "outcome": Outcome.AGREED, "words": None, "on": today()}
    for assessor in (one, two):
        with pytest.raises(SecondPersonError):
            review_assessment(session, by=assessor, **facts)
    assert review_assessment(session, by=three, **facts).number == 1


def test_the_database_refuses_a_review_by_whoever_assessed(session: Session, adoption: Adoption):
    one = somebody(session, "one")
    made = assessed(session, adoption, by=one)
    session.add(
        FidelityReview(
            authority_id=made.authority_id,
            assessment_id=made.id,
            assessed_by_id=one.account_id,
            number=1,
            outcome="agreed",
            known_on=today(),
            recorded_by_id=one.account_id,
        )
    )
    with pytest.raises(IntegrityError, match="second_person"):
        session.flush()


def test_a_discussion_needs_words_and_can_end_in_agreement(session: Session, adoption: Adoption):
    made = assessed(session, adoption)
    with pytest.raises(FidelityError) as refused:
        review(session, adoption, made, Outcome.TO_DISCUSS, " ")
    assert refused.value.field == "words"
    review(session, adoption, made, Outcome.TO_DISCUSS, "Which rota?")
    assert review(session, adoption, made, Outcome.AGREED).number == 2
    [newest] = list_versions(session, adoption, known_on=today(), quarter=NOW)
    assert newest.outcome is Outcome.AGREED


def review(session: Session, adoption: Adoption, made: FidelityAssessment, outcome: Outcome, words: str | None = None):
    return review_assessment(
        session, by=SYSTEM, adoption=adoption, assessment=made, outcome=outcome, words=words, on=today()
    )


def test_only_the_newest_version_is_reviewed_and_waits(session: Session, adoption: Adoption):
    first = assessed(session, adoption)
    second = assessed(session, adoption, after=1, difference="More")
    with pytest.raises(AssessedMeanwhileError):
        review(session, adoption, first, Outcome.AGREED)
    assert [each.assessment.id for each in list_waiting(session)] == [second.id]
    review(session, adoption, second, Outcome.AGREED)
    assert list_waiting(session) == []


def test_a_reviewed_version_does_not_hide_the_one_that_follows(session: Session, adoption: Adoption):
    review(session, adoption, assessed(session, adoption), Outcome.AGREED)
    second = assessed(session, adoption, after=1)
    assert [each.assessment.id for each in list_waiting(session)] == [second.id]


def test_the_profile_stands_beside_the_stage_and_knows_no_future(session: Session, adoption: Adoption):
    adapted = Answer("conferences", ElementState.ADAPTED, "Seen", "Held in schools")
    assessed(session, adoption, quarter=LAST)
    assessed(session, adoption, answers(session, {"conferences": adapted}))
    [record] = list_adoptions(session, authority_ids=[adoption.authority_id])
    profile = read_profile(session, record, "Family Valued", on=today())
    assert profile.sentence == (
        "5 of 6 elements of Family Valued are in place as designed, 1 more is adapted, "
        f"in the authority's own words of {NOW}."
    )
    assert profile.stages[LAST].words == "Live"
    assert profile.stages[LAST.plus(-1)].words == "Preparing"
    table = profile_chart(profile, today()).table
    assert table.columns[-1] == str(NOW)
    assert ["Family group conferences", *["Not assessed"] * 6, "In place", "Adapted"] in [
        list(row) for row in table.rows
    ]
    before = read_profile(session, record, "Family Valued", on=today() - timedelta(days=1))
    assert before.latest is None


def test_figures_are_of_a_day_and_a_correction_keeps_the_first(session: Session, adoption: Adoption):
    def figure(value: int, as_of: date = LAST.ends_on, source: str = "Team list"):
        return record_figure(
            session,
            by=SYSTEM,
            adoption=adoption,
            kind=FigureKind.STAFF_TRAINED,
            value=value,
            as_of=as_of,
            source=source,
            on=today(),
        )

    first = figure(40)
    figure(44)
    figure(60, today())
    shown = list_figures(session, authority_id=adoption.authority_id, adoption_id=adoption.id, known_on=today())
    assert [each.value for each in shown] == [60, 44]
    session.refresh(first)
    assert first.superseded_at is not None
    for wrong in ({"value": -1}, {"value": 1, "source": " "}, {"value": 1, "as_of": today() + timedelta(days=1)}):
        with pytest.raises(FidelityError):
            figure(**wrong)


def test_the_audit_holds_no_word_of_anybody(session: Session, adoption: Adoption):
    made = assessed(session, adoption)
    review(session, adoption, made, Outcome.TO_DISCUSS, "Which rota?")
    told = str([event.after for event in session.scalars(select(AuditEvent).where(AuditEvent.deed.like("fidelity.%")))])
    assert "Report on" not in told
    assert "Families speak first" not in told
    assert "Which rota?" not in told


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"state": "adapted", "evidence": "x"}, "reason_for_adaptation"),
        ({"state": "partly"}, "evidence_for_state"),
        ({"state": "splendid", "evidence": "x"}, "state_known"),
        ({"state": "not_started", "evidence": ""}, "something_said"),
    ],
)
def test_the_database_refuses_an_answer_without_its_grounds(
    session: Session, adoption: Adoption, change: dict[str, str], constraint: str
):
    made = assessed(session, adoption)
    session.add(
        FidelityAnswer(
            authority_id=made.authority_id,
            assessment_id=made.id,
            innovation_code="no_wrong_door",
            element_code="hub",
            **change,
        )
    )
    with pytest.raises(IntegrityError, match=constraint):
        session.flush()
