"""A leader in post with a round, and raters who answer it as they would: through the pages, by their links."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from uuid import UUID

from factories.seats import make_scene
from fixtures.databases import Clone
from fixtures.identities import SignedInClient, client_of
from fixtures.product import SECRET
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from core.access import Identity, Membership, Role
from core.clock import now, today
from core.process import Process
from leadership.profiles.invite import invite
from leadership.profiles.kinds import Group, RoundKind
from leadership.profiles.link import seal
from leadership.profiles.models import ProfileRound, RaterInvitation
from leadership.profiles.open_round import LeaderInPost, list_leaders_in_post, open_round

SHEET = re.compile(r'name="sheet" value="([^"]*)"')
LINK = re.compile(r"/rate/(\S+)")
HEADING = re.compile(r"<h1[^>]*>\s*(.*?)\s*</h1>", re.DOTALL)


@dataclass(frozen=True)
class Leading:
    """A leader of Z001 (or another council), who they are, and the post they hold."""

    code: str
    by: Identity
    leader: LeaderInPost

    @property
    def person_id(self) -> UUID:
        return self.leader.person_id


def make_leading(clone: Clone, number: int = 1, name: str = "Ada First", council: str = "Ashmere") -> Leading:
    with clone.session() as session:
        scene = make_scene(session, number, council)
        tenure = scene.hold(scene.post(), name)
        person_id, authority_id, code = tenure.person_id, scene.authority.id, scene.authority.code
        session.commit()
    by = Identity(None, name, frozenset({Membership(Role.LEADER, authority_id, code, person_id)}))
    with clone.session(by.scope(), Process.WEB) as session:
        (leader,) = list_leaders_in_post(session, by=by, on=today())
    return Leading(code, by, leader)


def make_round(
    clone: Clone,
    leading: Leading,
    kind: RoundKind = RoundKind.ALL_ROUND,
    days: int = 14,
    on: date | None = None,
    by: Identity | None = None,
) -> UUID:
    """A round of the leader's, opened by themselves or by somebody for them."""
    by = by or leading.by
    with clone.session(by.scope(), Process.WEB) as session:
        opened_on = on or today()
        made = open_round(
            session,
            by=by,
            leader=leading.leader,
            kind=kind,
            closes_on=opened_on + timedelta(days=days),
            on=opened_on,
            at=now(),
        )
        number = made.id
        session.commit()
    return number


def make_invited(clone: Clone, leading: Leading, round_id: UUID, group: Group, *addresses: str) -> list[str]:
    """Invite them and return the codes of their links, in the order of the addresses."""
    with clone.session(leading.by.scope(), Process.WEB) as session:
        held = session.get_one(ProfileRound, round_id)
        invite(
            session,
            by=leading.by,
            held=held,
            group=group,
            addresses=addresses,
            secret_keys=(SECRET,),
            on=today(),
            at=now(),
        )
        session.commit()
    with clone.session() as session:
        rows = dict(
            session.execute(
                select(RaterInvitation.email, RaterInvitation.id).where(RaterInvitation.round_id == round_id)
            ).all()
        )
    return [seal(rows[address], (SECRET,)) for address in addresses]


def heading(answer: TestResponse) -> str:
    found = HEADING.search(answer.text)
    assert found, answer.text[:500]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", found[1])).strip()


@dataclass
class AtThePages:
    """A browser that goes through the pages of answering, carrying what each page gives it."""

    client: SignedInClient
    path: str
    sheet: str = ""

    def send(self, step: str, go: str, **fields: str) -> TestResponse:
        answer = self.client.send(self.path, step=step, go=go, sheet=self.sheet, **fields)
        found = SHEET.search(answer.text)
        if found:
            self.sheet = found[1]
        return answer

    def to_the_check(self, scores: Sequence[int], comment: str = "") -> TestResponse:
        answer = self.send("start", "begin")
        for place, score in enumerate(scores, start=1):
            assert heading(answer) == f"Question {place} of 5"
            answer = self.send(f"question-{place}", "next", score=str(score))
        if heading(answer) == "Check your answers":  # a leader, whose own words have a page of their own
            return answer
        assert heading(answer) == "In your own words"
        return self.send("comment", "next", comment=comment)

    def rate(self, scores: Sequence[int], comment: str = "") -> TestResponse:
        answer = self.to_the_check(scores, comment)
        assert heading(answer) == "Check your answers"
        return self.send("check", "send")


def at_link(app: Flask, sealed: str) -> AtThePages:
    """Somebody without an account in a browser of their own."""
    return AtThePages(client_of(app, None), f"/rate/{sealed}")


def links_of(environment: dict[str, str]) -> dict[str, str]:
    """The codes of the links by address, from the letters that have arrived."""
    folder = Path(environment["MAIL_URL"].removeprefix("file://"))
    letters = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in folder.glob("rater-*.eml")]
    return {letter["To"]: LINK.findall(letter.get_body().get_content())[0] for letter in letters}
