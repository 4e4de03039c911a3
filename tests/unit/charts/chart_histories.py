"""Small invented histories that the tests of the charts share."""

from datetime import date

from charts.series import Change, Figure, Neighbours, Series
from charts.through_line import Event, Happening, Holding, Outcome, OutcomePoint, Outlook, Row, Segment, Stage

START = date(2019, 4, 1)
TODAY = date(2025, 9, 30)

EASTMARSH = Row(
    label="Eastmarsh",
    detail="Family Valued",
    segments=(
        Segment(date(2018, 4, 1), date(2020, 7, 1), Holding.PERMANENT, "Ruth Amadi"),
        Segment(date(2020, 7, 1), date(2021, 3, 25), Holding.INTERIM, "Tom Okafor", new_person=True),
        Segment(date(2021, 3, 25), None, Holding.PERMANENT, "Tom Okafor"),
    ),
    events=(
        Event(date(2019, 10, 10), Happening.INSPECTION, "inadequate"),
        Event(date(2020, 10, 1), Happening.GO_LIVE, "Family Valued"),
    ),
    stages=(
        Stage("set-up", date(2020, 2, 1), date(2020, 10, 1), 0),
        Stage("embedding", date(2020, 10, 1), date(2022, 9, 15), 1),
        Stage("sustaining", date(2022, 9, 15), None, 2),
    ),
    outlook=Outlook(0.17, 0.30, 0.48),
)
CALDERWICK = Row(
    label="Calderwick",
    segments=(
        Segment(date(2018, 4, 1), date(2025, 6, 20), Holding.PERMANENT),
        Segment(date(2025, 6, 20), None, Holding.FIXED_TERM, new_person=True),
    ),
    outlook=Outlook(0.04, 0.07, 0.14),
)
HARTSEND = Row(
    label="Hartsend",
    segments=(
        Segment(date(2018, 4, 1), date(2025, 5, 10), Holding.PERMANENT),
        Segment(date(2025, 5, 10), None, Holding.VACANT),
    ),
)
ROWS = (EASTMARSH, CALDERWICK, HARTSEND)

OUTCOME = Outcome(
    measure="Re-referrals within 12 months",
    unit="%",
    label="Eastmarsh",
    comparator_label="neighbours' median",
    points=(
        OutcomePoint("2021-22", date(2022, 3, 31), 24.1, 20.4),
        OutcomePoint("2022-23", date(2023, 3, 31), None, 20.2),
        OutcomePoint("2023-24", date(2024, 3, 31), 21.7, 20.0),
        OutcomePoint("2024-25", date(2025, 3, 31), 19.6, 19.8),
    ),
)


def year(number: int, value: float | None, status: str = "ok", used: int | None = None) -> Figure:
    return Figure(f"{number - 1}-{str(number)[2:]}", date(number, 3, 31), value, status, used)


OWN = Series("Ashmere", (year(2021, 24.1), year(2022, None, "c"), year(2023, 22.9), year(2024, 19.6)))
ENGLAND = Series("England", tuple(year(2021 + step, value) for step, value in enumerate((22.7, 21.5, 22.4, 21.8))))
NEIGHBOURS = Neighbours(
    (year(2021, 22.1, used=10), year(2022, 20.9, used=10), year(2023, 20.5, used=10), year(2024, 20.6, used=9)),
    members=10,
    model_year=2025,
)
CHANGES = (Change(date(2022, 9, 1), "new DCS"),)
