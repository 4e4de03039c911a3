from datetime import date

from authorities.inspection.models import Inspection
from authorities.programme.listing import AdoptionRecord
from authorities.programme.models import Adoption, AdoptionDate, AdoptionPause, ProgrammeMembership
from authorities.register.models import Authority
from dashboards.authorities.filters import PAGE_ROWS, Filters, Line, choose, page_of
from dashboards.authorities.sentence import summary_sentence

ON = date(2026, 6, 30)
NAMES = {"family_valued": "Family Valued"}
AUTHORITY = Authority(code="Z001", name="Alderwick")


def sentence(record: AdoptionRecord | None = None, inspections: tuple[Inspection, ...] = (), **told: object) -> str:
    plain: dict[str, object] = {"innovator_of": (), "ahead": (), "boundaries": (), **told}
    return summary_sentence(
        AUTHORITY,
        on=ON,
        adoptions=[record] if record else [],
        innovations=NAMES,
        inspections=inspections,
        **plain,  # type: ignore[arg-type]
    )


def record(
    *stages: AdoptionDate, pauses: tuple[AdoptionPause, ...] = (), left_on: date | None = None
) -> AdoptionRecord:
    return AdoptionRecord(
        Adoption(innovation_code="family_valued"),
        AUTHORITY,
        ProgrammeMembership(joined_on=date(2019, 10, 3), left_on=left_on),
        {dated.stage: dated for dated in stages},
        pauses,
    )


LIVE = AdoptionDate(stage="go_live", actual_on=date(2021, 4, 1), actual_precision="month")
FUNDED = AdoptionDate(stage="funding_ends", planned_on=date(2023, 10, 1), planned_precision="month")


def test_one_who_takes_no_part():
    assert sentence() == "Does not take part in the programme."


def test_an_adopter_that_is_live():
    assert sentence(record(LIVE)) == "Family Valued: live since April 2021."


def test_an_adopter_whose_funding_has_ended_is_still_live():
    assert sentence(record(LIVE, FUNDED)) == "Family Valued: funding ended, live since April 2021."


def test_an_adopter_that_pauses_before_it_began():
    pause = AdoptionPause(paused_on=date(2022, 11, 1))
    assert sentence(record(pauses=(pause,))) == "Family Valued: paused."


def test_an_adopter_of_whom_nothing_is_known():
    assert sentence(record()) == "Family Valued: its stages are not on record."


def test_one_that_has_left():
    assert sentence(record(left_on=date(2025, 4, 1))) == "Family Valued: left the programme."


def test_an_inspection_without_an_overall_grade_says_how_leaders_were_judged():
    old = Inspection(inspected_on=date(2022, 3, 1), overall="good")
    new = Inspection(inspected_on=date(2026, 4, 27), impact_of_leaders="requires_improvement")
    assert sentence(inspections=(new, old)).endswith(
        "; inspected in April 2026 without an overall grade, impact of leaders requires improvement."
    )


def line(code: str, name: str, **told: object) -> Line:
    plain: dict[str, object] = {
        "id": 1, "region": "North", "names": frozenset({name.lower()}), "innovations": (), "stages": (),
        "member": True, "innovator_of": (), "current": True,
    }  # fmt: skip
    return Line(code=code, name=name, **plain | told)  # type: ignore[arg-type]


def test_the_list_is_ordered_by_what_was_asked():
    lines = [
        line("1", "Cedar", next_on=date(2027, 1, 1), stages=(("go_live", "Live"),)),
        line("2", "Alder", stages=(("sustain", "Sustaining"),)),
        line("3", "Birch", next_on=date(2026, 12, 1)),
    ]
    orders = {sort: [each.name for each in choose(lines, Filters(sort=sort))] for sort in ("next", "name", "stage")}
    assert orders == {
        "next": ["Birch", "Cedar", "Alder"],
        "name": ["Alder", "Birch", "Cedar"],
        "stage": ["Cedar", "Alder", "Birch"],
    }


def test_the_address_holds_what_differs_from_the_plain_view():
    filters = Filters.read({"stage": "go_live", "page": "3"}, innovations=[], regions=[])
    assert filters.address() == {"stage": "go_live", "page": 3}
    assert filters.address(page=1) == {"stage": "go_live"}
    assert Filters.read({"page": "0", "show": "all"}, innovations=[], regions=[]) == Filters()


def test_a_page_beyond_the_last_is_the_last():
    lines = [line(str(number), f"Council {number:03}") for number in range(PAGE_ROWS + 1)]
    rows, number, pages = page_of(lines, 99)
    assert ([each.code for each in rows], number, pages) == ([str(PAGE_ROWS)], 2, 2)
    assert page_of([], 1) == ([], 1, 1)
