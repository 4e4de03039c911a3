"""Page and file of the DfE summary say the same; a draft that was overtaken has no button."""

from datetime import date
from uuid import uuid4

from fixtures.databases import Clone
from fixtures.identities import ClientAs
from sqlalchemy.orm import Session

from accounts.add_account import make_account
from core.access import SYSTEM, Role
from core.clock import now
from leadership.risk.models import RiskRun
from reports.models import Publication
from reports.publication.content import BandRow, OutcomeCell, OutcomeRow, Summary
from reports.publication.draft import BANDS
from reports.risk.content import to_plain

CELLS = tuple(OutcomeCell(count, rounded=near) for count, near in ((320, True), (0, True), (None, False), (415, False)))
CONTENT = Summary(
    date(2026, 10, 1),
    17,
    (),
    (),
    50,
    9.0,
    5.0,
    14.0,
    8,
    BANDS,
    bands=(BandRow("Practice lead", (None, 8, None, 4, 0), 20),),
    column_totals=(None, 8, None, 4, 0),
    record="",
    provisional=False,
    totals_to=10,
    quarter_names=("2025-26 Q4", "2026-27 Q1", "2026-27 Q2"),
    outcomes=(OutcomeRow("Referrals accepted", 16, CELLS),),
)


def stored(session: Session, **seen: object) -> None:
    run = RiskRun(landmark=CONTENT.landmark, trigger="run_now", status="predicted", input_hash=f"{uuid4()}")
    session.add(run)
    session.flush()
    session.add(Publication(run_id=run.id, content=to_plain(CONTENT), **seen))


def test_page_and_file_agree(clone: Clone, app, client_as: ClientAs) -> None:
    with clone.session() as session:
        team = make_account(session, by=SYSTEM, email="team@somewhere.example", name="Team", at=now())
        session.flush()
        stored(session, published_at=now(), published_as="the team", published_by_id=team.id)
        stored(session)
        session.commit()
    viewer, support = client_as(Role.DFE_VIEWER), client_as(Role.SUPPORT)
    page = " ".join(viewer.get("/programme").text.split())
    assert "of their about 50 held leadership posts" in page
    assert "to the nearest 10" in page
    file = viewer.get("/programme.csv").text
    assert "Referrals accepted,16,320,k,c,415" in file
    assert "Practice lead,c,8,c,4,0,20" in file
    assert "to the nearest 10" in file
    assert "Older drafts" not in page
    told = " ".join(support.get("/programme").text.split())
    assert "1 draft was made before the newest summary was published" in told
    assert "Publish the summary" not in told
