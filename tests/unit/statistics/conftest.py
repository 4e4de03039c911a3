"""A small register with the traps of the real one, and files made by hand around each trap."""

from datetime import date

import pytest

from outcomes.evidence.statistics.geography import Gazetteer, KnownAuthority


def known(code: str, gss: str, *names: str, start: date | None = None, end: date | None = None) -> KnownAuthority:
    return KnownAuthority(code, frozenset(gss.split("|")), frozenset(names), start, end)


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer(
        [
            known("835", "E10000009", "Dorset", end=date(2019, 3, 31)),
            known("838", "E06000059", "Dorset", start=date(2019, 4, 1)),
            known("370", "E08000016|E08000038", "Barnsley"),
            known("815", "E10000023|E06000065", "North Yorkshire"),
            known("942", "E06000063", "Cumberland", start=date(2023, 4, 1)),
            known("314", "E09000021", "Kingston upon Thames"),
            known("318", "E09000027", "Richmond upon Thames"),
            known("801", "E06000023", "Bristol, City of", "Bristol"),
            known("894", "E06000020", "Telford and Wrekin"),
            known("929", "E06000057", "Northumberland"),
        ]
    )
