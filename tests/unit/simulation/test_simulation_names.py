import re
from itertools import pairwise

import pytest

from simulation.councils import invent_councils
from simulation.names import council_names, person_name
from simulation.places import COUNTRY_CODE, REGIONS
from simulation.streams import stream

# Authorities and a few regions of England, as a reader knows them.
REAL_NAMES = """
Barking Barnet Barnsley Bedford Bexley Birmingham Blackburn Blackpool Bolton Bournemouth Bracknell Bradford
Brent Brighton Bristol Bromley Buckinghamshire Bury Calderdale Cambridgeshire Camden Cheshire Cornwall Coventry
Croydon Cumberland Cumbria Darlington Derby Derbyshire Devon Doncaster Dorset Dudley Durham Ealing Enfield Essex
Gateshead Gloucestershire Greenwich Hackney Halton Hammersmith Hampshire Haringey Harrow Hartlepool Havering
Herefordshire Hertfordshire Hillingdon Hounslow Islington Kensington Kent Kingston Kirklees Knowsley Lambeth
Lancashire Leeds Leicester Leicestershire Lewisham Lincolnshire Liverpool London Luton Manchester Medway Merton
Middlesbrough Newcastle Newham Norfolk Northamptonshire Northumberland Nottingham Nottinghamshire Oldham
Oxfordshire Peterborough Plymouth Poole Portsmouth Reading Redbridge Redcar Richmond Rochdale Rotherham Rutland
Salford Sandwell Scilly Sefton Sheffield Shropshire Slough Solihull Somerset Southampton Southend Southwark
Staffordshire Stockport Stockton Stoke Suffolk Sunderland Surrey Sutton Swindon Tameside Telford Thurrock Torbay
Trafford Tyneside Wakefield Walsall Waltham Wandsworth Warrington Warwickshire Westminster Westmorland Wigan
Wight Wiltshire Windsor Wirral Wokingham Wolverhampton Worcestershire York Yorkshire Midlands
"""
REAL = frozenset(re.findall(r"\w+", REAL_NAMES.casefold()))
ENGLISH_ENDING = re.compile(r"(ton|ham|ford|bury|shire|borough|burgh|wick|by|thorpe|pool|mouth|chester|ley|worth|sea)$")


def distance(one: str, other: str) -> int:
    """Edits that turn one word into the other."""
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        last, row[0] = row[0], place
        for column, compared in enumerate(other, start=1):
            last, row[column] = row[column], min(row[column] + 1, row[column - 1] + 1, last + (letter != compared))
    return row[-1]


@pytest.fixture(scope="module")
def names() -> list[str]:
    return council_names(999, stream(1, "names"))


def test_999_councils_have_999_names(names):
    assert len(set(names)) == 999


def test_no_council_is_called_like_a_real_authority(names):
    alike = [(name, real) for name in names for real in REAL if abs(len(name) - len(real)) < 2]
    assert [(name, real) for name, real in alike if distance(name.casefold(), real) < 2] == []


def test_no_council_has_the_ending_of_an_english_place(names):
    assert [name for name in names if ENGLISH_ENDING.search(name.casefold())] == []


def test_names_can_be_pronounced(names):
    assert [name for name in names if re.search(r"[aeiou]{3}|[^aeiou]{4}", name.casefold().replace("qu", "k"))] == []


def test_no_region_is_called_like_a_real_one():
    assert not {word for name in REGIONS.values() for word in name.casefold().split()} & REAL


def test_codes_cannot_be_taken_for_real_ones():
    councils = invent_councils(153, stream(2, "councils"))
    assert [council.code for council in councils[:2]] == ["Z001", "Z002"]
    assert [council.gss_code for council in councils[:2]] == ["Z99000001", "Z99000002"]
    assert all(code[0] == "Z" for code in (COUNTRY_CODE, *REGIONS))


def test_ten_thousand_people_have_different_names():
    assert len({person_name(number, offset=77) for number in range(10_000)}) == 10_000


def test_successive_people_do_not_share_a_name():
    people = [person_name(number, offset=5).split() for number in range(200)]
    assert len({first for first, _ in people}) > 40
    assert all(one[1] != other[1] for one, other in pairwise(people))
