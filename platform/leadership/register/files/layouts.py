"""The columns of each file of the leadership folder and of a world's neighbours, and how their cells are read."""

import re

from core.csv_cells import CellError, a_date, a_reference, a_text, one_of, whole_number, yes_or_no
from core.csv_table import Column, Layout
from leadership.register.files.rows import (
    AdoptionRow,
    AuthorityRow,
    EventRow,
    FactRow,
    InnovatorRow,
    MembershipRow,
    NeighbourRow,
    PauseRow,
    PersonRow,
    PostRow,
    TenureRow,
)
from leadership.register.kinds import Confidence, EndReason, EventKind, Precision, TenureStatus

LONGEST_NAME = 200
INNOVATIONS = ("family_safeguarding", "family_valued", "no_wrong_door")
AUTHORITY_TYPES = ("london_borough", "metropolitan", "unitary", "county", "other")
FACT_KINDS = ("inspection", "political_control", "election", "reorganisation")
AUTHORITY_CODE = re.compile(r"\d{3}|Z\d{3}")
GSS_CODE = re.compile(r"[EZ]\d{8}")
NEIGHBOURS = 10

a_name = a_text(LONGEST_NAME)
a_remark = a_text()
a_precision = one_of(Precision)
a_confidence = one_of(Confidence)


def an_authority_code(cell: str) -> str:
    """Three digits for a real authority, `Z` and three digits for an invented one."""
    if not AUTHORITY_CODE.fullmatch(cell):
        raise CellError(
            f"{cell!r} is not the code of an authority",
            "Write its three digits, or Z and three digits for an invented council",
        )
    return cell


def a_gss_code(cell: str) -> str:
    """The nine characters of a statistical code."""
    if not GSS_CODE.fullmatch(cell):
        raise CellError(f"{cell!r} is not a statistical code", "Write a letter and eight digits, such as E06000001")
    return cell


def a_rank(cell: str) -> int:
    """The place among ten neighbours."""
    rank = whole_number(cell)
    if not 1 <= rank <= NEIGHBOURS:
        raise CellError(f"{cell!r} is not a rank", "Write a number from 1 to 10")
    return rank


def _day(name: str, *, required: bool = False) -> Column:
    return Column(name, a_date, required)


def _precision(name: str) -> Column:
    return Column(name, a_precision, blank=Precision.DAY.value)


