"""The pages of somebody with a link: what they say first, what they store, and what they never tell."""

import re

import psycopg
import pytest
from factories.profile_rounds import AtThePages, Leading, at_link, heading, make_invited, make_leading, make_round
from fixtures.databases import Clone
from fixtures.identities import ClientAs
from flask import Flask
from werkzeug.test import TestResponse

from core.access import Role
from leadership.profiles.kinds import Group

TOKEN = re.compile(rb'name="csrf_token" value="[^"]*"')


@pytest.fixture
def leading(clone: Clone) -> Leading:
    return make_leading(clone)


def stored(clone: Clone) -> list[tuple[str, int]]:
    """What stands in the table of ratings, in the order in which it came."""
    with psycopg.connect(clone.owner_url) as behind:
        return behind.execute("SELECT attribute, score FROM rating ORDER BY position").fetchall()


def invited(clone: Clone, leading: Leading, group: Group = Group.PEERS) -> str:
    (link,) = make_invited(clone, leading, make_round(clone, leading), group, "p@x.example")
    return link


def test_the_page_says_who_will_see_what_before_the_first_question(clone: Clone, app: Flask, leading: Leading) -> None:
    browser = at_link(app, invited(clone, leading))
    page = browser.client.get(browser.path)
    assert page.status_code == 200
    assert heading(page) == "Your view of Ada First\u2019s leadership"
    assert "only if at least three of you answer" in page.text
    assert "Nobody is told whether you answered" in page.text
    assert "One of the programme support team then reads the words alone" in page.text
    assert "destroyed as soon as that is decided, and after four weeks in any case" in page.text
    assert 'name="score"' not in page.text
    assert stored(clone) == []


def test_opening_the_link_changes_nothing(clone: Clone, app: Flask, leading: Leading) -> None:
    """Programs that check mail follow links: the database is the same to the row afterwards."""
    browser = at_link(app, invited(clone, leading))
    tables = ("rating", "rater_answer", "rater_invitation", "rater_link", "audit_event", "outbox_message")
    with psycopg.connect(clone.owner_url, autocommit=True) as behind:

        def rows() -> list:
            return [behind.execute(f"SELECT t::text FROM {table} t ORDER BY 1").fetchall() for table in tables]

        before = rows()
        for method in ("get", "head", "options"):
            getattr(browser.client, method)(browser.path)
        assert rows() == before


def test_nothing_is_stored_before_it_is_sent(clone: Clone, app: Flask, leading: Leading) -> None:
    browser = at_link(app, invited(clone, leading))
    check = browser.to_the_check([1, 2, 3, 4, 5], "Listens first.")
    assert heading(check) == "Check your answers"
    assert "Listens first." in check.text
    assert stored(clone) == []
    assert heading(browser.send("check", "send")) == "Thank you"
    assert [score for _, score in stored(clone)] == [1, 2, 3, 4, 5]


def test_no_answer_stands_in_an_address_or_a_cookie(clone: Clone, app: Flask, leading: Leading) -> None:
    browser = at_link(app, invited(clone, leading))
    answers = [browser.to_the_check([4, 4, 4, 4, 4], "canaryword"), browser.send("check", "send")]
    for answer in answers:
        assert "canaryword" not in str(answer.headers)
        assert answer.headers["Cache-Control"] == "no-store"
    with browser.client.session_transaction() as cookie:
        assert set(cookie) == {"csrf_token"}


def test_a_question_without_an_answer_says_so_and_keeps_the_rest(clone: Clone, app: Flask, leading: Leading) -> None:
    browser = at_link(app, invited(clone, leading))
    browser.send("start", "begin")
    browser.send("question-1", "next", score="4")
    for sent in ("", "0", "6", "4.5", "x", "٣"):
        refused = browser.send("question-2", "next", score=sent)
        assert refused.status_code == 422
        assert heading(refused) == "Question 2 of 5"
        assert "Choose a number from 1 to 5" in refused.text
    back = browser.send("question-2", "back")
    assert heading(back) == "Question 1 of 5"
    assert re.search(r'value="4"[^>]* checked', back.text)


def test_an_answer_is_changed_from_the_check(clone: Clone, app: Flask, leading: Leading) -> None:
    browser = at_link(app, invited(clone, leading))
    browser.to_the_check([3, 3, 3, 3, 3])
    assert heading(browser.send("check", "question-2")) == "Question 2 of 5"
    assert heading(browser.send("question-2", "next", score="5")) == "Check your answers"
    browser.send("check", "send")
    assert [score for _, score in stored(clone)] == [3, 5, 3, 3, 3]


