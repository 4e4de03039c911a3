"""What a lead takes away and brings: templates that come back unchanged, findings as files, and the same as JSON."""

import re

import pytest
from factories.lead_pages import check_of, store
from factories.lead_returns import GOOD, csv_file
from factories.pages import page_link, words
from fixtures.identities import ClientAs, SignedInClient
from flask import Flask

from core.access import Role

HIGH = csv_file(GOOD, REREF_PCT=("", "520", "650", ""))
BAD = csv_file(GOOD, REREF_PCT=("n/a", "", "", ""))
MAY_GROW = {"upload", "figure_check", "audit_event", "signed_in_session"}


def test_the_api_says_what_one_may_do(app: Flask, lead: SignedInClient, base: str, client_as: ClientAs):
    address = base.replace("/authorities/Z001/returns/", "/api/returns/Z001/")
    told = lead.get(address).get_json()
    assert told["state"] == "not_started"
    assert (told["may_confirm"], told["may_submit"], told["may_approve"]) == (True, False, False)
    store(lead, base, csv_file(GOOD))
    told = lead.get(address).get_json()
    assert (told["state"], told["version"], told["counts"]["new"]) == ("in_progress", 1, 4)
    assert told["may_submit"] is True
    lead.send(f"{base}/submit", version=1)
    told = lead.get(address).get_json()
    assert (told["lock"], told["may_confirm"], told["may_submit"]) == ("in_review", False, False)
    support = client_as(Role.SUPPORT).get(address).get_json()
    assert (support["may_approve"], support["may_return"], support["may_reopen"]) == (True, True, False)
    for client, status, code in (
        (client_as(Role.LEAD, authority="Z002"), 404, "not_found"),
        (client_as(Role.DFE_VIEWER), 403, "not_permitted"),
        (client_as(Role.RISK_READER, authority="Z001"), 403, "not_permitted"),
        (app.test_client(), 401, "sign_in_required"),
    ):
        answer = client.get(address)
        assert answer.status_code == status
        assert set(answer.get_json()) == {"code", "message", "path", "detail"}
        assert answer.get_json()["code"] == code


def test_every_error_of_the_api_has_the_same_four_members(app: Flask, lead: SignedInClient, base: str):
    address = base.replace("/authorities/Z001/returns/", "/api/returns/Z001/")
    for path in (address, "/api/returns/Z001/nonsense", "/api/returns/Z999/2025-26-q1", "/api/nothing", "/api/"):
        for client in (lead, app.test_client()):
            for method in ("GET", "POST", "PUT", "DELETE"):
                answer = client.open(path, method=method)
                if answer.status_code == 200:
                    continue
                told = answer.get_json()
                assert set(told) == {"code", "message", "path", "detail"}, (method, path)
                assert told["path"] == path
                assert answer.status_code in {401, 404, 405}


def test_all_findings_can_be_downloaded(lead: SignedInClient, base: str):
    page = lead.get(check_of(lead, base, BAD))
    table = lead.get(page_link(page.text, "findings.csv"))
    assert "B3" in table.text
    assert "attachment" in table.headers["Content-Disposition"]
    assert lead.get(page_link(page.text, "findings.xlsx")).data.startswith(b"PK")
    marked = lead.get(page_link(page.text, "marked.xlsx"))
    assert "marked-z001" in marked.headers["Content-Disposition"]
    again = words(lead.get(check_of(lead, base, marked.data)))
    assert "B3" in again, "the copy has the same errors in the same cells"
    refused = check_of(lead, base, b"Dear all, the return is attached.")
    assert "marked.xlsx" not in lead.get(refused).text
    assert lead.get(f"{refused}/marked.xlsx").status_code == 404


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_comes_back_unchanged(lead: SignedInClient, base: str, kind: str):
    """What was stored is filled in; sent back as it is, the file changes nothing, and it is found to be ours."""
    store(lead, base, csv_file(GOOD))
    given = lead.get(f"{base}/template.{kind}")
    assert "return-z001" in given.headers["Content-Disposition"]
    found = words(lead.get(check_of(lead, base, given.data)))
    assert "4 rows read: 4 entries" in found


def test_csv_and_xlsx_of_the_template_are_checked_alike(lead: SignedInClient, base: str):
    answers = []
    for kind in ("csv", "xlsx"):
        given = lead.get(f"{base}/template.{kind}")
        page = lead.get(check_of(lead, base, given.data))
        answers.append(re.findall(r"[^.>]*rows read[^<]*", page.text))
    assert answers[0] == answers[1]
