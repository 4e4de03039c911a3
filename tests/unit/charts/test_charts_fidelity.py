"""The picture of a fidelity profile: every state by a form of its own, the same facts in its table, on any width."""

import re

import pytest

from charts.fidelity import STATES, AssessedQuarter, fidelity_chart
from charts.svg import to_svg

ELEMENTS = ["Hub", "Key worker", "Life coach", "Police role"]


def quarter(number: int, *states: str | None, stage: str = "Live") -> AssessedQuarter:
    return AssessedQuarter(f"2025-26 Q{number}", stage, states)


def chart(*quarters: AssessedQuarter):
    return fidelity_chart(elements=ELEMENTS, quarters=quarters, title="No Wrong Door", caption="Ashmere", filename="a")


def test_the_table_says_what_the_picture_says_with_the_stage_on_top():
    made = chart(quarter(1, None, None, None, None, stage="Setting up"), quarter(2, *STATES))
    assert made.table.columns == ("Element", "2025-26 Q1", "2025-26 Q2")
    assert made.table.rows[0] == ("Stage of the adoption", "Setting up", "Live")
    assert [row[2] for row in made.table.rows[1:]] == ["Not started", "Partly", "In place", "Adapted"]
    assert {row[1] for row in made.table.rows[1:]} == {"Not assessed"}


def test_the_alternative_tells_the_newest_assessed_quarter():
    made = chart(quarter(1, *STATES), quarter(2, None, None, None, None))
    assert "In 2025-26 Q1: 1 not started, 1 partly, 1 in place, 1 adapted." in made.alternative
    assert "No quarter was assessed." in chart(quarter(1, None, None, None, None)).alternative


def test_forms_and_not_only_colours_tell_states_apart():
    """Beside the key, which draws every form once, each state alone draws its own forms, whatever their colour."""
    drawn = {
        state: tuple(sorted(re.findall(r' d="([^"]*)"', to_svg(chart(quarter(1, *[state] * 4))))))
        for state in (*STATES, None)
    }
    assert len(set(drawn.values())) == len(drawn)


def test_a_telephone_shows_the_last_four_quarters():
    made = chart(
        *(quarter(number, *STATES) for number in (1, 2, 3, 4)), AssessedQuarter("2026-27 Q1", "Live", tuple(STATES))
    )
    narrow, wide = to_svg(made, narrow=True), to_svg(made)
    assert wide.count("2025-26") == 4
    assert narrow.count("2025-26") == 3
    assert 'width="322"' in narrow or 'viewBox="0 0 32' in narrow


@pytest.mark.parametrize("quarters", [(), (quarter(1, "partly"),)])
def test_what_cannot_be_drawn_is_refused(quarters):
    with pytest.raises(ValueError, match="needs"):
        chart(*quarters)
