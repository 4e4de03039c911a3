"""The lead's pages: the whole journey without scripts, what each role sees, and what is not theirs."""

import re

import pytest
from factories.lead_checks import rows as rows_of
from factories.lead_pages import check_of, send_file, store
from factories.lead_returns import GOOD, csv_file
from factories.pages import sign_as_read, without_token, words
from fixtures.databases import Clone
from fixtures.identities import ClientAs, SignedInClient
from sqlalchemy import select, text

from core.access import Role
from outcomes.collection.check.models import Upload
from outcomes.collection.submission.models import Explanation, Submission, SubmissionVersion

HIGH = csv_file(GOOD, REREF_PCT=("", "520", "650", ""))
BAD = csv_file(GOOD, REREF_PCT=("n/a", "", "", ""))


def rows(clone: Clone) -> dict[str, int]:
    with clone.session() as session:
        return {name: count for name, count in rows_of(session).items() if name != "signed_in_session"}


def test_the_list_says_what_is_due(lead: SignedInClient, base: str):
    page = words(lead.get("/authorities/Z001/returns"))
    assert "is due on" in page
    assert "working day" in page
    assert base in lead.get("/authorities/Z001/returns").text


def test_a_return_from_template_to_submission(lead: SignedInClient, base: str, due: Clone):
    page = words(lead.get(base))
    assert "Not started" in page
    assert "Cannot start yet" in page

    address = check_of(lead, base, HIGH)
    found = lead.get(address)
    assert "4 rows read: 4 entries, of which 4 new, 0 changed, 0 unchanged, 0 cleared and 0 with errors." in words(
        found
    )
    assert "1 query to explain" in words(found)
    assert "not scanned" in words(found)
    box = re.search(r'name="(explain-[^"]+)"', found.text)
    assert box is not None

    # Too short: nothing is stored, and the summary leads to the box.
    short = lead.send(f"{address}/confirm", **{box[1]: "too short"})
    assert short.status_code == 422
    assert f'href="#{box[1]}"' in short.text
    with due.session() as session:
        assert session.scalars(select(SubmissionVersion)).all() == []

    stored = lead.send(f"{address}/confirm")
    assert stored.status_code == 303
    page = words(lead.get(base))
    assert "Version 1 is stored" in page
    assert "1 of 1 to explain" in page
    assert "Explain 1 query." in words(lead.get(f"{base}/submit"))
    refused = lead.send(f"{base}/submit", version=1)
    assert refused.status_code == 422

    explained = lead.send(f"{base}/queries", version=1, **{box[1]: "Two large families moved in and out again."})
    assert explained.status_code == 303
    answers = words(lead.get(f"{base}/submit"))
    assert "Two large families" in answers
    assert "Submit the return" in answers
    done = lead.send(f"{base}/submit", version=1)
    assert done.status_code == 303
    page = words(lead.get(base))
    assert "reviews it, and approves it or sends it back" in page
    assert "With the programme support team for review: submitted by Somebody" in page
    assert "Receipt" in page
    with due.session() as session:
        submission = session.scalars(select(Submission)).one()
        upload = session.scalars(select(Upload)).one()
    assert (submission.state, submission.timeliness, submission.days_late) == ("submitted", "on_time", 0)
    assert upload.sha256 in page
    assert send_file(lead, base, csv_file(GOOD)).status_code == 409


def test_errors_come_first_and_lead_to_their_place(lead: SignedInClient, base: str, due: Clone):
    before = rows(due)
    address = check_of(lead, base, BAD)
    page = lead.get(address)
    assert "There is a problem" in page.text
    assert 'href="#error-1"' in page.text
    assert 'id="error-1"' in page.text
    assert "Cell B3 (Re-referrals within 12 months): " in words(page), "the summary names cell and indicator"
    assert "go to each cell named below" in words(page)
    assert page.text.count(f'href="{base}/upload"') == 2, "a way back where the errors begin, and where they end"
    assert "What to do" in page.text
    assert "Confirm and store" not in page.text
    assert "What comes after the errors: " in words(page), "and is folded"
    assert "You can do so now" not in words(page)
    assert page.text.count("<h1") == 1
    assert "<title>" in page.text.replace("\n", "")
    assert lead.send(f"{address}/confirm").status_code == 422
    assert rows(due) == before


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The selected file is empty"),
        (b"%PDF-1.7 something", "must be a CSV or XLSX"),
        (b"UPN,date_of_birth\nA123456789012,01/02/2015\n", "list of single children"),
    ],
)
def test_a_refused_file_says_why_and_stores_nothing(
    lead: SignedInClient, base: str, due: Clone, content: bytes, says: str
):
    before = rows(due)
    page = words(lead.get(check_of(lead, base, content)))
    assert says in page
    assert "nothing was stored" in page
    assert f'href="{base}/template.xlsx"' in page
    assert "support team sees that this file was refused" in page
    assert rows(due) == before