def test_a_text_that_is_too_long_is_refused_at_its_box(clone: Clone, app: Flask, leading: Leading) -> None:
    browser = at_link(app, invited(clone, leading))
    browser.send("start", "begin")
    for place in range(1, 6):
        browser.send(f"question-{place}", "next", score="3")
    refused = browser.send("comment", "next", comment="x" * 2001)
    assert refused.status_code == 422
    assert "2000 characters or fewer" in refused.text
    assert heading(browser.send("comment", "next", comment="x" * 2000)) == "Check your answers"


def test_sent_twice_or_from_two_tabs_the_last_counts_and_nothing_is_lost(
    clone: Clone, app: Flask, leading: Leading
) -> None:
    link = invited(clone, leading)
    first, second = at_link(app, link), at_link(app, link)
    first.to_the_check([1, 1, 1, 1, 1])
    second.to_the_check([5, 5, 5, 5, 5])
    assert heading(second.send("check", "send")) == "Thank you"
    assert heading(first.send("check", "send")) == "Thank you"
    assert heading(first.send("check", "send")) == "Thank you", "a button pressed twice"
    assert [score for _, score in stored(clone)] == [5] * 5 + [1] * 10
    with psycopg.connect(clone.owner_url) as behind:
        assert behind.execute("SELECT count(DISTINCT rater_key) FROM rating").fetchone() == (1,)
        assert behind.execute("SELECT count(*) FROM rater_answer").fetchone() == (1,)


def test_the_page_looks_the_same_before_and_after_somebody_has_answered(
    clone: Clone, app: Flask, leading: Leading
) -> None:
    link = invited(clone, leading)
    before = at_link(app, link).client.get(f"/rate/{link}")
    at_link(app, link).rate([2, 2, 2, 2, 2])
    after = at_link(app, link).client.get(f"/rate/{link}")
    assert TOKEN.sub(b"", before.data) == TOKEN.sub(b"", after.data)


def test_a_line_manager_is_told_first_and_chooses_to_go_on(clone: Clone, app: Flask, leading: Leading) -> None:
    browser = at_link(app, invited(clone, leading, Group.LINE_MANAGER))
    page = browser.client.get(browser.path)
    assert "will know that these scores are yours" in page.text
    assert "I understand, go on" in page.text
    # Whoever jumps over that page comes back to it, and stores nothing.
    assert heading(browser.send("question-1", "next", score="3")) == heading(page)
    assert heading(browser.send("check", "send")) == heading(page)
    assert stored(clone) == []
    browser = at_link(app, browser.path.rsplit("/", 1)[1])
    assert heading(browser.rate([3, 3, 3, 3, 3])) == "Thank you"
    with psycopg.connect(clone.owner_url) as behind:
        assert behind.execute("SELECT DISTINCT rater_group, attributable FROM rating").fetchall() == [
            ("line_manager", True)
        ]


@pytest.mark.parametrize("step", ["question-3", "comment", "check", "start", "no-such-step", ""])
def test_a_sheet_that_was_tampered_with_is_an_empty_one(clone: Clone, app: Flask, leading: Leading, step: str) -> None:
    browser = at_link(app, invited(clone, leading))
    browser.to_the_check([5, 5, 5, 5, 5])
    browser.sheet = browser.sheet[:-3] + "xxx"
    answer = browser.send(step, "send", score="", comment="")
    assert answer.status_code in {200, 422}
    assert heading(answer) != "Thank you"
    assert stored(clone) == []


def test_a_sheet_of_one_round_cannot_be_sent_to_another(clone: Clone, app: Flask, leading: Leading) -> None:
    other = make_leading(clone, 2, "Bea Second", "Birchford")
    one, two = at_link(app, invited(clone, leading)), at_link(app, invited(clone, other))
    one.to_the_check([5, 5, 5, 5, 5])
    two.sheet = one.sheet
    assert heading(two.send("check", "send")) == "Question 1 of 5"
    assert stored(clone) == []


def closed_behind(clone: Clone) -> None:
    with psycopg.connect(clone.owner_url) as behind:
        behind.execute("UPDATE profile_round SET closed_at = now()")


