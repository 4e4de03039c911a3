import pytest
from factories.tidy import BARNSLEY, DORSET, ENGLAND, NORTH_EAST, authority, looked_after, tidy

from outcomes.evidence.statistics.geography import Area, Gazetteer, KnownAuthority, Level, NoArea, plain_place
from outcomes.evidence.statistics.header import read_header
from outcomes.evidence.statistics.open import open_table


def find(gazetteer: Gazetteer, place: dict[str, str]) -> Area | NoArea:
    table = open_table(tidy([{**looked_after(), **place}]))
    return gazetteer.find_area(read_header(table), table.rows[0][1])


@pytest.mark.parametrize(
    ("place", "level", "code"),
    [
        (ENGLAND, Level.COUNTRY, "E92000001"),
        (NORTH_EAST, Level.REGION, "E12000001"),
        ({**NORTH_EAST, "region_code": "E13000001", "region_name": "Inner London"}, Level.REGION, "E13000001"),
        (DORSET, Level.AUTHORITY, "838"),
        (authority("835", "E10000009", "Dorset"), Level.AUTHORITY, "835"),
        (BARNSLEY, Level.AUTHORITY, "370"),
        (authority("370", "E08000038", "Barnsley"), Level.AUTHORITY, "370"),
        (authority("815", "E10000023", "North Yorkshire"), Level.AUTHORITY, "815"),
        (authority("815", "E06000065", "North Yorkshire"), Level.AUTHORITY, "815"),
        (authority("801", "E06000023", "Bristol City of"), Level.AUTHORITY, "801"),
        (authority("894", "E06000020", "Telford & Wrekin"), Level.AUTHORITY, "894"),
        (authority("929", "E06000048", "Northumberland"), Level.AUTHORITY, "929"),
        (authority("x", "E06000059", "Dorset"), Level.AUTHORITY, "838"),
        ({**DORSET, "geographic_level": "LA"}, Level.AUTHORITY, "838"),
        (authority("314 / 318", "E09000021 / E09000027", "Kingston / Richmond"), Level.JOINT, "314+318"),
        (authority("318 / 314", "x", "Richmond / Kingston"), Level.JOINT, "314+318"),
    ],
)
def test_every_way_of_naming_an_area_finds_it(gazetteer: Gazetteer, place: dict[str, str], level: Level, code: str):
    assert find(gazetteer, place) == Area(level, code)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (authority("999", "E06000999", "Newtown"), "the register holds no such authority"),
        (authority("838", "E10000009", "Dorset"), "the GSS code belongs to 835, not to 838"),
        (authority("838", "E06000059", "Barnsley"), "the name belongs to 370, not to 838"),
        (authority("838", "E06999999", "Newtown"), "only one of the three is known"),
        (authority("314 / 999", "x", "Kingston / Newtown"), "no authority in the register has code 999"),
        ({**NORTH_EAST, "region_name": "North West"}, "not a pair that is known"),
    ],
)
def test_a_pair_that_nobody_knows_is_rejected_and_never_new(gazetteer: Gazetteer, place: dict[str, str], words: str):
    area = find(gazetteer, place)
    assert isinstance(area, NoArea)
    assert not area.outside
    assert words in area.reason


@pytest.mark.parametrize(
    "place",
    [
        {**DORSET, "geographic_level": "Parliamentary constituency"},
        {**ENGLAND, "country_code": "W92000004", "country_name": "Wales"},
    ],
)
def test_levels_that_are_not_kept_are_ignored_not_wrong(gazetteer: Gazetteer, place: dict[str, str]):
    area = find(gazetteer, place)
    assert isinstance(area, NoArea)
    assert area.outside


def test_spellings_of_one_place_are_one():
    assert plain_place("Bristol, City of") == plain_place("BRISTOL")
    assert plain_place("St. Helens") == plain_place("St Helens")
    assert plain_place("Southend-on-Sea") != plain_place("Southwark")


def test_an_invented_installation_has_a_country_and_regions_of_its_own():
    invented = Gazetteer([KnownAuthority("Z001", frozenset({"Z99000001"}), frozenset({"Ashmere"}))], invented=True)
    country = {**ENGLAND, "country_code": "Z92000001", "country_name": "Invented country"}
    assert find(invented, country) == Area(Level.COUNTRY, "Z92000001")
    assert find(invented, authority("Z001", "Z99000001", "Ashmere")) == Area(Level.AUTHORITY, "Z001")
    england = find(invented, ENGLAND)
    assert isinstance(england, NoArea)
    assert england.outside


def test_a_real_installation_takes_no_invented_figure(gazetteer: Gazetteer):
    assert isinstance(find(gazetteer, {**ENGLAND, "country_code": "Z92000001"}), NoArea)
    assert isinstance(find(gazetteer, authority("Z001", "Z99000001", "Ashmere")), NoArea)
