from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from factories.authorities import make_council
from fixtures.databases import Clone
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from authorities.errors import AmbiguousNameError, NotInExistenceError, RegisterError
from authorities.inspection.detail import Judgements
from authorities.inspection.models import Inspection
from authorities.inspection.record import record_inspection
from authorities.neighbours.listing import count_in_all, list_neighbour_groups
from authorities.neighbours.models import Neighbour
from authorities.neighbours.record import Neighbours, record_neighbours
from authorities.politics.models import Election
from authorities.programme.adopt import StageDates, date_stage, get_adoption
from authorities.programme.listing import list_adoptions
from authorities.programme.members import list_members
from authorities.programme.open import list_innovators
from authorities.recorded import as_known_on
from authorities.reference.load import load_reference
from authorities.reference.tables import Account, read_table
from authorities.register.find import authority_by_code, find_authority_by_gss, resolve_authority
from authorities.register.life import list_successors, require_existed
from authorities.register.models import Authority, AuthorityCode
from authorities.timeline.read import list_timeline
from core.access import SYSTEM, Identity
from core.audit import AuditEvent
from core.deployment import Purpose, find_purpose
from core.errors import ConflictError
from dashboards.authorities.page import read_page

TODAY = date(2026, 7, 1)


Loaded = tuple[Clone, list[Account]]


@pytest.fixture(scope="module")
def loaded(make_clone: Callable[[], Iterator[Clone]]) -> Iterator[Loaded]:
    """A database with the register of real authorities: loading takes seconds, so it is done once."""
    for clone in make_clone():
        with clone.session() as session:
            accounts = load_reference(session, by=SYSTEM, on=TODAY)
            session.commit()
        yield clone, accounts


@pytest.fixture
def accounts(loaded: Loaded) -> list[Account]:
    return loaded[1]


@pytest.fixture
def real(loaded: Loaded) -> Iterator[Session]:
    """A session on that database; what a test adds is never committed."""
    with loaded[0].session() as session:
        yield session


def test_everything_is_loaded_once_and_accounted_for(real: Session, accounts: list[Account]):
    assert {account.table: (account.rows, account.became["new"]) for account in accounts} == {
        "authorities": (158, 158),
        "codes": (165, 165),
        "names and aliases": (168, 168),
        "boundary events": (18, 18),
        "vesting forecasts": (18, 18),
        "neighbour groups": (309, 309),
        "programmes": (1, 1),
        "innovators": (3, 3),
        "adoptions": (18, 18),
        "adoption_dates": (19, 19),
        "pauses": (1, 1),
        "inspections": (315, 315),
        "interventions": (4, 4),
        "elections": (39, 39),
        "shared arrangements": (13, 13),
    }
    assert real.scalar(select(func.count()).select_from(Neighbour)) == 3090
    assert find_purpose(real) is Purpose.REAL


def test_a_second_load_changes_nothing_at_all(real: Session, accounts: list[Account]):
    deeds = real.scalar(select(func.count()).select_from(AuditEvent))
    again = load_reference(real, by=SYSTEM, on=TODAY)
    assert [(each.table, each.rows, dict(each.became)) for each in again] == [
        (each.table, each.rows, {"unchanged": each.rows} | ({"new": 0} if each.table == "neighbour groups" else {}))
        for each in accounts
    ]
    real.flush()
    assert real.scalar(select(func.count()).select_from(AuditEvent)) == deeds


def test_a_later_release_decides_what_becomes_of_an_authority(real: Session, monkeypatch: pytest.MonkeyPatch):
    """East and West Surrey get their codes, and Surrey's ends; here two others stand for them."""

    def later(name: str) -> list[dict[str, str]]:
        rows = read_table(name)
        for row in rows:
            if name == "boundary_events" and row["ref"] == "LGR-936-2027":
                row.update(status="done", successors="850 851", confidence="high")
            if name == "codes" and row["code"] == "936":
                row["valid_to"] = "2027-03-31"
        return rows

    monkeypatch.setattr("authorities.reference.authorities.read_table", later)
    surrey = authority_by_code(real, "936")
    first, again = (load_reference(real, by=SYSTEM, on=TODAY) for _ in range(2))
    changed = {account.table: account.became["changed"] for account in first if account.has_changed}
    assert changed == {"codes": 1, "boundary events": 1}
    assert not any(account.has_changed for account in again)
    assert [each.code for each in list_successors(real, surrey)] == ["850", "851"]
    codes = real.scalars(select(AuthorityCode).where(AuthorityCode.authority_id == surrey.id)).all()
    assert [code.valid_to for code in codes] == [date(2027, 3, 31)]


