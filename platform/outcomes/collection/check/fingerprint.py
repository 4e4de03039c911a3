"""A short name for all that a check rests on: if that changes before the confirmation, the check is stale (W1)."""

import json
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from outcomes.collection.check.codec import figure_to_json
from outcomes.collection.check.context import CheckContext
from outcomes.collection.due.window import Lock, Window
from outcomes.collection.submission.states import State


def fingerprint(
    *,
    context: CheckContext,
    rules_version: str,
    base_version: int,
    state: State,
    window: Window,
    lock: Lock | None,
    acting_for_lead: bool,
) -> str:
    """The hash over the stored figures, what is asked, the history, the rules, the state, the window and the rights."""
    history = context.history
    basis: dict[str, Any] = {
        "authority": [context.authority_code, sorted(context.names), context.children],
        "quarter": str(context.quarter),
        "asked": [[each.indicator, each.required] for each in context.asked],
        "stored": [figure_to_json(context.stored[code]) for code in sorted(context.stored)],
        "history": None
        if history is None
        else [
            sorted([code, str(quarter), figure.key] for (code, quarter), figure in history.figures.items()),
            sorted([each.indicator, each.year, str(each.value.normalize())] for each in history.published),
        ],
        "rules": rules_version,
        "base": base_version,
        "state": state.value,
        "window": {name: str(day) for name, day in asdict(window).items()},
        "lock": None if lock is None else lock.value,
        "acting_for_lead": acting_for_lead,
    }
    return sha256(json.dumps(basis, sort_keys=True).encode()).hexdigest()
