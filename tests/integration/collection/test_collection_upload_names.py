"""The names under which files come: never trusted, never used, shown without what hides."""

import io

import pytest
from factories.lead_returns import GOOD, csv_file
from factories.pages import words
from fixtures.databases import Clone
from fixtures.identities import SignedInClient
from markupsafe import escape
from sqlalchemy import select
from werkzeug.test import TestResponse

from outcomes.collection.check.models import Upload


def send_file(client: SignedInClient, base: str, content: bytes, name: str) -> TestResponse:
    return client.post(
        f"{base}/upload",
        data={"csrf_token": client.form_token(), "file": (io.BytesIO(content), name)},
        content_type="multipart/form-data",
    )


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/return.csv", "return.csv"),
        ("C:\\\\Users\\\\me\\\\return.csv", "return.csv"),
        ("x" * 300 + ".csv", "x" * 255),
        ("return\u202evsc.exe", "returnvsc.exe"),
        ("re\x07turn\t2.csv", "return 2.csv"),
        (".csv", ".csv"),
        ("return", "return"),
        ("return.xlsx", "return.xlsx"),
        ("CON.csv", "CON.csv"),
        ("   ", "file"),
        ("\u202e\u200b", "file"),
        ("<b>return</b>.csv", "b>.csv"),
        ("\u05d3\u05d5\u05d7.csv", "\u05d3\u05d5\u05d7.csv"),
    ],
)
def test_a_file_is_read_by_its_content_and_its_name_only_shown(
    lead: SignedInClient, base: str, due: Clone, name: str, shown: str
):
    answer = _stored_as(lead, base, name)
    assert answer.status_code == 303
    with due.session() as session:
        assert session.scalars(select(Upload.file_name)).one() == shown
        assert session.scalars(select(Upload.kind)).one() == "csv"
    page = lead.get(base).get_data(as_text=True)
    assert str(escape(shown)) in page


def _stored_as(lead: SignedInClient, base: str, name: str) -> TestResponse:
    sent = send_file(lead, base, csv_file(GOOD), name)
    assert sent.status_code == 303, words(sent)
    return lead.send(f"{sent.location}/confirm")


def test_no_file_is_asked_for_in_words(lead: SignedInClient, base: str):
    answer = send_file(lead, base, csv_file(GOOD), "")
    assert answer.status_code == 422
    assert "Select a" in words(answer)
