"""A leader's own profile: what stands on its pages, in its files and pictures, and what no attack gets out of them.

The attack cases are those of risk-and-analysis 14.3; a page is compared with the page of another round that differs
only in what must be hidden.
"""

import csv
import io
import re
from collections.abc import Sequence
from uuid import UUID, uuid4

import psycopg
import pytest
from factories.profile_rounds import Leading, make_leading, make_round
from factories.read_comments import make_moderator, written
from factories.released_rounds import Rates, make_released, rates
from fixtures.databases import Clone
from fixtures.identities import ClientAs, SignedInClient, client_of, make_signed_in
from flask import Flask

from core.access import Role
from leadership.profiles.kinds import Group, RoundKind

ID = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TOKEN = re.compile(rb'name="csrf_token" value="[^"]*"')
SELF = rates(Group.SELF, 4)
SHOWN = [*SELF, *rates(Group.DIRECT_REPORTS, 3, 4, 5, 4)]


@pytest.fixture
def leading(clone: Clone) -> Leading:
    return make_leading(clone)


@pytest.fixture
def leader(app: Flask, clone: Clone, leading: Leading) -> SignedInClient:
    return client_of(app, make_signed_in(clone, Role.LEADER, authority="Z001", person_id=leading.person_id))


def answers(client: SignedInClient, number: UUID) -> dict[str, bytes]:
    """Everything that the product says of one round: pages, pictures, tables, files; ids are taken out."""
    paths = ("/profile", "/profile?view=radar", f"/profile/results/{number}", "/profile/history.csv")
    files = (f"/profile/results/{number}.csv", f"/profile/results/{number}.pdf")
    found = {}
    for path in (*paths, *files):
        answer = client.get(path)
        assert answer.status_code == 200, path
        found[path.replace(str(number), "id")] = TOKEN.sub(b"", ID.sub(b"id", answer.data))
    return found


def said_on(body: bytes) -> str:
    """What a page or file says to eye and ear: its words, those of its pictures, and text alternatives."""
    text = body.decode("utf-8-sig").split("<main")[-1]
    return "\n".join([re.sub(r"<[^>]*>", " ", text), *re.findall(r'aria-label="([^"]*)"', text)])


def table(client: SignedInClient, number: UUID) -> dict[tuple[str, str], dict[str, str]]:
    text = client.get(f"/profile/results/{number}.csv").data.decode("utf-8-sig")
    return {(row["Attribute"], row["Seen by"]): row for row in csv.DictReader(io.StringIO(text))}


def test_before_any_round_the_page_says_what_will_be_there(leader: SignedInClient) -> None:
    page = leader.get("/profile")
    assert page.status_code == 200
    assert "Only you will see it." in page.text
    assert leader.get("/profile/history.csv").data.decode("utf-8-sig").split() == ["Attribute"]


def test_own_score_and_every_group_stand_in_rows_with_intervals(
    clone: Clone, leading: Leading, leader: SignedInClient
) -> None:
    number = make_released(
        clone,
        leading,
        [*SELF, *rates(Group.PEERS, 3, 4, 4), *rates(Group.DIRECT_REPORTS, 5, 4, 4, 3), *rates(Group.LINE_MANAGER, 4)],
    )
    page = leader.get("/profile").text
    assert "Only you can see this." in page
    assert page.count("<h1") == 1
    assert "The attributes come from 16 interviews" in page
    rows = table(leader, number)
    assert len(rows) == 5 * 6
    first = {seen: row for (attribute, seen), row in rows.items() if attribute == "Values-driven"}
    assert list(first) == ["You", "Line manager", "Peers", "Direct reports", "Partners", "All others"]
    assert [row["Score"] for row in first.values()] == ["4", "4", "3.7", "4.0", "not shown", "3.9"]
    assert first["Peers"]["95% interval"] == "1.2 to 5"
    assert first["Partners"]["Ratings"] == "fewer than 3"
    assert next(iter(rows))[0] == "Values-driven"


def test_a_gap_gets_words_only_beyond_the_half_width(clone: Clone, leading: Leading, leader: SignedInClient) -> None:
    far = Rates(Group.SELF, (5, 3, 3, 3, 3))
    make_released(clone, leading, [far, *(Rates(Group.PEERS, (3, 3, 3, 3, 3)) for _ in range(8))])
    page = leader.get("/profile").text
    assert "Values-driven: you scored yourself higher than all others (5 beside 3.0, from 8 ratings)" in page
    assert "indicative: fewer than 10 people" in page
    assert page.count("you scored yourself") == 1
    assert "On one attribute of five you see yourself differently" in page