def test_another_authoritys_file_is_told_on_the_upload_page(lead: SignedInClient, base: str, due: Clone):
    content = b"authority_code,indicator_code,value,numerator,denominator\nZ002,CLA_RATE,,350,50000\n"
    answer = send_file(lead, base, content)
    assert answer.status_code == 422
    assert "You can only upload for Alderwick" in words(answer)
    assert "Birchford" not in answer.text
    with due.session() as session:
        assert session.scalars(select(Upload)).all() == []
        deeds = session.execute(text("SELECT deed FROM audit_event ORDER BY id DESC LIMIT 1")).scalar_one()
    assert deeds == "upload.of_another_authority"


def test_no_file_and_a_large_one(lead: SignedInClient, base: str):
    nothing = lead.send(f"{base}/upload")
    assert nothing.status_code == 422
    assert "Select a CSV or XLSX file" in nothing.text
    # Written out, since the test client would leave a temporary file open when the server does not read on.
    head = b'--cut\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    body = head + b"x" * (11 * 1024 * 1024) + b"\r\n--cut--\r\n"
    large = lead.post(f"{base}/upload", data=body, content_type="multipart/form-data; boundary=cut")
    assert large.status_code == 413
    assert "smaller than 10MB" in words(large)


def test_the_same_file_again_and_the_browsers_back_button(lead: SignedInClient, base: str, due: Clone):
    address = check_of(lead, base, csv_file(GOOD))
    assert check_of(lead, base, csv_file(GOOD)) == address
    assert "uploaded this very file before" in words(lead.get(address))
    for _ in range(2):
        assert lead.send(f"{address}/confirm").status_code == 303
    assert "This check was stored before, as version 1" in words(lead.get(base))
    store(lead, base, csv_file(GOOD))
    assert "Nothing differs from what is stored" in words(lead.get(base))
    with due.session() as session:
        assert len(session.scalars(select(SubmissionVersion)).all()) == 1


def test_a_stale_check_is_409(lead: SignedInClient, base: str, due: Clone):
    first = check_of(lead, base, csv_file(GOOD))
    second = check_of(lead, base, HIGH)
    assert lead.send(f"{second}/confirm").status_code == 303
    before = rows(due)
    answer = lead.send(f"{first}/confirm")
    assert answer.status_code == 409
    assert "Check the file again" in words(answer)
    assert rows(due) == before
    assert "Something has been stored since" in words(lead.get(first))


def test_a_value_is_taken_away_only_with_a_tick(lead: SignedInClient, base: str):
    store(lead, base, csv_file(GOOD))
    address = check_of(lead, base, csv_file(GOOD, CLA_RATE=("", "", "", "")))
    assert "take away 70 (350 of 50,000)" in words(lead.get(address))
    untouched = lead.send(f"{address}/confirm")
    assert untouched.status_code == 422
    assert 'href="#clear-cla-rate"' in untouched.text
    assert lead.send(f"{address}/confirm", clear="CLA_RATE").status_code == 303
    assert "for CLA_RATE" in words(lead.get(f"{base}/submit"))


def test_entering_one_figure_by_form(lead: SignedInClient, base: str):
    store(lead, base, csv_file(GOOD))
    assert "Change<span" in lead.get(f"{base}/enter").text
    form = lead.get(f"{base}/enter/CLA_RATE")
    assert 'value="350"' in form.text
    sent = lead.send(f"{base}/enter/CLA_RATE", numerator="400", denominator="50000", value="", follow_up="yes")
    assert sent.status_code == 303
    page = words(lead.get(sent.location))
    assert "1 changed, 3 unchanged" in page
    assert "70 (350 of 50,000)" in page
    assert "80 (400 of 50,000)" in page
    assert lead.send(f"{sent.location}/confirm").status_code == 303
    version = words(lead.get(f"{base}/versions/2"))
    assert "Changes since version 1" in version
    assert "80 (400 of 50,000)" in version
    # The same rules: nonsense is an error with its cell, not a figure.
    wrong = lead.send(f"{base}/enter/CLA_RATE", numerator="many", denominator="50000", value="")
    told = words(lead.get(wrong.location))
    assert "The form (Children looked after): " in told
    assert "Enter the figure again" in told
    assert "Cell " not in told, "there is no file to open"
    assert lead.get(f"{base}/enter/NO_SUCH").status_code == 404


def test_every_version_keeps_its_file(lead: SignedInClient, base: str):
    store(lead, base, csv_file(GOOD))
    store(lead, base, HIGH)
    for number, content in ((1, csv_file(GOOD)), (2, HIGH)):
        kept = lead.get(f"{base}/versions/{number}/file")
        assert kept.data == content
        assert "attachment" in kept.headers["Content-Disposition"]
    for number in ("0", "3", "2147483648", "9" * 30):
        assert lead.get(f"{base}/versions/{number}").status_code == 404
        assert lead.get(f"{base}/versions/{number}/file").status_code == 404
    assert "No figure differs" not in words(lead.get(f"{base}/versions/1?with=2"))


