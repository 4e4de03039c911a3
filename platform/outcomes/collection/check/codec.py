"""The result of a check as JSON and back, exactly: numbers travel as text, so that 12.50 stays 12.50. Pure."""

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from outcomes.catalogue.status import Status
from outcomes.collection.check.result import Change, Checked, Refusal
from outcomes.collection.figure import Figure, Place
from outcomes.collection.intake.grid import Notice
from outcomes.collection.rules.finding import Counts, Finding, LedgerLine, Outcome, Severity

Json = dict[str, Any]


def to_json(checked: Checked) -> Json:
    """The whole result in plain JSON values."""
    return {
        "rules_version": checked.rules_version,
        "layout": checked.layout,
        "refusal": None if checked.refusal is None else asdict(checked.refusal),
        "notices": [asdict(notice) for notice in checked.notices],
        "findings": [asdict(finding) for finding in checked.findings],
        "ledger": [asdict(line) for line in checked.ledger],
        "counts": asdict(checked.counts),
        "changes": [
            {
                "indicator": change.indicator,
                "kind": change.kind,
                "before": figure_to_json(change.before),
                "after": figure_to_json(change.after),
            }
            for change in checked.changes
        ],
        "figures": [figure_to_json(figure) for figure in checked.figures],
    }


def from_json(stored: Mapping[str, Any]) -> Checked:
    """The result that `to_json` wrote."""
    refusal = stored["refusal"]
    return Checked(
        rules_version=stored["rules_version"],
        layout=stored["layout"],
        refusal=None if refusal is None else Refusal(**{**refusal, "cells": tuple(refusal["cells"])}),
        notices=tuple(Notice(**notice) for notice in stored["notices"]),
        findings=tuple(_finding(finding) for finding in stored["findings"]),
        ledger=tuple(LedgerLine(**{**line, "outcome": Outcome(line["outcome"])}) for line in stored["ledger"]),
        counts=Counts(**stored["counts"]),
        changes=tuple(
            Change(
                change["indicator"],
                change["kind"],
                find_figure_in_json(change["before"]),
                find_figure_in_json(change["after"]),
            )
            for change in stored["changes"]
        ),
        figures=tuple(figure_from_json(figure) for figure in stored["figures"]),
    )


def figure_to_json(figure: Figure | None) -> Json | None:
    """One figure, with its cell."""
    if figure is None:
        return None
    return {
        "indicator": figure.indicator,
        "status": figure.status.value,
        "value": _number(figure.value),
        "numerator": _number(figure.numerator),
        "denominator": _number(figure.denominator),
        "definition": figure.definition,
        "comment": figure.comment,
        "follow_up": figure.follow_up,
        "place": None if figure.place is None else [figure.place.sheet, figure.place.cell],
    }


def figure_from_json(stored: Mapping[str, Any]) -> Figure:
    """The figure that `figure_to_json` wrote."""
    return Figure(
        indicator=stored["indicator"],
        status=Status(stored["status"]),
        value=_decimal(stored["value"]),
        numerator=_decimal(stored["numerator"]),
        denominator=_decimal(stored["denominator"]),
        definition=stored["definition"],
        comment=stored["comment"],
        follow_up=stored["follow_up"],
        place=None if stored["place"] is None else Place(*stored["place"]),
    )


def find_figure_in_json(stored: Mapping[str, Any] | None) -> Figure | None:
    """The figure, if there is one."""
    return None if stored is None else figure_from_json(stored)


def _finding(stored: Mapping[str, Any]) -> Finding:
    return Finding(**{**stored, "severity": Severity(stored["severity"]), "cells": tuple(stored["cells"])})


def _number(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
