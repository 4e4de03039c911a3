"""Downloads of approved figures: whose, as known on a day, with what is withheld, and for whom."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
from factories.lead_returns import GOOD, csv_file, make_due
from fixtures.databases import Clone
from fixtures.identities import ClientAs
from sqlalchemy import select

from authorities.register.models import Authority
from core.access import SYSTEM, Role
from core.clock import now, today
from core.quarter_address import address_of
from core.quarters import Quarter
from outcomes.collection.check.confirm import confirm
from outcomes.collection.check.make import make_check
from outcomes.collection.export import workbook as workbooks
from outcomes.collection.observation.models import Observation

# gptables says `inplace` to pandas, and leaves the file of its own theme open.
pytestmark = [
    pytest.mark.filterwarnings(r"ignore::DeprecationWarning:gptables\..*"),
    pytest.mark.filterwarnings("ignore:unclosed file.*gptheme:ResourceWarning"),
]
OWN, ALL = "/authorities/Z001/figures", "/figures"
LAST = Quarter.containing(today()).plus(-2)


@pytest.fixture(autouse=True)
def figures(clone: Clone) -> None:
    """Two figures of Z001, one of them corrected ten days ago, and one of Z002; a return of Z001 in progress."""
    with clone.session() as session:
        due = make_due(session, on=today())
        numbers = {each.code: each.id for each in session.scalars(select(Authority))}
        corrected = today() - timedelta(days=10)
        first = {"known_on": today() - timedelta(days=30)}
        for code, indicator, value, more in (
            ("Z001", "CLA_RATE", "70", first | {"superseded_at": now(), "superseded_on": corrected}),
            ("Z001", "CLA_RATE", "71", {"known_on": corrected}),
            ("Z001", "REREF_PCT", "20", first),
            ("Z002", "CLA_RATE", "88", first),
        ):
            session.add(
                Observation(
                    authority_id=numbers[code],
                    indicator_code=indicator,
                    quarter=LAST,
                    value=Decimal(value),
                    status="ok",
                    source_file="history.csv",
                    **more,
                )
            )
        check = make_check(
            session,
            by=SYSTEM,
            authority=due.authority,
            collection=due.collection,
            content=csv_file(GOOD),
            file_name="return.csv",
            at=now(),
            on=today(),
        )
        confirm(
            session, by=SYSTEM, check_id=check.id, authority=due.authority, ticked_clearings=(), at=now(), on=today()
        )
        session.commit()


def rows_of(answer):
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


def test_a_lead_downloads_their_own_figures(client_as: ClientAs):
    lead = client_as(Role.LEAD, authority="Z001")
    answer = lead.get(f"{OWN}.csv")
    [row] = rows_of(answer)
    assert (row["old_la_code"], row["cla_rate"], row["reref_pct"]) == ("Z001", "71", "20")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="figures-z001-{today()}.csv"'
    assert [each["col_name"] for each in rows_of(lead.get(f"{OWN}.meta.csv"))] == ["reref_pct", "cla_rate"]
    assert "cla_rate_numerator" in rows_of(lead.get(f"{OWN}.csv?counts=yes"))[0]


def test_figures_as_they_were_known(client_as: ClientAs):
    lead = client_as(Role.LEAD, authority="Z001")
    [row] = rows_of(lead.get(f"{OWN}.csv?as_at={today() - timedelta(days=20)}"))
    assert row["cla_rate"] == "70"
    assert lead.get(f"{OWN}.csv?as_at={today() - timedelta(days=90)}").status_code == 404


def test_another_authoritys_figures_are_no_such_page(client_as: ClientAs):
    lead = client_as(Role.LEAD, authority="Z001")
    for kind in ("csv", "meta.csv", "xlsx"):
        assert lead.get(f"/authorities/Z002/figures.{kind}").status_code == 404
        assert lead.get(f"{ALL}.{kind}").status_code == 403
        assert client_as(Role.DFE_VIEWER).get(f"{OWN}.{kind}").status_code == 403


def test_the_support_team_downloads_everybodys(client_as: ClientAs):
    support = client_as(Role.SUPPORT)
    assert [row["old_la_code"] for row in rows_of(support.get(f"{ALL}.csv"))] == ["Z001", "Z002"]
    after, before, own = (address_of(LAST.plus(step)) for step in (1, -1, 0))
    assert support.get(f"{ALL}.csv?from={after}").status_code == 404
    assert support.get(f"{ALL}.csv?to={before}").status_code == 404
    exact = support.get(f"{ALL}.csv?from={own}&to={own}")
    assert len(rows_of(exact)) == 2
    assert f"figures-programme-from-{own}-to-{own}-{today()}.csv" in exact.headers["Content-Disposition"]


def cover_of(answer):
    assert answer.status_code == 200
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data))["Cover"]
    return "\n".join(str(row[0].value) for row in sheet.iter_rows())


def test_the_workbook_says_how_many_figures_are_withheld(client_as: ClientAs, clone: Clone):
    lead = client_as(Role.LEAD, authority="Z001")
    assert "4 figures are withheld" in cover_of(lead.get(f"{OWN}.xlsx"))
    assert "4 figures are withheld" in cover_of(client_as(Role.SUPPORT).get(f"{ALL}.xlsx"))
    yesterday = today() - timedelta(days=1)
    assert "No figure is withheld" in cover_of(lead.get(f"{OWN}.xlsx?as_at={yesterday}"))
    other = client_as(Role.LEAD, authority="Z002").get("/authorities/Z002/figures.xlsx")
    assert "No figure is withheld" in cover_of(other)


def test_a_figure_that_is_shown_is_not_withheld_too(client_as: ClientAs, clone: Clone):
    """A return that was reopened and not changed: its approved figures still count."""
    with clone.session() as session:
        session.add(
            Observation(
                authority_id=session.scalars(select(Authority.id).where(Authority.code == "Z001")).one(),
                indicator_code="CLA_RATE",
                quarter=Quarter.containing(today()).plus(-1),
                value=Decimal(70),
                numerator=Decimal(350),
                denominator=Decimal(50000),
                status="ok",
                source_file="history.csv",
                known_on=today(),
            )
        )
        session.commit()
    lead = client_as(Role.LEAD, authority="Z001")
    assert "3 figures are withheld" in cover_of(lead.get(f"{OWN}.xlsx"))
    assert "3 figures are withheld" in lead.get(OWN).text, "the page and the file say the same"
    assert "3 figures are withheld" in cover_of(client_as(Role.SUPPORT).get(f"{ALL}.xlsx"))


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("as_at=yesterday", "must be written like 2025-11-28"),
        (f"as_at={date(2999, 1, 1)}", "must not be in the future"),
        ("from=2025", "must be written like 2025-26-q1"),
        ("to=2025-27-q1", "The last quarter (to) must be written like 2025-26-q1"),
        ("from=2025-26-q2&to=2025-26-q1", "must not be before the first"),
    ],
)
def test_what_cannot_be_read_is_said_and_not_guessed(client_as: ClientAs, asked: str, says: str):
    answer = client_as(Role.LEAD, authority="Z001").get(f"{OWN}.csv?{asked}")
    assert answer.status_code == 422
    assert says in answer.text


def test_too_much_for_a_workbook_is_refused_with_a_way_out(client_as: ClientAs, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(workbooks, "MOST_CELLS", 1)
    answer = client_as(Role.SUPPORT).get(f"{ALL}.xlsx")
    assert answer.status_code == 422
    assert "ask for fewer quarters" in answer.text
