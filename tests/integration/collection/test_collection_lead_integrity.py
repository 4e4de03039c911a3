"""What the pages of a return must never let pass: unsigned words, wrong cells, numbers no column holds, formulas."""

import csv
import io
import re
from typing import Any

import pytest
from factories.lead_returns import ASKED, GOOD, csv_file, make_due
from factories.pages import sign_as_read, words
from fixtures.databases import Clone
from fixtures.identities import ClientAs, SignedInClient, client_of
from flask import Flask
from werkzeug.test import TestResponse

from core.access import Role
from core.clock import today
from core.quarter_address import address_of
from core.quarters import Quarter

LAST = address_of(Quarter.containing(today()).plus(-1))
BASE = f"/authorities/Z001/returns/{LAST}"
HIGH = csv_file(GOOD, REREF_PCT=("", "520", "650", ""))
MEMBERS = {"code", "message", "path", "detail"}


@pytest.fixture(autouse=True)
def due(clone: Clone) -> None:
    with clone.session() as session:
        make_due(session, on=today())
        session.commit()


@pytest.fixture
def lead(client_as: ClientAs) -> SignedInClient:
    return client_as(Role.LEAD, authority="Z001")


def store(client: SignedInClient, content: bytes, name: str = "return.csv") -> None:
    fields = {"csrf_token": client.form_token(), "file": (io.BytesIO(content), name)}
    sent = client.post(f"{BASE}/upload", data=fields, content_type="multipart/form-data")
    assert client.send(f"{sent.location}/confirm").status_code == 303


def explain(client: SignedInClient, reason: str) -> None:
    boxes = re.findall(r'name="(explain-[^"]+)"', client.get(f"{BASE}/queries").text)
    assert client.send(f"{BASE}/queries", version=1, **dict.fromkeys(boxes, reason)).status_code == 303


def lines(answer: TestResponse) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))


def test_a_signature_does_not_cover_words_that_came_after_it(lead: SignedInClient, client_as: ClientAs):
    director = client_as(Role.SIGNATORY, authority="Z001")
    lead.send("/authorities/Z001/returns/setting", sign_off="y")
    store(lead, HIGH)
    explain(lead, "A new front door since July records every contact.")
    assert sign_as_read(director, BASE).status_code == 303
    explain(lead, "A new front door since July records every contact.")
    assert "Submit the return" in words(lead.get(f"{BASE}/submit"))  # the same words again change nothing
    explain(lead, "Words that the director has never seen.")
    refused = lead.send(f"{BASE}/submit", version=1)
    assert refused.status_code == 422
    assert "Ask your director to sign the return off." in words(refused)
    assert sign_as_read(director, BASE).status_code == 303
    assert lead.send(f"{BASE}/submit", version=1).status_code == 303


def test_a_version_names_the_file_in_which_each_cell_stands(lead: SignedInClient):
    store(lead, csv_file(GOOD), "first.csv")
    store(lead, csv_file({"CLA_RATE": ("", "360", "50000", "")}), "second.csv")
    page = lead.get(f"{BASE}/versions/2").text
    for code in ASKED:
        row = re.search(rf'id="{code.lower().replace("_", "-")}">.*?</tr>', page, re.DOTALL)
        assert row is not None
        named = re.search(r"/versions/(\d+)\"", row.group())
        number = named.group(1) if named else "2"
        assert number == ("2" if code == "CLA_RATE" else "1")
        cell = re.search(r">[^<]*?\b[A-Z]+(\d+)\b[^<]*<", row.group())
        assert cell is not None
        assert lines(lead.get(f"{BASE}/versions/{number}/file"))[int(cell.group(1)) - 1][0] == code


@pytest.mark.parametrize("number", ["0", "2", "2147483648", "9" * 20])
def test_a_version_that_is_not_there_is_no_page(lead: SignedInClient, number: str):
    store(lead, csv_file(GOOD))
    assert lead.get(f"{BASE}/versions/{number}").status_code == 404
    assert lead.get(f"{BASE}/versions/{number}/file").status_code == 404


def test_an_address_that_asks_for_an_impossible_offer_gets_the_page(lead: SignedInClient):
    store(lead, HIGH)
    box = re.findall(r'name="(explain-[^"]+)"', lead.get(f"{BASE}/queries").text)[0]
    assert lead.get(f"{BASE}/queries?use={box}.{'9' * 5000}").status_code == 200


@pytest.mark.parametrize("name", ["=1.csv", "\uff1d1.csv", "\u22121.csv", "\uff0b1.csv"])
def test_a_file_name_is_no_formula_in_the_file_of_an_indicator(lead: SignedInClient, client_as: ClientAs, name: str):
    store(lead, csv_file(GOOD), name)
    lead.send(f"{BASE}/submit", version=1)
    assert client_as(Role.SUPPORT).send(f"{BASE}/approve", version=1).status_code == 303
    _, row = lines(lead.get("/authorities/Z001/figures/CLA_RATE.csv"))
    assert f"'{name}" in row


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/returns/Z001/2025-26-q9", 404, "not_found"),
        ("GET", "/api/returns/Z001", 404, "not_found"),
        ("GET", "/api/nothing", 404, "not_found"),
        ("GET", f"/api/returns/Z002/{LAST}", 404, "not_found"),
        ("DELETE", f"/api/returns/Z001/{LAST}", 405, "method_not_allowed"),
        ("POST", f"/api/returns/Z001/{LAST}", 405, "method_not_allowed"),
    ],
)
def test_every_error_of_the_interface_has_the_same_members(
    lead: SignedInClient, method: str, path: str, status: int, code: str
):
    answer = lead.open(path, method=method)
    assert (answer.status_code, answer.mimetype) == (status, "application/json")
    told: dict[str, Any] = answer.json or {}
    assert set(told) == MEMBERS
    assert (told["code"], told["path"]) == (code, path)
    if status == 405:
        assert "GET" in answer.headers["Allow"]


def test_nobody_is_led_from_the_interface_to_a_page(app: Flask):
    answer = client_of(app, None).get(f"/api/returns/Z001/{LAST}")
    assert (answer.status_code, (answer.json or {})["code"]) == (401, "sign_in_required")
    assert "<html" in client_of(app, None).get("/nothing").text