def test_without_a_gap_the_page_says_so(clone: Clone, leading: Leading, leader: SignedInClient) -> None:
    make_released(clone, leading, [*rates(Group.SELF, 5), *rates(Group.PEERS, 3, 4, 4, 3)])
    page = leader.get("/profile").text
    assert "larger than the number of ratings leaves open" in page
    assert "you scored yourself" not in page


def test_a_self_reflection_has_own_scores_alone(clone: Clone, leading: Leading, leader: SignedInClient) -> None:
    number = make_released(clone, leading, SELF, kind=RoundKind.SELF_REFLECTION)
    assert {seen for _, seen in table(leader, number)} == {"You"}
    assert "your own view alone" in leader.get("/profile?view=radar").text


@pytest.mark.parametrize("peers", [(4, 5), (1,), (1, 1)])
def test_case_1_and_9_a_hidden_group_reads_like_one_that_nobody_was_in(
    clone: Clone, leading: Leading, leader: SignedInClient, peers: Sequence[int]
) -> None:
    """No byte of page, picture, table, alternative text or PDF tells whether two peers answered, or what."""
    absent = make_released(clone, leading, SHOWN)
    without = answers(leader, absent)
    _forget(clone, absent)
    hidden = make_released(clone, leading, [*SHOWN, *rates(Group.PEERS, *peers)])
    assert answers(leader, hidden) == without


def test_case_2_a_hidden_partner_enters_no_total(clone: Clone, leading: Leading, leader: SignedInClient) -> None:
    raters = [
        *SELF,
        *rates(Group.DIRECT_REPORTS, 4, 4, 4, 4, 3),
        *rates(Group.PEERS, 4, 4, 4, 4, 5),
        *rates(Group.PARTNERS, 2),
    ]
    number = make_released(clone, leading, raters)
    rows = table(leader, number)
    assert rows["Values-driven", "All others"]["Score"] == "4.0"
    assert rows["Values-driven", "All others"]["Ratings"] == "10"
    assert rows["Values-driven", "Partners"]["Score"] == "not shown"
    assert b"11 " not in leader.get("/profile").data.split(b"<main")[1].split(b"</table>")[0]


def test_case_3_no_mean_includes_the_leader(clone: Clone, leading: Leading, leader: SignedInClient) -> None:
    number = make_released(clone, leading, [*rates(Group.SELF, 5), *rates(Group.PEERS, 4), *rates(Group.PARTNERS, 3)])
    scores = {seen: row["Score"] for (_, seen), row in table(leader, number).items()}
    assert {seen for seen, score in scores.items() if score != "not shown"} == {"You"}
    assert "Nothing may be shown beside your own view" in leader.get("/profile").text


def test_case_4_while_a_round_is_open_there_is_nothing(clone: Clone, leading: Leading, leader: SignedInClient) -> None:
    number = make_round(clone, leading)
    assert "A round is under way" in leader.get("/profile").text
    for ending in ("", ".csv", ".pdf"):
        opened, unknown = (leader.get(f"/profile/results/{each}{ending}") for each in (number, uuid4()))
        assert opened.status_code == unknown.status_code == 404
        assert len(opened.data) == len(unknown.data)


@pytest.mark.parametrize(("score", "said", "never"), [(1, "1.2 or below", "1.0"), (5, "4.8 or above", "5.0")])
def test_case_6_unanimity_is_not_told(
    clone: Clone, leading: Leading, leader: SignedInClient, score: int, said: str, never: str
) -> None:
    number = make_released(clone, leading, [*rates(Group.SELF, 3), *rates(Group.PEERS, *[score] * 4)])
    assert table(leader, number)["Values-driven", "Peers"]["Score"] == said
    exact = re.compile(rf"(?<![\d.]){re.escape(never)}(?!\d)")
    for path, body in answers(leader, number).items():
        if not path.endswith(".pdf"):
            assert said in said_on(body), path
            assert not exact.search(said_on(body)), path


def test_case_7_no_share_of_raters_is_printed(clone: Clone, leading: Leading, leader: SignedInClient) -> None:
    make_released(clone, leading, [*SELF, *rates(Group.PEERS, 3, 4, 4)])
    page = leader.get("/profile").data.split(b"<main")[1]
    assert set(re.findall(rb"\d+%", page)) <= {b"95%"}


