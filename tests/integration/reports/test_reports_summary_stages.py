"""The stages that DfE viewers read are those of every other page: same words, same rules."""

from datetime import date

from factories.authorities import make_council, make_programme
from sqlalchemy.orm import Session

from authorities.programme.adopt import StageDates, adopt
from core.access import SYSTEM
from leadership.risk.models import RiskRun
from reports.publication.draft import stage_table

JOINED = date(2020, 5, 1)
LANDMARK = date(2026, 4, 1)


def test_the_end_of_a_grant_comes_by_itself_and_a_stage_of_tomorrow_does_not_count(session: Session) -> None:
    programme = make_programme(session)
    for number, stages in enumerate(
        (
            {"go_live": StageDates(actual_on=date(2021, 6, 1)), "funding_ends": StageDates(planned_on=LANDMARK)},
            {"set_up": StageDates(actual_on=date(2021, 1, 1)), "go_live": StageDates(planned_on=date(2021, 6, 1))},
            {"set_up": StageDates(planned_on=date(2030, 1, 1))},
        ),
        start=1,
    ):
        adopt(
            session,
            by=SYSTEM,
            on=LANDMARK,
            authority=make_council(session, number),
            innovation="family_valued",
            programme=programme,
            joined_on=JOINED,
            stages=stages,
        )
    names, (line,) = stage_table(session, RiskRun(landmark=LANDMARK))
    assert names == ("Preparing", "Setting up", "Live", "Embedding", "Funding ended", "Sustaining")
    assert line.counts == (1, 1, 0, 0, 1, 0)
    assert line.total == 3
