"""What a lead reads first, and what is said before a reviewer would have to send the return back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from factories.lead_returns import ASKED, GOOD, Due, csv_file, lead_of, make_due, supporter
from factories.pages import words
from factories.reviewed_returns import Desk, hand_in, store
from fixtures.databases import Clone
from fixtures.identities import ClientAs
from sqlalchemy.orm import Session

from core.access import Role
from core.clock import now, today
from core.quarters import Quarter
from outcomes.collection.due.models import Collection, CollectionItem
from outcomes.collection.due.window import Window
from outcomes.collection.review.approve import approve
from outcomes.collection.review.reopen import reopen
from outcomes.collection.submission.states import State
from outcomes.collection.submission.submit import NotReadyError
from outcomes.collection.submission.views.words import due_sentence

Q2 = Quarter(2026, 2)
WINDOW = Window(opens_on=date(2026, 10, 1), due_on=date(2026, 11, 27))


@pytest.mark.parametrize(
    ("on", "state", "says"),
    [
        (date(2026, 11, 26), State.NOT_STARTED, "2026-27 Q2 is due on Friday 27 November, in 1 working day."),
        (date(2026, 12, 1), State.IN_PROGRESS, "2026-27 Q2 was due on Friday 27 November, 2 working days late."),
        (date(2026, 11, 26), State.RETURNED, "2026-27 Q2 is due on Friday 27 November, in 1 working day."),
        (date(2026, 12, 1), State.RETURNED, "2026-27 Q2 was sent back: mend it, then submit it again."),
        (date(2026, 12, 1), State.REOPENED, "2026-27 Q2 was reopened: mend it, then submit it again."),
    ],
)
def test_a_return_that_came_back_is_not_late_for_that(on: date, state: State, says: str):
    assert due_sentence(Q2, WINDOW, on, state) == says


def desk_of(due: Due) -> Desk:
    return Desk(due, lead_of(due.authority), supporter(), supporter())


def test_a_required_symbol_without_a_reason_stops_the_lead_not_the_reviewer(session: Session):
    desk = desk_of(make_due(session))
    with pytest.raises(NotReadyError) as told:
        hand_in(session, desk, {**GOOD, "REREF_PCT": ("x", "", "", "")})
    assert [each.sentence for each in told.value.obstacles] == [
        "Say in the comment why there is no figure for REREF_PCT."
    ]
    assert hand_in(session, desk, {**GOOD, "REREF_PCT": ("x", "", "", "The system was replaced in May.")}).version == 2


def test_the_first_page_has_the_steps_the_others_that_are_owed_and_the_last_receipt(clone: Clone, client_as: ClientAs):
    with clone.session() as session:
        due = make_due(session, on=today())
        earlier = [
            Collection(
                programme_id=due.collection.programme_id,
                quarter=due.collection.quarter.plus(-back),
                opens_on=today() - timedelta(days=90 * back),
                due_on=today() - timedelta(days=90 * back - 40),
            )
            for back in (1, 2)
        ]
        session.add_all(earlier)
        session.flush()
        session.add_all(
            CollectionItem(collection_id=each.id, indicator_code=code, asked=True) for each in earlier for code in ASKED
        )
        session.flush()
        last, before = (desk_of(replace(due, collection=each)) for each in earlier)
        hand_in(session, last, GOOD, at=now(), on=today())
        old = hand_in(session, before, GOOD, at=now(), on=today())
        approve(session, by=before.reviewer, submission=old, at=now(), on=today())
        reopen(session, by=before.reviewer, submission=old, reason="Another year's denominator.", at=now(), on=today())
        store(session, desk_of(due), csv_file(GOOD), at=now(), on=today())
        due.collection.note = "Use the estimate of 2025."
        quarters = [str(each.quarter) for each in (*earlier, due.collection)]
        session.commit()
    lead = client_as(Role.LEAD, authority="Z001")
    page = words(lead.get("/"))
    steps = ["Download the template", "Upload your figures", "Mend errors", "Explain queries", "Submit"]
    places = [page.index(step) for step in steps]
    assert places == sorted(places)
    assert f"{quarters[1]}</a> was reopened: mend it" in page
    assert "Read what to look at again" in page
    assert f"{quarters[2]}</a> is due on" in page
    assert "Last receipt" in page
    assert page.index("Last receipt") < page.rindex(quarters[0])

    base = f"/authorities/Z001/returns/{quarters[2].replace(' ', '-').lower()}"
    assert "From the programme support team: Use the estimate of 2025." in words(lead.get(base))
    refused = lead.post(f"{base}/upload", data={"file": b"x" * (12 * 1024 * 1024), "csrf_token": lead.form_token()})
    assert refused.status_code == 413
    assert "Choose another file" in words(refused)
    assert f'href="{base}/upload"' in refused.text