def test_another_leaders_round_is_as_absent_as_an_unknown_one(
    clone: Clone, leading: Leading, leader: SignedInClient
) -> None:
    other = make_leading(clone, 2, "Bea Other", "Barrowdale")
    number = make_released(clone, other, SHOWN)
    for ending in ("", ".csv", ".pdf"):
        theirs, unknown = (leader.get(f"/profile/results/{each}{ending}") for each in (number, uuid4()))
        assert theirs.status_code == unknown.status_code == 404
        assert len(theirs.data) == len(unknown.data)


@pytest.mark.parametrize(
    "role", [Role.SUPPORT, Role.LEAD, Role.RISK_READER, Role.DFE_VIEWER, Role.SIGNATORY, Role.COACH]
)
def test_nobody_else_opens_a_profile(clone: Clone, leading: Leading, client_as: ClientAs, role: Role) -> None:
    number = make_released(clone, leading, SHOWN)
    client = client_as(role, authority="Z001")
    for path in (
        "/profile",
        "/profile/history.csv",
        *(f"/profile/results/{number}{end}" for end in ("", ".csv", ".pdf")),
    ):
        assert client.get(path).status_code == 403, path


def test_earlier_rounds_stand_beside_the_newest_and_no_line_joins_them(
    clone: Clone, leading: Leading, leader: SignedInClient
) -> None:
    older = make_released(clone, leading, [*SELF, *rates(Group.PEERS, 2, 2)], days_ago=400)
    newer = make_released(clone, leading, [*SELF, *rates(Group.PEERS, 3, 4, 4, 4)])
    page = leader.get("/profile").text
    assert "Over your rounds" in page
    assert f"/profile/results/{older}" in page
    assert f"/profile/results/{newer}.pdf" in page
    rows = list(csv.DictReader(io.StringIO(leader.get("/profile/history.csv").data.decode("utf-8-sig"))))
    others = [row["Score"] for row in rows if row["Seen by"].startswith("All others")]
    assert others == ["not shown", "3.8"] * 5
    old = leader.get(f"/profile/results/{older}").text
    assert "A newer round is on" in old


def test_whether_four_wrote_or_five_wait_to_be_read_cannot_be_told(
    clone: Clone, leading: Leading, leader: SignedInClient
) -> None:
    """Nor whether nobody wrote: page, tables and files are the same to the byte, before and after the last day."""
    reader = make_moderator(clone)
    told = []
    for count in (0, 4, 5, 10):
        peers = [*written(count), *rates(Group.PEERS, *[4] * (10 - count))]
        number = make_released(clone, leading, [*SELF, *peers], readers=[reader.account_id])
        waiting = answers(leader, number)
        assert b"stands here by" in waiting["/profile"]
        with psycopg.connect(clone.owner_url) as behind:
            behind.execute("SET session_replication_role = replica")  # released_at is set once
            behind.execute("UPDATE profile_round SET released_at = released_at - interval '29 days'")
        ended = answers(leader, number)
        assert b"No comments were released." in ended["/profile"]
        told.append((waiting, ended))
        _forget(clone, number)
    for waiting, ended in told[1:]:
        for before, after in ((told[0][0], waiting), (told[0][1], ended)):
            assert {path for path in before if before[path] != after[path]} == set()


def test_the_radar_is_an_alternative_with_its_table(clone: Clone, leading: Leading, leader: SignedInClient) -> None:
    make_released(clone, leading, [*SELF, *rates(Group.PEERS, 3, 4, 4, 4)])
    page = leader.get("/profile?view=radar").text
    assert "Radar chart of five attributes" in page
    assert "Show rows with intervals instead" in page
    assert "data:text/csv" in page
    assert "Dot plot" in leader.get("/profile?view=nonsense").text


def test_no_log_line_holds_a_score_or_a_text(
    clone: Clone, leading: Leading, leader: SignedInClient, capsys: pytest.CaptureFixture[str]
) -> None:
    number = make_released(clone, leading, [*SELF, *(Rates(Group.PEERS, (1,), f"Secret words {n}") for n in range(5))])
    answers(leader, number)
    out = "".join(capsys.readouterr())
    assert "Secret words" not in out
    assert "1.2" not in out


def _forget(clone: Clone, number: UUID) -> None:
    """Take a round away behind the product's back, so that the next stands alone."""
    with psycopg.connect(clone.owner_url) as connection:
        connection.execute("SET session_replication_role = replica")  # no key and no trigger stands in the way
        for table_name in (
            *("waiting_comment", "comment_reader", "comment_reading"),
            *("profile_result", "profile_comment", "rating"),
        ):
            connection.execute(f"DELETE FROM {table_name} WHERE round_id = %s", [number])
        connection.execute("DELETE FROM profile_round WHERE id = %s", [number])