def test_words_about_figures_of_an_earlier_version_are_not_stored(lead: SignedInClient, base: str, due: Clone):
    store(lead, base, HIGH)
    page = lead.get(f"{base}/queries").text
    box = re.search(r'name="(explain-[^"]+)"', page)
    assert box is not None
    assert '<input type="hidden" name="version" value="1">' in page
    store(lead, base, csv_file(GOOD, REREF_PCT=("", "600", "650", "")))
    for seen in ("1", "", "\u00b2", "9" * 5000):
        late = lead.send(f"{base}/queries", version=seen, **{box[1]: "Four in five is right this time."})
        assert late.status_code == 409
        assert "Version 2 has been stored since you opened the page. Nothing was saved" in words(late)
        assert "Four in five is right this time.</textarea>" in late.text
        assert '<input type="hidden" name="version" value="2">' in late.text
    with due.session() as session:
        assert session.scalars(select(Explanation)).all() == []
    assert lead.send(f"{base}/queries", version=2, **{box[1]: "Nine in ten is right."}).status_code == 303


def test_sign_off_is_asked_for_where_it_is_switched_on(lead: SignedInClient, base: str, client_as: ClientAs):
    director = client_as(Role.SIGNATORY, authority="Z001")
    assert lead.send("/authorities/Z001/returns/setting", sign_off="y").status_code == 303
    store(lead, base, csv_file(GOOD))
    assert "Waits for your director" in words(lead.get(base))
    assert "Ask your director" in words(lead.get(f"{base}/submit"))
    assert lead.send(f"{base}/submit", version=1).status_code == 422
    assert lead.send(f"{base}/sign-off", version=1).status_code == 403
    assert "Waits for you" in words(director.get("/"))
    assert "Sign off version 1" in words(director.get(f"{base}/sign-off"))
    declined = director.send(f"{base}/sign-off/decline", version=1, reason="Check the referrals with the front door.")
    assert declined.status_code == 303
    assert "Check the referrals" in words(lead.get(base))
    assert director.send(f"{base}/sign-off/decline", version=1, reason="no").status_code == 422
    assert sign_as_read(director, base).status_code == 303
    assert director.send(f"{base}/sign-off", version=1).status_code == 409
    # Another figure needs another signature.
    store(lead, base, csv_file(GOOD, CLA_RATE=("", "360", "50000", "")))
    assert lead.send(f"{base}/submit", version=2).status_code == 422
    assert director.send(f"{base}/sign-off", version=1).status_code == 409
    assert sign_as_read(director, base).status_code == 303
    assert lead.send(f"{base}/submit", version=2).status_code == 303
    assert director.get(f"{base}/upload").status_code == 403


def test_the_support_team_acts_for_a_lead_and_everybody_sees_it(due: Clone, base: str, client_as: ClientAs):
    support = client_as(Role.SUPPORT)
    assert "You act for Alderwick; this is logged." in words(support.get(base))
    store(support, base, csv_file(GOOD))
    assert support.send(f"{base}/submit", version=1).status_code == 303
    page = words(client_as(Role.LEAD, authority="Z001").get(base))
    assert "acting for Alderwick" in page
    assert "You act for" not in page


def test_nothing_of_another_authority_is_there(lead: SignedInClient, base: str, client_as: ClientAs):
    address = check_of(lead, base, csv_file(GOOD))
    assert lead.send(f"{address}/confirm").status_code == 303
    check = address.rsplit("/", 1)[-1]
    other = client_as(Role.LEAD, authority="Z002")
    theirs = base.replace("Z001", "Z002")
    unknown = other.get("/authorities/Z999/returns")
    for path in (
        "/authorities/Z001/returns",
        "/authorities/Z001/returns/setting",
        *(f"{base}{page}" for page in PAGES),
        f"{address}",
        f"{address}/file",
    ):
        answer = other.get(path)
        assert answer.status_code == 404, path
        assert without_token(answer.text) == without_token(unknown.text), path
    # The id of somebody else's check under one's own authority is as absent.
    for path in (f"{theirs}/checks/{check}", f"{theirs}/checks/{check}/file"):
        assert other.get(path).status_code == 404
    assert other.send(f"{theirs}/checks/{check}/confirm").status_code == 404
    assert other.send(f"{address}/confirm").status_code == 404


PAGES = ("", "/upload", "/enter", "/enter/CLA_RATE", "/queries", "/submit", "/sign-off", "/versions/1")


def test_every_page_opens_in_every_state(lead: SignedInClient, base: str, due: Clone):
    store(lead, base, HIGH)
    for state in ("in_progress", "submitted", "returned", "resubmitted", "approved", "reopened"):
        with due.session() as session:
            session.execute(text("UPDATE submission SET state = :state"), {"state": state})
            session.commit()
        for page in PAGES:
            answer = lead.get(f"{base}{page}")
            assert answer.status_code == 200, (state, page)
            assert answer.text.count("<h1") == 1, (state, page)
            ids = re.findall(r'\bid="([^"]+)"', answer.text)
            assert len(ids) == len(set(ids)), (state, page)


def test_a_return_that_is_not_due_is_not_there(lead: SignedInClient, base: str):
    assert lead.get(base.rsplit("/", 1)[0] + "/2019-20-q1").status_code == 404
    assert lead.get(base.rsplit("/", 1)[0] + "/2019-20-q9").status_code == 404
