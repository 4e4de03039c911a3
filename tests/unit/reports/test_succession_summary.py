"""What stands above the succession report's lines, and beneath which sums they are folded."""

from dataclasses import fields
from typing import Any

from reports.succession.content import Before, Inputs, PostInputs, assemble
from reports.succession.summary import by_authority, first_to_see_to


def post(number: int, authority: str, **facts: Any) -> PostInputs:
    """A held post, of which nothing is known but what is said."""
    usual = {each.name: None for each in fields(PostInputs)}
    usual |= {"post_id": str(number), "code": "Z001", "authority": authority, "innovations": (), "title": "Director"}
    usual |= {"role": "dcs", "position": 1, "holder": "Ada", "status": "permanent", "consequence": 50, "drivers": ()}
    usual |= {"ready_now": 0, "successors": 0, "bench": "", "readiness": 1.0, "stale": 0, "due": (), "triggers": ()}
    return PostInputs(**{**usual, **facts})


def test_each_authority_has_one_line_and_vacancies_come_first():
    posts = (
        post(1, "Ashmere", successors=1, ready_now=1, expected_end="2027-03-28"),
        post(2, "Ashmere"),
        post(3, "Birchford", status="vacant", holder=None),
        post(4, "Calder", successors=2),
    )
    before = {"2": Before("interim", "Bea", 0, 1.0, None), "4": Before("permanent", "Ada", 2, 1.0, None)}
    found = by_authority(assemble(Inputs("2026-11-28", posts, before, "2026-08-29")))
    assert [(each.authority, each.posts, each.vacant) for each in found] == [
        ("Birchford", 1, 1),
        ("Ashmere", 2, 0),
        ("Calder", 1, 0),
    ]
    assert [(each.uncovered, each.ready, each.leaving, each.changed) for each in found] == [
        (1, 0, 0, 0),
        (1, 1, 1, 1),
        (0, 0, 0, 0),
    ]


def test_every_line_of_the_report_stands_beneath_its_authority_in_the_reports_order():
    posts = (
        post(1, "Ashmere", successors=1, innovations=("No Wrong Door",)),
        post(2, "Calder", innovations=("Family Valued",)),
        post(3, "Ashmere", innovations=("Family Valued", "No Wrong Door")),
    )
    content = assemble(Inputs("2026-11-28", posts, {}, None))
    ashmere, calder = by_authority(content)
    assert (ashmere.innovations, calder.innovations) == (("Family Valued", "No Wrong Door"), ("Family Valued",))
    assert [line.post.post_id for line in ashmere.lines] == ["3", "1"], "nobody named comes first"
    assert sorted((*ashmere.lines, *calder.lines), key=content.lines.index) == list(content.lines)


def test_first_to_see_to_are_vacant_posts_and_those_soon_left_with_nobody_ready():
    posts = (
        post(1, "Ashmere", successors=1, ready_now=1, expected_end="2027-03-28"),
        post(2, "Ashmere", successors=1, expected_end="2027-11-28"),
        post(3, "Ashmere", expected_end="2027-11-29"),
        post(4, "Calder", status="vacant", holder=None),
        post(5, "Calder"),
    )
    found = first_to_see_to(assemble(Inputs("2026-11-28", posts, {}, None)))
    assert [line.post.post_id for line in found] == ["4", "2"]
