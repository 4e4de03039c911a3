"""Notes and actions: written, filtered, ended, deleted and taken along by their leader, and seen by nobody else."""

import csv
import io
import json
import re
from uuid import UUID, uuid4

import psycopg
import pytest
from factories.profile_rounds import Leading, make_leading
from fixtures.databases import Clone
from fixtures.identities import ClientAs, SignedInClient, client_of, make_signed_in
from flask import Flask

from core.access import Role
from core.clock import today

NEW = "/development/new/"
ENTRY = re.compile(r"/development/entries/([0-9a-f-]{36})\"")
FIELDS = {"title": "First inspection", "context": "shock", "body": "It came early.", "reason": "People were afraid."}


@pytest.fixture
def leading(clone: Clone) -> Leading:
    return make_leading(clone)


@pytest.fixture
def leader(app: Flask, clone: Clone, leading: Leading) -> SignedInClient:
    return client_of(app, make_signed_in(clone, Role.LEADER, authority="Z001", person_id=leading.person_id))


def write(client: SignedInClient, kind: str = "note", **more: object) -> list[UUID]:
    """Write an entry and return the ids that the list then shows."""
    fields = {**FIELDS, "behaviours": ["belief", "resilience"], **more}
    answer = client.send(f"{NEW}{kind}", **fields)
    assert answer.status_code == 303, answer.text
    return [UUID(found) for found in ENTRY.findall(client.get("/development").text)]


def test_an_empty_page_says_what_will_stand_there(leader: SignedInClient) -> None:
    page = leader.get("/development").text
    assert "Nothing is written here yet. Only you can see what you write." in page
    assert "which of eight behaviours you chose" in page


def test_a_note_is_kept_and_read_again(leader: SignedInClient) -> None:
    (number,) = write(leader)
    page = leader.get(f"/development/entries/{number}").text
    for words in ("First inspection", "Shock", "Belief in the team and in people; Resilience and tenacity"):
        assert words in page
    assert "It came early." in page
    assert "People were afraid." in page


def test_an_action_has_a_day_and_an_end(leader: SignedInClient) -> None:
    on = today()
    (number,) = write(leader, "action", due_on=[on.day, on.month, on.year])
    assert "1 action is open; the next is due on" in leader.get("/development").text
    assert leader.send(f"/development/entries/{number}/done").status_code == 303
    assert "No action is open" in leader.get("/development").text
    assert leader.send(f"/development/entries/{number}/open-again").status_code == 303
    assert "1 action is open" in leader.get("/development").text


def test_a_note_is_never_done(leader: SignedInClient) -> None:
    (number,) = write(leader)
    assert leader.send(f"/development/entries/{number}/done").status_code == 404


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"title": ""}, "Say in a few words what it is about."),
        ({"context": ""}, "Choose the context."),
        ({"behaviours": []}, "Choose at least one behaviour."),
        ({"body": "x" * 5001}, "The text must have 5000 characters or fewer."),
        ({"due_on": ["31", "2", "2027"]}, "The day must be a real date"),
    ],
)
def test_what_is_missing_is_said_at_its_box(leader: SignedInClient, more: dict[str, object], sentence: str) -> None:
    answer = leader.send(f"{NEW}action", **{**FIELDS, "behaviours": ["belief"], **more})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Nothing is written here yet" in leader.get("/development").text


def test_an_entry_is_changed_by_its_leader(leader: SignedInClient) -> None:
    (number,) = write(leader)
    path = f"/development/entries/{number}/edit"
    assert "It came early." in leader.get(path).text
    changed = {**FIELDS, "body": "It came late.", "behaviours": ["learning"]}
    assert leader.send(path, **changed).status_code == 303
    page = leader.get(f"/development/entries/{number}").text
    assert "It came late." in page
    assert "It came early." not in page
    assert "Learning continuously" in page