POSTS = Layout(
    "posts.csv",
    PostRow,
    (
        Column("post_ref", a_reference, required=True),
        Column("authority_code", an_authority_code, required=True),
        Column("role", a_reference, required=True),
        Column("title", a_name, required=True),
        _day("opened_on", required=True),
        _day("closed_on"),
        _day("known_on"),
        _day("close_known_on"),
        Column("job_share", yes_or_no, blank=False),
    ),
    key=("post_ref",),
    complete=PostRow.complete,
)
PEOPLE = Layout(
    "people.csv",
    PersonRow,
    (
        Column("person_ref", a_reference, required=True),
        Column("name", a_name, required=True),
        Column("same_as", a_reference),
        _day("same_as_known_on"),
    ),
    key=("person_ref",),
)
TENURES = Layout(
    "tenures.csv",
    TenureRow,
    (
        Column("tenure_ref", a_reference, required=True),
        Column("post_ref", a_reference, required=True),
        Column("person_ref", a_reference, required=True),
        Column("status", one_of(TenureStatus), required=True),
        _day("started_on", required=True),
        _precision("started_precision"),
        _day("ended_on"),
        _precision("ended_precision"),
        _day("start_known_on"),
        _day("end_known_on"),
        _day("contract_ends_on"),
        Column("internal", yes_or_no),
        Column("end_reason", one_of(EndReason)),
        Column("supersedes", a_reference),
        _day("corrected_on"),
    ),
    key=("tenure_ref",),
    complete=TenureRow.complete,
)
EVENTS = Layout(
    "events.csv",
    EventRow,
    (
        Column("event_ref", a_reference, required=True),
        Column("post_ref", a_reference, required=True),
        Column("person_ref", a_reference),
        Column("tenure_ref", a_reference),
        Column("kind", one_of(EventKind), required=True),
        _day("effective_on", required=True),
        _precision("effective_precision"),
        _day("known_on", required=True),
        Column("source", a_remark),
        Column("confidence", a_confidence),
        _day("confidential_until"),
        Column("supersedes", a_reference),
    ),
    key=("event_ref",),
)
AUTHORITIES = Layout(
    "authorities.csv",
    AuthorityRow,
    (
        Column("code", an_authority_code, required=True),
        Column("gss_code", a_gss_code, required=True),
        Column("name", a_name, required=True),
        Column("region", a_name, required=True),
        Column("type", one_of(AUTHORITY_TYPES), required=True),
        _day("valid_from"),
        _day("valid_to"),
        Column("population_0_17", whole_number),
    ),
    key=("code",),
)
ADOPTIONS = Layout(
    "adoptions.csv",
    AdoptionRow,
    (
        Column("authority_code", an_authority_code, required=True),
        Column("innovation", one_of(INNOVATIONS), required=True),
        Column("wave", a_name),
        _day("joined_on"),
        _day("left_on"),
        _day("set_up_planned_on"),
        _day("set_up_on"),
        _day("go_live_planned_on"),
        _day("go_live_on"),
        _day("embedding_on"),
        _day("funding_ends_on"),
        _day("sustain_on"),
        Column("source", a_remark),
        Column("confidence", a_confidence),
    ),
    key=("authority_code", "innovation"),
)
MEMBERSHIPS = Layout(
    "memberships.csv",
    MembershipRow,
    (
        Column("authority_code", an_authority_code, required=True),
        _day("joined_on", required=True),
        _day("left_on"),
        Column("source", a_remark),
        Column("confidence", a_confidence),
    ),
    key=("authority_code", "joined_on"),
)
PAUSES = Layout(
    "pauses.csv",
    PauseRow,
    (
        Column("authority_code", an_authority_code, required=True),
        Column("innovation", one_of(INNOVATIONS), required=True),
        _day("paused_on", required=True),
        _day("resumed_on"),
        Column("reason", a_remark, required=True),
    ),
    key=("authority_code", "innovation", "paused_on"),
)
INNOVATORS = Layout(
    "innovators.csv",
    InnovatorRow,
    (
        Column("innovation", one_of(INNOVATIONS), required=True),
        Column("authority_code", an_authority_code, required=True),
    ),
    key=("innovation", "authority_code"),
)
FACTS = Layout(
    "facts.csv",
    FactRow,
    (
        Column("fact_ref", a_reference, required=True),
        Column("authority_code", an_authority_code, required=True),
        Column("kind", one_of(FACT_KINDS), required=True),
        _day("effective_on", required=True),
        _day("until"),
        _day("known_on"),
        Column("value", a_name),
        Column("detail", a_remark),
        Column("source", a_remark),
        Column("confidence", a_confidence),
    ),
    key=("fact_ref",),
    complete=FactRow.complete,
)
NEIGHBOUR_TABLE = Layout(
    "neighbours.csv",
    NeighbourRow,
    (
        Column("model_year", whole_number, required=True),
        Column("authority_code", an_authority_code, required=True),
        Column("rank", a_rank, required=True),
        Column("neighbour_code", an_authority_code, required=True),
        Column("closeness", a_name),
    ),
    key=("model_year", "authority_code", "rank"),
)
REQUIRED_FILES = (POSTS.file, PEOPLE.file, TENURES.file, EVENTS.file)
OPTIONAL_FILES = (AUTHORITIES.file, ADOPTIONS.file, MEMBERSHIPS.file, PAUSES.file, INNOVATORS.file, FACTS.file)