def test_the_past_knows_nothing_of_what_came_later(real: Session):
    cambridgeshire = authority_by_code(real, "873")

    def told(day: date) -> str:
        return " ".join(entry.title for entry in list_timeline(real, cambridgeshire, known_on=day))

    assert "one director began" not in told(date(2015, 12, 31))
    assert "one director began" in told(date(2016, 1, 1))
    adopted = [
        list_adoptions(real, authority_ids=[cambridgeshire.id], known_on=date(year, 3, 31)) for year in (2019, 2020)
    ]
    assert [len(records) for records in adopted] == [0, 1]


def test_what_people_changed_since_is_kept(real: Session):
    someone = Identity(None, "Someone", SYSTEM.memberships)
    lancashire = authority_by_code(real, "888")
    adoption = get_adoption(real, lancashire, "family_safeguarding")
    date_stage(
        real,
        by=someone,
        on=TODAY,
        adoption=adoption,
        stage="go_live",
        dates=StageDates(date(2020, 10, 1), date(2021, 2, 12), "month", reason="as the council now says"),
    )
    shipped = real.scalars(select(Inspection).where(Inspection.ref == "ilacs-888-2022-11-28")).one()
    told = {"by": someone, "on": TODAY, "authority": lancashire, "inspected_on": shipped.inspected_on}
    record_inspection(real, **told, judgements=Judgements(overall="outstanding"), corrects=shipped)  # type: ignore[arg-type]
    again = load_reference(real, by=SYSTEM, on=TODAY)
    assert sum(account.became["new"] for account in again) == 0
    [record] = list_adoptions(real, authority_ids=[lancashire.id])
    assert record.stages["go_live"].actual_on == date(2021, 2, 12)


def test_153_authorities_exist_today_and_151_did_in_2020(real: Session):
    def existing(day: date) -> int:
        return sum(
            (each.valid_from is None or each.valid_from <= day) and (each.valid_to is None or day <= each.valid_to)
            for each in real.scalars(select(Authority))
        )

    days = (date(2018, 3, 31), date(2020, 3, 31), date(2022, 3, 31), date(2024, 3, 31), TODAY)
    assert [existing(day) for day in days] == [152, 151, 152, 153, 153]


def test_two_dorsets_are_told_apart(real: Session):
    with pytest.raises(AmbiguousNameError, match=r"Dorset \(835, until 2019\) and Dorset \(838\)"):
        resolve_authority(real, name="Dorset")
    assert resolve_authority(real, name="Dorset", code="838").code == "838"
    assert resolve_authority(real, name="Dorset", on=date(2018, 3, 31)).code == "835"
    assert resolve_authority(real, name="Dorset (pre LG)").code == "835"


@pytest.mark.parametrize(
    ("gss", "code"),
    [
        ("E06000048", "929"),
        ("E06000057", "929"),
        ("E08000016", "370"),
        ("E08000038", "370"),
        ("E10000023", "815"),
        ("E06000065", "815"),
    ],
)
def test_both_codes_of_a_recoded_authority_find_it(real: Session, gss: str, code: str):
    found = find_authority_by_gss(real, gss)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Hammersmith & Fulham", "205"),
        ("TELFORD & WREKIN", "894"),
        ("Bristol", "801"),
        ("Kingston upon Hull, City of", "810"),
        ("St. Helens", "342"),
        ("St Helens", "342"),
        ("Durham", "840"),
        ("Bedford Borough", "822"),
        ("Southend on Sea", "882"),
    ],
)
def test_spellings_of_real_files_find_their_authority(real: Session, name: str, code: str):
    assert resolve_authority(real, name=name).code == code


def test_the_country_is_nobodys_alias(real: Session):
    with pytest.raises(RegisterError, match="no authority with name 'England'"):
        resolve_authority(real, name="England")


def test_figures_before_a_split_belong_to_the_predecessor(real: Session):
    cumberland = authority_by_code(real, "942")
    with pytest.raises(NotInExistenceError, match=r"began on 1 April 2023.*Cumbria \(909\)"):
        require_existed(real, cumberland, date(2022, 4, 1), date(2023, 3, 31))
    assert [each.code for each in list_successors(real, authority_by_code(real, "909"))] == ["942", "943"]
    assert list_successors(real, authority_by_code(real, "926")) == []