def test_answers_that_come_after_the_closing_are_refused_with_a_clear_page(
    clone: Clone, app: Flask, leading: Leading
) -> None:
    browser = at_link(app, invited(clone, leading))
    browser.to_the_check([5, 5, 5, 5, 5])
    closed_behind(clone)
    answer = browser.send("check", "send")
    assert answer.status_code == 404
    assert heading(answer) == "This link is not open"
    assert "these last answers were not stored" in answer.text
    assert stored(clone) == []


def alike(answers: list[TestResponse]) -> None:
    """Same status, same length, same bytes but for the token (14.3, case 9)."""
    assert len({answer.status_code for answer in answers}) == 1
    assert len({len(answer.data) for answer in answers}) == 1
    assert len({TOKEN.sub(b"", answer.data) for answer in answers}) == 1


def test_unknown_withdrawn_late_and_closed_links_are_answered_alike(clone: Clone, app: Flask, leading: Leading) -> None:
    number = make_round(clone, leading)
    gone, late = make_invited(clone, leading, number, Group.PEERS, "a@x.example", "b@x.example")
    unknown = gone[:-4] + "AAAA"
    with psycopg.connect(clone.owner_url, autocommit=True) as behind:
        behind.execute(
            "UPDATE rater_invitation SET email = NULL, secret_hash = NULL, withdrawn_at = now() WHERE email LIKE 'a@%'"
        )
        answers = [at_link(app, link).client.get(f"/rate/{link}") for link in (unknown, gone, "x" * 43)]
        sent = [at_link(app, link).send("start", "begin") for link in (unknown, gone, "x" * 43)]
        behind.execute("UPDATE profile_round SET opened_on = opened_on - 30, closes_on = closes_on - 20")
        answers.append(at_link(app, late).client.get(f"/rate/{late}"))
        behind.execute("UPDATE profile_round SET closed_at = now()")
        answers.append(at_link(app, late).client.get(f"/rate/{late}"))
        sent.append(at_link(app, late).send("start", "begin"))
    assert answers[0].status_code == 404
    alike(answers)
    alike(sent)


def test_anothers_round_and_none_are_answered_alike(clone: Clone, client_as: ClientAs, leading: Leading) -> None:
    other = make_leading(clone, 2, "Bea Second", "Birchford")
    theirs = make_round(clone, other)
    leader = client_as(Role.LEADER, authority=leading.code, person_id=leading.person_id)
    nobodys = "00000000-0000-4000-8000-000000000001"
    for page in ("", "/close", "/own-answers", "/reflection"):
        answers = [leader.get(f"/profile/rounds/{number}{page}") for number in (theirs, nobodys)]
        assert answers[0].status_code == 404, page
        alike(answers)
    for page in ("/close", "/own-answers", "/reflection", "/invitations", f"/invitations/{nobodys}/withdraw"):
        answers = [leader.send(f"/profile/rounds/{number}{page}", save="x") for number in (theirs, nobodys)]
        assert answers[0].status_code == 404, page
        alike(answers)


def test_a_link_opens_the_same_whoever_the_browser_is_signed_in_as(
    clone: Clone, client_as: ClientAs, leading: Leading
) -> None:
    """Somebody of the support team may be a partner too: their account gives them nothing here."""
    link = invited(clone, leading)
    browser = AtThePages(client_as(Role.SUPPORT), f"/rate/{link}")
    assert heading(browser.rate([3, 3, 3, 3, 3])) == "Thank you"
    with psycopg.connect(clone.owner_url) as behind:
        deeds = behind.execute("SELECT DISTINCT deed FROM audit_event WHERE subject LIKE 'profile%'").fetchall()
        assert sorted(deeds) == [("profile_round.opened",), ("rater.invited",)], "answering leaves no event"


def test_leaders_are_told_that_their_own_round_takes_no_more_answers(
    clone: Clone, client_as: ClientAs, leading: Leading
) -> None:
    number = make_round(clone, leading)
    leader = client_as(Role.LEADER, authority=leading.code, person_id=leading.person_id)
    page = f"/profile/rounds/{number}"
    browser = AtThePages(leader, f"{page}/own-answers")
    assert heading(browser.to_the_check([3, 3, 3, 3, 3])) == "Check your answers"
    closed_behind(clone)
    answer = browser.send("check", "send")
    assert answer.status_code == 409
    assert "never opened again" in answer.text
    assert leader.get(f"{page}/own-answers").location == page
    assert leader.send(f"{page}/close", save="x").status_code == 422
    assert stored(clone) == []
