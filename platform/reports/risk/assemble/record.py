"""How good have we been: the sentence that every report prints about the predictions before it."""

from typing import Any

from leadership.risk.scoring import PROVISIONAL_UNTIL
from reports.risk.content import Fifth

NOT_YET = "No stored prediction is twelve months old yet, so none has been scored."


def record_sentence(summary: dict[str, Any]) -> str:
    """Stored predictions against what happened, with the interval of their ratio and how many changes it rests on."""
    record = summary["record"]
    if record is None:
        return NOT_YET
    sentence = (
        f"Of {record['predictions']:,} stored predictions over twelve months, {record['changes']:,} were followed by a "
        f"change and {record['expected']:,.0f} were expected to be"
    )
    if record["ratio"] is not None:
        sentence += (
            f" (observed over expected {record['ratio']:.2f}, plausibly {record['ratio_low']:.2f} to "
            f"{record['ratio_high']:.2f})"
        )
    better = record["brier"] < record["brier_role_status"]
    sentence += (
        f". Their error (Brier score {record['brier']:.3f}) was {'smaller' if better else 'not smaller'} than that of "
        f"role and status alone ({record['brier_role_status']:.3f})."
    )
    if summary["replayed_landmarks"]:
        sentence += (
            f" {summary['replayed_landmarks']} of the {record['landmarks']} landmarks were replayed: predicted "
            "afterwards, from what had been known then."
        )
    if summary["provisional"]:
        sentence += (
            f" The figures stay provisional until {PROVISIONAL_UNTIL} changes have followed predictions made at the "
            "time."
        )
    return sentence


def fifths(summary: dict[str, Any]) -> tuple[Fifth, ...]:
    """Scored predictions by fifths of predicted risk."""
    record = summary["record"]
    return () if record is None else tuple(Fifth(*fifth) for fifth in record["fifths"])
