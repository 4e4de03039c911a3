"""The succession report in one line an authority: its numbers are those of the report's lines."""

from dataclasses import fields
from typing import Any

from reports.succession.content import Before, Inputs, PostInputs, assemble
from reports.succession.summary import AuthorityLine, by_authority


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
    assert found == [
        AuthorityLine("Birchford", posts=1, vacant=1, uncovered=1, ready=0, leaving=0, changed=0),
        AuthorityLine("Ashmere", posts=2, vacant=0, uncovered=1, ready=1, leaving=1, changed=1),
        AuthorityLine("Calder", posts=1, vacant=0, uncovered=0, ready=0, leaving=0, changed=0),
    ]