def test_filters_follow_the_crosswalk(leader: SignedInClient) -> None:
    """Attribute 1 is carried by belief and resilience, attribute 2 by openness, collaboration and learning; results
    by all."""
    write(leader, title="About belief", behaviours=["belief"], context="shock")
    write(leader, title="About learning", behaviours=["learning"], context="leading_change")
    write(leader, title="About results", behaviours=["results"], context="political_landscape")

    def shown(query: str) -> set[str]:
        page = leader.get(f"/development?{query}").text
        return {word for word in ("belief", "learning", "results") if f"About {word}" in page}

    assert shown("attribute=values_driven") == {"belief", "results"}
    assert shown("attribute=decisions") == {"learning", "results"}
    assert shown("behaviour=learning") == {"learning"}
    assert shown("context=shock") == {"belief"}
    assert shown("attribute=values_driven&behaviour=learning") == set()
    assert shown("attribute=nonsense&context=0&behaviour=") == {"belief", "learning", "results"}


def test_everything_can_be_taken_along(leader: SignedInClient) -> None:
    write(leader, title="=1+1", body="Über alles")
    rows = list(csv.DictReader(io.StringIO(leader.get("/development/export.csv").data.decode("utf-8-sig"))))
    assert [row["About"] for row in rows] == ["'=1+1"]
    (held,) = json.loads(leader.get("/development/export.json").data)
    assert (held["title"], held["body"], held["behaviours"]) == ("=1+1", "Über alles", ["belief", "resilience"])
    assert leader.get("/development/export.json").headers["Content-Disposition"].startswith("attachment")


def test_another_leaders_entry_is_as_absent_as_an_unknown_one(app: Flask, clone: Clone, leader: SignedInClient) -> None:
    (number,) = write(leader)
    bea = make_leading(clone, 2, "Bea Other", "Barrowdale")
    other = client_of(app, make_signed_in(clone, Role.LEADER, authority="Z002", person_id=bea.person_id))
    for ending in ("", "/edit", "/delete"):
        theirs, unknown = (other.get(f"/development/entries/{each}{ending}") for each in (number, uuid4()))
        assert theirs.status_code == unknown.status_code == 404
        assert len(theirs.data) == len(unknown.data)
    for ending in ("/done", "/open-again"):
        assert other.send(f"/development/entries/{number}{ending}").status_code == 404
    assert other.send(f"/development/entries/{number}/delete", sure="y").status_code == 404
    assert "First inspection" not in other.get("/development/export.csv").text
    assert leader.get(f"/development/entries/{number}").status_code == 200


@pytest.mark.parametrize("role", [Role.SUPPORT, Role.LEAD, Role.DFE_VIEWER, Role.SIGNATORY, Role.COACH])
def test_nobody_else_opens_development(client_as: ClientAs, leader: SignedInClient, role: Role) -> None:
    (number,) = write(leader)
    client = client_as(role, authority="Z001")
    for path in ("/development", "/development/export.csv", f"/development/entries/{number}", f"{NEW}note"):
        assert client.get(path).status_code == 403, path


def test_neither_audit_nor_log_holds_a_word(
    clone: Clone, leader: SignedInClient, capsys: pytest.CaptureFixture[str]
) -> None:
    (number,) = write(leader, title="Zebra", body="Quagga")
    leader.get(f"/development/entries/{number}")
    leader.send(f"/development/entries/{number}/edit", **{**FIELDS, "title": "Okapi", "behaviours": ["belief"]})
    with psycopg.connect(clone.owner_url) as connection:
        events = str(connection.execute("SELECT audit_event::text FROM audit_event").fetchall())
        (count,) = connection.execute("SELECT count(*) FROM audit_event WHERE deed LIKE 'development%'").fetchone()
    logged = "".join(capsys.readouterr())
    assert not [word for word in ("Zebra", "Quagga", "Okapi") if word in events or word in logged]
    assert count == 0


def test_the_behaviours_page_explains_all_eight(leader: SignedInClient) -> None:
    page = leader.get("/development/behaviours").text
    assert page.count("May carry") == 8
    assert "None of them is scored" in page
