"""The demonstration shows plans, successors, stale items and a report with gaps first; handover parts count."""

from datetime import date, timedelta
from pathlib import Path

from factories.leadership import make_small_programme
from fixtures.databases import Clone
from fixtures.product import environment_of
from sqlalchemy import select

from accounts.personas import make_personas
from authorities.register.models import Authority
from core.access import SYSTEM, Identity, Membership, Role
from core.clock import now, today
from core.process import Process
from leadership.handover.models import HandoverPack
from leadership.handover.open import open_pack_for
from leadership.handover.parts import Part
from leadership.handover.write import write_part
from leadership.register.days import Day
from leadership.register.models import Person, Post, Tenure
from leadership.succession.kinds import Item
from leadership.succession.models import SuccessionIssue
from leadership.succession.overview import read_overview
from leadership.succession.successors import list_named
from reports.succession.content import content_from
from reports.succession.issue import make_again
from web.demonstration.product import product
from web.demonstration.succession import make_report, make_succession
from web.derived_readiness import read_handover

NO_BROKER = "redis://127.0.0.1:1/0"


def test_every_state_is_there_and_two_reports(clone: Clone, tmp_path: Path) -> None:
    with clone.session() as session:
        made = make_small_programme(session)
        leader = session.scalars(select(Person).where(Person.name == "Bea Second")).one()
        make_personas(
            session,
            by=SYSTEM,
            lead_authority_id=made.ashmere,
            leader_authority_id=made.ashmere,
            leader_id=leader.id,
            leader_name=leader.name,
            at=now(),
        )
        session.commit()
    environment = environment_of(clone, NO_BROKER, tmp_path)
    with product(environment, Process.WEB):
        assert make_succession(today()) == 2
        assert make_succession(today()) == 0
        make_report(today())
        make_report(today())
    lead = Identity(None, "Lead", frozenset({Membership(Role.LEAD, made.ashmere)}))
    with clone.session(lead.scope(), Process.WEB) as session:
        named = list_named(session, post=session.get_one(Post, made.director))
        assert len(named) == 2
        found = read_overview(session, by=lead, authority=session.get_one(Authority, made.ashmere), on=today())
        assert any(standing.readiness.stale for standing in found.standings.values())
        assert any(not standing.has_successor for standing in found.standings.values())
    with clone.session() as session:
        issues = session.scalars(select(SuccessionIssue).order_by(SuccessionIssue.as_of)).all()
        assert [issue.as_of for issue in issues] == [today() - timedelta(days=91), today()]
        assert all(make_again(issue) == issue.content_hash for issue in issues)
        lines = content_from(issues[-1].content).lines
        assert lines[0].urgency == 0
        assert [line.urgency for line in lines] == sorted(line.urgency for line in lines)
        assert any(line.change not in {"No change", "First report on this post"} for line in lines)


def test_the_parts_of_the_handover_pack_make_its_item(clone: Clone, tmp_path: Path) -> None:
    with clone.session() as session:
        made = make_small_programme(session)
        tenure = session.scalars(select(Tenure).where(Tenure.post_id == made.director, Tenure.ended_on.is_(None))).one()
        pack = open_pack_for(
            session,
            by=SYSTEM,
            tenure=tenure,
            last_day=Day(today() + timedelta(days=60)),
            confidential_until=None,
            on=today(),
        )
        for number, part in enumerate(Part, start=1):
            write_part(
                session,
                by=SYSTEM,
                pack=pack,
                part=part,
                words="Written",
                behaviours=(),
                done=True,
                after_version=0,
            )
            session.flush()
            found = read_handover(session, [made.director, made.interim], today())
            assert set(found) == {made.director}
            assert found[made.director].value == (1.0 if number == 9 else 0.5 if number >= 5 else 0.0)
        assert found[made.director].words == "9 of 9 parts are done"
        assert read_handover(session, [made.director], date(2026, 1, 1)) == {}, "as known on a day"
        session.get_one(HandoverPack, pack.id).confidential_until = today() + timedelta(days=9)
        session.flush()
        assert read_handover(session, [made.director], today()) == {}, "confidential, whoever asks"
        session.get_one(HandoverPack, pack.id).confidential_until = None
        session.commit()
    with product(environment_of(clone, NO_BROKER, tmp_path)), clone.session() as session:
        found = read_overview(session, by=SYSTEM, authority=session.get_one(Authority, made.ashmere), on=today())
        reading = found.standings[made.director].readiness.of(Item.HANDOVER)
        assert (reading.value, reading.derived) == (1.0, "9 of 9 parts are done")
