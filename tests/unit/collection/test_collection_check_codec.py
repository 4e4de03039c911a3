"""A check comes back from JSON as it was, to the last zero."""

import json
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from outcomes.catalogue.status import Status
from outcomes.collection.check.codec import from_json, to_json
from outcomes.collection.check.result import Change, Checked, Refusal
from outcomes.collection.figure import Figure, Place
from outcomes.collection.intake.grid import Notice
from outcomes.collection.rules.finding import Counts, Finding, LedgerLine, Outcome, Severity

numbers = st.none() | st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9)
words = st.text(max_size=12)
places = st.none() | st.builds(Place, st.none() | words, words)
figures = st.builds(
    Figure,
    indicator=words,
    status=st.sampled_from(Status),
    value=numbers,
    numerator=numbers,
    denominator=numbers,
    definition=st.integers(1, 9),
    comment=words,
    follow_up=st.booleans(),
    place=places,
)
findings = st.builds(
    Finding,
    rule=words,
    version=st.integers(1, 9),
    severity=st.sampled_from(Severity),
    sheet=st.none() | words,
    cells=st.lists(words, max_size=3).map(tuple),
    column=words,
    found=words,
    message=words,
    remedy=words,
    indicator=st.none() | words,
)
lines = st.builds(
    LedgerLine,
    rule=words,
    version=st.integers(1, 9),
    title=words,
    outcome=st.sampled_from(Outcome),
    count=st.integers(0, 9),
    why=words,
    required=st.booleans(),
)
small = st.integers(0, 99)
checks = st.builds(
    Checked,
    rules_version=words,
    layout=st.none() | words,
    refusal=st.none()
    | st.builds(Refusal, code=words, sentence=words, cells=st.lists(words, max_size=2).map(tuple), keep=st.booleans()),
    notices=st.lists(st.builds(Notice, words, words), max_size=2).map(tuple),
    findings=st.lists(findings, max_size=2).map(tuple),
    ledger=st.lists(lines, max_size=2).map(tuple),
    counts=st.builds(Counts, small, small, small, small, small, small, small, small),
    changes=st.lists(
        st.builds(Change, words, st.sampled_from(["new", "changed"]), st.none() | figures, st.none() | figures),
        max_size=2,
    ).map(tuple),
    figures=st.lists(figures, max_size=2).map(tuple),
)


@given(checks)
def test_a_check_comes_back_as_it_was(checked: Checked):
    assert from_json(json.loads(json.dumps(to_json(checked)))) == checked


def test_zeros_at_the_end_of_a_number_survive():
    figure = Figure("CLA_RATE", Status.OK, Decimal("12.50"), Decimal(1250), Decimal("1000.0"))
    back = from_json(json.loads(json.dumps(to_json(Checked("1", figures=(figure,)))))).figures[0]
    assert [str(back.value), str(back.numerator), str(back.denominator)] == ["12.50", "1250", "1000.0"]