def test_grades_at_june_2026_are_those_that_were_published(real: Session):
    latest: dict[int, Inspection] = {}
    current = {each.id for each in real.scalars(select(Authority)) if each.valid_to is None}
    for inspection in real.scalars(select(Inspection).order_by(Inspection.inspected_on)):
        if inspection.authority_id in current:
            latest[inspection.authority_id] = inspection
    assert Counter(inspection.overall for inspection in latest.values()) == {
        "good": 63,
        "outstanding": 46,
        "requires_improvement": 29,
        "inadequate": 13,
        None: 2,
    }
    ungraded = {real.get_one(Authority, i.authority_id).name for i in latest.values() if i.overall is None}
    assert ungraded == {"Brent", "Somerset"}
    assert all(inspection.impact_of_leaders for inspection in latest.values())


def test_care_leavers_are_judged_apart_since_2023_only(real: Session):
    judged = real.scalars(select(Inspection).where(Inspection.care_leavers.is_not(None))).all()
    assert min(inspection.inspected_on for inspection in judged) >= date(2023, 1, 1)


def test_neighbours_are_ten_each_and_models_agree_on_about_half(real: Session):
    darlington = authority_by_code(real, "841")
    groups = list_neighbour_groups(real, darlington)
    assert [(group.model_year, len(group.members)) for group in groups] == [(2025, 10), (2021, 10)]
    overlaps = [
        count_in_all(groups)
        for authority in real.scalars(select(Authority).where(Authority.valid_to.is_(None)))
        if len(groups := list_neighbour_groups(real, authority)) == 2
    ]
    assert 5.0 < sum(overlaps) / len(overlaps) < 5.8


def test_a_model_year_is_published_once(real: Session):
    wrong = Neighbours(2025, "301", tuple(str(code) for code in range(302, 312)), (None,) * 10)
    with pytest.raises(RegisterError, match="2025 model has other neighbours for 301"):
        record_neighbours(real, by=SYSTEM, groups=[wrong])


def test_eighteen_adopters_and_three_innovators(real: Session):
    assert len(list_members(real, on=date(2019, 10, 3))) == 18
    assert len(list_members(real, on=date(2019, 10, 2))) == 3
    assert [each.name for _, each in list_innovators(real)] == ["Hertfordshire", "Leeds", "North Yorkshire"]
    by_innovation = Counter(record.adoption.innovation_code for record in list_adoptions(real))
    assert by_innovation == {"family_safeguarding": 6, "family_valued": 6, "no_wrong_door": 6}


def test_norfolks_election_moved_and_moved_back(real: Session):
    norfolk = authority_by_code(real, "926")
    versions = real.scalars(select(Election).where(Election.authority_id == norfolk.id)).all()

    def ahead(day: date) -> list[date]:
        return [each.polling_on for each in as_known_on(versions, day) if each.polling_on > date(2022, 1, 1)]

    assert ahead(date(2025, 1, 1)) == [date(2025, 5, 1)]
    assert ahead(date(2025, 6, 1)) == [date(2026, 5, 7)]
    assert ahead(date(2026, 2, 1)) == []
    assert ahead(date(2026, 3, 1)) == [date(2026, 5, 7)]


def test_invented_and_real_authorities_never_share_a_database(session: Session):
    make_council(session)
    with pytest.raises(ConflictError, match="holds invented authorities"):
        load_reference(session, by=SYSTEM, on=TODAY)


def test_no_invented_council_enters_a_real_database(real: Session):
    with pytest.raises(ConflictError, match="holds real authorities"):
        make_council(real)


@pytest.mark.parametrize(
    "table", ["adoptions", "adoption_dates", "pauses", "inspections", "interventions", "elections"]
)
def test_every_fact_names_its_source_and_how_sure_it_is(table: str):
    for row in read_table(table):
        assert row["source"], row
        assert row["confidence"] in {"high", "medium", "low"}, row


def test_a_past_day_tells_no_more_of_an_end_than_was_known(real: Session):
    northamptonshire = authority_by_code(real, "928")

    def shown(day: date) -> tuple[date | None, list[str]]:
        page = read_page(real, northamptonshire, on=day, today=TODAY)
        return page.last_day, [each.code for each in page.successors]

    assert shown(date(2015, 1, 1)) == (None, [])
    assert shown(date(2021, 4, 1)) == shown(TODAY) == (date(2021, 3, 31), ["940", "941"])
    north = authority_by_code(real, "940")
    assert [each.code for each in read_page(real, north, on=TODAY, today=TODAY).predecessors] == ["928"]
